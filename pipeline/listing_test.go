package pipeline_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
)

func (r *running) entries(t *testing.T) []*pipeline.Entry {
	t.Helper()
	r.settle(t)
	entries, err := r.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// The list that was brought up to date change by change is the list that a fresh look at the lake gives, and what did not
// change is the same line.
func TestEntriesFollowTheLake(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	if entries := r.entries(t); len(entries) != 0 {
		t.Fatalf("empty lake: %d lines", len(entries))
	}
	var ids []lake.DocumentID
	check := func(step string, want ...lake.Status) {
		t.Helper()
		got := r.entries(t)
		objects, err := store.NewDir(b.dir)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := pipeline.OpenLibrary(t.Context(), objects, r.tables)
		if err != nil {
			t.Fatal(err)
		}
		wanted, err := fresh.Entries(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s: (-fresh +kept)\n%s", step, diff)
		}
		statuses := map[lake.Status]int{}
		for _, e := range got {
			statuses[e.Status]++
		}
		for _, s := range want {
			statuses[s]--
		}
		for s, n := range statuses {
			if n != 0 {
				t.Errorf("%s: %+d lines that are %s", step, n, s)
			}
		}
	}
	for _, result := range r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200), "damaged", "not an invoice")...) {
		ids = append(ids, result.Document)
	}
	check("after the drop", lake.Ready, lake.Ready, lake.Failed, lake.StatusReview)
	before := r.entries(t)
	r.ingest(t, drop(t, invoice("A/1", 100)+" ")...)
	check("a duplicate", lake.Ready, lake.Ready, lake.Failed, lake.StatusReview, lake.StatusDoubled)
	if err := r.Delete(t.Context(), ids[:1]); err != nil {
		t.Fatal(err)
	}
	check("the first deleted", lake.Ready, lake.Ready, lake.Failed, lake.StatusReview)
	if err := r.Approve(t.Context(), ids[3:]); err != nil {
		t.Fatal(err)
	}
	check("approved", lake.Ready, lake.Ready, lake.Failed, lake.Reviewed)
	kept := 0
	for _, e := range r.entries(t) {
		for _, old := range before {
			if e == old {
				kept++
			}
		}
	}
	if kept != 2 { // A/2 and the failure
		t.Errorf("%d lines are the same as before, want the 2 that nothing happened to", kept)
	}
}

// Before Bronze is looked through the list has each invoice of the table with the status it keeps, and nothing else.
func TestEarlyEntriesAreThoseOfTheTable(t *testing.T) {
	b := newBench(t)
	var early [][]*pipeline.Entry
	b.params = func(p *pipeline.Params) {
		p.Early = func(entries []*pipeline.Entry) { early = append(early, entries) }
	}
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200), invoice("A/1", 100)+" ", "damaged", "not an invoice")...)
	r.settle(t)
	if len(early) != 0 {
		t.Fatalf("an empty lake has early lines: %v", early)
	}
	r.stop()
	r = b.start(t, nil)
	if len(early) != 1 {
		t.Fatalf("%d early lists, want 1", len(early))
	}
	var wanted []*pipeline.Entry
	for _, e := range r.entries(t) {
		if e.Invoice != nil {
			known := *e
			known.FileName, known.DroppedAt = "", ""
			wanted = append(wanted, &known)
		}
	}
	byDocument := cmpopts.SortSlices(func(x, y *pipeline.Entry) bool { return x.Document < y.Document })
	if diff := cmp.Diff(wanted, early[0], byDocument); diff != "" || len(wanted) < 3 {
		t.Errorf("%d lines (-whole list +early)\n%s", len(wanted), diff)
	}
}

// What drops say is kept beside the lake: the second start lists them without reading their records, a lost file is made anew,
// and an erasure takes it away.
func TestEntriesNeedNoRecordsAtTheSecondStart(t *testing.T) {
	b := newBench(t)
	notes := filepath.Join(t.TempDir(), "drops")
	b.params = func(p *pipeline.Params) { p.Notes = notes }
	r := b.start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200))...)
	wanted := r.entries(t)
	r.stop()
	records := &countOrigins{}
	r = b.start(t, records.watch)
	if diff := cmp.Diff(wanted, r.entries(t)); diff != "" {
		t.Errorf("at the second start:\n%s", diff)
	}
	if n := records.reads.Load(); n != 0 {
		t.Errorf("%d records were read", n)
	}
	r.stop()
	if err := os.Remove(notes); err != nil {
		t.Fatal(err)
	}
	r = b.start(t, records.watch)
	if diff := cmp.Diff(wanted, r.entries(t)); diff != "" || records.reads.Load() == 0 {
		t.Errorf("without the file: %d records read\n%s", records.reads.Load(), diff)
	}
	if _, err := os.Stat(notes); err != nil {
		t.Errorf("the file is not made anew: %v", err)
	}
	r.stop()
	r = b.start(t, nil)
	if left := len(r.entries(t)); left != len(wanted) {
		t.Fatalf("%d lines", left)
	}
	if _, err := r.Erase(t.Context(), results[0].Document, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(notes); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after an erasure the file is there: %v", err)
	}
	if left := r.entries(t); len(left) != 1 || left[0].Document != results[1].Document {
		t.Errorf("left: %v", left)
	}
}

// countOrigins counts the origin records that are read.
type countOrigins struct {
	pipeline.Objects

	reads atomic.Int64
}

func (c *countOrigins) watch(objects pipeline.Objects) pipeline.Objects {
	c.Objects = objects
	c.reads.Store(0)
	return c
}

func (c *countOrigins) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if parsed, _ := lake.ParseKey(key); parsed.Kind == lake.OriginObject {
		c.reads.Add(1)
	}
	return c.Objects.Get(ctx, key)
}

func TestRelated(t *testing.T) {
	r := newBench(t).start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/1", 100)+" ", invoice("K/1", 10), invoice("K/2", 10))...)
	for i, number := range map[int]string{2: "A/1", 3: "Z/9"} {
		edits := map[string]string{"kind": "correction", "corrects": number}
		if err := r.review(t.Context(), results[i].Document, 1, edits); err != nil {
			t.Fatal(err)
		}
	}
	r.settle(t)
	of := func(i int) pipeline.Related {
		related, err := r.Related(t.Context(), results[i].Document, 1)
		if err != nil {
			t.Fatal(err)
		}
		return related
	}
	if got := of(0); len(got.Corrections) != 1 || got.Corrections[0].Number != "K/1" || len(got.Duplicates) != 1 || len(got.Originals) != 0 {
		t.Errorf("of the original: %+v", got)
	}
	if got := of(0); got.Chosen {
		t.Errorf("nobody chose: %+v", got)
	}
	loser := of(0).Invoice.Documents[1]
	if err := r.Prefer(t.Context(), loser.Document, loser.Part); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	for i := range 2 {
		if got := of(i); !got.Chosen || got.Invoice.Documents[0].Document != loser.Document {
			t.Errorf("of a duplicate after a choice: %+v", got)
		}
	}
	if got := of(2); len(got.Originals) != 1 || got.Originals[0].Number != "A/1" || len(got.Missing) != 0 {
		t.Errorf("of its correction: %+v", got)
	}
	if got := of(3); len(got.Originals) != 0 || len(got.Missing) != 1 || got.Missing[0] != "Z/9" {
		t.Errorf("of a correction without original: %+v", got)
	}
}
