package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// candidates returns every combination of net, VAT and gross that adds up; what is to pay may be the gross amount that a row has lost.
func (p *part) candidates(forecast bool, dues []payable) []sums {
	var found []sums
	nets, vats, grosses := p.singles(forecast, labelNet), p.singles(forecast, labelVAT), p.singles(forecast, labelGross)
	for _, l := range p.lines {
		for _, t := range triples(l) {
			if p.allNet(t) {
				continue
			}
			score := classScore(p.classOf(l, min(t.n.Start, t.v.Start, t.g.Start)), forecast)
			if t.rate < 0 {
				score -= 0.1
			}
			if !t.ordered() {
				score -= 0.1
			}
			found = append(found, t.sums(score))
		}
		if s, ok := p.untaxed(l, forecast); ok {
			found = append(found, s)
		}
		if s, ok := p.completed(l, dues); ok {
			found = append(found, s)
		}
		if s, ok := p.mendedTotal(l, dues); ok {
			found = append(found, s)
		}
	}
	if s, ok := p.sectionsTotal(forecast, dues); ok {
		found = append(found, s)
	}
	for _, n := range nets {
		for _, g := range grosses {
			for _, v := range vats {
				if n.amount+v.amount == g.amount && (rateOf(n.amount, v.amount) != 0 || n.amount == 0) {
					found = append(found, joined(n, v, g))
				}
			}
			if vat := g.amount - n.amount; rateOf(n.amount, vat) > 0 && n.box != g.box {
				found = append(found, derive(n, single{amount: vat}, g))
			}
		}
		for _, v := range vats {
			if rateOf(n.amount, v.amount) > 0 && n.box != v.box {
				found = append(found, derive(n, v, single{amount: n.amount + v.amount}))
			}
		}
	}
	for _, g := range grosses {
		for _, v := range vats {
			if rateOf(g.amount-v.amount, v.amount) > 0 && g.box != v.box {
				found = append(found, derive(single{amount: g.amount - v.amount}, v, g))
			}
		}
	}
	return merge(found)
}

// completed returns the sums of a recognised row that says total and has lost its gross amount, where net and VAT add up to what is to pay.
func (p *part) completed(l *line, dues []payable) (s sums, ok bool) {
	amounts := amountsOf(l)
	if !l.ocr || len(amounts) != 2 || p.classOf(l, amounts[0].Start) != classTotal || rateOf(amounts[0].Money(), amounts[1].Money()) <= 0 {
		return sums{}, false
	}
	t := triple{line: l, n: amounts[0], v: amounts[1], g: amounts[1], net: amounts[0].Money(), vat: amounts[1].Money()}
	t.gross = t.net + t.vat
	at := slices.IndexFunc(dues, func(d payable) bool { return d.amount == t.gross && d.line != l })
	if at < 0 {
		return sums{}, false
	}
	s = t.sums(classScore(classTotal, false))
	s.fields[2] = dues[at].evidence
	return s, true
}

// untaxedWords say that the buyer accounts for the tax, or that there is none.
var untaxedWords = []token.Pattern{token.NewPattern("odwrotne obciążenie"), token.NewPattern("odwrotnego obciążenia"), token.NewPattern("reverse charge"), token.NewPattern("zwolnion* z vat")}

// untaxed returns the sums of a total row in which the tax is zero and net and gross are one amount, where the document says why.
func (p *part) untaxed(l *line, forecast bool) (s sums, ok bool) {
	amounts := amountsOf(l)
	if len(amounts) != 3 || amounts[1].Value != 0 || amounts[0].Value == 0 || amounts[0].Value != amounts[2].Value ||
		p.classOf(l, amounts[0].Start) != classTotal || !p.has(untaxedWords...) {
		return sums{}, false
	}
	t := triple{line: l, n: amounts[0], v: amounts[1], g: amounts[2], net: amounts[0].Money(), gross: amounts[2].Money()}
	return t.sums(classScore(classTotal, forecast)), true
}

// allNet reports whether the three amounts stand in columns of net amounts: "Energia netto", "Opłata handlowa netto", "Razem netto".
func (p *part) allNet(t triple) bool {
	for _, table := range p.tables() {
		if !slices.Contains(table.rows, t.line) {
			continue
		}
		vat, okVAT := table.columnOf(t.line.boxOf(t.v.Start, t.v.End))
		gross, okGross := table.columnOf(t.line.boxOf(t.g.Start, t.g.End))
		return okVAT && okGross && vat.label == labelNet && gross.label == labelNet
	}
	return false
}

// joined combines three labelled amounts.
func joined(n, v, g single) sums {
	return sums{
		net: n.amount, vat: v.amount, gross: g.amount, fields: [3]evidence{n.evidence, v.evidence, g.evidence},
		score: (n.score + v.score + g.score) / 3,
	}
}

// derive combines two labelled amounts with the third that follows from them.
func derive(n, v, g single) sums {
	s := joined(n, v, g)
	s.score, s.derived = (n.score+v.score+g.score)/2-0.2, true
	for i, amount := range []lake.Money{n.amount, v.amount, g.amount} {
		if s.fields[i].value == "" {
			s.fields[i] = evidence{value: amount.String(), rule: ruleComputed, confidence: 1, score: 0.9}
		}
	}
	return s
}

// merge joins candidates with equal amounts: the best stands for all, each further place is a confirmation.
func merge(found []sums) []sums {
	slices.SortStableFunc(found, func(a, b sums) int { return cmp.Compare(b.score, a.score) })
	var merged []sums
	for _, s := range found {
		at := slices.IndexFunc(merged, func(o sums) bool { return o.net == s.net && o.gross == s.gross })
		if at < 0 {
			merged = append(merged, s)
			continue
		}
		if !s.derived {
			merged[at].support++
		}
	}
	return merged
}
