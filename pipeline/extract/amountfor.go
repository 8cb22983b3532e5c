package extract

import (
	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// amountFor returns the amount that a label announces, in the leftmost-longest reading of the first place that has one.
func (p *part) amountFor(h hit) (evidence, bool) {
	for _, z := range p.zones(h) {
		for _, n := range z.line.numbers {
			if !n.Primary || n.Start < z.start || n.End > z.end || !amountLike(n) {
				continue
			}
			between := z.line.fold[z.start:n.Start]
			if h.is(labelDue) { // "Należność płatna do 20.05.2026: 796,04 zł"
				between = withoutPeriod(z.line, z.start, n.Start)
			}
			if token.Leads(between) {
				n = p.rowTotal(z, n)
				switch h.entry.label {
				case labelDue, labelRefund, labelCredit, labelForecast:
					n = grossBehind(z, n)
				default:
				}
				return newEvidence(z.line, n.Start, n.End, n.Money().String(), z.rule, z.score), true
			}
			break
		}
	}
	return evidence{}, false
}

// rowTotal returns the last amount behind a label instead of the first if it is the sum of the others and stands below a word for totals:
// "Netto | 448,45 | 197,30 | 645,75" under "Energia | Dystrybucja | Razem".
func (p *part) rowTotal(z zone, first token.Number) token.Number {
	if z.rule != ruleLeft {
		return first
	}
	var row []token.Number
	var sum lake.Money
	for _, n := range z.line.numbers {
		if n.Primary && n.Start >= first.Start && n.End <= z.end && n.IsAmount() {
			row = append(row, n)
			sum += n.Money()
		}
	}
	if len(row) < 3 || sum != 2*row[len(row)-1].Money() {
		return first
	}
	last := row[len(row)-1]
	box := z.line.boxOf(last.Start, last.End)
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
func grossBehind(z zone, first token.Number) token.Number {
	for _, t := range triples(z.line) {
		if t.n.Start == first.Start && t.ordered() && t.g.End <= z.end {
			return t.g
		}
	}
	return first
}

// amountLike reports whether a number is an amount: two decimals, or a whole number with its currency.
func amountLike(n token.Number) bool {
	return n.IsAmount() || (n.Places == 0 && n.Unit == token.UnitMoney)
}
