package extract

import (
	"slices"

	"wattlake/lake"
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

// standsAlone reports whether the only label of a line is a cell of its own.
func standsAlone(l *line, labels []hit) bool {
	if len(labels) != 1 {
		return false
	}
	c := l.cells[l.cellAt(labels[0].start)]
	return c.start == labels[0].start && c.end-labels[0].end <= len(" [kwh]")
}

// isMeasure reports whether a label names a figure of a row.
func isMeasure(l label) bool {
	switch l {
	case labelNet, labelVAT, labelGross, labelConsumption, labelBalanced, labelQuantity, labelPrice, labelRate, labelDue:
		return true
	default:
		return false
	}
}

// table is a heading line and the lines below it down to the next heading line.
type table struct {
	head    *line
	columns []column
	rows    []*line
}

const (
	minColumns = 2
	// maxHeadLines is how many lines the headings of a table may take.
	maxTableHead = 4
	// widestRowGap is the gap between two rows, in heights of text, at which a table ends. A table goes on over a page break.
	widestRowGap = 3
)

// tables returns the tables of the part: lines with at least two column headings and no amounts.
func (p *part) tables() []table {
	if p.known == nil {
		p.known = p.findTables()
	}
	return p.known
}

func (p *part) findTables() []table {
	found := []table{}
	for i := 0; i < len(p.lines); i++ {
		columns := columnsOf(p.lines[i])
		if columns == nil {
			continue
		}
		t := table{head: p.lines[i], columns: columns}
		next := i + 1
		for next < len(p.lines) && next < i+maxTableHead && near(p.lines[next-1], p.lines[next]) && isHeadTail(p.lines[next]) {
			t.columns = mergeColumns(t.columns, p.lines[next])
			next++
		}
		for ; next < len(p.lines) && columnsOf(p.lines[next]) == nil && !p.endsTable(next); next++ {
			t.rows = append(t.rows, p.lines[next])
		}
		found = append(found, t)
		i = next - 1
	}
	return found
}

func (p *part) endsTable(next int) bool {
	above, below := p.lines[next-1], p.lines[next]
	return above.page == below.page && below.box.Y0-above.box.Y1 > widestRowGap*max(above.height, below.height)
}

// columnsOf returns the column headings of a line: at least two labels, one of them of figures; none if the line holds values.
// Headings of no interest count too, so that their figures are not taken for those of a neighbour.
func columnsOf(l *line) []column {
	if len(amountsOf(l)) > 0 || len(l.codes) > 0 || slices.ContainsFunc(l.numbers, isEnergy) || hasFigureCell(l) {
		return nil
	}
	columns := headingsIn(l)
	if len(columns) == 1 && len(l.cells) > 1 && columns[0].unit != "" && isMeasure(columns[0].label) && standsAlone(l, l.labels) {
		return columns // "Energia czynna | Ilość [kWh]"
	}
	figures := slices.ContainsFunc(columns, func(c column) bool { return isMeasure(c.label) || c.label == labelUnit || c.isStateOnly() })
	if !figures || len(columns) < minColumns {
		return nil
	}
	return columns
}

// hasFigureCell reports whether a cell of the line is a number of at least two digits and nothing else, as no heading is.
func hasFigureCell(l *line) bool {
	return slices.ContainsFunc(l.numbers, func(n number) bool {
		c := l.cells[l.cellAt(n.start)]
		return n.primary && n.start == c.start && n.end == c.end && n.end-n.start > 1
	})
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
		if len(columns) > 0 && end >= 0 && l.cellAt(end) == l.cellAt(h.start) && skipBlank(l.fold, end) == h.start && columns[len(columns)-1].join(c) {
			end = h.end
			continue
		}
		columns, end = append(columns, c), h.end
	}
	return columns
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

func isEnergy(n number) bool {
	return n.primary && (n.unit == unitKWh || n.unit == unitMWh) && n.places != moneyPlaces
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
		return unitMWh
	case contains(text, wordKWh):
		return unitKWh
	}
	return ""
}

// isHeadTail reports whether a line goes on with the headings of the line above: words only, one of them a heading or a unit.
func isHeadTail(l *line) bool {
	if len(l.numbers) > 0 || len(l.codes) > 0 || len(l.dates) > 0 {
		return false
	}
	if unitIn(l.fold) != "" && len(l.labels) < minColumns {
		return true
	}
	return slices.ContainsFunc(headingsIn(l), func(c column) bool { return isMeasure(c.label) || c.isStateOnly() })
}

