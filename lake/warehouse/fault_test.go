package warehouse_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/lake/warehouse"
)

var errBroken = errors.New("the disk is gone")

// brokenStore fails at its n-th operation: before it is done, or after, when only the answer is lost.
type brokenStore struct {
	*store.Memory
	left  atomic.Int64 // operations until the failure; negative for never
	after bool         // only puts can be done all the same
}

func (s *brokenStore) fails(put bool) bool { return (put || !s.after) && s.left.Add(-1) == 0 }

func (s *brokenStore) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	fails := s.fails(true)
	if fails && !s.after {
		return false, errBroken
	}
	created, err := s.Memory.PutIfAbsent(ctx, key, content)
	if fails {
		return false, errBroken
	}
	return created, err
}

func (s *brokenStore) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if s.fails(false) {
		return nil, errBroken
	}
	return s.Memory.Get(ctx, key)
}

func (s *brokenStore) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	if s.fails(false) {
		return func(yield func(lake.ObjectInfo, error) bool) { yield(lake.ObjectInfo{}, errBroken) }
	}
	return s.Memory.List(ctx, prefix)
}

// Whatever operation fails, the same commit and build afterwards end in the same tables.
func TestEveryOperationMayFail(t *testing.T) {
	forecast := of(onPoint(invoice("P", "2025-12-01", "2026-02-28", 59000, 0), homePPE, 590_000), lake.Forecast, lake.Comprehensive)
	first := []lake.Invoice{forecast, distribution()}
	second := []lake.Invoice{onPoint(invoice("R", "2026-01-01", "2026-01-31", 40000, 0), homePPE, 400_000), sale()}
	expected := gold(t, append(first, second...)...).tables(t)
	base := &brokenStore{Memory: store.NewMemory()}
	l := openOn(t, base)
	l.commit(t, nil, first...)
	l.build(t)
	step := int64(13) // every one of them takes minutes
	if os.Getenv("WATTLAKE_SOAK") != "" {
		step = 1
	}
	for _, after := range []bool{false, true} {
		for n := int64(1); ; n += step {
			objects := &brokenStore{Memory: clone(t, base), after: after}
			objects.left.Store(n)
			l := openOn(t, objects)
			_, err := l.tryCommit(t.Context(), nil, second)
			if err == nil {
				_, err = l.BuildGold(t.Context())
			}
			survived := objects.left.Load() > 0
			objects.left.Store(-1)
			if err != nil { // another process takes over
				l = openOn(t, objects)
				l.commit(t, nil, second...)
				l.build(t)
			}
			if diff := cmp.Diff(expected, l.tables(t)); diff != "" {
				t.Fatalf("failure at operation %d (after: %t): %s", n, after, diff)
			}
			if survived {
				break
			}
		}
	}
}

func clone(t *testing.T, from *brokenStore) *store.Memory {
	t.Helper()
	to := store.NewMemory()
	for info, err := range from.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		content, err := from.Get(t.Context(), info.Key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.PutIfAbsent(t.Context(), info.Key, content); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func openOn(t *testing.T, objects delta.Store) lakeDir {
	t.Helper()
	w, err := warehouse.Open(t.Context(), warehouse.Params{
		Store: objects, TempDir: t.TempDir(), Clock: func() time.Time { return time.UnixMilli(1_800_000_000_000) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return lakeDir{Warehouse: w}
}

// Whatever operation of commits, checkpoints, compaction or vacuum fails, and all after it, the tables hold what was committed,
// and the same once more succeeds.
func TestEveryOperationOfMaintenanceMayFail(t *testing.T) {
	step := 17
	if os.Getenv("WATTLAKE_SOAK") != "" {
		step = 1
	}
	rows := []lake.Invoice{distribution(), sale(), onPoint(invoice("A", "2026-01-01", "2026-01-31", 100, 0), homePPE, 1000)}
	base := &brokenStore{Memory: store.NewMemory()}
	l := openOn(t, base)
	for _, row := range rows { // small files
		l.commit(t, nil, row)
	}
	for i := range 6 { // up to just before a checkpoint
		rows[2].Net, rows[2].Gross = money(int64(i)), money(int64(i))
		l.commit(t, nil, rows[2])
	}
	l.build(t)
	expected := l.tables(t)
	work := func(l lakeDir) error {
		rows[2].Net, rows[2].Gross = money(100), money(100)
		_, err := l.tryCommit(t.Context(), nil, rows[2:]) // writes the checkpoint
		if err == nil {
			rows[2].Net, rows[2].Gross = money(5), money(5)
			_, err = l.tryCommit(t.Context(), nil, rows[2:])
		}
		if err == nil {
			_, err = l.Maintain(t.Context(), 10*365*24*time.Hour, false)
		}
		return err
	}
	for n := 1; ; n += step {
		memory := clone(t, base)
		faults := storetest.NewFaults(memory)
		faults.Set(storetest.CrashAt(n, n%2 == 0, errBroken))
		err := work(openOn(t, faults))
		survived := faults.Operations() < n
		if !survived && err == nil {
			t.Logf("operation %d failed unnoticed: a checkpoint or a hint", n)
		}
		l := openOn(t, &brokenStore{Memory: memory})
		if err := work(l); err != nil {
			t.Fatalf("after a failure at operation %d: %v", n, err)
		}
		l.build(t)
		if diff := cmp.Diff(expected, l.tables(t)); diff != "" {
			t.Fatalf("failure at operation %d: %s", n, diff)
		}
		problems, err := l.VerifyTables(t.Context())
		if err != nil || len(problems) > 0 {
			t.Fatalf("failure at operation %d: %+v, %v", n, problems, err)
		}
		if survived {
			break
		}
	}
}
