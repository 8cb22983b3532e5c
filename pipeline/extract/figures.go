package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// figure is a number of a row with the column that it stands in.
type figure struct {
	token.Number

	column column
}

// assign returns the row's numbers with their columns: by place; where two numbers would share a column but there are as many numbers
// as columns of figures, in order, because headings in the middle of wide columns stand far from figures at their right ends.
func (t table) assign(row *line) []figure { return t.assigned[row] }

func (t table) place(row *line) []figure {
	var found []figure
	shared := false
	for _, n := range row.numbers {
		if !n.Primary || n.Ordinal || n.Unit == token.UnitPercent {
			continue
		}
		c, ok := t.columnOf(row.boxOf(n.Start, n.End))
		if !ok {
			c = column{}
		}
		shared = shared || !ok || slices.ContainsFunc(found, func(f figure) bool { return f.column.box == c.box })
		found = append(found, figure{n, c})
	}
	columns := slices.DeleteFunc(slices.Clone(t.columns), func(c column) bool { return !isMeasure(c.label) && !c.isStateOnly() })
	if shared {
		found = slices.DeleteFunc(found, func(f figure) bool { return f.Unit == "" && insideWords(row, f.Number) })
	}
	if shared && len(columns) < len(found) { // a list number, which has a column of its own
		found = slices.DeleteFunc(found, func(f figure) bool {
			return f.column.entry != nil && !isMeasure(f.column.label) && !f.column.isStateOnly()
		})
	}
	if shared && len(columns) == len(found) {
		for i := range found {
			found[i].column = columns[i]
		}
	}
	return found
}

// agree gives figures that end at one place below each other the column of most of them.
func (t table) agree() {
	const fewest, sameEdge = 3, 0.25 // figures; heights of text
	type place struct {
		right float64
		at    *figure
	}
	var places []place
	height := t.head.height
	for _, row := range t.rows {
		figures := t.place(row)
		t.assigned[row] = figures
		for i, f := range figures {
			places = append(places, place{row.boxOf(f.Start, f.End).X1, &figures[i]})
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.right, b.right) })
	for i := 0; i < len(places); {
		end := i + 1
		for end < len(places) && places[end].right-places[end-1].right < sameEdge*height {
			end++
		}
		if end-i >= fewest {
			votes := map[lake.Box]int{}
			for _, p := range places[i:end] {
				votes[p.at.column.box]++
			}
			for _, p := range places[i:end] {
				if winner := p.at.column; winner.entry != nil && 2*votes[winner.box] > end-i {
					for _, o := range places[i:end] {
						o.at.column = winner
					}
					break
				}
			}
		}
		i = end
	}
	for row, figures := range t.assigned {
		t.assigned[row] = slices.DeleteFunc(figures, func(f figure) bool { return f.column.entry == nil })
	}
}

// insideWords reports whether a number stands behind words in its cell: "Szkoła, Leśna 2".
func insideWords(row *line, n token.Number) bool {
	words := slices.Clone(row.fold[row.cells[row.cellAt(n.Start)].start:n.Start])
	offset := n.Start - len(words)
	for _, c := range row.codes {
		for i := max(c.start, offset); i < min(c.end, n.Start); i++ {
			words[i-offset] = ' '
		}
	}
	return namesSomething(words)
}

// figures returns the row's numbers in columns of the label and state, from left to right.
func (t table) figures(row *line, l label, state class) []figure {
	var found []figure
	for _, f := range t.assign(row) {
		if f.column.label == l && f.column.state == state {
			found = append(found, f)
		}
	}
	return found
}

// inColumn returns the row's number in a column of the label that has no state: the nearest to its heading.
func (t table) inColumn(row *line, l label) (token.Number, column, bool) {
	return t.inState(row, l, classPlain)
}

// inState is inColumn for a column of a state. Of a state that is a heading of its own the label is the state's.
func (t table) inState(row *line, l label, state class) (token.Number, column, bool) {
	best, bestDistance := figure{}, -1.0
	for _, f := range t.figures(row, l, state) {
		if d := edgeDistance(f.column.box, row.boxOf(f.Start, f.End)); bestDistance < 0 || d < bestDistance {
			best, bestDistance = f, d
		}
	}
	return best.Number, best.column, bestDistance >= 0
}

// netOf returns the net amount of a row: the only one, the one that is the sum of the others, the one under a heading that says
// total, else the last.
func (t table) netOf(row *line, state class) (token.Number, bool) {
	found := slices.DeleteFunc(t.figures(row, labelNet, state), func(f figure) bool { return !f.IsAmount() })
	if len(found) == 0 {
		return token.Number{}, false
	}
	var sum lake.Money
	for _, f := range found {
		sum += f.Money()
	}
	for _, f := range found {
		if len(found) > 2 && f.Money()*2 == sum {
			return f.Number, true
		}
	}
	for _, f := range slices.Backward(found) {
		if f.column.total {
			return f.Number, true
		}
	}
	return found[len(found)-1].Number, true
}

// columnUnit returns the unit of energy in the heading above a number of a row, "" if there is none.
func (p *part) columnUnit(l *line, n token.Number) string {
	for _, t := range p.tables() {
		if slices.Contains(t.rows, l) {
			if c, ok := t.columnOf(l.boxOf(n.Start, n.End)); ok {
				return c.unit
			}
		}
	}
	return ""
}

// sumOfZones returns the sum of a row's quantities that stand each under another part of the day, without a total beside them.
func (p *part) sumOfZones(l *line, t table, wanted label) (sum token.Number, c column, ok bool) {
	found := slices.DeleteFunc(t.figures(l, wanted, classPlain), func(f figure) bool { return f.Places == token.MoneyPlaces && f.column.unit == "" })
	columns := 0
	for _, o := range t.columns {
		if o.label == wanted && o.state == classPlain {
			columns++
		}
	}
	if len(found) < 2 || columns != len(found) || columns != len(p.zonesOver(l)) {
		return sum, c, false
	}
	sum, c = found[0].Number, found[0].column
	for _, f := range found[1:] {
		if f.column.unit != c.unit || f.Places != sum.Places || f.column.box == c.box {
			return sum, c, false
		}
		sum.Value, sum.End = sum.Value+f.Value, f.End
	}
	return sum, c, true
}

// zonesTotal returns the quantity of a row that is the sum of the others, one for each part of the day.
func (t table) zonesTotal(l *line, wanted label) (token.Number, column, bool) {
	found := slices.DeleteFunc(t.figures(l, wanted, classPlain), func(f figure) bool { return f.Places == token.MoneyPlaces && f.column.unit == "" })
	var sum int64
	for _, f := range found {
		sum += f.Value
	}
	for _, f := range found {
		if len(found) > 2 && 2*f.Value == sum {
			return f.Number, f.column, true
		}
	}
	return token.Number{}, column{}, false
}
