package extract

import (
	"cmp"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
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

// sums returns the row's amounts as a candidate.
func (t triple) sums(score float64) sums {
	e := func(n token.Number) evidence {
		return newEvidence(t.line, n.Start, n.End, n.Money().String(), ruleAddsUp, min(score, 1))
	}
	return sums{net: t.net, vat: t.vat, gross: t.gross, fields: [3]evidence{e(t.n), e(t.v), e(t.g)}, score: score}
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
		if qualifies(h) {
			continue
		}
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
			if c := p.classOf(e.line, firstValue(e.line)); e.rule == ruleAbove && c != classPlain && c != classTotal {
				weight = min(weight, classScore(c, forecast)) // a row of its own kind
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

// qualifies reports whether a label only says in brackets what an amount of another name is: "Zafakturowano wcześniej (brutto)".
func qualifies(h hit) bool {
	c := h.line.cells[h.line.cellAt(h.start)]
	return h.start > c.start+1 && h.line.fold[h.start-1] == '(' && h.end < len(h.line.fold) && h.line.fold[h.end] == ')' && hasLetters(h.line.fold[c.start:h.start])
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
