package extract

import (
	"slices"

	"wattlake/lake"
)

// state is what a correction says was billed before it or should have been billed.
type state struct {
	net, vat, gross lake.Money
	known           bool // all three
	energy          usage
	hasEnergy       bool

	hasNet, hasVAT, hasGross bool // of amounts that are read one by one
	netAt                    evidence
}

// change is what a correction changes.
type change struct {
	before, after state
	stated        state // the difference, where the page prints it below a heading or behind labels of its own
	sums          sums
	known         bool
	agreed        bool // after − before = difference, or the difference is confirmed by another place
	disputed      bool
	checked       bool // the page prints differences beside the states
	only          bool // the page prints nothing but differences: quantities are changes, not what was used
}

// minus returns after − before.
func (s state) minus(before state) (net, vat, gross lake.Money) {
	return s.net - before.net, s.vat - before.vat, s.gross - before.gross
}

// changeOf reads a correction in any of its styles: rows (or blocks of rows) before, after and difference; columns side by
// side; the difference alone.
func (p *part) changeOf() change {
	c := p.rowStates(p.lines)
	if named := p.namedStates(p.lines); named.before.known && named.after.known && !c.after.known {
		named.merge(c)
		c = named
	} else if named.stated.known {
		c.stated = named.stated
	}
	if side := p.columnStates(p.lines); side.before.hasNet || side.before.hasEnergy {
		side.merge(c)
		side.stated = c.stated
		if c.before.known && c.after.known {
			side.before.net, side.before.vat, side.before.gross, side.before.known = c.before.net, c.before.vat, c.before.gross, true
			side.after.net, side.after.vat, side.after.gross, side.after.known = c.after.net, c.after.vat, c.after.gross, true
		}
		c = side
	}
	p.settleOrder(&c)
	p.settleDifference(&c)
	return c
}

// merge keeps what the other reading knows and this one does not.
func (c *change) merge(o change) {
	if !c.before.hasEnergy && o.before.hasEnergy {
		c.before.energy, c.before.hasEnergy = o.before.energy, true
	}
	if !c.after.hasEnergy && o.after.hasEnergy {
		c.after.energy, c.after.hasEnergy = o.after.energy, true
	}
}

// namedStates reads figures whose labels name figure and state side by side: "Wartość netto przed korektą: 100,00 zł".
func (p *part) namedStates(lines []*line) change {
	var c change
	for _, l := range lines {
		for i := 1; i < len(l.labels); i++ {
			a, b := l.labels[i-1], l.labels[i]
			if l.cellAt(a.start) != l.cellAt(b.start) || !leads(l.fold[a.end:b.start]) {
				continue
			}
			measure, named := a, b
			if stateOf(a.entry.label) != classPlain {
				measure, named = b, a
			}
			value := hit{line: l, start: a.start, end: b.end, entry: measure.entry}
			var s *state
			switch stateOf(named.entry.label) {
			case classBefore:
				s = &c.before
			case classAfter:
				s = &c.after
			case classDifference:
				s = &c.stated
			default:
				continue
			}
			switch measure.entry.label {
			case labelNet, labelVAT, labelGross:
				if e, ok := p.amountFor(value); ok && !s.has(measure.entry.label) {
					s.setLabelled(measure.entry.label, e)
				}
			case labelConsumption, labelBalanced:
				if energy, e, ok := p.energyFor(value); ok && !s.hasEnergy {
					s.energy, s.hasEnergy = usage{evidence: e, energy: energy}, true
				}
			default:
			}
		}
	}
	c.before.complete()
	c.after.complete()
	c.stated.complete()
	return c
}

// has reports whether an amount of the state is known.
func (s *state) has(l label) bool {
	switch l {
	case labelNet:
		return s.hasNet
	case labelVAT:
		return s.hasVAT
	default:
		return s.hasGross
	}
}

// setLabelled sets an amount that a label of its own announces.
func (s *state) setLabelled(l label, e evidence) {
	switch l {
	case labelNet:
		s.net, s.hasNet, s.netAt = e.money(), true, e
	case labelVAT:
		s.vat, s.hasVAT = e.money(), true
	default:
		s.gross, s.hasGross = e.money(), true
	}
}

// block is a run of lines of one state.
type block struct {
	class class
	lines []*line
}

// rowStates reads the states from classed rows and from the sections below their headings.
func (p *part) rowStates(lines []*line) change {
	var c change
	of := map[class][]*line{}
	for _, b := range p.blocks(lines) {
		of[b.class] = append(of[b.class], b.lines...)
		if b.class == classDifference && isTitle(b.lines[0]) {
			c.stated.net, c.stated.vat, c.stated.gross, c.stated.known = p.labelledState(b.lines)
		}
	}
	if len(of[classBefore]) > 0 {
		c.before = p.stateIn(of[classBefore])
	}
	if len(of[classAfter]) > 0 {
		c.after = p.stateIn(of[classAfter])
	}
	return c
}

