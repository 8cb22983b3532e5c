package extract

import (
	"slices"

	"wattlake/pipeline/extract/token"
)

// table is a heading line and the lines below it down to the next heading line.
type table struct {
	head    *line
	columns []column
	rows    []*line

	assigned map[*line][]figure // see assign
	wide     bool               // see standsInOrder
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
		t := table{head: p.lines[i], columns: columns, assigned: map[*line][]figure{}}
		next := i + 1
		for next < len(p.lines) && next < i+maxTableHead && p.goesOnHead(i, next) {
			next++
		}
		if from := p.headFrom(i); next-from > 1 {
			t.columns = p.stacked(from, next)
			p.nameZones(t.columns, from, next)
		} else {
			t.columns = withUnlabelled(t.head, t.columns)
		}
		for ; next < len(p.lines) && columnsOf(p.lines[next]) == nil && !p.endsTable(next); next++ {
			t.rows = append(t.rows, p.lines[next])
		}
		t.wide = t.standsInOrder()
		t.agree()
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
	if !figures || len(columns) < minColumns || isProse(l) {
		return nil
	}
	return columns
}

// isProse reports whether the labels of a line stand in one cell among more words of other meaning.
func isProse(l *line) bool {
	labels := 0
	for _, h := range l.labels {
		if l.cellAt(h.start) != l.cellAt(l.labels[0].start) {
			return false
		}
		labels += h.end - h.start
	}
	c := l.cells[l.cellAt(l.labels[0].start)]
	return c.end-c.start > 2*labels
}

// hasFigureCell reports whether a cell of the line is a number of at least two digits and nothing else, as no heading is.
func hasFigureCell(l *line) bool {
	return slices.ContainsFunc(l.numbers, func(n token.Number) bool {
		c := l.cells[l.cellAt(n.Start)]
		return n.Primary && n.Start == c.start && n.End == c.end && n.End-n.Start > 1
	})
}

func isEnergy(n token.Number) bool {
	return n.Primary && (n.Unit == token.UnitKWh || n.Unit == token.UnitMWh) && n.Places != token.MoneyPlaces
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

// headFrom returns the first line of the headings around line i: lines above it that reach into it, as centred cells do.
func (p *part) headFrom(i int) int {
	from := i
	for from > 0 && i-from < maxTableHead && reachesInto(p.lines[from-1], p.lines[from]) && isHeadLike(p.lines[from-1]) {
		from--
	}
	return from
}

// goesOnHead reports whether line next belongs to the headings that begin with line i.
func (p *part) goesOnHead(i, next int) bool {
	l := p.lines[next]
	if next == i+1 && isHeadLike(l) && headsStates(p.lines[i], l) {
		return true
	}
	if !isHeadLike(l) || !near(p.lines[next-1], l) {
		return false
	}
	if reachesInto(p.lines[next-1], l) || isHeadTail(l) {
		return true
	}
	if next > i+1 || next+1 >= len(p.lines) || len(l.cells) < 2 { // words that stand under the headings, right above the figures
		return false
	}
	return len(p.lines[next+1].numbers) > 1 && feeOf(l.fold) == feeNone && !reachesInto(l, p.lines[next+1])
}

// headsStates reports whether a line names states and nothing else, and the line below it names their figures, at a distance that may be
// wider than that of text.
func headsStates(states, figures *line) bool {
	const widest = 2 // heights of text
	columns := headingsIn(states)
	if len(columns) < 2 || slices.ContainsFunc(columns, func(c column) bool { return !c.isStateOnly() }) || states.page != figures.page {
		return false
	}
	below := headingsIn(figures)
	_, ok := underStates(columns, below)
	return ok && figures.box.Y0-states.box.Y1 < widest*figures.height
}

// reachesInto reports whether two neighbouring lines of a page overlap vertically.
func reachesInto(above, below *line) bool {
	const least = 0.12 // of the height of a line
	return above.page == below.page && above.box.Y1-below.box.Y0 > least*min(above.height, below.height)
}

// isHeadLike reports whether a line holds no figures, codes or dates.
func isHeadLike(l *line) bool {
	return len(amountsOf(l)) == 0 && len(l.codes) == 0 && len(l.dates) == 0 && !slices.ContainsFunc(l.numbers, isEnergy) && !hasFigureCell(l) &&
		!slices.ContainsFunc(l.labels, func(h hit) bool { return announcesValue(l, h) })
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
