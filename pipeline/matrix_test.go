package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/pipelinetest"
)

// trouble breaks one step of the pipeline: a crash there and nothing works after it until the next start; a full disk stays
// full until then; an I/O error passes.
type trouble struct {
	step, kind string

	mu      sync.Mutex
	skip    int // times that the step works before it fails
	struck  bool
	crashed bool
}

var errCrashed = errors.New("the process is dead")

// at is called by every step, before it is carried out unless the step says otherwise.
func (tr *trouble) at(step string) error {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if tr.crashed {
		return errCrashed
	}
	if step != tr.step || (tr.struck && tr.kind == "EIO") {
		return nil
	}
	if tr.skip--; tr.skip >= 0 {
		return nil
	}
	tr.struck = true
	switch tr.kind {
	case "crash":
		tr.crashed = true
		return errCrashed
	case "ENOSPC":
		return &lake.Error{Code: lake.CodeDiskFull, Message: lake.Text{PL: "Dysk jest pełny.", EN: "The disk is full."}}
	default:
		return &lake.Error{Code: lake.CodeIO, Message: lake.Text{PL: "Błąd dysku.", EN: "The disk failed."}}
	}
}

// stepOf names the write of an object.
func stepOf(key lake.Key) string {
	switch k := string(key); {
	case strings.HasPrefix(k, lake.RawPrefix) && !strings.HasSuffix(k, ".json"):
		return "raw write"
	case strings.HasPrefix(k, lake.ReadPrefix):
		return "text write"
	case strings.HasPrefix(k, lake.ParsedPrefix):
		return "parsed write"
	case strings.HasPrefix(k, lake.SilverTable+"/_delta_log/"):
		return "Silver commit"
	case strings.HasPrefix(k, lake.GoldPrefix) && strings.Contains(k, "/_delta_log/"):
		return "Gold commit"
	}
	return "other write"
}

type troubledObjects struct {
	pipeline.Objects
	*trouble
}

func (o troubledObjects) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	if err := o.at(stepOf(key)); err != nil {
		return false, err
	}
	return o.Objects.PutIfAbsent(ctx, key, content)
}

// troubledLog fails before events are written, or after a batch was handled and before it is committed.
type troubledLog struct {
	pipeline.Log
	*trouble
}

func (l troubledLog) Publish(ctx context.Context, events ...lake.Event) error {
	if err := l.at("produce"); err != nil {
		return err
	}
	return l.Log.Publish(ctx, events...)
}

func (l troubledLog) Consume(ctx context.Context, group string, topic lake.Topic, maxBatch int, handle func(context.Context, []lake.Event) error) error {
	return l.Log.Consume(ctx, group, topic, maxBatch, func(ctx context.Context, events []lake.Event) error {
		if err := handle(ctx, events); err != nil {
			return err
		}
		return l.at("offset commit")
	})
}

// troubledBrokers take the events and lose the answer.
type troubledBrokers struct {
	*fakeBrokers
	*trouble
}

func (b troubledBrokers) Publish(ctx context.Context, events ...lake.Event) error {
	if err := b.at("nothing"); err != nil { // a dead process sends nothing
		return err
	}
	if err := b.fakeBrokers.Publish(ctx, events...); err != nil {
		return err
	}
	return b.at("relay ack")
}

