package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// What was noted is known at the next start, whatever the file name; damaged and cut lines are no notes and hurt no others.
func TestDropNotesAreKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "drops")
	names := []string{"faktura 1.pdf", `a"b\c.pdf`, "zażółć\nnowa linia.pdf", ""}
	first := dropNotes{path: path}
	if err := first.load(); err != nil || len(first.known) != 0 {
		t.Fatalf("no file: %d notes, %v", len(first.known), err)
	}
	for i, name := range names {
		first.add(lake.PackedContent(i), bronze.Drop{FileName: name, At: "2026-01-02T03:04:05Z"})
	}
	if err := first.append(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSpace(string(content))+"\n", "\n")
	lines[0] = strings.Replace(lines[0], "faktura", "faktora", 1)
	damaged := strings.Join(lines, "") + lines[1][:len(lines[1])/2]
	if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	more := dropNotes{path: path, known: map[lake.PackedContent]bronze.Drop{}}
	more.add(9, bronze.Drop{FileName: "później.pdf"})
	if err := more.append(); err != nil {
		t.Fatal(err)
	}
	again := dropNotes{path: path}
	if err := again.load(); err != nil || len(again.known) != len(names) {
		t.Fatalf("%d notes, want all but the damaged one: %v, %v", len(again.known), again.known, err)
	}
	for i, name := range names[1:] {
		if got := again.known[lake.PackedContent(i+1)]; got != (bronze.Drop{FileName: name, At: "2026-01-02T03:04:05Z"}) {
			t.Errorf("%q became %+v", name, got)
		}
	}
	if again.known[9].FileName != "później.pdf" {
		t.Error("what was added behind a cut line is lost")
	}
	if err := again.replace([]lake.PackedContent{1, 9}); err != nil {
		t.Fatal(err)
	}
	last := dropNotes{path: path}
	if err := last.load(); err != nil || len(last.known) != 2 {
		t.Errorf("what is of no use stayed: %v, %v", last.known, err)
	}
	if err := last.erase(); err != nil {
		t.Fatal(err)
	}
	last.add(1, bronze.Drop{})
	if _, err := os.Stat(path); !os.IsNotExist(err) || last.append() != nil {
		t.Errorf("the file is there after an erasure: %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file is written after an erasure: %v", err)
	}
}
