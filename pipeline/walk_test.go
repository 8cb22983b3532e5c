package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
)

// A batch with every kind of trouble: each file gets its own answer, and the good ones their row.
func TestBatchWithEveryKindOfTrouble(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	dir := t.TempDir()
	write := func(name, content string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	folder := filepath.Join(dir, "pusty folder.pdf")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		path   string
		status lake.Status
		code   lake.Code
	}{
		{write("dobra.pdf", "%PDF-1.7\n"+invoice("A/1", 100)), lake.Ready, ""},
		{write("z błędem.pdf", "%PDF-1.7\nnot an invoice"), lake.StatusReview, ""},
		{write("tekst.pdf", "no header"), lake.Failed, lake.CodeNotADocument},
		{write("pusta.pdf", ""), lake.Failed, lake.CodeEmptyFile},
		{write("uszkodzona.pdf", "%PDF-1.7\ndamaged"), lake.Failed, lake.CodeDamaged},
		{write("hasło.pdf", "%PDF-1.7\nlocked"), lake.Failed, lake.CodeNeedsPassword},
		{write("panika.pdf", "%PDF-1.7\npanic"), lake.Failed, lake.CodeInternal},
		{filepath.Join(dir, "nie ma.pdf"), lake.Failed, lake.CodeUnreadable},
		{folder, lake.Failed, lake.CodeNotADocument},
		{write("druga.pdf", "%PDF-1.7\n"+invoice("A/2", 200)), lake.Ready, ""},
	}
	paths := make([]string, len(cases))
	for i, c := range cases {
		paths[i] = c.path
	}
	for i, got := range r.ingest(t, paths...) {
		if got.File != cases[i].path || got.Status != cases[i].status || got.Code != cases[i].code {
			t.Errorf("%s: %s %s, want %s %s", got.File, got.Status, got.Code, cases[i].status, cases[i].code)
		}
		if got.Status == lake.Failed && got.Message.IsZero() {
			t.Errorf("%s: no sentence", got.File)
		}
	}
	rows, err := r.tables.Invoices(t.Context())
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v, want the two good ones and the one to review", len(rows), err)
	}
}

// A folder may be named by a link to it, such as one on the desktop; its files keep the name under which they were reached.
func TestFolderBehindALink(t *testing.T) {
	r := newBench(t).start(t, nil)
	path := drop(t, invoice("A/1", 100))[0]
	link := filepath.Join(t.TempDir(), "faktury")
	if err := os.Symlink(filepath.Dir(path), link); err != nil {
		t.Fatal(err)
	}
	results := r.ingest(t, link)
	if len(results) != 1 || results[0].Status != lake.Ready || results[0].File != filepath.Join(link, filepath.Base(path)) {
		t.Errorf("%+v", results)
	}
}

// Links in a dropped folder: those to files are followed, those to folders below it would only repeat them, and those that lead out
// are told of, so that nothing is passed over without a word.
func TestLinksInAFolder(t *testing.T) {
	r := newBench(t).start(t, nil)
	elsewhere, root := filepath.Dir(drop(t, invoice("B/1", 100))[0]), filepath.Dir(drop(t, invoice("A/1", 100))[0])
	file := drop(t, invoice("C/1", 100))[0]
	for name, target := range map[string]string{"out": elsewhere, "round": root, "nothing": filepath.Join(root, "gone"), "c.pdf": file} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Skip("no links on this system")
		}
	}
	var got []string
	for _, result := range r.ingest(t, root) {
		got = append(got, filepath.Base(result.File)+" "+string(result.Status)+" "+string(result.Code))
		if result.Status == lake.Failed && !strings.Contains(result.Hint.EN, elsewhere) {
			t.Errorf("the hint does not name the folder: %+v", result)
		}
	}
	slices.Sort(got)
	if want := []string{"c.pdf ready ", "faktura_0.pdf ready ", "out failed not_a_document"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The three documents' gold by hand: A/1 and A/2 cover January 2026 wholly, so the month costs 100 + 200 net, 23 % VAT on each;
// kWh of the one metering point count once a day, not twice.
func TestWalkToGold(t *testing.T) {
	r := newBench(t).start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200))...)
	costs, err := r.Costs(t.Context(), lake.MetricFilter{})
	if err != nil || len(costs) != 1 {
		t.Fatalf("costs: %+v, %v", costs, err)
	}
	if c := costs[0]; c.Net != 30000 || c.VAT != 6900 || c.Gross != 36900 || c.Month.String() != "2026-01-01" || c.PPE != "590310600000001023" {
		t.Errorf("costs: %+v", c)
	}
	consumption, err := r.Consumption(t.Context(), lake.MetricFilter{})
	if err != nil || len(consumption) != 1 || consumption[0].Consumption != 500_000 {
		t.Errorf("consumption: %+v, %v", consumption, err)
	}
}

