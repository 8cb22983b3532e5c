package extract

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// stateColumn heads the column that marks the rows before a correction on prints of e-invoices.
var stateColumn = token.NewPattern("stan przed")

// readMarkedRows reads a correction whose rows before it are marked with "Tak" in a column of their own, and reports whether it is one.
func (p *part) readMarkedRows(f *facts) bool {
	var before, after []item
	var change lake.Money
	for _, t := range p.tables() {
		if !contains(t.head.fold, stateColumn) {
			continue
		}
		for _, it := range f.items {
			switch {
			case !slices.Contains(t.rows, it.line):
			case slices.ContainsFunc(it.line.cells, func(c cell) bool { return string(it.line.fold[c.start:c.end]) == "tak" }):
				before, change = append(before, it), change-it.net.Money()
			default:
				after, change = append(after, it), change+it.net.Money()
			}
		}
	}
	if len(before) == 0 || len(after) == 0 {
		return false
	}
	f.change.agreed = f.change.agreed || change == f.sums.net
	was, now := feeSums(before), feeSums(after)
	if f.has.usage = len(now) > 0; f.has.usage {
		f.usage = now[0]
	}
	if len(f.points) == 1 {
		f.points[0].energy = f.usage
		if len(was) > 0 {
			f.points[0].before = was[0]
		}
	}
	return len(f.points) <= 1
}

// settleChanges decides whether the bill's lines are differences: no state is named, and quantity × price of the lines adds up to the
// change. That it is negative, or a word, proves its direction.
func (p *part) settleChanges(f *facts) {
	c := &f.change
	if p.statesNamed() || !f.has.sums || c.before.known || c.after.known || c.after.hasEnergy {
		return
	}
	c.only = p.statesUsageChange() || p.headsDifferences()
	var net lake.Money
	energy := false
	for _, it := range f.items {
		if it.priced {
			net += it.net.Money()
			energy = energy || it.isEnergy || it.fee == feeActive
		}
	}
	if _, replaced := p.replacedUsage(f.items); replaced {
		c.only = true
	}
	if net == 0 || net != f.sums.net {
		return
	}
	c.only = c.only || energy
	c.agreed = c.agreed || net < 0 || len(p.hits(labelDifference, labelIncrease)) > 0
}

// statesUsageChange reports whether the page tells by how much the consumption changes: "Zmiana zużycia: -64 kWh".
func (p *part) statesUsageChange() bool {
	return slices.ContainsFunc(p.hits(labelDifference), func(h hit) bool {
		return strings.Contains(h.entry.Text, "zuzycia") || strings.Contains(h.entry.Text, "ilosci")
	})
}

// headsDifferences reports whether a line of its own announces differences: "Różnica względem faktury korygowanej".
func (p *part) headsDifferences() bool {
	return slices.ContainsFunc(p.hits(labelDifference), func(h hit) bool {
		return h.start == 0 && strings.HasPrefix(h.entry.Text, "roznic") && len(h.line.cells) == 1 && !hasDigit(h.line.fold)
	})
}

// statedAfter returns the consumption that a label announces as that after the correction.
func (p *part) statedAfter() (usage, bool) {
	found := p.labelledUsage(p.lines)
	if at := slices.IndexFunc(found, func(u usage) bool { return strings.Contains(u.label, "po korekcie") }); at >= 0 {
		return found[at], true
	}
	return usage{}, false
}

// replacedUsage returns what the lines leave as consumption where each zone is charged twice, taken back and charged anew; nothing
// where the lines are differences.
func (p *part) replacedUsage(items []item) (usage, bool) {
	taken, anew := map[string]int{}, map[string]int{}
	var u usage
	for _, it := range items {
		if it.fee != feeActive || !it.priced || !it.isEnergy {
			continue
		}
		if it.quantity.Value < 0 {
			taken[it.zone]++
			continue
		}
		anew[it.zone]++
		u.energy += it.energy
		u.evidence = newEvidence(it.line, it.quantity.Start, it.quantity.End, u.energy.String(), "charged anew", 0.9)
	}
	if len(anew) == 0 || !maps.Equal(taken, anew) {
		return usage{}, false
	}
	return u, true
}

