package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
)

// failing refuses every write from the n-th on, as a full disk or a crash would.
type failing struct {
	pipeline.Objects
	left atomic.Int64
}

func (f *failing) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	if f.left.Add(-1) < 0 {
		return false, &lake.Error{Code: lake.CodeDiskFull, Message: lake.Text{PL: "Dysk jest pełny.", EN: "The disk is full."}}
	}
	return f.Objects.PutIfAbsent(ctx, key, content)
}

// However many writes succeed before the disk is full, and with the event log lost as well: the next start and a second drop
// bring every document to a final state, and the tables are those of a run without trouble.
func TestAnyInterruptedRunIsFinishedLater(t *testing.T) {
	scripts := []string{invoice("A/1", 100), "damaged", invoice("A/2", 200)}
	paths := drop(t, scripts...)
	calm := newBench(t).start(t, nil)
	calm.ingest(t, paths...)
	want := withoutKeys(t, calm)

	for writes := range int64(24) {
		b := newBench(t)
		disk := &failing{}
		disk.left.Store(writes)
		broken := b.start(t, func(o pipeline.Objects) pipeline.Objects { disk.Objects = o; return disk })
		_, _ = broken.Ingest(t.Context(), pipeline.IngestRequest{Paths: paths}, nil) // may fail: the disk is full
		broken.stop()
		if err := os.RemoveAll(filepath.Join(b.dir, ".wattlake")); err != nil {
			t.Fatal(err)
		}
		again := b.start(t, nil)
		again.ingest(t, paths...)
		if got := withoutKeys(t, again); got != want {
			t.Fatalf("after %d writes:\n%s\nwant\n%s", writes, got, want)
		}
		again.stop()
	}
}

func withoutKeys(t *testing.T, r *running) string {
	t.Helper()
	documents, err := r.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states := ""
	for _, d := range documents {
		states += string(d.ID) + " " + string(d.Status) + "\n"
		if !d.Status.Final() {
			t.Errorf("%s is %s", d.FileName, d.Status)
		}
	}
	return states + r.gold(t)
}

// Every event delivered again, from the first, changes no table.
func TestReplayedTopicsChangeNothing(t *testing.T) {
	r := newBench(t).start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200), "damaged")...)
	before := withoutKeys(t, r)
	for _, topic := range lake.Topics() {
		entries, err := r.log.Tail(t.Context(), topic, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if err := r.log.Publish(t.Context(), e.Event); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, stage := range []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver, lake.StageGold} {
		if err := r.Replay(t.Context(), stage, nil); err != nil {
			t.Fatal(err)
		}
	}
	if after := withoutKeys(t, r); after != before {
		t.Errorf("tables changed:\n%s\n%s", before, after)
	}
}

// Gold and Silver thrown away are rebuilt from Bronze, row for row.
func TestTablesAreRebuiltFromBronze(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200))...)
	want := withoutKeys(t, r)
	r.stop()
	for _, layer := range []string{"02_silver", "03_gold", ".wattlake"} {
		if err := os.RemoveAll(filepath.Join(b.dir, layer)); err != nil {
			t.Fatal(err)
		}
	}
	again := b.start(t, nil)
	if err := again.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := withoutKeys(t, again); got != want {
		t.Errorf("rebuilt:\n%s\nwant\n%s", got, want)
	}
}
