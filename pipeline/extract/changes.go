package extract

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
)

// columnStates reads the tables among the lines whose columns are states, of rows that each hold one figure ("Wartość netto" before,
// after, difference) or of figures that are printed once for each state. The first table that has all amounts counts.
func (p *part) columnStates(lines []*line) change {
	var best change
	for _, t := range p.tables() {
		rows := slices.DeleteFunc(slices.Clone(t.rows), func(l *line) bool { return !slices.Contains(lines, l) })
		if len(rows) == 0 {
			continue
		}
		c, ok := p.figureRows(t, rows)
		if !ok {
			c, ok = p.statedColumns(t, rows)
		}
		if !ok {
			continue
		}
		if !best.before.known && c.before.known {
			c, best = best, c
		}
		best.merge(c)
	}
	return best
}

// figureRows reads rows of which each holds one figure in the columns of the states.
func (p *part) figureRows(t table, rows []*line) (change, bool) {
	var c change
	if !slices.ContainsFunc(t.columns, func(c column) bool { return c.label == labelBefore }) {
		return c, false
	}
	for _, row := range rows {
		before, _, okBefore := t.inColumn(row, labelBefore)
		after, _, okAfter := t.inColumn(row, labelAfter)
		if !okBefore || !okAfter {
			continue
		}
		difference, _, ok := t.inColumn(row, labelDifference)
		c.checked = c.checked || ok
		c.disputed = c.disputed || (ok && difference.value != after.value-before.value)
		switch l := rowLabel(row); {
		case (l == labelConsumption || l == labelBalanced) && zoneIn(row.fold) != "": // one row for each part of the day
			unit := cmp.Or(unitIn(row.fold), unitKWh)
			c.before.addEnergy(row, before, unit)
			c.after.addEnergy(row, after, unit)
		case l == labelConsumption, l == labelBalanced:
			c.before.setEnergy(row, before)
			c.after.setEnergy(row, after)
		case l != labelNone:
			c.before.setAmount(l, row, before)
			c.after.setAmount(l, row, after)
		case feeOf(p.wordsOf(row)) == feeActive && contains(row.fold, wordKWh):
			c.before.addEnergy(row, before, unitKWh)
			c.after.addEnergy(row, after, unitKWh)
		}
	}
	c.before.complete()
	c.after.complete()
	return c, c.before.hasNet || c.before.hasEnergy
}

// statedColumns reads columns such as "kWh było", "kWh jest": the total row, else the sum of the rows.
func (p *part) statedColumns(t table, rows []*line) (change, bool) {
	if !slices.ContainsFunc(t.columns, func(c column) bool { return isMeasure(c.label) && c.state == classAfter }) {
		return change{}, false
	}
	if c, ok := p.labelledTotals(t, rows); ok {
		p.addQuantities(t, &c, rows)
		return c, true
	}
	items := rows
	if total := slices.IndexFunc(rows, func(l *line) bool { return p.classOf(l, firstValue(l)) == classTotal }); total >= 0 {
		rows = rows[total : total+1]
	}
	var c change
	for _, row := range rows {
		for _, s := range []struct {
			class class
			state *state
		}{{classBefore, &c.before}, {classAfter, &c.after}} {
			if n, ok := t.netOf(row, s.class); ok {
				s.state.setAmount(labelNet, row, n)
			}
			for _, l := range []label{labelVAT, labelGross} {
				if n, _, ok := t.inState(row, l, s.class); ok && n.isAmount() {
					s.state.setAmount(l, row, n)
				}
			}
			for _, l := range []label{labelBalanced, labelConsumption} {
				if n, column, ok := t.inState(row, l, s.class); ok && n.places != moneyPlaces {
					s.state.addEnergy(row, n, cmp.Or(column.unit, unitKWh))
					break
				}
			}
		}
		if n, ok := t.netOf(row, classDifference); ok && c.before.hasNet && len(rows) == 1 {
			c.checked = true
			c.disputed = n.money() != c.after.net-c.before.net
		}
	}
	if !c.after.hasEnergy {
		p.addQuantities(t, &c, items)
	}
	c.before.complete()
	c.after.complete()
	return c, c.before.hasNet || c.before.hasEnergy
}

// labelledTotals reads the rows below the items that each hold one figure of the whole invoice for every state: "Wartość netto",
// "Podatek VAT", "Wartość brutto".
func (p *part) labelledTotals(t table, rows []*line) (change, bool) {
	var c change
	for _, row := range rows {
		l := rowLabel(row)
		before, after, difference := t.onlyIn(row, classBefore), t.onlyIn(row, classAfter), t.onlyIn(row, classDifference)
		if before == nil || after == nil || (l != labelNet && l != labelVAT && l != labelGross) {
			continue
		}
		c.before.setAmount(l, row, before.number)
		c.after.setAmount(l, row, after.number)
		if difference != nil {
			c.checked = true
			c.disputed = c.disputed || difference.money() != after.money()-before.money()
		}
	}
	c.before.complete()
	c.after.complete()
	return c, c.before.known && c.after.known
}

// onlyIn returns the only amount of a row in the columns of a state, nil if there is none or more than one.
func (t table) onlyIn(row *line, state class) *figure {
	var only *figure
	for _, f := range t.assign(row) {
		if f.isAmount() && (f.column.state == state || stateOf(f.column.label) == state) {
			if only != nil {
				return nil
			}
			only = &f
		}
	}
	return only
}

