package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store/storetest"
)

// TestDiskFull fills a real file system of one megabyte, frees space and goes on.
func TestDiskFull(t *testing.T) {
	root := t.TempDir()
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("mounting a small file system needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(root, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	objects := newDir(t, filepath.Join(root, "lake"))
	storetest.Put(t, objects, "a/small", "x")
	large := bytes.Repeat([]byte("x"), 2<<20)
	created, err := objects.PutIfAbsent(t.Context(), "a/large", large)
	if message, hint := lake.Explain(err); lake.CodeOf(err) != lake.CodeDiskFull || created || message.IsZero() || hint.IsZero() {
		t.Fatalf("created %v, error %v", created, err)
	}
	names, err := os.ReadDir(filepath.Join(root, "lake", "a"))
	if err != nil || len(names) != 1 {
		t.Errorf("the folder holds %v, %v, want the small object only", names, err)
	}
	if _, err := objects.PutIfAbsent(t.Context(), "a/large", large[:1<<19]); err != nil {
		t.Errorf("put of what fits: %v", err)
	}
	if got := storetest.Keys(t, objects, ""); !cmp.Equal(got, []lake.Key{"a/large", "a/small"}) {
		t.Errorf("listing = %v", got)
	}
}
