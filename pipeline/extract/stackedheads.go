package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
)

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
			if h.start >= c.start && h.start < c.end && isMeasure(h.entry.label) && h.entry.Text != "kwh" && h.entry.Text != "mwh" {
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
		case stateOf(h.entry.label) != classPlain && (c.state == classPlain || h.entry.Text != "po"):
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
		case columns[at].Text == "kwh" || columns[at].Text == "mwh": // a unit above a better name
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