// Every step of the pipeline fails in every way, early and late; after the next start every document is final, every table
// equals that of an undisturbed run, and the team has heard everything.
func TestTroubleMatrix(t *testing.T) {
	scripts := []string{invoice("A/1", 100), pipelinetest.Damaged, invoice("A/2", 200)}
	paths := drop(t, scripts...)
	calm := newBench(t).start(t, nil)
	calm.ingest(t, paths...)
	want := state(t, calm)

	steps := []string{"raw write", "text write", "parsed write", "Silver commit", "Gold commit", "produce", "offset commit", "relay ack"}
	kinds, times := []string{"crash"}, []int{1}
	if os.Getenv("WATTLAKE_SOAK") != "" {
		kinds, times = []string{"crash", "ENOSPC", "EIO"}, []int{0, 1, 2}
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "step\t%s\n", strings.Join(kinds, "\t"))
	for _, step := range steps {
		var outcomes []string
		for _, kind := range kinds {
			outcomes = append(outcomes, endures(t, paths, want, step, kind, times))
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\n", step, strings.Join(outcomes, "\t"))
	}
	_ = w.Flush()
	t.Logf("after trouble and a restart, compared with an undisturbed run:\n%s", table.String())
}

// endures tells how the pipeline comes out of trouble at a step, whichever of its times it strikes.
func endures(t *testing.T, paths []string, want, step, kind string, times []int) string {
	t.Helper()
	struck := 0
	for _, skip := range append(slices.Clone(times), 0) {
		if skip == 0 && struck > 0 && !slices.Contains(times, 0) {
			break // the first time is for steps that are taken once only
		}
		outcome, happened := undergo(t, paths, want, &trouble{step: step, kind: kind, skip: skip})
		if outcome != "equal" {
			return outcome
		}
		if happened {
			struck++
		}
	}
	if struck == 0 {
		t.Errorf("%s at %s never happened", kind, step)
	}
	return fmt.Sprintf("equal (%d)", struck)
}

// undergo runs with the trouble, starts again without it, and tells how that ended and whether the trouble happened.
func undergo(t *testing.T, paths []string, want string, tr *trouble) (outcome string, happened bool) {
	t.Helper()
	b, brokers := newBench(t), newBrokers()
	b.params = func(p *pipeline.Params) {
		p.Log, p.Sleep = troubledLog{p.Log, tr}, briefly
	}
	broken := b.start(t, func(o pipeline.Objects) pipeline.Objects { return troubledObjects{o, tr} })
	ledger := func() *eventlog.Ledger {
		l, err := eventlog.OpenLedger(filepath.Join(b.dir, ".wattlake", "relayed"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		return l
	}
	broken.StartRelay(pipeline.RelayParams{Brokers: troubledBrokers{brokers, tr}, Ledger: ledger()})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // a dead process waits for nothing
		defer cancel()
		for ctx.Err() == nil {
			tr.mu.Lock()
			dead := tr.crashed
			tr.mu.Unlock()
			if dead || briefly(ctx, 0) != nil {
				return
			}
		}
	}()
	_, _ = broken.Ingest(ctx, pipeline.IngestRequest{Paths: paths, Source: "test"}, nil) // may fail: that is the point
	if tr.step == "relay ack" && tr.kind != "crash" {
		for n := 0; len(brokers.all()) == 0 && n < 100; n++ {
			_ = briefly(t.Context(), 1)
		}
	}
	cancel()
	broken.stop()
	b.params = func(p *pipeline.Params) { p.Sleep = briefly }
	again := b.start(t, nil)
	books := ledger()
	relay := again.StartRelay(pipeline.RelayParams{Brokers: brokers, Ledger: books})
	again.ingest(t, paths...)
	for relay.Backlog() > 0 {
		if briefly(t.Context(), 0) != nil {
			t.Fatal("the relay does not catch up")
		}
	}
	defer again.stop()
	again.drain(t)
	if diff := cmp.Diff(want, state(t, again)); diff != "" {
		t.Errorf("%s at %s, - undisturbed, + now:\n%s", tr.kind, tr.step, diff)
		return "DIFFERENT", true
	}
	var ids []string
	for _, e := range brokers.all() {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	if diff := cmp.Diff(bronzeIDs(t, b.dir), slices.Compact(ids)); diff != "" {
		t.Errorf("%s at %s, - to announce, + announced:\n%s", tr.kind, tr.step, diff)
		return "NOT ANNOUNCED", true
	}
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return "equal", tr.struck
}
