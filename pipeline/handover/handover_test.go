package handover_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/handover"
)

func TestOneProcessHasTheLake(t *testing.T) {
	dir := t.TempDir()
	first, err := handover.Acquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := handover.Acquire(dir); lake.CodeOf(err) != lake.CodeLocked {
		t.Fatalf("second Acquire = %v, want %s", err, lake.CodeLocked)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := handover.Acquire(dir)
	if err != nil {
		t.Fatalf("after Release: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreHandedOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep-", 40)) // longer than any socket path may be
	lease, err := handover.Acquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan []string, 1)
	if err := lease.Serve(t.Context(), func(paths []string) { got <- paths }); err != nil {
		t.Fatal(err)
	}
	if err := handover.Send(t.Context(), dir, []string{"a.pdf", "/b.pdf"}); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if paths := <-got; len(paths) != 2 || paths[0] != filepath.Join(here, "a.pdf") || paths[1] != "/b.pdf" {
		t.Fatalf("received %q", paths)
	}
	if err := lease.Release(); err != nil {
		t.Fatal(err)
	}
	if err := handover.Send(t.Context(), dir, nil); lake.CodeOf(err) != lake.CodeLocked {
		t.Fatalf("Send to nobody = %v", err)
	}
}
