package pipeline_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
)

// A disk that fails at an operation and at every one after it, as it is for a process that dies or a disk that is full.
type dyingDisk struct {
	*store.Dir

	left atomic.Int64 // operations that still succeed
	late bool         // the first failing write is done all the same: only its answer is lost
	err  error
}

var errPulled = &lake.Error{Code: lake.CodeIO, Op: "test", Err: errors.New("the plug is pulled"), Message: lake.Text{PL: "Dysk zniknął.", EN: "The disk is gone."}}

// errFull is what the store makes of a full disk.
var errFull = &lake.Error{Code: lake.CodeDiskFull, Op: "test", Err: syscall.ENOSPC, Message: lake.Text{PL: "Dysk jest pełny.", EN: "The disk is full."}}

func (d *dyingDisk) fail() (dead, first bool) {
	left := d.left.Add(-1)
	return left < 0, left == -1
}

func (d *dyingDisk) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	dead, first := d.fail()
	if dead && first && d.late {
		_, _ = d.Dir.PutIfAbsent(ctx, key, content) // it fails anyway
	}
	if dead {
		return false, d.err
	}
	return d.Dir.PutIfAbsent(ctx, key, content)
}

func (d *dyingDisk) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if dead, _ := d.fail(); dead && !errors.Is(d.err, syscall.ENOSPC) { // a full disk can be read
		return nil, d.err
	}
	return d.Dir.Get(ctx, key)
}

func (d *dyingDisk) Keys(ctx context.Context, prefix lake.Key) iter.Seq2[lake.Key, error] {
	if dead, _ := d.fail(); dead && !errors.Is(d.err, syscall.ENOSPC) {
		return func(yield func(lake.Key, error) bool) { yield("", d.err) }
	}
	return d.Dir.Keys(ctx, prefix)
}

func (d *dyingDisk) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	if dead, _ := d.fail(); dead && !errors.Is(d.err, syscall.ENOSPC) {
		return func(yield func(lake.ObjectInfo, error) bool) { yield(lake.ObjectInfo{}, d.err) }
	}
	return d.Dir.List(ctx, prefix)
}

func (d *dyingDisk) Modified(ctx context.Context, key lake.Key) (time.Time, error) {
	if dead, _ := d.fail(); dead && !errors.Is(d.err, syscall.ENOSPC) {
		return time.Time{}, d.err
	}
	return d.Dir.Modified(ctx, key)
}

func (d *dyingDisk) Delete(ctx context.Context, key lake.Key) error {
	dead, first := d.fail()
	if dead && first && d.late {
		_ = d.Dir.Delete(ctx, key) // it fails anyway
	}
	if dead {
		return d.err
	}
	return d.Dir.Delete(ctx, key)
}

// story is what happens to the lake: a batch, decisions, an erasure, and a rebuild. It stops at the first error.
func story(ctx context.Context, r *running, paths []string) error {
	if _, err := r.Ingest(ctx, pipeline.IngestRequest{Paths: paths, Source: "test"}, nil); err != nil {
		return err
	}
	ids := make([]lake.DocumentID, len(paths))
	for i, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		ids[i] = lake.NewDocumentID(content)
	}
	steps := []func() error{
		func() error { return r.Approve(ctx, ids[:1]) },
		func() error { return r.Delete(ctx, ids[1:2]) },
		func() error {
			_, err := r.SavePoints(ctx, []lake.RegisteredPoint{{PPE: "590310600000001023", Name: "Szkoła"}})
			return err
		},
		func() error { _, err := r.Erase(ctx, ids[2], "test"); return err },
		func() error { return r.Replay(ctx, lake.StageSilver, nil) },
		func() error { return r.Replay(ctx, lake.StageGold, nil) },
	}
	for _, step := range steps {
		if err := r.Settle(ctx); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	return r.Settle(ctx)
}

// An ordinary run crashes once in each way; a soak run after every soakStep operations. The story takes some 700.
const (
	crashStep = 200
	soakStep  = 3
)

// At whatever operation of the store the program dies or the disk is full: the next start repairs nothing by hand, and what it
// comes to is sound. When the story is then told to its end, the tables are those of an undisturbed one.
func TestCrashAtEveryOperation(t *testing.T) {
	paths := drop(t, invoice("A/1", 100), invoice("A/2", 200), secret(), "damaged")
	calm := newBench(t)
	r := calm.start(t, nil)
	if err := story(t.Context(), r, paths); err != nil {
		t.Fatal(err)
	}
	want := state(t, r)
	r.stop()
	step, soak := int64(crashStep), os.Getenv("WATTLAKE_SOAK") != ""
	if soak {
		step = soakStep
	}
	crashes := 0
	for i, kind := range []struct {
		late bool
		err  error
	}{{false, errPulled}, {true, errPulled}, {false, errFull}} {
		for n := 1 + (int64(i)+1)*step*3/4; ; n += step {
			b := newBench(t)
			if !crash(t, b, paths, n, kind.late, kind.err) {
				break
			}
			crashes++
			again := b.start(t, nil)
			again.settle(t)
			again.stop()
			if problems := b.check(t); len(problems) > 0 {
				t.Fatalf("%v at operation %d (late: %v): %+v", kind.err, n, kind.late, problems)
			}
			finishStory(t, b, paths)
			last := b.start(t, nil)
			last.settle(t)
			if diff := cmp.Diff(want, state(t, last)); diff != "" {
				t.Fatalf("%v at operation %d (late: %v), - undisturbed, + now:\n%s", kind.err, n, kind.late, diff)
			}
			last.stop()
			if traces := b.traces(t, secretNIP); len(traces) > 0 {
				t.Fatalf("operation %d: the erased document left %v", n, traces)
			}
			if !soak {
				break
			}
		}
	}
	t.Logf("%d crashes", crashes)
}

// hangs is how long a story may take on the slowest machine before it is taken for one that never ends.
const hangs = 5 * time.Minute

// crash tells the story on a disk that fails at the n-th operation; false if it came to its end before.
func crash(t *testing.T, b *bench, paths []string, n int64, late bool, err error) bool {
	t.Helper()
	disk := &dyingDisk{late: late, err: err}
	disk.left.Store(n)
	r, failed := b.tryStart(t, func(o pipeline.Objects) pipeline.Objects { disk.Dir, _ = o.(*store.Dir); return disk })
	if failed == nil {
		ctx, cancel := context.WithTimeout(t.Context(), hangs)
		defer cancel()
		failed = story(ctx, r, paths)
		if errors.Is(failed, context.DeadlineExceeded) {
			t.Errorf("operation %d: the program hangs on a dead disk", n)
		}
		r.stop()
	}
	return disk.left.Load() < 0 || failed != nil
}

// finishStory tells the story once more, as a person would who saw it fail: what is done stays done.
func finishStory(t *testing.T, b *bench, paths []string) {
	t.Helper()
	r := b.start(t, nil)
	defer r.stop()
	r.settle(t)
	if err := story(t.Context(), r, paths); err != nil {
		t.Fatal(err)
	}
}
