package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// anchors are amounts that confirm a candidate from outside: to pay, in words, the sum of the points.
type anchors struct {
	due     []lake.Money
	words   []token.WordedAmount
	pointed lake.Money // sum of the nets of the points, 0 if unknown
	items   lake.Money // sum of the nets of the bill's lines, 0 if unknown
}

// solve picks the amounts of the invoice. sure is false if another candidate is nearly as good.
func (p *part) solve(f *facts, a anchors) (best sums, sure, ok bool) {
	forecast := f.kind == lake.Forecast
	found := p.candidates(forecast, f.dues)
	if len(found) == 0 {
		return sums{}, false, false
	}
	for i := range found {
		s := &found[i]
		s.score += 0.04 * float64(min(s.support, 3))
		if slices.Contains(a.due, s.gross) {
			s.score += 0.2
			s.support++
		}
		if slices.ContainsFunc(a.words, func(w token.WordedAmount) bool { return w.Equals(s.gross) }) {
			s.score += 0.3
			s.support++
		}
		if a.pointed != 0 && a.pointed == s.net {
			s.score += 0.3
			s.support++
		}
		if a.items != 0 && a.items == s.net {
			s.score += 0.3
			s.support++
		}
		if p.restated(*s, forecast) {
			s.score += 0.1
			s.support++
		}
		if sumOfOthers(found, *s) {
			s.score += 0.25
			s.support++
		}
	}
	slices.SortStableFunc(found, func(x, y sums) int { return cmp.Compare(y.score, x.score) })
	best = found[0]
	sure = (len(found) == 1 || best.score-found[1].score >= clearMargin) && !p.contradicts(best, forecast) &&
		(best.score >= sureScore || best.support > 0) && !p.leavesDueOpen(best, a.due) && best.isTaxed() && !p.largerTotal(best)
	return best, sure, true
}

// largerTotal reports whether a row that says total prints three amounts that do not add up, one of them larger than the gross amount
// that was chosen from another row: then that is one of the parts.
func (p *part) largerTotal(s sums) bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		amounts := amountsOf(l)
		return l != s.fields[0].line && len(amounts) >= 3 && p.classOf(l, firstValue(l)) == classTotal && len(triples(l)) == 0 &&
			slices.ContainsFunc(amounts, func(n token.Number) bool { return n.Money().Abs() > s.gross.Abs() })
	})
}

// isTaxed reports whether an amount that was computed from the other two leaves just the tax of a rate: then both were read right.
func (s sums) isTaxed() bool { return !s.derived || taxed(s.net, s.vat) }

// taxed reports whether vat is just the tax of a rate on net.
func taxed(net, vat lake.Money) bool {
	const rounding = 1 // grosz: what is off by more was rounded row by row, and then the page says so
	return slices.ContainsFunc([]int{23, 8, 5}, func(rate int) bool { return (net.MulRate(rate) - vat).Abs() <= rounding })
}

// restated reports whether a label that says total announces the gross amount in another place.
func (p *part) restated(s sums, forecast bool) bool {
	return slices.ContainsFunc(p.singles(forecast, labelGross), func(o single) bool {
		return o.amount == s.gross && o.score >= sureScore && o.box != s.fields[2].box
	})
}

// contradicts reports whether a label announces another total than the one that was computed from the other two amounts.
func (p *part) contradicts(s sums, forecast bool) bool {
	if !s.derived {
		return false
	}
	for i, l := range []label{labelNet, labelVAT, labelGross} {
		if s.fields[i].rule != ruleComputed {
			continue
		}
		for _, other := range p.singles(forecast, l) {
			if other.score >= sureScore && other.value != s.fields[i].value {
				return true
			}
		}
	}
	return false
}

// leavesDueOpen reports whether the amount to pay differs from a gross amount that nothing else confirms, and the page names
// nothing that could make the difference.
func (p *part) leavesDueOpen(s sums, due []lake.Money) bool {
	return s.support == 0 && len(due) > 0 && !slices.Contains(due, s.gross) && !slices.Contains(due, 0) && len(p.hits(labelCredit, labelForecast)) == 0
}

// sumOfOthers reports whether two or more of the other candidates add up to s: then s is the sum over sections or rates.
func sumOfOthers(found []sums, s sums) bool {
	var net, gross lake.Money
	var parts []sums
	for _, o := range found {
		if !o.derived && o.gross.Abs() < s.gross.Abs() && o.net.Abs() < s.net.Abs() {
			parts = append(parts, o)
			net, gross = net+o.net, gross+o.gross
		}
	}
	if len(parts) >= 2 && net == s.net && gross == s.gross {
		return true
	}
	for i, a := range parts[:min(len(parts), maxCandidates)] {
		for _, b := range parts[i+1 : min(len(parts), maxCandidates)] {
			if a.net+b.net == s.net && a.gross+b.gross == s.gross {
				return true
			}
		}
	}
	return false
}

// readAmounts decides net, VAT and gross.
func (p *part) readAmounts(f *facts) {
	var a anchors
	for _, d := range f.dues {
		a.due = append(a.due, d.amount)
	}
	for _, w := range f.worded {
		a.words = append(a.words, w.WordedAmount)
	}
	if len(f.points) > 1 {
		for _, pt := range f.points {
			a.pointed += pt.netted
		}
	}
	for _, it := range f.items {
		if it.priced {
			a.items += it.net.Money()
		}
	}
	f.sums, f.has.sumsClear, f.has.sums = p.solve(f, a)
	p.keepPrinted(f)
	p.settleDue(f)
}