// mergeColumns adds the next line of headings: units and states to the columns that they stand under, figures under the states
// that span them, and what stands under none as columns of its own.
func mergeColumns(columns []column, l *line) []column {
	for _, cell := range l.cells {
		if unit := unitIn(l.fold[cell.start:cell.end]); unit != "" {
			for i := range columns {
				if columns[i].unit == "" && aligned(columns[i].box, cell.box) {
					columns[i].unit = unit
				}
			}
		}
	}
	below := headingsIn(l)
	if spanned, ok := underStates(columns, below); ok {
		return spanned
	}
	for _, c := range below {
		at := slices.IndexFunc(columns, func(o column) bool { return aligned(o.box, c.box) })
		switch {
		case at < 0:
			columns = append(columns, c)
		case columns[at].label == c.label && columns[at].state == c.state:
			columns[at].box = columns[at].box.Union(c.box)
		case columns[at].join(c):
		case columns[at].text == "kwh" || columns[at].text == "mwh": // a unit above a better name
			columns[at].entry = c.entry
		}
	}
	return columns
}

// underStates gives the figures of a second line of headings the states of the first, each of which spans as many of them.
func underStates(states, below []column) ([]column, bool) {
	var spans, figures []int
	for i, c := range states {
		if c.isStateOnly() {
			spans = append(spans, i)
		}
	}
	for i, c := range below {
		if isMeasure(c.label) && c.state == classPlain {
			figures = append(figures, i)
		}
	}
	if len(spans) < 2 || len(figures) <= len(spans) || len(figures)%len(spans) != 0 {
		return nil, false
	}
	joined := slices.DeleteFunc(slices.Clone(states), column.isStateOnly)
	each := len(figures) / len(spans)
	for i, at := range figures {
		below[at].state = stateOf(states[spans[i/each]].label)
	}
	return append(joined, below...), true
}

// columnOf returns the column that a span of a row stands in: the one whose left edge, middle or right edge is nearest.
func (t table) columnOf(box lake.Box) (column, bool) {
	best, bestDistance := column{}, 0.0
	for i, c := range t.columns {
		if d := edgeDistance(c.box, box); i == 0 || d < bestDistance {
			best, bestDistance = c, d
		}
	}
	limit := max(box.X1-box.X0, best.box.X1-best.box.X0)
	return best, len(t.columns) > 0 && bestDistance < limit
}

func edgeDistance(a, b lake.Box) float64 {
	abs := func(x float64) float64 { return max(x, -x) }
	return min(abs(a.X0-b.X0), abs(a.X1-b.X1), abs(a.X0+a.X1-b.X0-b.X1)/2)
}

// figure is a number of a row with the column that it stands in.
type figure struct {
	number

	column column
}

// figures returns the row's primary numbers in columns of the label and state, from left to right.
func (t table) figures(row *line, l label, state class) []figure {
	var found []figure
	for _, n := range row.numbers {
		if !n.primary || n.ordinal {
			continue
		}
		if c, ok := t.columnOf(row.boxOf(n.start, n.end)); ok && c.label == l && c.state == state {
			found = append(found, figure{n, c})
		}
	}
	return found
}

// inColumn returns the row's number in a column of the label that has no state: the nearest to its heading.
func (t table) inColumn(row *line, l label) (number, column, bool) {
	return t.inState(row, l, classPlain)
}

// inState is inColumn for a column of a state. Of a state that is a heading of its own the label is the state's.
func (t table) inState(row *line, l label, state class) (number, column, bool) {
	best, bestDistance := figure{}, -1.0
	for _, f := range t.figures(row, l, state) {
		if d := edgeDistance(f.column.box, row.boxOf(f.start, f.end)); bestDistance < 0 || d < bestDistance {
			best, bestDistance = f, d
		}
	}
	return best.number, best.column, bestDistance >= 0
}

// netOf returns the net amount of a row: the only one, the one that is the sum of the others, the one under a heading that says
// total, else the last.
func (t table) netOf(row *line, state class) (number, bool) {
	found := slices.DeleteFunc(t.figures(row, labelNet, state), func(f figure) bool { return !f.isAmount() })
	if len(found) == 0 {
		return number{}, false
	}
	var sum lake.Money
	for _, f := range found {
		sum += f.money()
	}
	for _, f := range found {
		if len(found) > 2 && f.money()*2 == sum {
			return f.number, true
		}
	}
	for _, f := range found {
		if f.column.total {
			return f.number, true
		}
	}
	return found[len(found)-1].number, true
}

// columnUnit returns the unit of energy in the heading above a number of a row, "" if there is none.
func (p *part) columnUnit(l *line, n number) string {
	for _, t := range p.tables() {
		if slices.Contains(t.rows, l) {
			if c, ok := t.columnOf(l.boxOf(n.start, n.end)); ok {
				return c.unit
			}
		}
	}
	return ""
}
