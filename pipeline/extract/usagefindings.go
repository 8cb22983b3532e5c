package extract

import (
	"fmt"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

func (p *part) judgeUsage(f *facts, add addFinding) {
	switch {
	case !f.has.usage && f.change.only && chargesBothWays(f.items):
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Korekta odejmuje i dolicza energię, ale nie wiadomo, które wiersze tworzą zużycie.", "The correction takes energy back and charges it, but it is not clear which rows make the consumption.")
	case !f.has.usage && f.change.only:
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption,
			"Korekta podaje tylko zmianę zużycia, nie zużycie po korekcie.", "The correction states the change of the consumption only, not the consumption after it.")
	case !f.has.usage && f.kind == lake.Correction && f.has.sums && (f.sums.gross == 0 || p.leavesUsage()) && !p.has(wordKWh, wordMWh): // of names, addresses, fees
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption, "Korekta nie podaje zużycia energii.", "The correction does not state a consumption.")
	case !f.has.usage && f.speaksOf:
		add(lake.FindingNoConsumption, lake.NeedsReview, lake.FieldConsumption, "Nie znaleziono zużycia energii.", "No consumption was found.")
	case !f.has.usage:
		add(lake.FindingNoConsumption, lake.Warning, lake.FieldConsumption,
			"Dokument nie podaje zużycia energii.", "The document does not state a consumption.")
	case f.usage.disputed && f.usage.total == 0:
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Na dokumencie są różne wartości zużycia; sprawdź zużycie.", "The document states different consumptions; check it.")
	case f.implausible():
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Zużycie nie pasuje do kwoty; sprawdź zużycie.", "The consumption does not fit the amount; check it.")
	case f.usage.summed && !f.usage.proven && !f.usage.backed:
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption,
			"Zużycie jest tylko sumą kolumny i nic go nie potwierdza; sprawdź zużycie.", "The consumption is only the sum of a column, and nothing confirms it; check it.")
	case f.usage.energy < 0:
		add(lake.FindingLowConfidence, lake.NeedsReview, lake.FieldConsumption, "Zużycie jest ujemne.", "The consumption is negative.")
	case f.usage.total != 0 && f.usage.total != f.usage.energy:
		add(lake.FindingVendorTotal, lake.NeedsReview, lake.FieldConsumption,
			fmt.Sprintf("Wydrukowane zużycie %s kWh różni się od sumy pozycji %s kWh.", f.usage.energy, f.usage.total),
			fmt.Sprintf("The printed consumption %s kWh differs from the sum of the lines, %s kWh.", f.usage.energy, f.usage.total))
	}
}

// leavesUsage reports whether a correction says that the consumption stays as it was.
func (p *part) leavesUsage() bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		return lineHas(l, labelConsumption) && slices.ContainsFunc(unchangedWords, func(w token.Pattern) bool { return contains(l.fold, w) })
	})
}

// chargesBothWays reports whether rows of one name and part of the day take energy back and charge it anew.
func chargesBothWays(items []item) bool {
	taken, anew := map[string]bool{}, map[string]bool{}
	for _, it := range items {
		if it.priced && it.isEnergy {
			row := it.name + "|" + it.zone
			taken[row] = taken[row] || it.quantity.Value < 0
			anew[row] = anew[row] || it.quantity.Value > 0
			if taken[row] && anew[row] {
				return true
			}
		}
	}
	return false
}

// implausible reports whether a consumption that only one place tells costs an unlikely amount for each kWh.
func (f *facts) implausible() bool {
	const (
		wattHours          = 1000
		smallNet           = 100_00 // grosze: fixed fees alone may be as high
		dearest, cheapest  = 10_00, 2
		fewest, fewestCost = 100 * wattHours, 1_00
	)
	unlikely := func(u usage, net lake.Money) bool {
		if u.proven || u.energy <= 0 || net <= 0 {
			return false
		}
		perKWh := int64(net) * wattHours / int64(u.energy)
		return (net > smallNet && perKWh > dearest) || (u.energy > fewest && net > fewestCost && perKWh < cheapest)
	}
	if f.kind == lake.Correction {
		return false
	}
	return (f.has.sums && unlikely(f.usage, f.sums.net)) || slices.ContainsFunc(f.points, func(pt point) bool { return unlikely(pt.energy, pt.netted) })
}
