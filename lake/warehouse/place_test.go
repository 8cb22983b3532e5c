package warehouse_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
)

// A folder's name may hold what is a pattern elsewhere.
func TestFolderNames(t *testing.T) {
	root := filepath.Join(t.TempDir(), "faktury [2026] *?'{a,b}ż")
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	l := openAt(t, root)
	l.commit(t, nil, full())
	l.build(t)
	if diff := cmp.Diff([]lake.Invoice{full()}, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
}

// In a lake that is no folder, data files are copied to be read.
func TestLakeThatIsNoFolder(t *testing.T) {
	w, err := warehouse.Open(t.Context(), warehouse.Params{
		Store: store.NewMemory(), TempDir: t.TempDir(), Clock: func() time.Time { return time.UnixMilli(1_800_000_000_000) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	l := lakeDir{Warehouse: w}
	l.commit(t, nil, full())
	l.build(t)
	if diff := cmp.Diff([]lake.Invoice{full()}, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
}

func TestClosingLeavesNothingBehind(t *testing.T) {
	temp := t.TempDir()
	w, err := warehouse.Open(t.Context(), warehouse.Params{
		Store: store.NewMemory(), TempDir: temp, Clock: func() time.Time { return time.UnixMilli(1) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.CommitSilver(t.Context(), -1, nil, []lake.Invoice{full()}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(temp); len(entries) > 0 {
		t.Errorf("left: %v", entries)
	}
}
