package extract

// feeSums adds up the kWh of each fee, the most telling fee first.
func feeSums(items []item) []usage {
	type key struct {
		fee  fee
		name string
	}
	var keys []key
	sums := map[key]*usage{}
	priced := map[fee]bool{}
	for _, it := range items {
		priced[it.fee] = priced[it.fee] || (it.priced && it.isEnergy)
	}
	for _, it := range items {
		if !it.priced && priced[it.fee] && it.energy != 0 { // words about energy, not a row of the bill
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
				u.value = u.energy.String()
				ordered = append(ordered, u)
			}
		}
	}
	return ordered
}
