package warehouse_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/lake/warehouse"
)

// countingStore counts the data files that are fetched.
type countingStore struct {
	storetest.Objects
	fetched atomic.Int64
}

func (s *countingStore) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if strings.HasSuffix(string(key), ".parquet") && !strings.Contains(string(key), "_delta_log") {
		s.fetched.Add(1)
	}
	return s.Objects.Get(ctx, key)
}

// remote is one machine's view of the tables in a lake that is no folder.
func remote(t *testing.T, objects storetest.Objects, cache string, now func() time.Time) lakeDir {
	t.Helper()
	w, err := warehouse.Open(t.Context(), warehouse.Params{Store: objects, TempDir: t.TempDir(), CacheDir: cache, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return lakeDir{Warehouse: w}
}

func noon() time.Time { return time.UnixMilli(1_800_000_000_000) }

// Data files are fetched once per machine: not again by the next process, and never by the one that wrote them.
func TestDataFilesAreFetchedOnce(t *testing.T) {
	objects := &countingStore{Objects: store.NewMemory()}
	mine, theirs := t.TempDir(), t.TempDir()
	writer := remote(t, objects, mine, noon)
	writer.commit(t, nil, full())
	writer.build(t)
	want := writer.tables(t)
	if n := objects.fetched.Load(); n != 0 {
		t.Errorf("the writer fetched %d of its own files", n)
	}
	for range 2 {
		reader := remote(t, objects, theirs, noon)
		if diff := cmp.Diff(want, reader.tables(t)); diff != "" {
			t.Error(diff)
		}
	}
	if files := int64(len(cached(t, theirs))); files == 0 || objects.fetched.Load() != files {
		t.Errorf("%d files fetched %d times", files, objects.fetched.Load())
	}
}

// A copy that was cut off is fetched again; a file that is cut off in the lake itself is an error.
func TestCopiesOfTheWrongSize(t *testing.T) {
	objects := store.NewMemory()
	remote(t, objects, t.TempDir(), noon).commit(t, nil, full())
	cache := t.TempDir()
	reader := remote(t, objects, cache, noon)
	want := reader.invoices(t)
	for _, path := range cached(t, cache) {
		if err := os.Truncate(path, 5); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, reader.invoices(t)); diff != "" {
		t.Error(diff)
	}
	for info, err := range objects.List(t.Context(), lake.SilverTable+"/year=") {
		if err != nil {
			t.Fatal(err)
		}
		if err := objects.Delete(t.Context(), info.Key); err != nil {
			t.Fatal(err)
		}
		storetest.Put(t, objects, info.Key, "PAR1")
	}
	if _, err := remote(t, objects, t.TempDir(), noon).Invoices(t.Context()); lake.CodeOf(err) != lake.CodeCorrupt {
		t.Errorf("got %v, want a damaged file", err)
	}
}

// Copies that no table names are dropped an hour later, so that the folder does not grow with every commit.
func TestCopiesAreDropped(t *testing.T) {
	objects := store.NewMemory()
	var past atomic.Int64
	cache := t.TempDir()
	l := remote(t, objects, cache, func() time.Time { return noon().Add(time.Duration(past.Load())) })
	row := full()
	for range 5 {
		row.Net.Value++
		l.commit(t, nil, row)
		l.build(t)
	}
	before := len(cached(t, cache))
	past.Store(int64(2 * time.Hour))
	row.Net.Value++
	l.commit(t, nil, row)
	l.build(t)
	want := l.tables(t)
	left := len(cached(t, cache))
	fresh := t.TempDir()
	if diff := cmp.Diff(want, remote(t, objects, fresh, noon).tables(t)); diff != "" {
		t.Error(diff)
	}
	const tables = 5 // of each the last commit replaced one file
	if named := len(cached(t, fresh)); left > named+tables || before <= named+tables {
		t.Errorf("%d copies became %d, the tables name %d", before, left, named)
	}
}

// Several machines commit to one lake and build Gold whenever they like: no row is lost, Gold never goes back, and in the end
// it is what one machine would have built.
func TestManyMachinesWriteOneLake(t *testing.T) {
	objects := store.NewMemory()
	machines := make([]lakeDir, 4)
	for i := range machines {
		machines[i] = remote(t, objects, t.TempDir(), noon)
	}
	var all []lake.Invoice
	var group sync.WaitGroup
	for i, l := range machines {
		var rows []lake.Invoice
		for n := range 3 {
			rows = append(rows, onPoint(invoice(string(rune('A'+i))+string(rune('0'+n)), "2026-01-01", "2026-01-31", 10_000, 0), homePPE, 100_000))
		}
		all = append(all, rows...)
		group.Go(func() {
			for _, row := range rows {
				if _, err := l.tryCommit(t.Context(), nil, []lake.Invoice{row}); err != nil {
					t.Error(err)
				}
				if _, err := l.BuildGold(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	machines[0].build(t)
	want := gold(t, all...).tables(t)
	for _, l := range machines {
		if diff := cmp.Diff(want, l.tables(t)); diff != "" {
			t.Error(diff)
		}
	}
}

// The tables in a bucket of a real server are those in a folder.
func TestTablesInABucket(t *testing.T) {
	objects := storetest.StartS3(t, true).Open(t, nil)
	l := remote(t, objects, t.TempDir(), noon)
	l.commit(t, nil, distribution(), sale())
	l.build(t)
	want := gold(t, distribution(), sale()).tables(t)
	if diff := cmp.Diff(want, remote(t, objects, t.TempDir(), noon).tables(t)); diff != "" {
		t.Error(diff)
	}
}

func cached(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
