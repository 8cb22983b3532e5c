package pipeline_test

import (
	"bytes"
	"context"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
	"wattlake/pipeline/verify"
)

// testEraser erases on the bench's lake. It counts what it is told to forget.
type testEraser struct {
	bench   *bench
	objects interface {
		Delete(ctx context.Context, key lake.Key) error
	}
	tables *warehouse.Warehouse
}

func newTestEraser(b *bench, dir *store.Dir, used pipeline.Objects, tables *warehouse.Warehouse) testEraser {
	e := testEraser{b, dir, tables}
	if d, can := used.(verify.Objects); can {
		e.objects = d
	}
	return e
}

func (e testEraser) Delete(ctx context.Context, key lake.Key) error {
	return e.objects.Delete(ctx, key)
}

// Purge takes the time by which files are dated, which the clock of the bench is not: what a crash left behind goes too.
func (e testEraser) Purge(ctx context.Context) error { return e.tables.Purge(ctx, time.Now()) }

func (e testEraser) Forget(_ context.Context, gone pipeline.Erasure) error {
	e.bench.forgotten = append(e.bench.forgotten, gone)
	return nil
}

// secret is an invoice whose number, seller and point no other one has.
const (
	secretNumber = "TAJNA/77/2026"
	secretNIP    = "5260001246"
	secretPPE    = "590310600000009999"
)

func secret() string {
	return strings.NewReplacer("A/1", secretNumber, "1112223332", secretNIP, "590310600000001023", secretPPE).Replace(invoice("A/1", 7777))
}

// traces lists the files of the lake that hold one of the words, in their bytes or in their Parquet rows.
func (b *bench) traces(t *testing.T, words ...string) []string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var found []string
	err = filepath.WalkDir(b.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, word := range words {
			hit := bytes.Contains(content, []byte(word)) || strings.Contains(path, word)
			if !hit && strings.HasSuffix(path, ".parquet") {
				row := db.QueryRowContext(t.Context(), "SELECT count(*) > 0 FROM read_parquet(?, hive_partitioning=false) t WHERE contains(t::VARCHAR, ?)", path, word)
				if err := row.Scan(&hit); err != nil {
					return err
				}
			}
			if hit {
				rel, _ := filepath.Rel(b.dir, path)
				found = append(found, word+" in "+rel)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// An erased document leaves nothing: not in Bronze, not in the rows, not in an older version of a table, not in what a repair
// set aside. What stays names its id only, and keeps it out.
func TestErasedDocumentLeavesNoTrace(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	paths := drop(t, invoice("A/1", 100), secret(), invoice("A/3", 300))
	results := r.ingest(t, paths[0], paths[1])
	id := results[1].Document
	if err := r.review(t.Context(), id, 1, map[string]string{"buyer_name": "Kowalski " + secretNumber}); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	r.ingest(t, paths[2]) // a later version of every table
	words := []string{secretNumber, secretNIP, secretPPE, "7777.00", "Kowalski"}
	if found := b.traces(t, words...); len(found) < 10 {
		t.Fatalf("before: %v", found)
	}
	write(t, filepath.Join(b.dir, ".wattlake/quarantine/20260101T000000/02_silver/invoices/year=2026/x.parquet"), []byte(secretNIP))
	write(t, filepath.Join(b.dir, ".wattlake/quarantine/20260101T000000/01_bronze/decisions/review/0000000000000001-0123456789abcdef.json"), []byte(`{"document_id":"`+string(id)+`"}`))
	erased, err := r.Erase(t.Context(), id, "wniosek 12/2026")
	if err != nil || len(erased.Others) > 0 || erased.Objects < 6 {
		t.Fatalf("%+v, %v", erased, err)
	}
	if len(b.forgotten) != 1 || !slices.Equal(b.forgotten[0].FileNames, []string{"faktura_1.pdf"}) || len(b.forgotten[0].Keys) != erased.Objects {
		t.Errorf("to forget: %+v", b.forgotten)
	}
	left := r.documents(t)
	if len(left) != 2 {
		t.Errorf("documents: %+v", left)
	}
	r.stop()
	remove(t, filepath.Join(b.dir, ".wattlake/events")) // see package main
	if found := b.traces(t, words...); len(found) > 0 {
		t.Errorf("traces: %v", found)
	}
	found := b.traces(t, string(id))
	if len(found) != 1 || !strings.Contains(found[0], "01_bronze/decisions/erased/") {
		t.Errorf("the id is in %v", found)
	}
	if problems := b.check(t); len(problems) > 0 {
		t.Errorf("verify: %+v", problems)
	}
}

// Nobody brings an erased document back by accident; who means it says so first.
func TestErasedDocumentIsNotTakenAgain(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	path := drop(t, secret())[0]
	id := r.ingest(t, path)[0].Document
	if _, err := r.Erase(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	if got := r.ingest(t, path)[0]; got.Status != lake.Failed || got.Code != lake.CodeErased || !strings.Contains(got.Message.PL, "2026-03-01") {
		t.Fatalf("dropped again: %+v", got)
	}
	if found := b.traces(t, secretNIP); len(found) > 0 && !strings.Contains(strings.Join(found, ""), "events") {
		t.Errorf("traces: %v", found)
	}
	if err := r.Restore(t.Context(), []lake.DocumentID{id}); err != nil {
		t.Fatal(err)
	}
	if got := r.ingest(t, path)[0]; got.Status != lake.Ready {
		t.Errorf("let in again: %+v", got)
	}
}

// attaching is a reader that finds another document in every one.
type attaching struct {
	pipeline.PageReader
	content []byte
}

func (a attaching) Read(ctx context.Context, request pipeline.ReadRequest, progress func(done, total int)) (lake.PageText, error) {
	request.Attach("załącznik.pdf", a.content)
	return a.PageReader.Read(ctx, request, progress)
}

// Reading the document around an erased attachment once more does not bring the attachment back.
func TestErasedAttachmentStaysErased(t *testing.T) {
	b := newBench(t)
	attachment := []byte(pipelinetest.Header + secret())
	b.params = func(p *pipeline.Params) { p.Reader = attaching{p.Reader, attachment} }
	r := b.start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100))...)
	id := lake.NewDocumentID(attachment)
	if len(results) != 2 || results[1].Document != id {
		t.Fatalf("%+v", results)
	}
	if _, err := r.Erase(t.Context(), id, ""); err != nil {
		t.Fatal(err)
	}
	if err := r.Replay(t.Context(), lake.StageRead, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Raw(t.Context(), id); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("the bytes of the erased attachment: %v", err)
	}
}

// The same invoice in another document stays, and the answer says so.
func TestEraseTellsOfTheOtherDocument(t *testing.T) {
	r := newBench(t).start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/1", 100)+" ")...)
	erased, err := r.Erase(t.Context(), results[0].Document, "")
	if err != nil || !slices.Equal(erased.Others, []lake.DocumentID{results[1].Document}) {
		t.Fatalf("%+v, %v", erased, err)
	}
	rows, err := r.tables.Invoices(t.Context())
	if err != nil || len(rows) != 1 || len(rows[0].Documents) != 1 || rows[0].Documents[0].Document != results[1].Document {
		t.Errorf("rows: %+v, %v", rows, err)
	}
	if _, err := r.Erase(t.Context(), "00000000000000000000000000000000", ""); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("an unknown document: %v", err)
	}
}
