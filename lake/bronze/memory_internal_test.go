package bronze

import (
	"fmt"
	"runtime"
	"testing"

	"wattlake/lake"
)

// A window keeps the catalogue of a great lake in memory as long as it is open: what a document takes there counts a hundred
// thousand times.
func TestMemoryOfTheCatalogue(t *testing.T) {
	const documents, most = 20_000, 215 // bytes for each, its name of 35 among them
	before := heap()
	c := New(nil)
	for i := range documents {
		raw := fmt.Appendf(nil, "%d", i)
		name := lake.NewName(fmt.Sprintf("Faktura_%06d.pdf", i), lake.NewDocumentID(raw))
		for _, key := range []lake.Key{lake.RawKey(name, ".pdf"), lake.OriginKey(name, raw), lake.TextKey(name, raw), lake.WordsKey(name, raw), lake.ParsedKey(name, raw)} {
			parsed, _ := lake.ParseKey(key)
			c.Add(parsed)
		}
	}
	if each := (heap() - before) / documents; each > most {
		t.Errorf("a document of five objects takes %d bytes", each)
	} else {
		t.Logf("a document of five objects takes %d bytes", each)
	}
	if n := len(c.Documents()); n != documents {
		t.Errorf("%d documents, want %d", n, documents)
	}
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