// readPointChanges decides what a correction of several points changes at each of them.
func (p *part) readPointChanges(f *facts) {
	named := p.statesNamed()
	for i := range f.points {
		pt := &f.points[i]
		c := p.rowStates(pt.lines)
		if pt.row && len(pt.rows) > 1 && !c.before.known {
			c = p.statesOfRows(pt.rows)
		}
		side := p.columnStates(pt.lines)
		side.merge(c)
		if !c.before.known {
			c.before, c.after = side.before, side.after
		}
		c.merge(side)
		p.settleOrder(&c)
		pt.energy, pt.before = c.after.energy, c.before.energy
		switch {
		case f.change.only:
			pt.energy, _ = p.replacedUsage(p.itemsOf(pt.lines))
		case !c.after.hasEnergy && !named: // the page knows one state only
			pt.energy, _ = p.consumptionOf(pt.lines, p.itemsOf(pt.lines))
		}
		f.change.disputed = f.change.disputed || side.disputed
		if (c.before.hasNet || c.before.known) && (c.after.hasNet || c.after.known) {
			pt.netted = c.after.net - c.before.net
			pt.net = c.after.netAt
			pt.net.value, pt.net.rule = pt.netted.String(), "after − before"
			pt.net.score, pt.net.confidence = 0.95, cmp.Or(pt.net.confidence, 1)
		} else if d, ok := p.differenceIn(pt.lines); ok {
			pt.net, pt.netted = d.fields[0], d.net
		} else if e, ok := p.netDifferenceIn(pt.lines); ok {
			pt.net, pt.netted = e, e.money()
		}
	}
	p.settleLastChange(f)
	if !f.change.only {
		f.usage, f.has.usage = sumOverPoints(f.points)
		if f.change.after.whole && f.change.after.hasEnergy && f.has.usage {
			f.usage.total = f.change.after.energy.energy
		}
	}
}

// settleLastChange gives the last point what the others leave of the correction's difference where it took that of the whole, which is printed
// behind its section: the section prints its own, too.
func (p *part) settleLastChange(f *facts) {
	last := &f.points[len(f.points)-1]
	if !f.has.sums || last.netted != f.sums.net || last.row {
		return
	}
	rest := f.sums.net
	for _, pt := range f.points[:len(f.points)-1] {
		if pt.net.value == "" {
			return
		}
		rest -= pt.netted
	}
	for _, l := range last.lines {
		for _, n := range amountsOf(l) {
			if n.Money() == rest {
				last.net, last.netted = newEvidence(l, n.Start, n.End, rest.String(), ruleColumn, 0.9), rest
				return
			}
		}
	}
}

// statesOfRows reads the states of a point whose rows stand in the blocks of each state.
func (p *part) statesOfRows(rows []*line) change {
	of := map[class][]*line{}
	for _, b := range p.blocks(p.lines) {
		for _, l := range b.lines {
			if slices.Contains(rows, l) {
				of[b.class] = append(of[b.class], l)
			}
		}
	}
	var c change
	for s, lines := range map[*state][]*line{&c.before: of[classBefore], &c.after: of[classAfter]} {
		if len(lines) == 0 {
			continue
		}
		*s = p.stateIn(lines)
		for _, l := range lines {
			for _, t := range p.tables() {
				if slices.Contains(t.rows, l) && len(lines) == 1 && !s.hasEnergy {
					s.energy = p.rowEnergy(l, t, p.itemsOf(lines))
					s.hasEnergy = s.energy.value != ""
				}
			}
		}
	}
	return c
}

// pointDifference returns the sum of the points' differences, 0 if one is unknown.
func pointDifference(points []point) lake.Money {
	var sum lake.Money
	for _, pt := range points {
		if pt.net.value == "" {
			return 0
		}
		sum += pt.netted
	}
	return sum
}

// readCorrection decides the difference and the consumption before and after.
func (p *part) readCorrection(f *facts) {
	f.change = p.changeOf()
	f.sums, f.has.sums, f.has.sumsClear = f.change.sums, f.change.known, !f.change.disputed
	adjustments := p.adjustments()
	f.balance = balanceOf([]lake.Money{f.sums.gross}, adjustments)
	if f.change.before.known && f.change.after.known {
		f.stated = balanceOf([]lake.Money{f.change.before.gross, f.change.after.gross}, adjustments)
	}
	f.due = f.correctionDue()
	p.settleChanges(f)
	if p.readMarkedRows(f) || p.readOriginals(f) {
		return
	}
	switch {
	case f.change.only:
		if f.usage, f.has.usage = p.replacedUsage(f.items); !f.has.usage {
			f.usage, f.has.usage = p.statedAfter()
		}
		switch {
		case len(f.points) > 1:
			p.readPointChanges(f)
		case len(f.points) == 1 && f.has.usage:
			f.points[0].energy = f.usage
		}
		return
	case len(f.points) > 1:
		p.readPointChanges(f)
		if sum := pointDifference(f.points); sum != 0 && f.has.sums && sum == f.sums.net {
			f.change.agreed = true
		}
		return
	case f.change.after.hasEnergy:
		f.usage, f.has.usage = f.change.after.energy, true
	default:
		p.readUsage(f)
		f.usage.disputed = f.usage.disputed || (!f.usage.same && !strings.Contains(token.Fold(f.usage.label), "korekcie")) // it may be that of the other state, or the change
	}
	if len(f.points) == 1 {
		f.points[0].energy = f.usage
		if f.change.before.hasEnergy {
			f.points[0].before = f.change.before.energy
		}
	}
}
