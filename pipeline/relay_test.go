package pipeline_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/pipelinetest"
)

// fakeBrokers stand for the team's Kafka where a test wants to fail at a given event.
type fakeBrokers struct {
	mu      sync.Mutex
	cluster string
	down    bool
	events  []lake.Event
	// fail may refuse a batch: it returns how many of its events arrive all the same, and the error.
	fail    func(batch []lake.Event) (arrive int, err error)
	changed chan struct{} // buffered: something arrived or was refused
}

func newBrokers() *fakeBrokers {
	return &fakeBrokers{cluster: "cluster-1", changed: make(chan struct{}, 1)}
}

var errBrokers = errors.New("brokers away")

func (b *fakeBrokers) Connect(context.Context) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down {
		return "", errBrokers
	}
	return b.cluster, nil
}

func (b *fakeBrokers) Publish(_ context.Context, events ...lake.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer func() {
		select {
		case b.changed <- struct{}{}:
		default:
		}
	}()
	if b.down {
		return errBrokers
	}
	if b.fail != nil {
		if arrive, err := b.fail(events); err != nil {
			b.events = append(b.events, events[:arrive]...)
			return err
		}
	}
	b.events = append(b.events, events...)
	return nil
}

func (b *fakeBrokers) setDown(down bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.down = down
}

func (b *fakeBrokers) all() []lake.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.events)
}

// relaying is a node with a relay whose pauses end when the test says so.
type relaying struct {
	*running
	relay  *pipeline.Relay
	ledger *eventlog.Ledger
	tick   chan struct{}
}

func (b *bench) relay(t *testing.T, brokers pipeline.Brokers, change func(*pipeline.RelayParams)) *relaying {
	t.Helper()
	r := &relaying{running: b.start(t, nil), tick: make(chan struct{})}
	var err error
	if r.ledger, err = eventlog.OpenLedger(filepath.Join(b.dir, ".wattlake", "relayed")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.ledger.Close() })
	p := pipeline.RelayParams{Brokers: brokers, Ledger: r.ledger, Sleep: func(ctx context.Context, _ time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.tick:
			return nil
		}
	}}
	if change != nil {
		change(&p)
	}
	r.relay = r.StartRelay(p)
	return r
}

// drained waits until nothing waits to be sent; each pause ends at once.
func (r *relaying) drained(t *testing.T) {
	t.Helper()
	for r.relay.Backlog() > 0 {
		select {
		case r.tick <- struct{}{}:
		case <-time.After(10 * time.Millisecond): // it is sending
		case <-t.Context().Done():
			t.Fatal("the backlog does not drain")
		}
	}
}

// wantAnnounced says that every id of want was announced, nothing else, and for each document in the order of the stages.
func wantAnnounced(t *testing.T, want []string, got []lake.Event) {
	t.Helper()
	var ids []string
	reached := map[string]int{}
	for _, e := range got {
		if slices.Contains(ids, e.ID) {
			continue // again
		}
		ids = append(ids, e.ID)
		stage := slices.Index(lake.Topics(), e.Topic)
		if stage < reached[e.Key] {
			t.Errorf("%s of %s came after a later stage", e.Topic, e.Key)
		}
		reached[e.Key] = stage
	}
	slices.Sort(ids)
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("- wanted, + announced:\n%s", diff)
	}
}

