package present

import (
	"bytes"
	"strings"
	"unicode"

	"wattlake/lake"
)

// search looks for the words of a query in rows. What many rows share is looked through once, the rest is folded into one
// buffer. It is for one goroutine.
type search struct {
	words  [][]byte
	all    uint64 // one bit per word
	found  map[lake.DocumentID]uint64
	traits map[*lake.BriefTraits]uint64
	dates  map[*lake.BriefDates]uint64
	points map[*lake.BriefPoints]uint64
	folded []byte
}

func newSearch(q Query) *search {
	words := q.Words()
	s := &search{
		all: 1<<len(words) - 1, found: q.Found, words: make([][]byte, len(words)),
		traits: map[*lake.BriefTraits]uint64{}, dates: map[*lake.BriefDates]uint64{}, points: map[*lake.BriefPoints]uint64{},
	}
	for i, w := range words {
		s.words[i] = []byte(w)
	}
	return s
}

// fits reports whether every word is somewhere in the row, begins the id of its document, or is in the document's text.
func (s *search) fits(r Row) bool {
	if s.all == 0 {
		return true
	}
	b := r.Invoice
	var has uint64
	if b != nil {
		has = s.inTraits(b.BriefTraits) | s.inDates(b.BriefDates) | s.inPoints(b.BriefPoints)
	}
	if has |= s.found[r.Document]; has == s.all {
		return true
	}
	if b == nil {
		has |= s.in(r.FileName)
	} else {
		has |= s.in(b.Number, r.FileName, b.KSeFNumber, withoutSpaces(b.Number))
	}
	for i, w := range s.words {
		if has&(1<<i) == 0 && !strings.HasPrefix(string(r.Document), string(w)) {
			return false
		}
	}
	return true
}

func (s *search) inTraits(t *lake.BriefTraits) uint64 {
	return once(s.traits, t, func() uint64 { return s.in(t.SellerName, t.SellerNIP, t.BuyerName, t.BuyerNIP) })
}

func (s *search) inDates(d *lake.BriefDates) uint64 {
	return once(s.dates, d, func() uint64 { return s.in(d.IssueDate.String()) })
}

func (s *search) inPoints(p *lake.BriefPoints) uint64 {
	return once(s.points, p, func() uint64 { return s.in(p.PPE, p.Places) })
}

func once[K comparable](known map[K]uint64, key K, look func() uint64) uint64 {
	bits, ok := known[key]
	if !ok {
		bits = look()
		known[key] = bits
	}
	return bits
}

// in tells which words any of the texts has.
func (s *search) in(texts ...string) (bits uint64) {
	s.folded = s.folded[:0]
	for _, text := range texts {
		s.folded = append(lake.AppendFoldSearch(s.folded, text), '\n')
	}
	for i, w := range s.words {
		if bytes.Contains(s.folded, w) {
			bits |= 1 << i
		}
	}
	return bits
}

// withoutSpaces returns the number as it is typed without its spaces, "" if it has none.
func withoutSpaces(number string) string {
	if strings.IndexFunc(number, unicode.IsSpace) < 0 {
		return ""
	}
	return lake.FoldNumber(number)
}