func TestIngestTwiceIsIngestOnce(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	paths := drop(t, invoice("A/1", 100), invoice("A/2", 200))
	r.ingest(t, paths...)
	before, reads := r.gold(t), b.reader.Reads.Load()
	version, err := r.tables.SilverVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, again := range r.ingest(t, paths...) {
		if again.Status != lake.StatusDoubled || len(again.Readings) != 1 {
			t.Errorf("%s: %s with %d invoices, want a duplicate that tells its invoice", again.File, again.Status, len(again.Readings))
		}
	}
	if after := r.gold(t); after != before {
		t.Errorf("tables changed:\n%s\n%s", before, after)
	}
	if now, err := r.tables.SilverVersion(t.Context()); err != nil || now != version {
		t.Errorf("silver has version %d, %v, want %d", now, err, version)
	}
	if b.reader.Reads.Load() != reads {
		t.Error("a known document was read again")
	}
}

// The source files are only ever read.
func TestSourceFilesStayUntouched(t *testing.T) {
	r := newBench(t).start(t, nil)
	path := drop(t, invoice("A/1", 100))[0]
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	r.ingest(t, path)
	after, err := os.ReadFile(path)
	if err != nil || string(before) != string(after) {
		t.Errorf("the source changed: %v", err)
	}
}

func TestPasswordOpensALockedDocument(t *testing.T) {
	r := newBench(t).start(t, nil)
	path := drop(t, "locked")[0]
	if got := r.ingest(t, path)[0]; got.Code != lake.CodeNeedsPassword {
		t.Fatalf("without a password: %+v", got)
	}
	results, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: []string{path}, Password: "secret"}, nil)
	if err != nil || len(results[0].Readings) != 1 {
		t.Fatalf("with the password: %+v, %v", results, err)
	}
}

// A missing tool is nobody's fault: nothing is recorded, the command says so, and the next start finishes the work.
func TestMissingToolPutsOff(t *testing.T) {
	b := newBench(t)
	b.reader.Missing.Store(true)
	r := b.start(t, nil)
	if got := r.ingest(t, drop(t, invoice("A/1", 100))...)[0]; got.Status != lake.Failed || got.Code != lake.CodeMissingTool {
		t.Fatalf("got %+v", got)
	}
	r.stop()
	b.reader.Missing.Store(false)
	again := b.start(t, nil)
	again.settle(t)
	documents, err := again.Documents(t.Context())
	if err != nil || len(documents) != 1 || documents[0].Status != lake.Ready {
		t.Fatalf("after the next start: %+v, %v", documents, err)
	}
}

func TestProgressEndsWithEveryFile(t *testing.T) {
	r := newBench(t).start(t, nil)
	paths := drop(t, invoice("A/1", 100), "damaged", invoice("A/3", 300))
	updates := make(chan pipeline.IngestUpdate, 1000)
	if _, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: paths}, func(u pipeline.IngestUpdate) { updates <- u }); err != nil {
		t.Fatal(err)
	}
	close(updates)
	ended := map[string]bool{}
	most := 0
	for u := range updates {
		if u.Status != "" && u.Status.Final() {
			ended[u.File] = true
		}
		most = max(most, u.Done)
	}
	if len(ended) != len(paths) || most != len(paths) {
		t.Errorf("%d files ended, at most %d were counted, want %d", len(ended), most, len(paths))
	}
}

func TestProgressComesOneAtATime(t *testing.T) {
	r := newBench(t).start(t, nil)
	scripts := make([]string, 30)
	for i := range scripts {
		scripts[i] = invoice(fmt.Sprintf("A/%d", i), 100)
	}
	var last pipeline.IngestUpdate // without a lock: the race detector looks on
	_, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: drop(t, scripts...)}, func(u pipeline.IngestUpdate) {
		if u.Done > u.Total || u.Total != len(scripts) {
			t.Errorf("%d of %d are done after %d", u.Done, u.Total, last.Done)
		}
		last = u
	})
	if err != nil || last.Done != len(scripts) {
		t.Errorf("%d are done at the end, %v", last.Done, err)
	}
}
