package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
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

// trouble breaks one step of the pipeline: the process is killed there; a full disk stays full until the next start; an I/O
// error passes.
type trouble struct {
	step, kind string

	mu     sync.Mutex
	skip   int // times that the step works before it fails
	struck bool
}

const (
	killed = "kill -9"
	full   = "ENOSPC"
	faulty = "EIO"
)

// at is called by every step, before it is carried out unless the step says otherwise.
func (tr *trouble) at(step string) error {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if step != tr.step || (tr.struck && tr.kind == faulty) {
		return nil
	}
	if tr.skip--; tr.skip >= 0 {
		return nil
	}
	tr.struck = true
	switch tr.kind {
	case killed:
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		panic(fmt.Sprint("the process outlives its death: ", err))
	case full:
		return &lake.Error{Code: lake.CodeDiskFull, Message: lake.Text{PL: "Dysk jest pełny.", EN: "The disk is full."}}
	default:
		return &lake.Error{Code: lake.CodeIO, Message: lake.Text{PL: "Błąd dysku.", EN: "The disk failed."}}
	}
}

func (tr *trouble) happened() bool {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return tr.struck
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

// journal stands for brokers that outlive the process: a file, one event a line. After the events are in it, the answer may
// be lost.
type journal struct {
	path string
	*trouble
}

func (j journal) Connect(context.Context) (string, error) { return "cluster-1", nil }

func (j journal) Publish(_ context.Context, events ...lake.Event) error {
	var lines []byte
	for _, e := range events {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		lines = append(append(lines, line...), '\n')
	}
	file, err := os.OpenFile(j.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.Write(lines); err != nil {
		return errors.Join(err, file.Close())
	}
	return errors.Join(file.Close(), j.at("relay ack"))
}

// ids lists the events that arrived, each once.
func (j journal) ids(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile(j.path)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for line := range bytes.Lines(content) {
		var e lake.Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// ordeal is a run of the pipeline that meets with trouble.
type ordeal struct {
	Dir, Journal string // of the lake, and of the team's brokers
	Paths        []string
	Step, Kind   string
	Skip         int
}

// ordealVariable hands an ordeal to the process that is to be killed.
const ordealVariable = "WATTLAKE_TEST_ORDEAL"

func (o ordeal) bench() *bench { return &bench{dir: o.Dir, reader: &pipelinetest.Reader{}} }

func (o ordeal) ledger(t *testing.T) *eventlog.Ledger {
	t.Helper()
	l, err := eventlog.OpenLedger(filepath.Join(o.Dir, ".wattlake", "relayed"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// suffer runs until everything is announced or the trouble has come, and tells whether it came.
func (o ordeal) suffer(t *testing.T) (happened bool) {
	t.Helper()
	tr := &trouble{step: o.Step, kind: o.Kind, skip: o.Skip}
	b := o.bench()
	b.params = func(p *pipeline.Params) { p.Log, p.Sleep = troubledLog{p.Log, tr}, briefly }
	r := b.start(t, func(objects pipeline.Objects) pipeline.Objects { return troubledObjects{objects, tr} })
	defer r.stop()
	relay := r.StartRelay(pipeline.RelayParams{Brokers: journal{o.Journal, tr}, Ledger: o.ledger(t)})
	_, _ = r.Ingest(t.Context(), pipeline.IngestRequest{Paths: o.Paths, Source: "test"}, nil) // may fail: that is the point
	for relay.Backlog() > 0 && !tr.happened() {
		if briefly(t.Context(), 0) != nil {
			t.Fatal("neither trouble nor an end")
		}
	}
	return tr.happened()
}

// sufferAndDie is suffer in a process of its own, which ends with the trouble.
func (o ordeal) sufferAndDie(t *testing.T) (happened bool) {
	t.Helper()
	plan, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.CommandContext(t.Context(), self, "-test.run", "^TestTroubleMatrix$")
	victim.Env = append(os.Environ(), ordealVariable+"="+string(plan), "TMPDIR="+t.TempDir())
	output, err := victim.CombinedOutput()
	if err == nil {
		return false
	}
	if victim.ProcessState.Exited() { // it was not killed
		t.Fatalf("%v\n%s", err, output)
	}
	return true
}

// Every step of the pipeline fails in every way, early and late; after the next start every document is final, every table
// equals that of an undisturbed run, and the team has heard everything.
func TestTroubleMatrix(t *testing.T) {
	if plan := os.Getenv(ordealVariable); plan != "" {
		var o ordeal
		if err := json.Unmarshal([]byte(plan), &o); err != nil {
			t.Fatal(err)
		}
		o.suffer(t)
		return
	}
	paths := drop(t, invoice("A/1", 100), pipelinetest.Damaged, invoice("A/2", 200))
	calm := newBench(t).start(t, nil)
	calm.ingest(t, paths...)
	want := state(t, calm)

	kinds, times := []string{killed, full, faulty}, []int{0}
	if os.Getenv("WATTLAKE_SOAK") != "" {
		times = []int{0, 1, 2}
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "step\t%s\n", strings.Join(kinds, "\t"))
	for _, step := range []string{"raw write", "text write", "parsed write", "Silver commit", "Gold commit", "produce", "offset commit", "relay ack"} {
		_, _ = fmt.Fprint(w, step)
		for _, kind := range kinds {
			_, _ = fmt.Fprintf(w, "\t%s", endures(t, paths, want, step, kind, times))
		}
		_, _ = fmt.Fprintln(w)
	}
	_ = w.Flush()
	t.Logf("after trouble and a restart, compared with an undisturbed run:\n%s", table.String())
}

// endures tells how the pipeline comes out of trouble at a step, whichever of its times it strikes.
func endures(t *testing.T, paths []string, want, step, kind string, times []int) string {
	t.Helper()
	struck := 0
	for _, skip := range times {
		folder := t.TempDir()
		o := ordeal{Dir: filepath.Join(folder, "lake"), Journal: filepath.Join(folder, "journal"), Paths: paths, Step: step, Kind: kind, Skip: skip}
		outcome, happened := o.undergo(t, want)
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
func (o ordeal) undergo(t *testing.T, want string) (outcome string, happened bool) {
	t.Helper()
	if o.Kind == killed {
		happened = o.sufferAndDie(t)
	} else {
		happened = o.suffer(t)
	}
	b := o.bench()
	b.params = func(p *pipeline.Params) { p.Sleep = briefly }
	again := b.start(t, nil)
	defer again.stop()
	brokers := journal{o.Journal, &trouble{}}
	relay := again.StartRelay(pipeline.RelayParams{Brokers: brokers, Ledger: o.ledger(t)})
	again.settle(t)
	again.ingest(t, o.Paths...)
	for relay.Backlog() > 0 {
		if briefly(t.Context(), 0) != nil {
			t.Fatal("the relay does not catch up")
		}
	}
	again.drain(t)
	if diff := cmp.Diff(want, state(t, again)); diff != "" {
		t.Errorf("%s at %s, - undisturbed, + now:\n%s", o.Kind, o.Step, diff)
		return "DIFFERENT", happened
	}
	if diff := cmp.Diff(bronzeIDs(t, o.Dir), brokers.ids(t)); diff != "" {
		t.Errorf("%s at %s, - to announce, + announced:\n%s", o.Kind, o.Step, diff)
		return "NOT ANNOUNCED", happened
	}
	return "equal", happened
}
