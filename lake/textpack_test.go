package lake_test

import (
	"strings"
	"testing"

	"wattlake/lake"
)

// A packed text is equal to the one that was given, whatever its length, and shares no memory with it.
func TestTextPackKeepsTexts(t *testing.T) {
	t.Parallel()
	var pack lake.TextPack
	long := strings.Repeat("ż", 20_000)
	for range 3 {
		given := []byte("Faktura_000001.pdf")
		kept := pack.Keep(string(given))
		given[0] = 'X'
		if got := []string{kept, pack.Keep(""), pack.Keep(long), pack.Keep("ó")}; got[0] != "Faktura_000001.pdf" || got[1] != "" || got[2] != long || got[3] != "ó" {
			t.Errorf("%.40q", got)
		}
	}
}

func TestContentIDAsNumber(t *testing.T) {
	t.Parallel()
	for _, id := range []lake.ContentID{lake.NewContentID([]byte("x")), "00000000000000ff", "ffffffffffffffff"} {
		if got := id.Pack().ContentID(); got != id {
			t.Errorf("%s became %s", id, got)
		}
	}
	if lake.ContentID("").Pack() != 0 || lake.ContentID("no digits at all").Pack() != 0 {
		t.Error("what is no id has a number")
	}
}
