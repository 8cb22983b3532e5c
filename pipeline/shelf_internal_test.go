package pipeline

import (
	"slices"
	"testing"

	"wattlake/lake"
)

// What is put on a shelf comes back as it was: kinds apart, in the order in which it came, each once, under every name.
func TestShelfKeepsKeys(t *testing.T) {
	t.Parallel()
	var none *shelf
	if none.count(lake.RawObject) != 0 || len(none.keys(lake.RawObject)) != 0 {
		t.Error("no shelf has objects")
	}
	id := lake.NewDocumentID([]byte("x"))
	first, second := lake.NewName("faktura.pdf", id), lake.NewName("kopia.pdf", id)
	wanted := artefacts{
		raw:      []lake.Key{lake.RawKey(second, ".pdf"), lake.RawKey(first, ".pdf"), lake.RawKey(first, ".xml")},
		origins:  []lake.Key{lake.OriginKey(first, []byte("2")), lake.OriginKey(second, []byte("1"))},
		texts:    []lake.Key{lake.TextKey(first, []byte("t"))},
		words:    []lake.Key{lake.WordsKey(first, []byte("w")), lake.WordsKey(first, []byte("v"))},
		parsed:   []lake.Key{lake.ParsedKey(first, []byte("p"))},
		failures: []lake.Key{lake.FailureKey(first, []byte("p"))},
	}
	s := &shelf{}
	for range 2 {
		for _, key := range wanted.all() {
			parsed, ok := lake.ParseKey(key)
			if !ok {
				t.Fatalf("no key: %s", key)
			}
			s.add(parsed)
		}
	}
	got := s.artefacts()
	for i, pair := range [][2][]lake.Key{
		{got.raw, wanted.raw}, {got.origins, wanted.origins}, {got.texts, wanted.texts}, {got.words, wanted.words}, {got.parsed, wanted.parsed}, {got.failures, wanted.failures},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("kind %d: %v, want %v", i, pair[0], pair[1])
		}
	}
}
