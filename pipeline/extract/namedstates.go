package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// namedStates reads figures whose labels name figure and state side by side: "Wartość netto przed korektą: 100,00 zł".
func (p *part) namedStates(lines []*line) change {
	var c change
	for _, l := range lines {
		for i := 1; i < len(l.labels); i++ {
			a, b := l.labels[i-1], l.labels[i]
			if l.cellAt(a.start) != l.cellAt(b.start) || !token.Leads(l.fold[a.end:b.start]) {
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
	if c.before.hasEnergy && c.after.hasEnergy && len(of[classDifference]) > 0 {
		difference, ok := p.stateEnergy(of[classDifference], nil)
		change := c.after.energy.energy - c.before.energy.energy
		c.checked = ok && difference.energy == change
		c.disputed = ok && !difference.disputed && difference.energy != change && difference.energy != -change // the sign may be told in words
	}
	return c
}

// isTitle reports whether a line is the name of a state and nothing else.
func isTitle(l *line) bool {
	return len(l.cells) == 1 && len(l.labels) == 1 && token.SkipMarks(l.fold, l.labels[0].end) == len(l.fold)
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
		if p.classOf(t.line, t.n.Start) == classTotal || lineHas(t.line, labelTotal) {
			s.net, s.vat, s.gross, s.known = t.net, t.vat, t.gross, true
		}
	}
	if !s.known && len(rows) > 0 {
		s.net, s.vat, s.gross = addRows(rows)
		s.known = true
	}
	if !s.known {
		s.net, s.vat, s.gross, s.known = p.labelledState(lines)
	}
	s.energy, s.hasEnergy = p.stateEnergy(lines, rows)
	return s
}

// addRows adds the rows of a state up; a row that says the same as all the others together is their sum.
func addRows(rows []triple) (net, vat, gross lake.Money) {
	for _, t := range rows {
		net, vat, gross = net+t.net, vat+t.vat, gross+t.gross
	}
	for _, t := range rows {
		if 2*t.net == net && 2*t.vat == vat && 2*t.gross == gross {
			return t.net, t.vat, t.gross
		}
	}
	return net, vat, gross
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
		if last.Places != 0 || last.Start < t.g.End || (i > 0 && last.Energy() != u.energy) {
			return usage{}, false
		}
		u.energy = last.Energy()
		u.evidence = newEvidence(t.line, last.Start, last.End, u.energy.String(), "same number at the end of every row", 0.85)
	}
	return u, len(rows) > 0
}
