package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
)

func TestExportIsThereWholeOrNotAtAll(t *testing.T) {
	r := newBench(t).start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	dir := t.TempDir()
	path := filepath.Join(dir, "koszty.csv")
	e := lake.Export{What: lake.ExportCosts}
	if rows, err := r.Export(t.Context(), e, path, false); err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Export(t.Context(), lake.Export{What: lake.ExportInvoices}, path, false); lake.CodeOf(err) != lake.CodeConflict {
		t.Errorf("over an existing file: %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(first) {
		t.Errorf("the file was touched: %v", err)
	}
	if _, err := r.Export(t.Context(), lake.Export{What: lake.ExportInvoices}, path, true); err != nil {
		t.Errorf("with force: %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) == string(first) {
		t.Errorf("the file was not replaced: %v", err)
	}
	for name, code := range map[string]lake.Code{"x.pdf": lake.CodeUsage, "nie/ma/x.csv": lake.CodeIO} {
		if _, err := r.Export(t.Context(), e, filepath.Join(dir, name), false); lake.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", name, err, code)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// fullDisk fails in the middle of an export.
type fullDisk struct{ pipeline.Tables }

func (fullDisk) Export(_ context.Context, _ lake.Export, path string) (int64, error) {
	if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
		return 0, err
	}
	return 0, fmt.Errorf("write: %w", &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC})
}

func TestExportToAFullDisk(t *testing.T) {
	dir := t.TempDir()
	objects, err := store.NewDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	library, err := pipeline.OpenLibrary(t.Context(), objects, fullDisk{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = library.Export(t.Context(), lake.Export{What: lake.ExportCosts}, filepath.Join(dir, "x.csv"), false)
	if message, hint := lake.Explain(err); lake.CodeOf(err) != lake.CodeDiskFull || message.PL == "" || hint.PL == "" {
		t.Errorf("got %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
