package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
)

const (
	// maxCandidates bounds the amounts per label that are tried in combination.
	maxCandidates = 16
	// clearMargin is by how much the best combination must beat the next one with other amounts.
	clearMargin = 0.12
	// sureScore is the score from which a labelled amount needs no confirmation.
	sureScore = 0.7
	// ruleComputed marks the amount that follows from the other two.
	ruleComputed = "computed from the other two amounts"
	// ruleAddsUp marks the amounts of a row in which net + VAT = gross.
	ruleAddsUp = "row that adds up"
)

// sums are the three amounts of an invoice as one candidate.
type sums struct {
	net, vat, gross lake.Money
	fields          [3]evidence // net, VAT, gross
	score           float64
	support         int // independent confirmations
	derived         bool
}

// classScores tell how much a row of the class speaks for being the sum of the invoice.
func classScore(c class, forecast bool) float64 {
	switch c {
	case classTotal:
		return 0.95
	case classFactual:
		return 1.25
	case classForecast:
		if forecast {
			return 0.9
		}
		return 0.1
	case classPlain:
		return 0.5
	case classBefore, classAfter, classCredit, classDifference:
		return 0.1
	}
	return 0.1
}

// single is an amount that a label announces.
type single struct {
	evidence

	amount lake.Money
}

// singles returns the amounts that labels of one kind announce, best first, without doubles.
func (p *part) singles(forecast bool, labels ...label) []single {
	var found []single
	for _, h := range p.hits(labels...) {
		weight := 0.75
		if h.entry.total || p.totalBefore(h) {
			weight = 1
		}
		if c := p.classOf(h.line, h.start); c != classPlain && c != classTotal {
			weight = classScore(c, forecast)
		}
		if e, ok := p.amountFor(h); ok {
			if e.rule == ruleAbove && p.headsRows(h.line) {
				weight = min(weight, 0.6) // the first row of a table, hardly the invoice
			}
			e.score = min(e.score*weight, 1)
			found = append(found, single{e, e.money()})
		}
	}
	slices.SortStableFunc(found, func(a, b single) int { return cmp.Compare(b.score, a.score) })
	if len(found) <= maxCandidates {
		return found
	}
	const largest = 4 // sections of points print totals too, none as large as the invoice's
	best, rest := found[:maxCandidates-largest], slices.Clone(found[maxCandidates-largest:])
	slices.SortStableFunc(rest, func(a, b single) int { return cmp.Compare(b.amount.Abs(), a.amount.Abs()) })
	return append(slices.Clone(best), rest[:largest]...)
}

// headsRows reports whether a line heads a table of several rows of amounts.
func (p *part) headsRows(l *line) bool {
	for _, t := range p.tables() {
		if t.head != l {
			continue
		}
		rows := 0
		for _, row := range t.rows {
			if len(amountsOf(row)) > 0 && p.classOf(row, firstValue(row)) == classPlain {
				rows++
			}
		}
		return rows > 1
	}
	return false
}

// totalBefore reports whether a total word stands in front of the label in its cell or the line's first cell.
func (p *part) totalBefore(h hit) bool {
	for _, other := range h.line.labels {
		if other.start < h.start && other.is(labelTotal) {
			return true
		}
	}
	return false
}

// candidates returns every combination of net, VAT and gross that adds up.
func (p *part) candidates(forecast bool) []sums {
	var found []sums
	nets, vats, grosses := p.singles(forecast, labelNet), p.singles(forecast, labelVAT), p.singles(forecast, labelGross)
	for _, l := range p.lines {
		for _, t := range triples(l) {
			if p.allNet(t) {
				continue
			}
			score := classScore(p.classOf(l, min(t.n.start, t.v.start, t.g.start)), forecast)
			if t.rate < 0 {
				score -= 0.1
			}
			if !t.ordered() {
				score -= 0.1
			}
			found = append(found, t.sums(score))
		}
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

// allNet reports whether the three amounts stand in columns of net amounts: "Energia netto", "Opłata handlowa netto", "Razem netto".
func (p *part) allNet(t triple) bool {
	for _, table := range p.tables() {
		if !slices.Contains(table.rows, t.line) {
			continue
		}
		vat, okVAT := table.columnOf(t.line.boxOf(t.v.start, t.v.end))
		gross, okGross := table.columnOf(t.line.boxOf(t.g.start, t.g.end))
		return okVAT && okGross && vat.label == labelNet && gross.label == labelNet
	}
	return false
}

// sums returns the row's amounts as a candidate.
func (t triple) sums(score float64) sums {
	e := func(n number) evidence {
		return newEvidence(t.line, n.start, n.end, n.money().String(), ruleAddsUp, min(score, 1))
	}
	return sums{net: t.net, vat: t.vat, gross: t.gross, fields: [3]evidence{e(t.n), e(t.v), e(t.g)}, score: score}
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

// anchors are amounts that confirm a candidate from outside: to pay, in words, the sum of the points.
type anchors struct {
	due     []lake.Money
	words   []wordedAmount
	pointed lake.Money // sum of the nets of the points, 0 if unknown
	items   lake.Money // sum of the nets of the bill's lines, 0 if unknown
}

// solve picks the amounts of the invoice. sure is false if another candidate is nearly as good.
func (p *part) solve(forecast bool, a anchors) (best sums, sure, ok bool) {
	found := p.candidates(forecast)
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
		if slices.ContainsFunc(a.words, func(w wordedAmount) bool { return w.equals(s.gross) }) {
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
		(best.score >= sureScore || best.support > 0) && !p.leavesDueOpen(best, a.due)
	return best, sure, true
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
