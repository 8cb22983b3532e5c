package extract

import (
	"bytes"
	"slices"

	"wattlake/pipeline/extract/token"
)

// block is a run of lines of one state.
type block struct {
	class class
	lines []*line
}

// blocks cuts the part at the headings of states. Two headings in a row, as a wrong reading order gives, share what follows
// evenly: it is cut behind each amount to pay.
func (p *part) blocks(lines []*line) []block {
	var blocks []block
	current := block{class: classPlain}
	for _, l := range lines {
		c := p.stateClass(l)
		if c == classPlain || (c == current.class && len(current.lines) == 0) {
			current.lines = append(current.lines, l)
			continue
		}
		blocks = append(blocks, current)
		current = block{class: c, lines: []*line{l}}
	}
	blocks = append(blocks, current)
	return p.shareBlocks(blocks)
}

// stateClass returns the state that the beginning of a line announces.
func (p *part) stateClass(l *line) class {
	if len(l.labels) == 0 {
		return classPlain
	}
	h := l.labels[0]
	switch c := classes[h.entry.label]; c {
	case classBefore, classAfter, classDifference:
		if start := token.SkipMarks(l.fold, afterCode(l)); start == h.start && !isColumnHead(l) {
			return c
		}
	default:
	}
	return rowState(l)
}

// rowState returns the state that a row of figures names in a cell of its own: "Energia czynna | było | 258 kWh".
func rowState(l *line) class {
	if len(l.numbers) < 2 || isColumnHead(l) {
		return classPlain
	}
	for _, h := range l.labels {
		c := l.cells[l.cellAt(h.start)]
		opens := h.start == c.start || bytes.HasSuffix(bytes.TrimRight(l.fold[c.start:h.start], " "), []byte("-")) // "Energia czynna - było"
		if s := stateOf(h.entry.label); s != classPlain && opens && h.end >= c.end && h.end <= firstValue(l) {
			return s
		}
	}
	return classPlain
}

// afterCode returns where a line goes on behind a metering point code, with its list number, at its beginning.
func afterCode(l *line) int {
	at := 0
	for _, n := range l.numbers {
		if n.Ordinal && n.Start == 0 {
			at = n.End
		}
	}
	for _, c := range l.codes {
		if c.kind != codeNIP && token.SkipMarks(l.fold, at) >= c.start {
			return c.end
		}
	}
	return 0
}

// isColumnHead reports whether a line names both states: then they are columns.
func isColumnHead(l *line) bool {
	before, after := false, false
	for _, h := range l.labels {
		before = before || h.is(labelBefore)
		after = after || h.is(labelAfter)
	}
	return before && after
}

// shareBlocks gives an empty state block a share of the block that follows it.
func (p *part) shareBlocks(blocks []block) []block {
	for i := 0; i+1 < len(blocks); i++ {
		empty, full := &blocks[i], &blocks[i+1]
		if empty.class == classPlain || full.class == classPlain || empty.class == full.class || p.hasFigures(empty.lines) || slices.ContainsFunc(empty.lines, func(l *line) bool { return len(amountsOf(l)) > 0 }) {
			continue
		}
		for j, l := range full.lines {
			if lineHas(l, labelDue, labelGross) && p.hasFigures(full.lines[j+1:]) && len(amountsOf(l)) > 0 {
				full.class, empty.class = classBefore, classAfter // the first figures are the earlier ones; settleOrder checks
				empty.lines, full.lines = full.lines[j+1:], full.lines[:j+1]
				break
			}
		}
	}
	return blocks
}

func (p *part) hasFigures(lines []*line) bool {
	return slices.ContainsFunc(lines, func(l *line) bool { return len(triples(l)) > 0 })
}

func lineHas(l *line, labels ...label) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool { return slices.Contains(labels, h.entry.label) })
}
