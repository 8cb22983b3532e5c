package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wattlake/pipeline/extract/token"
)

// partyHeads returns the headings of a party that begin their cells, those that name it without doubt first: who issues an invoice may do so for
// the seller, and who receives or pays it may be another than the buyer. Sentences about a party come late, and what a correction ends last.
func (p *part) partyHeads(l label) []hit {
	found := slices.DeleteFunc(p.hits(l), func(h hit) bool {
		c := h.line.cells[h.line.cellAt(h.start)]
		before := h.line.fold[c.start:h.start]
		glossed := len(before) > 0 && !hasDigit(before) && strings.HasSuffix(strings.TrimRight(string(before), " "), "/") // "Seller / Sprzedawca"
		return (h.start-c.start > 3 && !glossed) || (l == labelSeller && contains(h.line.fold[c.start:c.end], onBehalf))
	})
	rank := func(h hit) int {
		switch {
		case beforeCorrection(h.line, h.line.cells[h.line.cellAt(h.start)].end):
			return 3
		case opensSentence(h):
			return 2
		case strings.HasPrefix(h.entry.Text, "sprzeda"), strings.Contains(h.entry.Text, "nabywc"):
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b hit) int { return cmp.Compare(rank(a), rank(b)) })
	return found
}

// opensSentence reports whether a label is the first word of a sentence: "Sprzedawca informuje, że zmiana cennika nie wymaga aneksu."
func opensSentence(h hit) bool {
	const many = 40 // bytes: a heading that goes on in small letters is shorter, "Sprzedawca energii elektrycznej"
	rest := strings.TrimLeft(h.line.text(h.end, h.line.cells[h.line.cellAt(h.start)].end), " ")
	first, _ := utf8.DecodeRuneInString(rest)
	return len(rest) > many && unicode.IsLower(first)
}

// onBehalf says that who issues an invoice is not its seller.
var onBehalf = token.NewPattern("w imieniu")
