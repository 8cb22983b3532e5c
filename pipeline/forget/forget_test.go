package forget_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/forget"
)

const (
	first  lake.DocumentID = "0123456789abcdef0123456789abcdef"
	second lake.DocumentID = "fedcba9876543210fedcba9876543210"
)

// folder writes files into a folder and returns it.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// files reads a folder back.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// After two erasures nothing names the documents: not by their ids, not by their names, however a log writes them. What others left stays.
func TestNowForgetsWhatWasPlanned(t *testing.T) {
	dir := folder(t, map[string]string{
		"wattlake.log":              `{"file":"Kowalski.pdf"}` + "\n" + `{"file":"a\"b\\c.pdf"}` + "\n" + `{"document":"` + string(second) + `"}` + "\n" + `{"file":"inna.pdf"}` + "\n",
		"relayed/ledger":            "invoice_parsed " + string(first),
		"index/terms":               "nothing of them",
		"events/invoice_parsed/0":   "anybody's",
		"quarantine/1/Kowalski.pdf": "the erasure goes through it itself: Kowalski.pdf",
	})
	for _, gone := range []pipeline.Erasure{
		{Document: first, FileNames: []string{"Kowalski.pdf"}}, {Document: second, FileNames: []string{`a"b\c.pdf`, ""}},
	} {
		if err := forget.Plan(dir, gone); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{
		"wattlake.log": `{"file":"inna.pdf"}` + "\n", "index/terms": "nothing of them",
		"quarantine/1/Kowalski.pdf": "the erasure goes through it itself: Kowalski.pdf",
	}
	for range 2 { // the second time there is no plan any more
		if err := forget.Now(dir); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, files(t, dir)); diff != "" {
			t.Errorf("- wanted, + left:\n%s", diff)
		}
	}
}

// Without a plan nothing is touched, the event log least of all; a plan that cannot be read is told and kept.
func TestNowWithoutAPlan(t *testing.T) {
	calm := map[string]string{"events/invoice_parsed/0": "x", "wattlake.log": "y\n"}
	dir := folder(t, calm)
	if err := forget.Now(dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(calm, files(t, dir)); diff != "" {
		t.Error(diff)
	}
	damaged := map[string]string{"forget.json": "[", "events/invoice_parsed/0": "x"}
	dir = folder(t, damaged)
	if err := forget.Now(dir); err == nil {
		t.Error("a plan that cannot be read is taken for none")
	}
	if diff := cmp.Diff(damaged, files(t, dir)); diff != "" {
		t.Error(diff)
	}
}
