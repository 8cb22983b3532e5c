package store_test

import (
	"testing"

	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

func TestDir(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Objects {
		t.Helper()
		return newDir(t, t.TempDir())
	})
}

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Objects { return store.NewMemory() })
}

func TestFaultsPassEverythingWithoutHook(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Objects { return storetest.NewFaults(store.NewMemory()) })
}

func newDir(tb testing.TB, root string) *store.Dir {
	tb.Helper()
	dir, err := store.NewDir(root)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := dir.Close(); err != nil {
			tb.Error(err)
		}
	})
	return dir
}
