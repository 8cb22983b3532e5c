package pipeline

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/store"
)

// A text that could not be written, as when the disk with the temporary files was full, is looked for in vain only until there is room.
func TestFindTextAfterTheDiskWasFull(t *testing.T) {
	catalogue, index := bronze.New(store.NewMemory()), &textIndex{}
	defer func() { _ = index.close() }()
	add := func(text string) lake.DocumentID {
		t.Helper()
		id := lake.NewDocumentID([]byte(text))
		name := lake.NewName("a.pdf", id)
		for _, key := range []lake.Key{lake.RawKey(name, ".pdf"), lake.TextKey(name, []byte(text))} {
			if _, err := catalogue.Put(t.Context(), key, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		return id
	}
	first := add("żółta łódź")
	if err := index.catchUp(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "pełny")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	full, err := os.Open(path) // nothing can be written to it; the index removes the file
	if err != nil {
		t.Fatal(err)
	}
	room := index.file
	index.file = full
	second := add("druga łódź")
	if err := index.catchUp(t.Context(), catalogue); err == nil {
		t.Fatal("a text was written where there is no room")
	}
	_ = room.Close()
	third := add("trzecia łódź")
	if err := index.catchUp(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	found, err := index.find(t.Context(), []string{"lodz"})
	if diff := cmp.Diff(map[lake.DocumentID]uint64{first: 1, second: 1, third: 1}, found); err != nil || diff != "" {
		t.Errorf("%v, %s", err, diff)
	}
}
