package extract

import (
	"slices"

	"wattlake/lake"
)

const (
	// maxRowAmounts bounds the search for sums in one row; rows of noise are skipped.
	maxRowAmounts = 40
	// rateTolerance is how far, in grosze, VAT may be from net × rate in a row that sums up several roundings.
	rateTolerance = 15
)

// vatRates are the rates, in percent, that Polish invoices carry or carried.
var vatRates = []int{23, 8, 5, 22, 7}

// triple is a row in which net + VAT = gross.
type triple struct {
	line            *line
	n, v, g         number
	net, vat, gross lake.Money
	rate            int // percent; -1 if several rates are mixed
}

// triples returns every way to read the row's amounts as net + VAT = gross. Alternatives of ambiguous digit groups count, for
// example "853,59 23 196,33 1 049,92".
func triples(l *line) []triple {
	var amounts []number
	for _, n := range l.numbers {
		if n.isAmount() && n.value != 0 {
			amounts = append(amounts, n)
		}
	}
	if len(amounts) < 3 || len(amounts) > maxRowAmounts {
		return nil
	}
	var found []triple
	for _, n := range amounts {
		for _, v := range amounts {
			rate := rateOf(n.money(), v.money())
			if overlaps(n, v) || rate == 0 {
				continue
			}
			for _, g := range amounts {
				if g.value == n.value+v.value && !overlaps(g, n) && !overlaps(g, v) {
					found = append(found, triple{l, n, v, g, n.money(), v.money(), g.money(), rate})
				}
			}
		}
	}
	return slices.DeleteFunc(found, func(t triple) bool {
		return slices.ContainsFunc(found, func(o triple) bool { return o.better(t) })
	})
}

// better reports whether o is a more natural reading than t of the same amounts: ordered, of a known rate, of longer numbers.
func (t triple) better(o triple) bool {
	if !overlaps(t.g, o.g) && !overlaps(t.n, o.n) && !overlaps(t.v, o.v) {
		return false
	}
	if a, b := t.rate > 0, o.rate > 0; a != b {
		return a
	}
	if a, b := t.ordered(), o.ordered(); a != b {
		return a
	}
	return t.gross.Abs() > o.gross.Abs() && overlaps(t.n, o.n) && overlaps(t.v, o.v) && overlaps(t.g, o.g)
}

func (t triple) ordered() bool { return t.n.start < t.v.start && t.v.start < t.g.start }

func overlaps(a, b number) bool { return a.start < b.end && b.start < a.end }

// rateOf returns the VAT rate that leads from net to vat, -1 for a mixture of rates, 0 if vat cannot be the tax on net.
func rateOf(net, vat lake.Money) int {
	if net == 0 || vat == 0 || (net < 0) != (vat < 0) {
		return 0
	}
	for _, rate := range vatRates {
		if diff := (net.MulRate(rate) - vat).Abs(); diff <= min(rateTolerance, 1+net.Abs()/200) {
			return rate
		}
	}
	if vat.Abs()*100 < net.Abs()*23 && vat.Abs()*100 > net.Abs()*2 {
		return -1
	}
	return 0
}

// class says what a row is about, by the label at its beginning.
type class int

const (
	classPlain class = iota
	classTotal
	classFactual
	classForecast
	classBefore
	classAfter
	classDifference
	classCredit
)

var classes = map[label]class{
	labelTotal: classTotal, labelFactual: classFactual, labelForecast: classForecast, labelBefore: classBefore, labelAfter: classAfter,
	labelDifference: classDifference, labelCredit: classCredit, labelDecrease: classDifference, labelIncrease: classDifference,
}

