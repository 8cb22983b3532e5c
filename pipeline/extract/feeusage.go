package extract

import "wattlake/pipeline/extract/token"

// feeSums adds up the kWh of each fee, the most telling fee first.
func feeSums(items []item) []usage {
	type key struct {
		fee  fee
		name string
	}
	var keys []key
	sums := map[key]*usage{}
	priced, partial := map[fee]bool{}, map[fee]bool{}
	for _, it := range items {
		priced[it.fee] = priced[it.fee] || (it.priced && it.isEnergy)
	}
	for _, it := range items {
		if !it.priced && priced[it.fee] && it.energy != 0 { // words about energy, or a row of the bill that was misread
			partial[it.fee] = partial[it.fee] || it.isCharged()
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
			continue
		}
		keys = append(keys, k)
		sums[k] = &usage{evidence: e, energy: it.energy, backed: it.priced}
	}
	var ordered []usage
	for _, f := range []fee{feeActive, feeVariable, feePerKWh} {
		for _, k := range keys {
			if k.fee == f {
				u := *sums[k]
				u.value, u.partial = u.energy.String(), partial[f]
				ordered = append(ordered, u)
			}
		}
	}
	return ordered
}

// isCharged reports whether a price and an amount of money stand behind the quantity, as in a row of the bill.
func (it item) isCharged() bool {
	behind := 0
	for _, n := range it.line.numbers {
		if n.Primary && n.Start >= it.quantity.End && n.Places >= token.MoneyPlaces {
			behind++
		}
	}
	return behind > 1
}
