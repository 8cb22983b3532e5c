package extract

import (
	"slices"

	"wattlake/pipeline/extract/token"
)

// zonesBeside returns what a row charges for the parts of the day whose columns stand beside those of its first item: "1 240 | 0,8120 |
// 1 006,88 | 3 085 | 0,6215 | 1 917,33" below "Szczyt" and "Pozaszczyt". It names the zone of the first item too.
func (p *part) zonesBeside(first []item) []item {
	var beside []item
	if p.columnState(first[0].line, first[0].net) != classPlain { // what stands beside it is another state of the same
		return nil
	}
	for last := first[0]; last.priced; last = beside[len(beside)-1] {
		next := last
		if next.priced = false; !next.priceBehind(last.net.End) || next.price.Places != first[0].price.Places {
			break
		}
		p.headedEnergy(&next)
		beside = append(beside, next)
	}
	zones := p.zonesOver(first[0].line)
	for i := range beside {
		if len(zones) != len(beside)+1 { // it is not clear what it is about
			beside[i].fee = feeNone
			continue
		}
		first[0].zone, beside[i].zone = zones[0], zones[i+1]
	}
	return beside
}

// corrected returns what a row charges after a correction whose states stand side by side: "8568 | 0,4935 | 4 228,31 | 7516 | 0,4935 | 3 709,15"
// below "Było" and "Po korekcie". Another row is returned as it is.
func (p *part) corrected(it item) item {
	for next := it; next.priced && next.priceBehind(next.net.End); {
		if p.columnState(it.line, next.net) == classAfter {
			return next
		}
	}
	return it
}

// columnState returns the state of a correction that the heading above a number of a row names.
func (p *part) columnState(l *line, n token.Number) class {
	for _, t := range p.tables() {
		if slices.Contains(t.rows, l) {
			if c, ok := t.columnOf(l.boxOf(n.Start, n.End)); ok {
				return c.state
			}
		}
	}
	return classPlain
}

// priceBehind reads the next quantity × price = net to the right of a place, in that order, and reports whether there is one.
func (it *item) priceBehind(at int) bool {
	l := it.line
	if len(l.numbers) > maxRowAmounts {
		return false
	}
	for _, quantity := range l.numbers {
		for _, price := range l.numbers {
			for _, net := range l.numbers {
				if quantity.Start < at || price.Start < quantity.End || net.Start < price.End || !quantity.Primary || !price.Primary || !net.Primary ||
					quantity.Unit == token.UnitPercent || price.Places < 2 || !net.IsAmount() || !multiplies(quantity, price, net) {
					continue
				}
				it.quantity, it.price, it.net, it.priced = quantity, price, net, true
				it.energy, it.isEnergy = energyOf(quantity, "")
				it.implyEnergy()
				return true
			}
		}
	}
	return false
}

// headedEnergy takes the quantity of a fee for energy where its row prints no unit and the heading above it does: prices of a MWh do not tell it.
func (p *part) headedEnergy(it *item) {
	if !it.priced || it.isEnergy || it.fee == feeNone || it.fee == feeOther || it.quantity.Unit != "" {
		return
	}
	if _, ok := it.line.unitCell(); ok {
		return
	}
	it.energy, it.isEnergy = energyOf(it.quantity, p.columnUnit(it.line, it.quantity))
}
