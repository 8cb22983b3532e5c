package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// readUsage decides the consumption: of the only point, else the sum over the points.
func (p *part) readUsage(f *facts) {
	if len(f.points) <= 1 {
		f.usage, f.has.usage = p.consumptionOf(p.lines, f.items)
		if !f.has.usage && len(f.points) == 1 && f.points[0].energy.value != "" {
			f.usage, f.has.usage = f.points[0].energy, true
		}
		return
	}
	f.usage, f.has.usage = sumOverPoints(f.points)
	total := p.totalEnergy()
	if all, ok := p.consumptionOf(p.lines, f.items); ok && total == 0 && len(f.points) > 1 && sharesLine(f.points, 0) {
		total = all.energy
	}
	if total != 0 && !f.has.usage { // a point's figure is missing, so nothing confirms the total
		f.usage = usage{evidence: evidence{value: total.String(), rule: ruleColumn, confidence: 1, score: doubtful}, energy: total, summed: true}
		f.has.usage = true
		return
	}
	f.usage.total = total
	if totals := p.totalsInUnits(); f.usage.total == 0 && (slices.Contains(totals, f.usage.energy) || len(totals) == 1) {
		f.usage.total = totals[max(0, slices.Index(totals, f.usage.energy))]
	}
	f.usage.proven = f.usage.proven || (f.usage.total != 0 && f.usage.total == f.usage.energy)
}

// totalsInUnits returns the only quantities of energy, with their units, of lines that say total.
func (p *part) totalsInUnits() []lake.Energy {
	var found []lake.Energy
	for _, l := range p.lines {
		if p.classOf(l, firstValue(l)) != classTotal {
			continue
		}
		energies := slices.DeleteFunc(slices.Clone(l.numbers), func(n token.Number) bool { return !isEnergy(n) })
		if len(energies) == 1 {
			energy, _ := energyOf(energies[0], "")
			found = append(found, energy)
		}
	}
	return found
}

// totalEnergy returns the consumption in the total row of a table, 0 if none is printed. Of several such rows the last is the sum of the
// others, or all are totals of points.
func (p *part) totalEnergy() lake.Energy {
	for _, t := range p.tables() {
		var sum, last lake.Energy
		for _, l := range t.rows {
			if p.classOf(l, firstValue(l)) != classTotal {
				continue
			}
			n, c, ok := p.consumptionIn(l, t)
			if ok && n.Places != token.MoneyPlaces {
				if energy, ok := energyOf(n, cmp.Or(c.unit, token.UnitKWh)); ok {
					sum, last = sum+energy, energy
				}
			}
		}
		if last != 0 && sum == 2*last {
			return last
		}
		if sum != 0 {
			return sum
		}
	}
	return 0
}

func sumOverPoints(points []point) (usage, bool) {
	u := usage{evidence: evidence{rule: "sum over the points", confidence: 1, score: 0.95}, proven: true, backed: true}
	for _, pt := range points {
		if pt.energy.value == "" {
			return usage{}, false
		}
		u.energy += pt.energy.energy
		u.score = min(u.score, pt.energy.score)
		u.confidence = min(u.confidence, pt.energy.confidence)
		u.disputed = u.disputed || pt.energy.disputed
		u.proven = u.proven && pt.energy.proven
		u.summed = u.summed || pt.energy.summed
		u.backed = u.backed && (pt.energy.proven || pt.energy.backed || !pt.energy.summed)
	}
	u.value = u.energy.String()
	return u, true
}