// bronzeIDs lists the events that the lake's objects stand for.
func bronzeIDs(t *testing.T, dir string) []string {
	t.Helper()
	var ids []string
	err := filepath.WalkDir(filepath.Join(dir, "01_bronze"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		key := lake.Key(filepath.ToSlash(relative))
		parsed, ok := lake.ParseKey(key)
		if !ok {
			return err // the temporary file of a process that was killed
		}
		for kind, topic := range map[lake.ObjectKind]lake.Topic{
			lake.RawObject: lake.TopicUploaded, lake.TextObject: lake.TopicRead, lake.ParsedObject: lake.TopicParsed, lake.FailureObject: lake.TopicFailed,
		} {
			if parsed.Kind == kind {
				ids = append(ids, lake.EventID(topic, key))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

// slowDrops runs a function while the record of a drop is being written.
type slowDrops struct {
	pipeline.Objects

	meanwhile func()
}

func (o slowDrops) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	if parsed, ok := lake.ParseKey(key); ok && parsed.Kind == lake.OriginObject {
		o.meanwhile()
	}
	return o.Objects.PutIfAbsent(ctx, key, content)
}

// Who drops a document waits for it from its first event on: a worker must not hear of it, and answer, before.
func TestRelayWaitsForTheEndOfADrop(t *testing.T) {
	b, brokers := newBench(t), newBrokers()
	var r *relaying
	early := -1
	b.params = func(p *pipeline.Params) {
		p.Objects = slowDrops{p.Objects, func() {
			r.tick <- struct{}{} // it looks through Bronze …
			r.tick <- struct{}{} // … and has done so
			early = len(brokers.all())
		}}
	}
	r = b.relay(t, brokers, nil)
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	if early != 0 {
		t.Errorf("%d events were sent before the drop was over", early)
	}
	r.drained(t)
	wantAnnounced(t, bronzeIDs(t, b.dir), brokers.all())
}

// Two weeks without the brokers, the log's folder deleted in between: everything arrives, once; and after the loss of the
// ledger everything again, the same to the byte.
func TestRelayLosesNothing(t *testing.T) {
	b, brokers := newBench(t), newBrokers()
	brokers.down = true
	r := b.relay(t, brokers, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), pipelinetest.Damaged, invoice("A/2", 200))...)
	r.stop()
	if err := os.RemoveAll(filepath.Join(b.dir, ".wattlake", "events")); err != nil {
		t.Fatal(err)
	}
	r = b.relay(t, brokers, nil)
	r.ingest(t, drop(t, invoice("A/3", 300))...)
	want := bronzeIDs(t, b.dir)
	if state := r.relay.State(); state.Connected || state.Backlog != len(want) || len(want) != 11 {
		t.Fatalf("%+v, %d events to send", state, len(want))
	}
	brokers.setDown(false)
	r.drained(t)
	wantAnnounced(t, want, brokers.all())
	if got := len(brokers.all()); got != len(want) {
		t.Errorf("%d events were sent, want %d", got, len(want))
	}
	r.stop()
	r = b.relay(t, brokers, nil)
	if err := r.Replay(t.Context(), lake.StageRead, nil); err != nil { // work done again is nothing to announce
		t.Fatal(err)
	}
	r.drain(t)
	if got := len(brokers.all()); got != len(want) {
		t.Errorf("after a restart and a replay %d events were sent, want %d", got, len(want))
	}
	r.stop()
	if err := os.Remove(filepath.Join(b.dir, ".wattlake", "relayed")); err != nil {
		t.Fatal(err)
	}
	first := brokers.all()
	r = b.relay(t, brokers, nil)
	r.drained(t)
	again := brokers.all()[len(first):]
	wantAnnounced(t, want, again)
	for _, e := range again {
		i := slices.IndexFunc(first, func(o lake.Event) bool { return o.ID == e.ID })
		if e.Topic != lake.TopicFailed && string(first[i].Value) != string(e.Value) {
			t.Errorf("%s was\n%s\nis\n%s", e.ID, first[i].Value, e.Value)
		}
	}
}

// Nothing is announced before the team can get it, nor what the team sent itself.
func TestRelayWaitsForTheObject(t *testing.T) {
	b, brokers := newBench(t), newBrokers()
	var mu sync.Mutex
	arrived := map[lake.Key]bool{}
	everything := false
	r := b.relay(t, brokers, func(p *pipeline.RelayParams) {
		p.Arrived = func(_ context.Context, keys []lake.Key) (map[lake.Key]bool, error) {
			mu.Lock()
			defer mu.Unlock()
			there := map[lake.Key]bool{}
			for _, key := range keys {
				there[key] = everything || arrived[key]
			}
			return there, nil
		}
	})
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	r.drain(t)
	if got := brokers.all(); len(got) != 0 {
		t.Fatalf("announced %v before anything was uploaded", got)
	}
	want := bronzeIDs(t, b.dir)
	mu.Lock()
	for _, id := range want { // a later object is there before an earlier one
		if _, key, _ := strings.Cut(id, "/"); !strings.HasPrefix(key, lake.RawPrefix) {
			arrived[lake.Key(key)] = true
		}
	}
	mu.Unlock()
	r.tick <- struct{}{}
	r.tick <- struct{}{} // the look before has ended
	if got := brokers.all(); len(got) != 0 {
		t.Errorf("announced %v before the bytes were uploaded", got)
	}
	mu.Lock()
	everything = true
	mu.Unlock()
	r.relay.Kick()
	r.drained(t)
	wantAnnounced(t, want, brokers.all())
}

// A refused batch, of which a part arrived all the same, is sent again, in order.
func TestRelayRepeatsRefusedBatches(t *testing.T) {
	b, brokers := newBench(t), newBrokers()
	refused := 0
	brokers.fail = func(batch []lake.Event) (int, error) {
		if refused++; refused%3 != 0 {
			return len(batch) / 2, errBrokers
		}
		return 0, nil
	}
	r := b.relay(t, brokers, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/2", 200), pipelinetest.Damaged, invoice("A/3", 300))...)
	r.drained(t)
	wantAnnounced(t, bronzeIDs(t, b.dir), brokers.all())
	if refused < 3 {
		t.Errorf("only %d batches", refused)
	}
}
