package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

func (r *running) settle(t *testing.T) {
	t.Helper()
	if err := r.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (r *running) documents(t *testing.T) []pipeline.Document {
	t.Helper()
	documents, err := r.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func TestDeleteAndRestore(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200))...)
	all := r.gold(t)
	ids := []lake.DocumentID{results[0].Document}
	if err := r.Delete(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	if left := r.documents(t); len(left) != 1 || len(left[0].Invoices) != 1 || left[0].Invoices[0].Number != "A/2" {
		t.Fatalf("after delete: %+v", left)
	}
	gone, err := r.Deleted(t.Context())
	if err != nil || len(gone) != 1 || gone[0].ID != ids[0] || gone[0].Deletion == nil || gone[0].Deletion.At == "" {
		t.Errorf("deleted: %+v, %v", gone, err)
	}
	if err := r.Restore(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	if after := r.gold(t); after != all {
		t.Errorf("after restore:\n%s\nwant\n%s", after, all)
	}
}

// Dropping a deleted document once more brings it back.
func TestDroppedAgainAfterDelete(t *testing.T) {
	r := newBench(t).start(t, nil)
	paths := drop(t, invoice("A/1", 100))
	id := r.ingest(t, paths...)[0].Document
	if err := r.Delete(t.Context(), []lake.DocumentID{id}); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	r.ingest(t, paths...)
	if got := r.documents(t); len(got) != 1 || got[0].Status != lake.Ready {
		t.Errorf("got %+v", got)
	}
}

// waitingTables hold up every commit to Silver while a gate is there.
type waitingTables struct {
	pipeline.Tables
	gate atomic.Pointer[chan struct{}]
}

func (w *waitingTables) CommitSilver(ctx context.Context, base int64, remove []lake.InvoiceKey, rows []lake.Invoice) (int64, error) {
	if gate := w.gate.Load(); gate != nil {
		<-*gate
	}
	return w.Tables.CommitSilver(ctx, base, remove, rows)
}

// The same while its rows are still being taken out of the tables: a drop is never lost.
func TestDroppedAgainWhileDeleted(t *testing.T) {
	b := newBench(t)
	tables := &waitingTables{}
	b.params = func(p *pipeline.Params) {
		tables.Tables = p.Tables
		p.Tables = tables
	}
	r := b.start(t, nil)
	paths := drop(t, invoice("A/1", 100))
	id := r.ingest(t, paths...)[0].Document
	gate := make(chan struct{})
	tables.gate.Store(&gate)
	if err := r.Delete(t.Context(), []lake.DocumentID{id}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Upload(t.Context(), "faktura_0.pdf", content, "http"); err != nil {
		t.Fatal(err)
	}
	close(gate)
	r.settle(t)
	if got := r.documents(t); len(got) != 1 || got[0].Status != lake.Ready {
		t.Errorf("got %+v", got)
	}
}

func TestApproveTellsInSilver(t *testing.T) {
	r := newBench(t).start(t, nil)
	id := r.ingest(t, drop(t, "not an invoice")...)[0].Document
	if err := r.Approve(t.Context(), []lake.DocumentID{id}); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	if got := r.documents(t); len(got) != 1 || got[0].Status != lake.Reviewed {
		t.Errorf("got %+v", got)
	}
}

// The same invoice as two different files is one row; when the winner is deleted the other one takes its place.
func TestDuplicateTakesTheWinnersPlace(t *testing.T) {
	r := newBench(t).start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/1", 100)+" ")...)
	rows, err := r.tables.Invoices(t.Context())
	if err != nil || len(rows) != 1 || len(rows[0].Documents) != 2 {
		t.Fatalf("rows: %+v, %v", rows, err)
	}
	for _, d := range r.documents(t) {
		want := lake.Ready
		if d.ID == rows[0].Documents[1].Document {
			want = lake.StatusDoubled
		}
		if d.Status != want {
			t.Errorf("%s is %s, want %s", d.FileName, d.Status, want)
		}
	}
	for _, d := range rows[0].Documents {
		if d.Role == lake.Winner {
			if err := r.Delete(t.Context(), []lake.DocumentID{d.Document}); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.settle(t)
	rows, err = r.tables.Invoices(t.Context())
	if err != nil || len(rows) != 1 || len(rows[0].Documents) != 1 || rows[0].Number != "A/1" {
		t.Errorf("after delete: %+v, %v", rows, err)
	}
}

// A retry that fails in the same way is a new failure: the document is failed again, not waiting for ever.
func TestRetryThatFailsAgain(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	r.ingest(t, drop(t, "damaged")...)
	reads := b.reader.Reads.Load()
	if err := r.Retry(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	if got := r.documents(t)[0]; got.Status != lake.Failed || got.Failure.Attempt != 2 || b.reader.Reads.Load() != reads+1 {
		t.Errorf("got %s, failure %+v", got.Status, got.Failure)
	}
}

func TestSubscribersHearAndNeverBlock(t *testing.T) {
	r := newBench(t).start(t, nil)
	changes, cancel := r.Subscribe()
	deaf, cancelDeaf := r.Subscribe() // never read from
	defer cancelDeaf()
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	cancel()
	cancel()
	tables := false
	for c := range changes {
		tables = tables || c.Tables
	}
	if !tables || len(deaf) == 0 {
		t.Errorf("tables announced: %v, changes for the deaf one: %d", tables, len(deaf))
	}
}

func TestFind(t *testing.T) {
	r := newBench(t).start(t, nil)
	paths := drop(t, invoice("A/1", 100), invoice("A/2", 200))
	results := r.ingest(t, paths...)
	for _, what := range []string{"faktura_1.pdf", "faktura_1", string(results[1].Document)} {
		found, err := r.Find(t.Context(), what)
		if err != nil || len(found) != 1 || found[0].ID != results[1].Document {
			t.Errorf("Find(%q) = %+v, %v", what, found, err)
		}
	}
	if _, err := r.Find(t.Context(), "faktura"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("a part of a name was found: %v", err)
	}
}

// An invoice comes as PDF and as XML under one name: its extension tells the two apart.
func TestFindByExtension(t *testing.T) {
	r := newBench(t).start(t, nil)
	page := drop(t, invoice("A/1", 100))[0]
	structured := strings.TrimSuffix(page, ".pdf") + ".xml"
	if err := os.WriteFile(structured, []byte(`<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"/>`), 0o600); err != nil {
		t.Fatal(err)
	}
	results := r.ingest(t, page, structured)
	for i, what := range []string{filepath.Base(page), filepath.Base(structured)} {
		if found, err := r.Find(t.Context(), what); err != nil || len(found) != 1 || found[0].ID != results[i].Document {
			t.Errorf("Find(%q) = %+v, %v", what, found, err)
		}
	}
	if found, err := r.Find(t.Context(), "faktura_0"); err != nil || len(found) != 2 {
		t.Errorf("Find without extension = %+v, %v", found, err)
	}
}

// A name means a document only if all of it fits: keys cut long names, but the bill of January is not that of February. Of
// names that keys spell alike the one that was typed counts.
func TestFindMeansTheWholeName(t *testing.T) {
	r := newBench(t).start(t, nil)
	long := "Faktura za energię elektryczną i usługi dystrybucji dla Urzędu Gminy w Żabiej Woli za miesiąc "
	names := []string{long + "luty 2026.pdf", "a b.pdf", "a_b.pdf", "Z\u0307abia.pdf"} // the last as macOS writes it
	ids := map[string]lake.DocumentID{}
	dir := t.TempDir()
	for i, name := range names {
		path := filepath.Join(dir, name)
		write(t, path, []byte(pipelinetest.Header+invoice(fmt.Sprintf("A/%d", i), 100)))
		ids[name] = r.ingest(t, path)[0].Document
	}
	for typed, want := range map[string]lake.DocumentID{
		long + "luty 2026.pdf": ids[names[0]], long + "luty 2026": ids[names[0]], "a b.pdf": ids["a b.pdf"], "a_b": ids["a_b.pdf"],
		"żabia.pdf": "", "Żabia.pdf": ids[names[3]], "Zabia": ids[names[3]],
		long + "styczeń 2026.pdf": "", "a b.xml": "", "a": "",
	} {
		var got []lake.DocumentID
		found, err := r.Find(t.Context(), typed)
		for _, d := range found {
			got = append(got, d.ID)
		}
		if want == "" && lake.CodeOf(err) != lake.CodeNotFound || want != "" && !slices.Equal(got, []lake.DocumentID{want}) {
			t.Errorf("Find(%q) = %v, %v, want %q", typed, got, err, want)
		}
	}
}

// The same bytes under two names are one document that either name finds.
func TestFindByTheSecondName(t *testing.T) {
	r := newBench(t).start(t, nil)
	path := drop(t, invoice("A/1", 100))[0]
	id := r.ingest(t, path)[0].Document
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(t.TempDir(), "Żarówki – kopia.pdf")
	if err := os.WriteFile(second, content, 0o600); err != nil {
		t.Fatal(err)
	}
	r.ingest(t, second)
	for _, what := range []string{"faktura_0.pdf", "Żarówki – kopia.pdf", "Żarówki – kopia", "Zarowki___kopia-" + string(id)} {
		if found, err := r.Find(t.Context(), what); err != nil || len(found) != 1 || found[0].ID != id {
			t.Errorf("Find(%q) = %+v, %v", what, found, err)
		}
	}
}

// Nobody can say that figures are right which nobody has read yet.
func TestApprovalNeedsAReading(t *testing.T) {
	b := newBench(t)
	b.reader.Missing.Store(true)
	r := b.start(t, nil)
	waiting := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	if err := r.Approve(t.Context(), []lake.DocumentID{waiting}); lake.CodeOf(err) != lake.CodeConflict {
		t.Errorf("approved a document that waits to be read: %v", err)
	}
	b.reader.Missing.Store(false)
	read := r.ingest(t, drop(t, invoice("A/2", 200), pipelinetest.Damaged)...)
	for _, ids := range [][]lake.DocumentID{{read[1].Document}, {read[0].Document, read[1].Document}} { // all of them or none
		if err := r.Approve(t.Context(), ids); lake.CodeOf(err) != lake.CodeConflict {
			t.Errorf("approved a document that cannot be read: %v", err)
		}
	}
	if err := r.Retry(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	for _, d := range r.documents(t) {
		if d.Status == lake.Reviewed || len(d.Invoices) == 1 && d.Invoices[0].Status == lake.Reviewed {
			t.Errorf("%s counts as reviewed", d.FileName)
		}
	}
}
