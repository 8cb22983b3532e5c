package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/lake/store"
)

// What is told must be what the file system does.
func TestFoldsCase(t *testing.T) {
	root := t.TempDir()
	dir, err := store.NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dir.Close() }()
	if dir.FoldsCase() {
		t.Error("an empty lake tells nothing")
	}
	if _, err := dir.PutIfAbsent(t.Context(), lake.RawPrefix+"a.pdf", []byte("1")); err != nil {
		t.Fatal(err)
	}
	_, err = os.Stat(filepath.Join(root, strings.ToUpper(lake.BronzePrefix)))
	if folds := err == nil; dir.FoldsCase() != folds {
		t.Errorf("told %v, is %v", !folds, folds)
	}
}
