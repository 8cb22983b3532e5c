package bronze

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
	wanted := Artefacts{
		Raw:      []lake.Key{lake.RawKey(second, ".pdf"), lake.RawKey(first, ".pdf"), lake.RawKey(first, ".xml")},
		Origins:  []lake.Key{lake.OriginKey(first, []byte("2")), lake.OriginKey(second, []byte("1"))},
		Texts:    []lake.Key{lake.TextKey(first, []byte("t"))},
		Words:    []lake.Key{lake.WordsKey(first, []byte("w")), lake.WordsKey(first, []byte("v"))},
		Parsed:   []lake.Key{lake.ParsedKey(first, []byte("p"))},
		Failures: []lake.Key{lake.FailureKey(first, []byte("p"))},
	}
	s := &shelf{}
	for range 2 {
		for _, key := range wanted.All() {
			parsed, ok := lake.ParseKey(key)
			if !ok {
				t.Fatalf("no key: %s", key)
			}
			s.add(parsed)
		}
	}
	got := s.artefacts()
	for i, pair := range [][2][]lake.Key{
		{got.Raw, wanted.Raw}, {got.Origins, wanted.Origins}, {got.Texts, wanted.Texts}, {got.Words, wanted.Words}, {got.Parsed, wanted.Parsed}, {got.Failures, wanted.Failures},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("kind %d: %v, want %v", i, pair[0], pair[1])
		}
	}
}
