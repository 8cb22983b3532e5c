package extract

import "wattlake/lake"

// amountFor returns the amount that a label announces, in the leftmost-longest reading of the first place that has one.
func (p *part) amountFor(h hit) (evidence, bool) {
	for _, z := range p.zones(h) {
		for _, n := range z.line.numbers {
			if !n.primary || n.start < z.start || n.end > z.end || !amountLike(n) {
				continue
			}
			between := z.line.fold[z.start:n.start]
			if h.is(labelDue) { // "Należność płatna do 20.05.2026: 796,04 zł"
				between = withoutPeriod(z.line, z.start, n.start)
			}
			if leads(between) {
				n = p.rowTotal(z, n)
				switch h.entry.label {
				case labelDue, labelRefund, labelCredit, labelForecast:
					n = grossBehind(z, n)
				default:
				}
				return newEvidence(z.line, n.start, n.end, n.money().String(), z.rule, z.score), true
			}
			break
		}
	}
	return evidence{}, false
}

// rowTotal returns the last amount behind a label instead of the first if it is the sum of the others and stands below a word for totals:
// "Netto | 448,45 | 197,30 | 645,75" under "Energia | Dystrybucja | Razem".
func (p *part) rowTotal(z zone, first number) number {
	if z.rule != ruleLeft {
		return first
	}
	var row []number
	var sum lake.Money
	for _, n := range z.line.numbers {
		if n.primary && n.start >= first.start && n.end <= z.end && n.isAmount() {
			row = append(row, n)
			sum += n.money()
		}
	}
	if len(row) < 3 || sum != 2*row[len(row)-1].money() {
		return first
	}
	last := row[len(row)-1]
	box := z.line.boxOf(last.start, last.end)
	for i := z.line.index - 1; i >= max(0, z.line.index-2*maxBelowLines); i-- {
		l := p.lines[i]
		for _, h := range l.labels {
			if h.is(labelTotal) && l.page == z.line.page && len(amountsOf(l)) == 0 && aligned(l.boxOf(h.start, h.end), box) {
				return last
			}
		}
	}
	return first
}

// grossBehind returns the gross amount of a row of net, VAT and gross that begins with the first amount, else that amount: what is to
// pay includes the tax.
func grossBehind(z zone, first number) number {
	for _, t := range triples(z.line) {
		if t.n.start == first.start && t.ordered() && t.g.end <= z.end {
			return t.g
		}
	}
	return first
}

// amountLike reports whether a number is an amount: two decimals, or a whole number with its currency.
func amountLike(n number) bool {
	return n.isAmount() || (n.places == 0 && n.unit == unitMoney)
}
