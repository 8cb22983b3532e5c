package store_test

import (
	"testing"

	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

func TestDir(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Objects { return newDir(t, t.TempDir()) })
}

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Objects { return store.NewMemory() })
}

func TestFaultsPassEverythingWithoutHook(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Objects { return storetest.NewFaults(store.NewMemory()) })
}

func newDir(t testing.TB, root string) *store.Dir {
	t.Helper()
	dir, err := store.NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := dir.Close(); err != nil {
			t.Error(err)
		}
	})
	return dir
}