// classOf returns the class of a line by its first such label in front of position at. A line without words of its own takes
// the class of the line above it.
func (p *part) classOf(l *line, at int) class {
	for _, h := range l.labels {
		if h.start < at {
			if c, ok := classes[h.entry.label]; ok {
				return c
			}
			if h.entry.total {
				return classTotal
			}
		}
	}
	if l.index > 0 && !hasLetters(l.fold[:at]) {
		above := p.lines[l.index-1]
		if above.page == l.page && len(amountsOf(above)) == 0 && near(above, l) && len(above.cells) == 1 {
			return p.classOf(above, len(above.fold))
		}
	}
	return classPlain
}

func hasLetters(text []byte) bool {
	return slices.ContainsFunc(text, isLetter)
}

// amountsOf returns the leftmost-longest amounts of a line.
func amountsOf(l *line) []number {
	var amounts []number
	for _, n := range l.numbers {
		if n.primary && n.isAmount() {
			amounts = append(amounts, n)
		}
	}
	return amounts
}

// column is a heading of a table over one column.
type column struct {
	*entry

	box  lake.Box
	unit string
}

// table is a heading line and the lines below it down to the next heading line.
type table struct {
	head    *line
	columns []column
	rows    []*line
}

const minColumns = 2

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
		for next < len(p.lines) && next <= i+2 && near(p.lines[next-1], p.lines[next]) && isHeadTail(p.lines[next]) {
			t.columns = mergeColumns(t.columns, columnsOf(p.lines[next]))
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

// widestRowGap is the gap between two rows, in heights of text, at which a table ends. A table goes on over a page break.
const widestRowGap = 3

func (p *part) endsTable(next int) bool {
	above, below := p.lines[next-1], p.lines[next]
	return above.page == below.page && below.box.Y0-above.box.Y1 > widestRowGap*max(above.height, below.height)
}

// columnsOf returns the column headings of a line: at least two labels, one of them of figures; none if the line holds values.
// Headings of no interest count too, so that their figures are not taken for those of a neighbour.
func columnsOf(l *line) []column {
	if len(amountsOf(l)) > 0 || len(l.codes) > 0 || slices.ContainsFunc(l.numbers, isEnergy) {
		return nil
	}
	var columns []column
	figures := false
	for _, h := range l.labels {
		if announcesValue(l, h) {
			continue
		}
		columns = append(columns, column{h.entry, l.boxOf(h.start, h.end), unitOf(l, h)})
		switch h.entry.label {
		case labelNet, labelVAT, labelGross, labelConsumption, labelQuantity, labelPrice, labelRate, labelUnit, labelBefore, labelAfter, labelDifference:
			figures = true
		default:
		}
	}
	if !figures || len(columns) < minColumns {
		return nil
	}
	return columns
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
	text := l.fold[h.start:min(h.end+8, len(l.fold))]
	switch {
	case contains(text, wordMWh):
		return unitMWh
	case contains(text, wordKWh):
		return unitKWh
	}
	return ""
}

// isHeadTail reports whether a line goes on with the headings of the line above: words only.
func isHeadTail(l *line) bool {
	return len(l.numbers) == 0 && len(l.codes) == 0 && len(l.dates) == 0 && len(columnsOf(l)) > 0
}

// mergeColumns adds the headings of a second line that stand under none of the first.
func mergeColumns(first, second []column) []column {
	for _, c := range second {
		if !slices.ContainsFunc(first, func(o column) bool { return aligned(o.box, c.box) && o.label == c.label }) {
			first = append(first, c)
		}
	}
	return first
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

// inColumn returns the row's primary number in a column of the label.
func (t table) inColumn(row *line, l label) (number, column, bool) {
	best, bestColumn, bestDistance, found := number{}, column{}, 0.0, false
	for _, n := range row.numbers {
		if !n.primary || n.ordinal {
			continue
		}
		box := row.boxOf(n.start, n.end)
		c, ok := t.columnOf(box)
		if !ok || c.label != l {
			continue
		}
		if d := edgeDistance(c.box, box); !found || d < bestDistance {
			best, bestColumn, bestDistance, found = n, c, d, true
		}
	}
	return best, bestColumn, found
}
