package extract

import (
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// partyHeads returns the headings of a party that begin their cells, those that name it without doubt first: who issues an invoice may do so for
// the seller, and who receives or pays it may be another than the buyer.
func (p *part) partyHeads(l label) []hit {
	found := slices.DeleteFunc(p.hits(l), func(h hit) bool {
		c := h.line.cells[h.line.cellAt(h.start)]
		before := h.line.fold[c.start:h.start]
		glossed := len(before) > 0 && !hasDigit(before) && strings.HasSuffix(strings.TrimRight(string(before), " "), "/") // "Seller / Sprzedawca"
		return (h.start-c.start > 3 && !glossed) || (l == labelSeller && contains(h.line.fold[c.start:c.end], onBehalf))
	})
	certain := func(h hit) bool {
		return strings.HasPrefix(h.entry.Text, "sprzeda") || strings.Contains(h.entry.Text, "nabywc")
	}
	slices.SortStableFunc(found, func(a, b hit) int {
		switch x, y := certain(a), certain(b); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	return found
}

// onBehalf says that who issues an invoice is not its seller.
var onBehalf = token.NewPattern("w imieniu")
