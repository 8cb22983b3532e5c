package extract

import (
	"bytes"
	"cmp"
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

// unlabelled is the heading of a column whose words announce nothing; its figures are not those of a neighbour.
var unlabelledColumn = &entry{pattern: newPattern("?"), label: labelOther}

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

// stack is the text of one column heading over several lines.
type stack struct {
	text []byte
	box  lake.Box
}

// stacked reads the headings of lines from to next by column: the words of a heading stand below each other, and a heading that
// spans several columns belongs to each. Figures under states in equal numbers are shared out among them.
func (p *part) stacked(from, next int) []column {
	lines := p.lines[from:next]
	for i := range lines[:len(lines)-1] {
		if columns, ok := underStates(headingsIn(lines[i]), lowerHeadings(lines[i+1:])); ok {
			return columns
		}
	}
	var stacks []stack
	for _, l := range slices.Backward(lines) {
		var wide []stack
		for _, a := range atoms(l) {
			under := 0
			for i := range stacks {
				if aligned(stacks[i].box, a.box) {
					under++
				}
			}
			for i := range stacks {
				if !aligned(stacks[i].box, a.box) {
					continue
				}
				stacks[i].text = slices.Concat(a.text, []byte(" "), stacks[i].text)
				if under == 1 {
					stacks[i].box = stacks[i].box.Union(a.box)
				}
			}
			if under == 0 {
				wide = append(wide, a)
			}
		}
		stacks = append(stacks, wide...)
	}
	slices.SortStableFunc(stacks, func(a, b stack) int { return cmp.Compare(a.box.X0, b.box.X0) })
	columns := make([]column, 0, len(stacks))
	for _, s := range stacks {
		if c, ok := p.columnFor(s); ok {
			columns = append(columns, c)
		}
	}
	return columns
}

// lowerHeadings returns the headings of further lines, the units in them given to those above.
func lowerHeadings(lines []*line) []column {
	columns := headingsIn(lines[0])
	for _, l := range lines[1:] {
		columns = mergeColumns(columns, l)
	}
	return columns
}

// atoms cuts a line of headings into cells, and a cell that names several figures into those.
func atoms(l *line) []stack {
	var found []stack
	for _, c := range l.cells {
		var starts []int
		for _, h := range l.labels {
			if h.start >= c.start && h.start < c.end && isMeasure(h.entry.label) && h.entry.text != "kwh" && h.entry.text != "mwh" {
				starts = append(starts, h.start)
			}
		}
		if len(starts) < 2 {
			found = append(found, stack{slices.Clone(l.fold[c.start:c.end]), c.box})
			continue
		}
		starts[0] = c.start
		for i, start := range starts {
			end := c.end
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			found = append(found, stack{slices.Clone(l.fold[start:end]), l.boxOf(start, end)})
		}
	}
	return found
}

// columnFor reads the figure, the state and the unit of a stacked heading.
func (p *part) columnFor(s stack) (column, bool) {
	c := column{box: s.box, unit: unitIn(s.text)}
	length := 0
	for _, h := range p.dict.find(&line{fold: s.text}, s.text) {
		switch {
		case stateOf(h.entry.label) != classPlain && (c.state == classPlain || h.entry.text != "po"):
			c.state = stateOf(h.entry.label)
			if c.entry == nil {
				c.entry = h.entry
			}
		case isMeasure(h.entry.label) && (c.entry == nil || !isMeasure(c.label) || h.end-h.start > length) && (c.entry == nil || !isUnitLabel(h) || !isMeasure(c.label)):
			c.entry, length = h.entry, h.end-h.start
		case c.entry == nil:
			c.entry = h.entry
		}
	}
	if c.entry == nil {
		c.entry = unlabelledColumn
		return c, namesSomething(s.text)
	}
	if c.isStateOnly() {
		c.state = classPlain // the label tells it
	}
	c.nameState(s.text)
	return c, true
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
		c.nameState([]byte(h.entry.text))
		if cell := l.cells[l.cellAt(h.start)]; h.is(labelConsumption) && isDecoy(l.fold[cell.start:cell.end]) && onlyLabel(l, h, cell) {
			c.entry, c.box = otherEnergy, cell.box // "Oddano kWh"
		} else if isUnitLabel(h) && onlyLabel(l, h, cell) {
			c.box = cell.box // "Pobrano kWh"
		}
		if len(columns) > 0 && end >= 0 && l.cellAt(end-1) == l.cellAt(h.start) && skipBlank(l.fold, end) == h.start && columns[len(columns)-1].join(c) {
			end = h.end
			continue
		}
		columns, end = append(columns, c), h.end
	}
	return columns
}

