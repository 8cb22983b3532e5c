package extract

import (
	"bytes"
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// column is a heading of a table over one column.
type column struct {
	*entry

	box   lake.Box
	unit  string
	state class // of a correction's column: before, after or difference; else plain
}

// isStateOnly reports whether the heading names a state and no figure of its own.
func (c column) isStateOnly() bool { return stateOf(c.label) != classPlain }

// stateOf returns the state that a label names, classPlain if none.
func stateOf(l label) class {
	switch l {
	case labelBefore, labelAfter, labelDifference:
		return classes[l]
	default:
		return classPlain
	}
}

// headingsIn returns the labels of a line as columns; a figure and a state side by side in one cell are one column.
func headingsIn(l *line) []column {
	var columns []column
	end := -1 // of the label before, in the same cell
	for _, h := range l.labels {
		if announcesValue(l, h) {
			end = -1
			continue
		}
		c := column{h.entry, l.boxOf(h.start, h.end), unitOf(l, h), classPlain}
		c.nameState([]byte(h.entry.Text))
		if cell := l.cells[l.cellAt(h.start)]; h.is(labelConsumption) && isDecoy(l.fold[cell.start:cell.end]) && onlyLabel(l, h, cell) {
			c.entry, c.box = otherEnergy, cell.box // "Oddano kWh"
		} else if isUnitLabel(h) && onlyLabel(l, h, cell) {
			c.box = cell.box // "Pobrano kWh"
		}
		if len(columns) > 0 && end >= 0 && l.cellAt(end-1) == l.cellAt(h.start) && token.SkipBlank(l.fold, end) == h.start && columns[len(columns)-1].join(c) {
			end = h.end
			continue
		}
		columns, end = append(columns, c), h.end
	}
	return columns
}

// stateUsage is the heading of a column of consumption in one state of a correction.
var stateUsage = &entry{Pattern: token.NewPattern("zużycie"), label: labelConsumption}

// nameState reads the state in headings such as "zużycie przed korektą", one wording of figure and state.
func (c *column) nameState(text []byte) {
	if c.label != labelConsumption && c.label != labelNoConsumption {
		return
	}
	switch {
	case bytes.Contains(text, []byte("zuzycie przed korekt")), bytes.Contains(text, []byte("ilosc przed korekt")):
		c.entry, c.state = stateUsage, classBefore
	case bytes.Contains(text, []byte("zuzycie po korekc")), bytes.Contains(text, []byte("ilosc po korekc")):
		c.entry, c.state = stateUsage, classAfter
	}
}

// otherEnergy is the heading of a column of energy that was not consumed here and now.
var otherEnergy = &entry{Pattern: token.NewPattern("kwh"), label: labelNoConsumption}

// onlyLabel reports whether a cell has no other label.
func onlyLabel(l *line, h hit, c cell) bool {
	return !slices.ContainsFunc(l.labels, func(o hit) bool { return o.start != h.start && o.start >= c.start && o.start < c.end })
}

// join takes the other heading in if one names a figure and the other its state, and reports whether it did.
func (c *column) join(o column) bool {
	switch {
	case isMeasure(c.label) && c.state == classPlain && o.isStateOnly():
		c.state = stateOf(o.label)
	case c.isStateOnly() && isMeasure(o.label) && o.state == classPlain:
		c.state, c.entry, c.unit = stateOf(c.label), o.entry, o.unit
	default:
		return false
	}
	c.box = c.box.Union(o.box)
	return true
}

// announcesValue reports whether a colon follows the label: then it is no column heading.
func announcesValue(l *line, h hit) bool {
	at := h.end
	for at < len(l.fold) && l.fold[at] == ' ' {
		at++
	}
	return at < len(l.fold) && l.fold[at] == ':'
}

// unitOf returns the energy unit in or right behind a column heading.
func unitOf(l *line, h hit) string {
	return unitIn(l.fold[h.start:min(h.end+8, len(l.fold))])
}

func unitIn(text []byte) string {
	switch {
	case contains(text, wordMWh):
		return token.UnitMWh
	case contains(text, wordKWh):
		return token.UnitKWh
	}
	return ""
}

// unlabelled is the heading of a column whose words announce nothing; its figures are not those of a neighbour.
var unlabelledColumn = &entry{Pattern: token.NewPattern("?"), label: labelOther}

// withUnlabelled adds the cells of a heading line that hold no label.
func withUnlabelled(head *line, columns []column) []column {
	for _, c := range head.cells {
		if namesSomething(head.fold[c.start:c.end]) && !slices.ContainsFunc(columns, func(o column) bool { return aligned(o.box, c.box) }) {
			columns = append(columns, column{entry: unlabelledColumn, box: c.box, unit: unitIn(head.fold[c.start:c.end])})
		}
	}
	slices.SortStableFunc(columns, func(a, b column) int { return cmp.Compare(a.box.X0, b.box.X0) })
	return columns
}
