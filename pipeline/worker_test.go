package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/pipelinetest"
)

// site is a lake that workers share.
type site struct {
	objects pipeline.Objects
	root    string // its folder, "" for a bucket
	ticks   atomic.Int64
}

func (s *site) now() time.Time {
	return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(s.ticks.Add(1)) * time.Second)
}

// teamLog is a log that workers share.
type teamLog interface {
	pipeline.Log
	Lag(ctx context.Context, group string, topic lake.Topic) (int64, error)
}

type working struct {
	*pipeline.Worker
	tables *warehouse.Warehouse
	stop   func() // idempotent
}

// worker starts one; change may be nil.
func (s *site) worker(t *testing.T, log teamLog, change func(*pipeline.WorkerParams)) *working {
	t.Helper()
	tables, err := warehouse.Open(t.Context(), warehouse.Params{
		Store: s.objects, Root: s.root, CacheDir: t.TempDir(), TempDir: t.TempDir(), Clock: s.now, NewID: uuid.NewString,
	})
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline.WorkerParams{
		Params: pipeline.Params{
			LakeID: "team", Objects: s.objects, Tables: tables, Log: log, Reader: &pipelinetest.Reader{}, Extractor: pipelinetest.Extractor{},
			XML: pipelinetest.NoXML{}, Workers: 2, Clock: s.now, Sleep: briefly, Logger: slog.New(slog.DiscardHandler),
		},
		Healthy: func(context.Context) error { return nil }, Behind: log.Lag,
	}
	if change != nil {
		change(&p)
	}
	w := &working{Worker: pipeline.StartWorker(t.Context(), p), tables: tables}
	stopped := false
	w.stop = func() {
		if stopped {
			return
		}
		stopped = true
		w.Close()
		if err := tables.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(w.stop)
	return w
}

// briefly keeps pauses short, but long ones for good.
func briefly(ctx context.Context, d time.Duration) error {
	if d >= time.Minute {
		<-ctx.Done()
		return ctx.Err()
	}
	return pause(ctx, min(d, 20*time.Millisecond))
}

// pause waits as long as it is told.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// upload puts documents with these scripts where workers find them and returns the events that say so.
func (s *site) upload(t *testing.T, scripts ...string) []lake.Event {
	t.Helper()
	events := make([]lake.Event, len(scripts))
	for i, script := range scripts {
		content := []byte(pipelinetest.Header + script)
		name := lake.NewName(fmt.Sprintf("faktura %d.pdf", i), lake.NewDocumentID(content))
		key := lake.RawKey(name, ".pdf")
		if _, err := s.objects.PutIfAbsent(t.Context(), key, content); err != nil {
			t.Fatal(err)
		}
		var err error
		if events[i], err = lake.NewBronzeEvent(lake.TopicUploaded, lake.BronzeEvent{FileName: string(name) + ".pdf", S3Key: key, Document: name.ID()}); err != nil {
			t.Fatal(err)
		}
	}
	return events
}

// caughtUp waits until every stage has handled every event and Gold is built from the last Silver.
func caughtUp(t *testing.T, log teamLog, tables *warehouse.Warehouse) {
	t.Helper()
	for calm := 0; calm < 3; {
		behind := int64(0)
		for _, stage := range []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver, lake.StageGold} {
			lag, err := log.Lag(t.Context(), pipeline.Group(stage), pipeline.TopicOf(stage))
			if err != nil {
				t.Fatal(err)
			}
			behind += lag
		}
		silver, err := tables.SilverVersion(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		gold, err := tables.GoldBuiltFrom(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if calm++; behind > 0 || silver != gold {
			calm = 0
		}
		if pause(t.Context(), 100*time.Millisecond) != nil {
			t.Fatal("the workers do not catch up")
		}
	}
}

// tablesOf is what Silver and Gold say, for comparison.
func tablesOf(t *testing.T, tables pipeline.Tables) string {
	t.Helper()
	rows, err := tables.Invoices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	costs, err := tables.Costs(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	consumption, err := tables.Consumption(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, row := range rows {
		text += fmt.Sprintf("%+v\n", row)
	}
	return text + fmt.Sprintf("%+v\n%+v\n", costs, consumption)
}

// rebuilt is what a node makes of the same Bronze in a folder of its own.
func (s *site) rebuilt(t *testing.T) string {
	t.Helper()
	b := newBench(t)
	dir, err := store.NewDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	for info, err := range s.objects.List(t.Context(), lake.BronzePrefix) {
		if err != nil {
			t.Fatal(err)
		}
		content, err := s.objects.Get(t.Context(), info.Key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dir.PutIfAbsent(t.Context(), info.Key, content); err != nil {
			t.Fatal(err)
		}
	}
	r := b.start(t, nil)
	r.settle(t)
	return tablesOf(t, r.tables)
}

func folderSite(t *testing.T) (*site, *eventlog.Log) {
	t.Helper()
	root := t.TempDir()
	dir, err := store.NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	log, err := eventlog.Open(t.Context(), filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return &site{objects: dir, root: root}, log
}

// letters returns the dead letters by code.
func letters(t *testing.T, log *eventlog.Log) map[lake.Code]int {
	t.Helper()
	entries, err := log.Tail(t.Context(), lake.TopicFailed, 1000)
	if err != nil {
		t.Fatal(err)
	}
	count := map[lake.Code]int{}
	for _, e := range entries {
		var letter lake.FailedEvent
		if err := json.Unmarshal(e.Value, &letter); err != nil || letter.Origin == nil {
			t.Errorf("letter %s: %v", e.Value, err)
		}
		count[letter.Code]++
	}
	return count
}

// What makes no sense becomes a dead letter and holds up nobody.
func TestWorkerPutsPoisonAside(t *testing.T) {
	s, log := folderSite(t)
	unknown := lake.NewDocumentID([]byte("nobody has it"))
	var events []lake.Event
	for _, topic := range []lake.Topic{lake.TopicUploaded, lake.TopicRead, lake.TopicParsed} {
		events = append(events,
			lake.Event{Topic: topic, ID: "not JSON", Key: "x", Value: []byte("\x00{{{")},
			lake.Event{Topic: topic, ID: "empty"},
			lake.Event{Topic: topic, ID: "no document", Key: "y", Value: []byte(`{"filename":"a.pdf"}`)},
		)
	}
	for _, topic := range []lake.Topic{lake.TopicUploaded, lake.TopicRead} {
		e, err := lake.NewBronzeEvent(topic, lake.BronzeEvent{S3Key: lake.RawKey(lake.NewName("x.pdf", unknown), ".pdf"), Document: unknown})
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	events = append(events, lake.Event{Topic: lake.TopicSilver, ID: "not JSON", Value: []byte("{")})
	events = append(events, s.upload(t, invoice("A/1", 100), pipelinetest.Damaged, pipelinetest.Panics)...)
	if err := log.Publish(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
	w := s.worker(t, log, nil)
	caughtUp(t, log, w.tables)
	want := map[lake.Code]int{lake.CodeCorrupt: 9, lake.CodeNotFound: 2, lake.CodeDamaged: 1, lake.CodeInternal: 1}
	if diff := cmp.Diff(want, letters(t, log)); diff != "" {
		t.Errorf("dead letters, - wanted, + got:\n%s", diff)
	}
	if got := tablesOf(t, w.tables); got != s.rebuilt(t) || !strings.Contains(got, "A/1") {
		t.Errorf("tables:\n%s", got)
	}
}

// Every event again, by workers that begin anew, changes no table and records no failure twice.
func TestReplayToWorkersChangesNothing(t *testing.T) {
	s, log := folderSite(t)
	if err := log.Publish(t.Context(), s.upload(t, invoice("A/1", 100), pipelinetest.Damaged, invoice("A/2", 200))...); err != nil {
		t.Fatal(err)
	}
	w := s.worker(t, log, nil)
	caughtUp(t, log, w.tables)
	before, objects := tablesOf(t, w.tables), count(t, s.objects)
	version, err := w.tables.SilverVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range lake.Topics() {
		entries, err := log.Tail(t.Context(), topic, 100)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(entries) // and in another order
		for _, e := range entries {
			if err := log.Publish(t.Context(), e.Event); err != nil {
				t.Fatal(err)
			}
		}
	}
	caughtUp(t, log, w.tables)
	if diff := cmp.Diff(before, tablesOf(t, w.tables)); diff != "" {
		t.Errorf("tables changed:\n%s", diff)
	}
	if now, err := w.tables.SilverVersion(t.Context()); err != nil || now != version {
		t.Errorf("silver is at %d, %v, was at %d", now, err, version)
	}
	if now := count(t, s.objects); now != objects {
		t.Errorf("%d objects, were %d", now, objects)
	}
}

func count(t *testing.T, objects pipeline.Objects) int {
	t.Helper()
	n := 0
	for _, err := range objects.List(t.Context(), lake.BronzePrefix) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// While the store is away a worker waits: it lets no document go, and goes on when the store is back.
func TestWorkerWaitsForTheStore(t *testing.T) {
	s, log := folderSite(t)
	if err := log.Publish(t.Context(), s.upload(t, invoice("A/1", 100))...); err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 1000)
	away := &gone{Objects: s.objects}
	away.away.Store(true)
	w := s.worker(t, log, func(p *pipeline.WorkerParams) {
		p.Objects = away
		p.Healthy = func(context.Context) error {
			asked <- struct{}{}
			if away.away.Load() {
				return errAway
			}
			return nil
		}
	})
	for range 3 {
		<-asked
	}
	away.away.Store(false)
	caughtUp(t, log, w.tables)
	if got := letters(t, log); len(got) != 0 {
		t.Errorf("dead letters: %v", got)
	}
	if got := tablesOf(t, w.tables); !strings.Contains(got, "A/1") {
		t.Errorf("tables: %s", got)
	}
}

var errAway = errors.New("the store is away")

// gone is a store that can be away.
type gone struct {
	pipeline.Objects
	away atomic.Bool
}

func (g *gone) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if g.away.Load() {
		return nil, errAway
	}
	return g.Objects.Get(ctx, key)
}

// A tool that is missing on one machine is told by a dead letter that says so; a worker that has it takes the document up.
func TestWorkerTellsWhatItCannotDo(t *testing.T) {
	s, log := folderSite(t)
	if err := log.Publish(t.Context(), s.upload(t, invoice("A/1", 100))...); err != nil {
		t.Fatal(err)
	}
	reader := &pipelinetest.Reader{}
	reader.Missing.Store(true)
	w := s.worker(t, log, func(p *pipeline.WorkerParams) { p.Reader = reader })
	caughtUp(t, log, w.tables)
	if got := letters(t, log); len(got) != 1 || got[lake.CodeMissingTool] == 0 { // each announcement has its letter, and is made at least once
		t.Errorf("dead letters: %v", got)
	}
	reader.Missing.Store(false)
	if err := w.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, log, w.tables)
	if got := tablesOf(t, w.tables); !strings.Contains(got, "A/1") {
		t.Errorf("tables: %s", got)
	}
}

// A worker that ends in the middle of a document leaves it to the next.
func TestWorkerLeavesUnfinishedWork(t *testing.T) {
	s, log := folderSite(t)
	if err := log.Publish(t.Context(), s.upload(t, invoice("A/1", 100), invoice("A/2", 200))...); err != nil {
		t.Fatal(err)
	}
	reader := &pipelinetest.Reader{Gate: make(chan struct{})}
	w := s.worker(t, log, func(p *pipeline.WorkerParams) { p.Reader = reader })
	for reader.Reads.Load() == 0 {
		if briefly(t.Context(), time.Second) != nil {
			t.Fatal("nothing is read")
		}
	}
	w.stop()
	next := s.worker(t, log, nil)
	caughtUp(t, log, next.tables)
	if got := tablesOf(t, next.tables); got != s.rebuilt(t) || !strings.Contains(got, "A/2") {
		t.Errorf("tables: %s", got)
	}
}
