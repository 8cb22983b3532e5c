package extract

import (
	"slices"

	"wattlake/lake"
)

// wholeOf returns the difference that is the sum of all the others, as of several corrected invoices, else the first.
func wholeOf(printed []sums) sums {
	var net, gross lake.Money
	for _, d := range printed {
		net, gross = net+d.net, gross+d.gross
	}
	for _, d := range printed {
		if len(printed) > 2 && 2*d.net == net && 2*d.gross == gross {
			return d
		}
	}
	return printed[0]
}

// rowsChange returns by how much the priced rows of the state after a correction exceed those of the state before it.
func (p *part) rowsChange() (change lake.Money, ok bool) {
	state := map[*line]class{}
	for _, b := range p.blocks(p.lines) {
		for _, l := range b.lines {
			state[l] = b.class
		}
	}
	before, after := 0, 0
	for _, it := range p.itemsOf(p.lines) {
		switch c := state[it.line]; {
		case !it.priced:
		case c == classBefore:
			before, change = before+1, change-it.net.Money()
		case c == classAfter:
			after, change = after+1, change+it.net.Money()
		}
	}
	return change, before > 0 && after > 0
}

// netDifferenceIn returns the net amount of the only row of differences among the lines of a point, by its column.
func (p *part) netDifferenceIn(lines []*line) (evidence, bool) {
	var found evidence
	for _, t := range p.tables() {
		for _, row := range t.rows {
			if !slices.Contains(lines, row) || p.stateClass(row) != classDifference {
				continue
			}
			n, ok := t.netOf(row, classPlain)
			if !ok || found.value != "" {
				return evidence{}, false
			}
			found = newEvidence(row, n.Start, n.End, n.Money().String(), ruleColumn, 0.9)
		}
	}
	return found, found.value != ""
}
