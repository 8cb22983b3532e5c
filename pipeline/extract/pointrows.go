package extract

import (
	"cmp"
	"slices"

	"wattlake/pipeline/extract/token"
)

// fillRows reads the rows of a table that carry the point's code.
func (p *part) fillRows(pt *point, tables map[*line]table) {
	for i, l := range pt.rows {
		n, rule, ok := rowNet(l, tables[l])
		if !ok {
			continue
		}
		pt.netted += n.Money()
		e := newEvidence(l, n.Start, n.End, "", rule, map[bool]float64{true: 0.98, false: 0.9}[rule == ruleAddsUp])
		if i > 0 {
			e.raw = pt.net.raw + " + " + e.raw
			e.confidence = min(e.confidence, pt.net.confidence)
		}
		e.value = pt.netted.String()
		pt.net = e
	}
	if len(pt.rows) > 1 {
		pt.energy, _ = p.consumptionOf(pt.lines, p.itemsOf(pt.lines))
	} else {
		pt.energy = p.rowEnergy(pt.rows[0], tables[pt.rows[0]], p.itemsOf(pt.rows))
	}
	for _, l := range pt.lines {
		for _, per := range periodsOf(l) {
			if pt.period.from.IsZero() {
				pt.period = per
			}
		}
	}
}

// rowNet returns the net amount of a row and the rule that found it.
func rowNet(l *line, t table) (token.Number, string, bool) {
	n, ok := t.netOf(l, classPlain)
	for _, s := range triples(l) {
		if !ok || s.n.Start == n.Start {
			return s.n, ruleAddsUp, true
		}
	}
	return n, ruleColumn, ok
}

// rowEnergy returns the consumption of a row: in a column of it, else the number with a unit of energy, else the quantity if the row
// names no other unit.
func (p *part) rowEnergy(l *line, t table, items []item) usage {
	of := func(n token.Number, unit, rule string) (usage, bool) {
		energy, ok := energyOf(n, unit)
		return usage{evidence: newEvidence(l, n.Start, n.End, energy.String(), rule, 0.95), energy: energy, summed: true, backed: rowConfirms(l, n, items)}, ok
	}
	sums := triples(l)
	for _, wanted := range []label{labelBalanced, labelConsumption} {
		if n, c, ok := t.zonesTotal(l, wanted); ok {
			if u, ok := of(n, cmp.Or(c.unit, token.UnitKWh), ruleColumn); ok {
				u.proven = true
				return u
			}
		}
		if sum, c, ok := p.sumOfZones(l, t, wanted); ok {
			if u, ok := of(sum, cmp.Or(c.unit, token.UnitKWh), ruleColumn); ok {
				return u
			}
		}
		n, c, ok := t.inColumn(l, wanted)
		isSum := slices.ContainsFunc(sums, func(s triple) bool { return overlaps(s.n, n) || overlaps(s.v, n) || overlaps(s.g, n) })
		if ok && (n.Places != token.MoneyPlaces || (c.unit != "" && !isSum)) {
			if u, ok := of(n, cmp.Or(c.unit, token.UnitKWh), ruleColumn); ok {
				return u
			}
		}
	}
	for _, n := range l.numbers {
		if u, ok := of(n, "", "unit in the row"); ok && n.Primary {
			return u
		}
	}
	if n, c, ok := t.inColumn(l, labelQuantity); ok && n.Places != token.MoneyPlaces && n.Unit == "" {
		hasUnits := slices.ContainsFunc(t.columns, func(c column) bool { return c.label == labelUnit })
		if u, ok := of(n, cmp.Or(c.unit, token.UnitKWh), ruleColumn); ok && (c.unit != "" || !hasUnits) {
			return u
		}
	}
	return usage{}
}