// isTitle reports whether a line is the name of a state and nothing else.
func isTitle(l *line) bool {
	return len(l.cells) == 1 && len(l.labels) == 1 && skipMarks(l.fold, l.labels[0].end) == len(l.fold)
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
		if start := skipMarks(l.fold, afterCode(l)); start == h.start && !isColumnHead(l) {
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
		if s := stateOf(h.entry.label); s != classPlain && h.start == c.start && h.end >= c.end && h.end <= firstValue(l) {
			return s
		}
	}
	return classPlain
}

// afterCode returns where a line goes on behind a metering point code, with its list number, at its beginning.
func afterCode(l *line) int {
	at := 0
	for _, n := range l.numbers {
		if n.ordinal && n.start == 0 {
			at = n.end
		}
	}
	for _, c := range l.codes {
		if c.kind != codeNIP && skipMarks(l.fold, at) >= c.start {
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
		if empty.class == classPlain || full.class == classPlain || empty.class == full.class || p.hasFigures(empty.lines) {
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

// stateIn reads the amounts of a block: its total row, else the sum of its rows; and its consumption.
func (p *part) stateIn(lines []*line) state {
	var s state
	var rows []triple
	for _, l := range lines {
		if found := triples(l); len(found) > 0 {
			rows = append(rows, found[0])
		}
	}
	for _, t := range rows {
		if p.classOf(t.line, t.n.start) == classTotal || lineHas(t.line, labelTotal) {
			s.net, s.vat, s.gross, s.known = t.net, t.vat, t.gross, true
		}
	}
	if !s.known && len(rows) > 0 {
		for _, t := range rows {
			s.net, s.vat, s.gross, s.known = s.net+t.net, s.vat+t.vat, s.gross+t.gross, true
		}
	}
	if !s.known {
		s.net, s.vat, s.gross, s.known = p.labelledState(lines)
	}
	s.energy, s.hasEnergy = p.stateEnergy(lines, rows)
	return s
}

// labelledState returns the amounts that labels announce among the lines if they add up; of several the last, as totals stand.
func (p *part) labelledState(lines []*line) (net, vat, gross lake.Money, ok bool) {
	amounts := map[label][]lake.Money{}
	for _, l := range lines {
		for _, h := range l.labels {
			if e, found := p.amountFor(h); found && slices.Contains(lines, e.line) {
				amounts[h.entry.label] = append(amounts[h.entry.label], e.money())
			}
		}
	}
	for _, n := range slices.Backward(amounts[labelNet]) {
		for _, v := range slices.Backward(amounts[labelVAT]) {
			if slices.Contains(amounts[labelGross], n+v) && rateOf(n, v) != 0 {
				return n, v, n + v, true
			}
		}
	}
	return 0, 0, 0, false
}

// stateEnergy returns the consumption of a state: by label, rows or column, else the whole number that every row ends with.
func (p *part) stateEnergy(lines []*line, rows []triple) (usage, bool) {
	in := map[*line]bool{}
	for _, l := range lines {
		in[l] = true
	}
	items := slices.DeleteFunc(p.itemsOf(p.lines), func(it item) bool { return !in[it.line] }) // their names may stand in rows of the other state
	if u, ok := p.consumptionOf(lines, items); ok {
		return u, true
	}
	return trailingEnergy(rows)
}

// trailingEnergy returns the whole number behind the amounts if it is the same in every row.
func trailingEnergy(rows []triple) (usage, bool) {
	var u usage
	for i, t := range rows {
		last := t.line.numbers[len(t.line.numbers)-1]
		if last.places != 0 || last.start < t.g.end || (i > 0 && last.energy() != u.energy) {
			return usage{}, false
		}
		u.energy = last.energy()
		u.evidence = newEvidence(t.line, last.start, last.end, u.energy.String(), "same number at the end of every row", 0.85)
	}
	return u, len(rows) > 0
}

// rowLabel returns what a row is about: its first label.
func rowLabel(l *line) label {
	for _, h := range l.labels {
		switch h.entry.label {
		case labelNet, labelVAT, labelGross, labelDue, labelConsumption, labelBalanced:
			return h.entry.label
		default:
		}
	}
	return labelNone
}

func (s *state) setEnergy(l *line, n number) {
	unit := unitKWh
	if contains(l.fold, wordMWh) {
		unit = unitMWh
	}
	if energy, ok := energyOf(n, unit); ok {
		s.energy, s.hasEnergy = usage{evidence: newEvidence(l, n.start, n.end, energy.String(), "columns side by side", 0.95), energy: energy}, true
	}
}

// signed returns the changes of the gross amount that the page states in words: "Zmniejszenie wartości brutto: 97,45".
func (p *part) signed() []lake.Money {
	var found []lake.Money
	for _, h := range p.hits(labelDecrease, labelIncrease) {
		for _, n := range amountsOf(h.line) {
			if n.start < h.end || lineNames(h.line, h.end, n.start, labelNet, labelVAT) {
				continue
			}
			amount := n.money().Abs()
			if h.is(labelDecrease) {
				amount = -amount
			}
			found = append(found, amount)
			break
		}
	}
	for _, h := range p.hits(labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money() != 0 && len(p.hits(labelForecast, labelCredit)) == 0 {
			found = append(found, -e.money().Abs())
		}
	}
	return found
}

// lineNames reports whether one of the labels stands between two positions of a line.
func lineNames(l *line, from, to int, labels ...label) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool { return h.start >= from && h.start < to && slices.Contains(labels, h.entry.label) })
}

// settleOrder swaps the states if the stated change says that they were read in the wrong order.
func (p *part) settleOrder(c *change) {
	if !c.before.known || !c.after.known {
		return
	}
	_, _, gross := c.after.minus(c.before)
	for _, signed := range p.signed() {
		if gross == -signed && gross != 0 {
			c.before, c.after = c.after, c.before
			return
		}
	}
}

// settleDifference decides the difference: printed and equal to after − before, else computed, else printed alone.
func (p *part) settleDifference(c *change) {
	printed := p.printedDifferences()
	signed := p.signed()
	if c.before.known && c.after.known {
		net, vat, gross := c.after.minus(c.before)
		c.known = true
		c.sums = computedSums(net, vat, gross)
		for _, d := range printed {
			if d.gross.Abs() == gross.Abs() && d.net.Abs() == net.Abs() {
				c.sums.fields, c.agreed = withSigns(d, c.sums), true
				return
			}
		}
		if c.stated.known {
			c.checked = true
			c.disputed = c.disputed || c.stated.net != net || c.stated.gross != gross
		}
		c.agreed = (c.checked && !c.disputed) || slices.Contains(signed, gross) || (len(printed) == 0 && p.confirmsChange(gross)) || (gross == 0 && len(printed) == 0)
		c.disputed = c.disputed || !c.agreed && (len(printed) > 0 || len(signed) > 0)
		return
	}
	if len(printed) == 0 {
		return
	}
	d := printed[0]
	for _, s := range signed {
		if d.gross == -s {
			d.net, d.vat, d.gross = -d.net, -d.vat, -d.gross
			d.fields = withSigns(d, d)
		}
		if d.gross == s {
			c.agreed = true
		}
	}
	c.sums, c.known = d, true
	c.agreed = c.agreed || d.gross == 0 || p.confirmsChange(d.gross) || (c.stated.known && c.stated.net == d.net && c.stated.gross == d.gross)
}

// confirmsChange reports whether the amount to pay or to return is the change.
func (p *part) confirmsChange(gross lake.Money) bool {
	for _, h := range p.hits(labelDue, labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money().Abs() == gross.Abs() && gross != 0 && (!h.is(labelRefund) || gross < 0) {
			return true
		}
	}
	return false
}

// printedDifferences returns the differences that the page prints: rows that say so first, then what any candidate says; where the
// page names states, only if the change in words, the amount to pay or the points confirm it.
func (p *part) printedDifferences() []sums {
	found := p.differenceRows()
	if len(found) > 0 {
		return found
	}
	found = p.candidates(false)
	if !p.statesNamed() {
		return found
	}
	signed := p.signed()
	return slices.DeleteFunc(found, func(s sums) bool { return !slices.Contains(signed, s.gross) && !p.confirmsChange(s.gross) })
}

// statesNamed reports whether the page distinguishes before and after at all.
func (p *part) statesNamed() bool {
	return len(p.hits(labelBefore)) > 0 && len(p.hits(labelAfter)) > 0
}

func computedSums(net, vat, gross lake.Money) sums {
	s := sums{net: net, vat: vat, gross: gross, score: 0.9, derived: true}
	for i, amount := range []lake.Money{net, vat, gross} {
		s.fields[i] = evidence{value: amount.String(), rule: "after − before", confidence: 1, score: 0.95}
	}
	return s
}

// withSigns returns the places of the printed difference with the values of the computed one.
func withSigns(printed, computed sums) [3]evidence {
	fields := printed.fields
	fields[0].value, fields[1].value, fields[2].value = computed.net.String(), computed.vat.String(), computed.gross.String()
	return fields
}
