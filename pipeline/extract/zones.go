package extract

import (
	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// The distances within which a value belongs to the label above it.
const (
	maxPlaceName  = 25  // letters
	maxBelowLines = 4   // lines of the page
	maxBelowGap   = 2.2 // of the label's height, between neighbouring lines
)

// zone is where the value of a label may stand: runes start to end of a line.
type zone struct {
	line       *line
	start, end int
	rule       string
	score      float64
}

// zones returns the places for the value of a label, best first: behind it, in the next cells, below it.
func (p *part) zones(h hit) []zone {
	zones := make([]zone, 0, 4)
	if right := (zone{h.line, h.end, nextLabel(h), ruleLeft, 1}); right.start < right.end {
		zones = append(zones, right)
	}
	if figuresFirst(h) {
		zones = append(zones, zone{h.line, 0, h.start, ruleRight, 0.9})
	}
	if !h.rightOnly {
		zones = append(zones, p.below(h)...)
	}
	if z, ok := p.wrapped(h); ok {
		zones = append(zones, z)
	}
	return zones
}

// wrapped returns the next line of a paragraph in which the label ends its line.
func (p *part) wrapped(h hit) (zone, bool) {
	const shortest = 60 // characters of a line of prose
	if h.line.index+1 >= len(p.lines) || len(h.line.cells) > 1 || len(h.line.fold) < shortest || token.SkipMarks(h.line.fold, h.end) < len(h.line.fold) {
		return zone{}, false
	}
	next := p.lines[h.line.index+1]
	if next.page != h.line.page || !near(h.line, next) || len(next.cells) > 1 {
		return zone{}, false
	}
	end := len(next.fold)
	for _, o := range next.labels {
		if !isUnitLabel(o) {
			end = min(end, o.start)
		}
	}
	return zone{next, 0, end, "label at the end of the line before", 0.85}, end > 0
}

// figuresFirst reports whether a line begins with its only amount, and the label behind it is its only one: tables may have the names of
// their rows at the right.
func figuresFirst(h hit) bool {
	l := h.line
	amounts := amountsOf(l)
	return len(amounts) == 1 && amounts[0].Start == l.cells[0].start && amounts[0].End <= h.start && len(l.labels) == 1
}

// nextLabel returns where the next label of the line begins that is not part of the value, else the line's end.
func nextLabel(h hit) int {
	for _, other := range h.line.labels {
		if other.start >= h.end && !isUnitLabel(other) {
			return other.start
		}
	}
	return len(h.line.fold)
}

// isUnitLabel reports whether the wording is a unit or a connecting word, which may stand inside a value.
func isUnitLabel(h hit) bool {
	switch h.entry.Text {
	case "kwh", "mwh", "po":
		return true
	}
	return false
}

// below returns the cells under a label, down to the next label in that column.
func (p *part) below(h hit) []zone {
	var zones []zone
	label := h.line.boxOf(h.start, h.end)
	last := h.line.box
	for i := h.line.index + 1; i < len(p.lines) && i <= h.line.index+maxBelowLines; i++ {
		l := p.lines[i]
		if l.page != h.line.page || l.box.Y0-last.Y1 > maxBelowGap*max(h.line.height, l.height) {
			break
		}
		last = l.box
		column := columnCell(l, label)
		if i == h.line.index+1 && sameOrder(h.line, l) {
			column = h.line.cellAt(h.start)
		}
		if column < 0 {
			continue
		}
		c := l.cells[column]
		if labelled(l, c) {
			break
		}
		zones = append(zones, zone{l, c.start, c.end, ruleAbove, 0.9 - 0.1*float64(len(zones))})
	}
	return zones
}

// sameOrder reports whether a line has a cell for each cell of the headings above it, between its left edge and that of the next one:
// values may stand at the right of wide columns.
func sameOrder(heads, values *line) bool {
	if len(heads.cells) < minColumns || len(heads.cells) != len(values.cells) {
		return false
	}
	columns := make([]column, len(heads.cells))
	for i, c := range heads.cells {
		columns[i].box = c.box
	}
	return inOrder(columns, values)
}

// columnCell returns the cell that stands under the box best, -1 if none does.
func columnCell(l *line, box lake.Box) int {
	best, bestShare := -1, 0.0
	for i, c := range l.cells {
		if share := min(c.box.X1, box.X1) - max(c.box.X0, box.X0); share > bestShare {
			best, bestShare = i, share
		}
	}
	return best
}

// labelled reports whether a cell begins with a label of its own.
func labelled(l *line, c cell) bool {
	for _, h := range l.labels {
		if h.start >= c.start && h.start < c.end && !isUnitLabel(h) {
			return h.start-c.start < 3
		}
	}
	return false
}
