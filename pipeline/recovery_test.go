package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	want := state(t, calm)

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
		if diff := cmp.Diff(want, state(t, again)); diff != "" {
			t.Fatalf("after %d writes, - undisturbed, + now:\n%s", writes, diff)
		}
		again.stop()
	}
}

// state is how every document ended, and all tables.
func state(t *testing.T, r *running) string {
	t.Helper()
	documents, err := r.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(documents, func(a, b pipeline.Document) int { return strings.Compare(string(a.ID), string(b.ID)) })
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
	before := state(t, r)
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
	r.drain(t)
	if diff := cmp.Diff(before, state(t, r)); diff != "" {
		t.Errorf("tables changed:\n%s", diff)
	}
}

// Gold and Silver thrown away are rebuilt from Bronze, row for row.
func TestTablesAreRebuiltFromBronze(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200))...)
	want := state(t, r)
	r.stop()
	for _, layer := range []string{"02_silver", "03_gold", ".wattlake"} {
		if err := os.RemoveAll(filepath.Join(b.dir, layer)); err != nil {
			t.Fatal(err)
		}
	}
	again := b.start(t, nil)
	again.settle(t)
	if diff := cmp.Diff(want, state(t, again)); diff != "" {
		t.Errorf("- before, + rebuilt:\n%s", diff)
	}
}

// drain waits until every stage has consumed its topic.
func (r *running) drain(t *testing.T) {
	t.Helper()
	for stage, topic := range map[lake.Stage]lake.Topic{
		lake.StageRead: lake.TopicUploaded, lake.StageParse: lake.TopicRead, lake.StageSilver: lake.TopicParsed, lake.StageGold: lake.TopicSilver,
	} {
		for lag := int64(1); lag > 0; {
			var err error
			if lag, err = r.log.Lag(t.Context(), "wattlake-"+string(stage), topic); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.settle(t)
}

// A stray object among the decisions does not keep the lake shut. One that was damaged does, because nobody knows what was decided,
// and the error says how to mend it.
func TestUnreadableDecisions(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	r.stop()
	stray := []byte(`{"kind":"review","lamport":"seven"}`)
	write(t, filepath.Join(b.dir, filepath.FromSlash(string(lake.DecisionKey(lake.DecideReview, 7, stray)))), stray)
	r = b.start(t, nil)
	if got := r.documents(t); len(got) != 1 || got[0].Status != lake.Ready {
		t.Errorf("beside a stray object: %+v", got)
	}
	r.stop()
	damaged := filepath.Join(b.dir, filepath.FromSlash(string(lake.DecisionKey(lake.DecideDelete, 8, []byte("what it was")))))
	write(t, damaged, nil)
	_, err := b.tryStart(t, nil)
	if _, hint := lake.Explain(err); lake.CodeOf(err) != lake.CodeCorrupt || !strings.Contains(hint.PL, "verify --repair") {
		t.Errorf("damaged: %v", err)
	}
}

// leaving ends the batch right after the bytes of a document are in Bronze; like a folder it refuses to write for who has gone.
type leaving struct {
	pipeline.Objects

	leave context.CancelFunc
}

func (l leaving) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if parsed, ok := lake.ParseKey(key); ok && parsed.Kind == lake.RawObject {
		defer l.leave()
	}
	return l.Objects.PutIfAbsent(ctx, key, content)
}

// Who leaves while files come in leaves no document without the record of where it comes from.
func TestLeavingBetweenADocumentAndItsOrigin(t *testing.T) {
	b := newBench(t)
	ctx, leave := context.WithCancel(t.Context())
	r := b.start(t, func(o pipeline.Objects) pipeline.Objects { return leaving{o, leave} })
	_, err := r.Ingest(ctx, pipeline.IngestRequest{Paths: drop(t, invoice("A/1", 100)), Source: "test"}, nil)
	if ctx.Err() == nil {
		t.Fatalf("the batch was not left: %v", err)
	}
	r.settle(t)
	documents, err := r.Documents(t.Context())
	if err != nil || len(documents) != 1 || documents[0].FileName != "faktura_0.pdf" || documents[0].Status != lake.Ready {
		t.Errorf("%+v, %v", documents, err)
	}
}