// addQuantities adds up the quantities of the fee that tells the consumption, in the columns of each state. Two fees that disagree
// leave it in dispute.
func (p *part) addQuantities(t table, c *change, rows []*line) {
	for _, wanted := range []fee{feeActive, feeVariable} {
		var before, after state
		for _, row := range rows {
			unit := unitIn(row.fold)
			was, _, okBefore := t.inState(row, labelQuantity, classBefore)
			now, _, okAfter := t.inState(row, labelQuantity, classAfter)
			if okBefore && okAfter && unit != "" && feeOf(p.wordsOf(row)) == wanted {
				before.addEnergy(row, was, unit)
				after.addEnergy(row, now, unit)
			}
		}
		switch {
		case !after.hasEnergy:
		case !c.after.hasEnergy:
			c.before.energy, c.before.hasEnergy, c.after.energy, c.after.hasEnergy = before.energy, true, after.energy, true
		default:
			c.after.energy.proven = c.after.energy.energy == after.energy.energy
			c.after.energy.disputed = !c.after.energy.proven
		}
	}
}

// setAmount adds an amount of a row to the state.
func (s *state) setAmount(l label, row *line, n number) {
	switch l {
	case labelNet:
		s.net, s.hasNet = s.net+n.money(), true
		s.netAt = newEvidence(row, n.start, n.end, s.net.String(), "column of a state", 0.95)
	case labelVAT:
		s.vat, s.hasVAT = s.vat+n.money(), true
	default:
		s.gross, s.hasGross = s.gross+n.money(), true
	}
}

// complete computes the third amount from two and says whether all are known.
func (s *state) complete() {
	switch {
	case s.hasNet && s.hasGross && !s.hasVAT:
		s.vat, s.hasVAT = s.gross-s.net, true
	case s.hasNet && s.hasVAT && !s.hasGross:
		s.gross, s.hasGross = s.net+s.vat, true
	}
	s.known = s.hasNet && s.hasVAT && s.hasGross && s.net+s.vat == s.gross
}

// addEnergy adds the consumption of one row.
func (s *state) addEnergy(l *line, n number, unit string) {
	energy, ok := energyOf(n, unit)
	if !ok {
		return
	}
	e := newEvidence(l, n.start, n.end, "", "column of a state", 0.95)
	if s.hasEnergy {
		e.raw = s.energy.raw + " + " + e.raw
		energy += s.energy.energy
	}
	e.value = energy.String()
	s.energy, s.hasEnergy = usage{evidence: e, energy: energy}, true
}

// settleChanges decides whether the bill's lines are differences: no state is named, and quantity × price of the lines adds up to the
// change. That it is negative, or a word, proves its direction.
func (p *part) settleChanges(f *facts) {
	c := &f.change
	if p.statesNamed() || !f.has.sums || c.before.known || c.after.known || c.after.hasEnergy {
		return
	}
	c.only = p.statesUsageChange()
	var net lake.Money
	energy := false
	for _, it := range f.items {
		if it.priced {
			net += it.net.money()
			energy = energy || it.isEnergy || it.fee == feeActive
		}
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
		return strings.Contains(h.entry.text, "zuzycia") || strings.Contains(h.entry.text, "ilosci")
	})
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
		if it.quantity.value < 0 {
			taken[it.zone]++
			continue
		}
		anew[it.zone]++
		u.energy += it.energy
		u.evidence = newEvidence(it.line, it.quantity.start, it.quantity.end, u.energy.String(), "charged anew", 0.9)
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
		}
	}
	if !f.change.only {
		f.usage, f.has.usage = sumOverPoints(f.points)
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
					s.energy = rowEnergy(l, t, p.itemsOf(lines))
					s.hasEnergy = s.energy.value != ""
				}
			}
		}
	}
	return c
}

// differenceIn returns the printed difference among the lines of a point.
func (p *part) differenceIn(lines []*line) (sums, bool) {
	for _, d := range p.differenceRows() {
		for _, l := range lines {
			if t := triples(l); len(t) > 0 && t[0].net == d.net && t[0].gross == d.gross && p.classOf(l, firstValue(l)) == classDifference {
				return d, true
			}
		}
	}
	return sums{}, false
}

// differenceRows returns the rows that add up under columns of differences, or that are differences by their own label.
func (p *part) differenceRows() []sums {
	var found []sums
	for _, l := range p.lines {
		if p.classOf(l, firstValue(l)) != classDifference {
			continue
		}
		for _, t := range triples(l) {
			found = append(found, t.sums(0.98))
		}
		if zero, ok := nothingChanged(l); ok {
			found = append(found, zero)
		}
	}
	for _, t := range p.tables() {
		if !slices.ContainsFunc(t.columns, func(c column) bool { return isMeasure(c.label) && c.state == classDifference }) {
			continue
		}
		for _, row := range t.rows {
			for _, s := range triples(row) {
				if c, ok := t.columnOf(row.boxOf(s.g.start, s.g.end)); ok && c.state == classDifference {
					found = append(found, s.sums(0.97))
				}
			}
		}
	}
	return found
}

// nothingChanged reads a row of differences that are all zero, as in corrections of names.
func nothingChanged(l *line) (sums, bool) {
	amounts := amountsOf(l)
	if len(amounts) != 3 || slices.ContainsFunc(amounts, func(n number) bool { return n.value != 0 }) {
		return sums{}, false
	}
	return triple{line: l, n: amounts[0], v: amounts[1], g: amounts[2]}.sums(0.95), true
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
