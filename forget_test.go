package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
)

// An erased document is not found in any byte of the lake's folder, logs and event log included; its id stays in the decision that
// keeps it out.
func TestEraseLeavesNothingInTheFolder(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	var paths []string
	for i, name := range []string{"zostaje.pdf", "Kowalski_tajne.pdf"} {
		sample, err := invoicegen.Make("L1", int64(40+i), invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(source, name)
		if err := os.WriteFile(path, sample.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	if _, code := wattlake(t, dir, append([]string{"ingest"}, paths...)...); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	log := filepath.Join(dir, ".wattlake", "wattlake.log")
	if err := os.WriteFile(log, []byte("{\"file\":\"Kowalski_tajne.pdf\"}\n{\"file\":\"zostaje.pdf\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(paths[1])
	if err != nil {
		t.Fatal(err)
	}
	id := string(lake.NewDocumentID(content))
	if _, code := wattlake(t, dir, "erase", "Kowalski_tajne.pdf"); code != 1 {
		t.Fatalf("without --yes: exit code %d", code)
	}
	if _, code := wattlake(t, dir, "erase", "Kowalski_tajne.pdf", "--yes", "--reason", "wniosek 1"); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	found := filesWith(t, dir, "Kowalski")
	if len(found) > 0 {
		t.Errorf("the name is in %v", found)
	}
	if found := filesWith(t, dir, id); len(found) != 1 || filepath.Base(filepath.Dir(found[0])) != "erased" {
		t.Errorf("the id is in %v", found)
	}
	if found := filesWith(t, log, "zostaje.pdf"); len(found) != 1 {
		t.Error("the log of others is gone")
	}
	if out, code := wattlake(t, dir, "verify"); code != 0 {
		t.Errorf("verify: exit code %d\n%s", code, out)
	}
	if _, code := wattlake(t, dir, "ingest", paths[1]); code != 2 {
		t.Errorf("dropped again: exit code %d", code)
	}
}

// filesWith lists the files whose bytes or names hold the word.
func filesWith(t *testing.T, root, word string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content)+path, word) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
