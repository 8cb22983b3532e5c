package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// tableUsage adds up a column of consumption, or takes its total row. Vendors bill whole kWh.
func (p *part) tableUsage(lines []*line, items []item) (usage, bool) {
	for _, t := range p.tables() {
		if u, ok := p.columnUsage(t, lines, items); ok {
			return u, true
		}
	}
	return usage{}, false
}

// columnUsage adds up the consumption column of a table. Equal values in rows of sale and of distribution are the same kWh.
func (p *part) columnUsage(t table, lines []*line, items []item) (usage, bool) {
	var u usage
	var first lake.Energy
	found, same, rows, places, confirmed := false, true, 0, 0, true
	fee, name := p.tellingFee(t, lines)
	for _, l := range t.rows {
		n, c, ok := p.consumptionIn(l, t)
		if fee != feeNone && ok && p.classOf(l, n.Start) != classTotal {
			if words := p.wordsOf(l); feeOf(words) != fee || (fee == feePerKWh && string(words) != name) {
				continue
			}
		}
		if !ok || !slices.Contains(lines, l) || p.isForecastOnly(c.Text) || lineHas(l, labelDue, labelRefund, labelDueDate) {
			continue
		}
		energy, ok := energyOf(n, cmp.Or(c.unit, token.UnitKWh))
		if !ok || isDecoy(l.fold[:firstValue(l)]) || (found && n.Places != places) {
			continue
		}
		if p.classOf(l, n.Start) == classTotal {
			u.proven = found && u.energy == billed(energy)
			u.disputed = found && !u.proven && !lineHas(l, labelForecast)
			break
		}
		e := newEvidence(l, n.Start, n.End, "", ruleColumn, 0.85)
		if found {
			e.raw = u.raw + " + " + e.raw
			e.confidence = min(e.confidence, u.confidence)
		} else {
			first, places = energy, n.Places
		}
		same = same && energy == first
		confirmed = confirmed && rowConfirms(l, n, items)
		u.energy += billed(energy)
		e.value = u.energy.String()
		u.evidence, found = e, true
		rows++
	}
	u.summed = rows > 1
	u.backed = confirmed
	if found && rows > 1 && same && saleAndDistribution(t.rows) {
		u.energy, u.summed = billed(first), false
		u.value = u.energy.String()
	}
	return u, found
}

// consumptionIn returns the consumption of a row: the sum beside the parts of the day, else the sum of those, else what stands in the column.
func (p *part) consumptionIn(l *line, t table) (token.Number, column, bool) {
	if n, c, ok := t.zonesTotal(l, labelConsumption); ok {
		return n, c, true
	}
	if n, c, ok := p.sumOfZones(l, t, labelConsumption); ok {
		return n, c, true
	}
	return t.inColumn(l, labelConsumption)
}

// rowConfirms reports whether a row itself proves its quantity: with its price it gives the row's net amount, or it is the difference of
// two meter readings.
func rowConfirms(l *line, quantity token.Number, items []item) bool {
	if d, ok := meterDifference(l); ok && d.Start == quantity.Start {
		return true
	}
	return slices.ContainsFunc(items, func(it item) bool { return it.line == l && it.priced && it.quantity.Start == quantity.Start })
}

// tellingFee returns the fee whose rows tell the consumption where the rows of a table are fees, each charged for the same kWh; feeNone if
// they are not.
func (p *part) tellingFee(t table, lines []*line) (fee, string) {
	best, name := feeNone, ""
	for _, l := range t.rows {
		if _, _, ok := t.inColumn(l, labelConsumption); !ok || !slices.Contains(lines, l) {
			continue
		}
		words := p.wordsOf(l)
		if f := feeOf(words); f != feeNone && f != feeOther && (best == feeNone || f < best) {
			best, name = f, string(words)
		}
	}
	return best, name
}

// saleAndDistribution reports whether the rows of a table are the two parts of a bill.
func saleAndDistribution(rows []*line) bool {
	sale, distribution := false, false
	for _, l := range rows {
		words := l.fold[:firstValue(l)]
		sale = sale || contains(words, token.NewPattern("sprzedaż*")) || feeOf(words) == feeActive
		distribution = distribution || contains(words, token.NewPattern("dystrybuc*"))
	}
	return sale && distribution
}