// stateUsage is the heading of a column of consumption in one state of a correction.
var stateUsage = &entry{pattern: newPattern("zużycie"), label: labelConsumption}

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
var otherEnergy = &entry{pattern: newPattern("kwh"), label: labelNoConsumption}

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
	for _, c := range headingsIn(l) {
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

// underStates gives the figures of a second line of headings the states of the first, each of which spans as many of them. Figures in front of
// the first state, such as a price, belong to none.
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
	slices.SortStableFunc(figures, func(a, b int) int { return cmp.Compare(below[a].box.X0, below[b].box.X0) })
	for len(spans) > 1 && len(figures) > len(spans) && !repeats(below, figures, len(spans)) {
		figures = figures[1:]
	}
	if len(spans) < 2 || len(figures) <= len(spans) {
		return nil, false
	}
	joined := slices.DeleteFunc(slices.Clone(states), column.isStateOnly)
	each := len(figures) / len(spans)
	for i, at := range figures {
		below[at].state = stateOf(states[spans[i/each]].label)
	}
	return append(joined, below...), true
}

// repeats reports whether the figures are one sequence of headings, as often as there are states.
func repeats(below []column, figures []int, times int) bool {
	if len(figures)%times != 0 {
		return false
	}
	each := len(figures) / times
	for i, at := range figures[each:] {
		if below[at].label != below[figures[i]].label {
			return false
		}
	}
	return true
}

// columnOf returns the column that a span of a row stands in: the one whose left edge, middle or right edge is nearest, in a wide
// table the one whose middle is nearest.
func (t table) columnOf(box lake.Box) (column, bool) {
	if len(t.columns) == 0 {
		return column{}, false
	}
	if t.wide {
		return t.columns[columnFrom(t.columns, (box.X0+box.X1)/2)], true
	}
	nearest := func(distance func(column) float64) (best column, least float64) {
		for i, c := range t.columns {
			if d := distance(c); i == 0 || d < least {
				best, least = c, d
			}
		}
		return best, least
	}
	best, distance := nearest(func(c column) float64 { return edgeDistance(c.box, box) })
	if distance < max(box.X1-box.X0, best.box.X1-best.box.X0) {
		return best, true
	}
	best, distance = nearest(func(c column) float64 { return middleDistance(c.box, box) })
	return best, distance < t.widestStep()/2
}

// standsInOrder reports whether the headings stand at the left edges of wide columns: in every row that has as many cells as there are
// headings, each cell lies between its own heading's left edge and the next one's, wherever in its column it stands.
func (t table) standsInOrder() bool {
	full := 0
	for _, row := range t.rows {
		if len(row.cells) != len(t.columns) {
			continue
		}
		if !inOrder(t.columns, row) {
			return false
		}
		full++
	}
	return full > 0 && len(t.columns) > 1
}

// inOrder reports whether each cell of a row lies between the left edge of its heading and that of the next.
func inOrder(heads []column, row *line) bool {
	slack := row.height / 4
	for i, c := range row.cells {
		if c.box.X0 < heads[i].box.X0-slack || (i+1 < len(heads) && c.box.X1 > heads[i+1].box.X0+slack) {
			return false
		}
	}
	return true
}

// columnFrom returns the index of the last heading that begins at the left of a place, the first if none does.
func columnFrom(heads []column, x float64) int {
	at := 0
	for i, c := range heads {
		if c.box.X0 <= x {
			at = i
		}
	}
	return at
}

// widestStep returns the widest distance between the middles of neighbouring headings.
func (t table) widestStep() float64 {
	widest := 0.0
	for _, c := range t.columns {
		next := 0.0
		for _, o := range t.columns {
			if d := middleDistance(o.box, c.box); o.box.X0 > c.box.X1 && (next == 0 || d < next) {
				next = d
			}
		}
		widest = max(widest, next)
	}
	return widest
}

func middleDistance(a, b lake.Box) float64 {
	d := (a.X0 + a.X1 - b.X0 - b.X1) / 2
	return max(d, -d)
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

// assign returns the row's numbers with their columns: by place; where two numbers would share a column but there are as many numbers
// as columns of figures, in order, because headings in the middle of wide columns stand far from figures at their right ends.
func (t table) assign(row *line) []figure { return t.assigned[row] }

func (t table) place(row *line) []figure {
	var found []figure
	shared := false
	for _, n := range row.numbers {
		if !n.primary || n.ordinal || n.unit == unitPercent {
			continue
		}
		c, ok := t.columnOf(row.boxOf(n.start, n.end))
		if !ok {
			c = column{}
		}
		shared = shared || !ok || slices.ContainsFunc(found, func(f figure) bool { return f.column.box == c.box })
		found = append(found, figure{n, c})
	}
	columns := slices.DeleteFunc(slices.Clone(t.columns), func(c column) bool { return !isMeasure(c.label) && !c.isStateOnly() })
	if shared {
		found = slices.DeleteFunc(found, func(f figure) bool { return f.unit == "" && insideWords(row, f.number) })
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
			places = append(places, place{row.boxOf(f.start, f.end).X1, &figures[i]})
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
func insideWords(row *line, n number) bool {
	words := slices.Clone(row.fold[row.cells[row.cellAt(n.start)].start:n.start])
	offset := n.start - len(words)
	for _, c := range row.codes {
		for i := max(c.start, offset); i < min(c.end, n.start); i++ {
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
	for _, f := range slices.Backward(found) {
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
