package extract

import (
	"math"

	"wattlake/pipeline/extract/token"
)

// feeSums adds up the kWh of each fee, the most telling fee first.
func feeSums(items []item) []usage {
	type key struct {
		fee  fee
		name string
	}
	var keys []key
	sums := map[key]*usage{}
	priced, doubted := map[fee]bool{}, map[fee]bool{}
	for _, it := range items {
		priced[it.fee] = priced[it.fee] || (it.priced && it.isEnergy)
	}
	for _, it := range items {
		if !it.priced && priced[it.fee] && it.energy != 0 { // words about energy, or a row of the bill that was misread
			doubted[it.fee] = doubted[it.fee] || it.contradicted()
			continue
		}
		if !it.isEnergy || it.fee == feeNone || it.fee == feeOther || isDecoy(it.line.fold[:firstValue(it.line)]) {
			continue
		}
		k := key{fee: it.fee}
		if it.fee == feePerKWh {
			k.name = it.name
		}
		e := newEvidence(it.line, it.quantity.Start, it.quantity.End, "", ruleRows, 0.9)
		if u, ok := sums[k]; ok {
			u.energy += it.energy
			u.raw += " + " + e.raw
			u.confidence = min(u.confidence, e.confidence)
			u.summed, u.backed = true, u.backed && it.priced
			u.doubted = u.doubted || (!it.priced && it.contradicted())
			continue
		}
		keys = append(keys, k)
		sums[k] = &usage{evidence: e, energy: it.energy, backed: it.priced, doubted: !it.priced && it.contradicted()}
	}
	var ordered []usage
	for _, f := range []fee{feeActive, feeVariable, feePerKWh} {
		for _, k := range keys {
			if k.fee == f {
				u := *sums[k]
				u.value, u.doubted = u.energy.String(), u.doubted || doubted[f]
				ordered = append(ordered, u)
			}
		}
	}
	return ordered
}

// contradicted reports whether a price and amounts of money stand behind the quantity, as in a row of the bill, and it gives none of them. Prices
// with the tax are rounded.
func (it item) contradicted() bool {
	const rounding = 100 // parts of an amount
	var behind []token.Number
	for _, n := range it.line.numbers {
		if n.Primary && n.Start >= it.quantity.End && n.Places >= token.MoneyPlaces {
			behind = append(behind, n)
		}
	}
	for i, price := range behind {
		for _, amount := range behind[i+1:] {
			product := float64(it.quantity.Value) / token.Micro * float64(price.Value)
			if off := math.Abs(product - float64(amount.Value)); off <= math.Abs(float64(amount.Value))/rounding+token.Micro/100 {
				return false
			}
		}
	}
	return len(behind) > 1
}
