package extract

import (
	"slices"
	"strings"

	"wattlake/lake"
)

// dated returns the first date that labels of one kind announce: in the order of the dictionary's trust, then of the page.
func (p *part) dated(l label) (evidence, bool) {
	var best evidence
	for _, h := range p.hits(l) {
		if h.entry.text == "z dnia" || otherInvoice(h) || (l == labelDueDate && isDecoy(h.line.fold[:h.start])) {
			continue
		}
		if e, ok := p.dateFor(h); ok && (e.score > best.score || (l == labelDueDate && e.score == best.score && e.value > best.value)) && (e.rule != ruleAbove || !p.listsDates(h)) {
			best = e
		}
	}
	return best, best.value != ""
}

// listsDates reports whether a label heads a column of several dates: a list, not the invoice's own date.
func (p *part) listsDates(h hit) bool {
	count := 0
	for _, z := range p.below(h) {
		if slices.ContainsFunc(z.line.labels, func(o hit) bool { return o.end <= z.start && !isUnitLabel(o) }) {
			break // the dates of another label at their left
		}
		if slices.ContainsFunc(z.line.dates, func(d dateToken) bool { return d.start >= z.start && d.end <= z.end }) {
			count++
		}
	}
	return count > 1
}

// otherInvoice reports whether a date's label belongs to another invoice that its line names: "do faktury X data wystawienia".
func otherInvoice(h hit) bool {
	c := h.line.cells[h.line.cellAt(h.start)]
	for _, head := range headings(h.line) {
		if head.reference && head.start < h.start && head.start >= c.start {
			return true
		}
	}
	return false
}

// invoicePeriod is a period with its place.
type invoicePeriod struct {
	period

	line  *line
	score float64
	rule  string
}

// periodOf returns the period of the invoice: the labelled one that is most often printed, earlier ones first.
func (p *part) periodOf() (best invoicePeriod, sure, ok bool) {
	var found []invoicePeriod
	for _, h := range p.hits(labelPeriod) {
		if before := h.line.fold[h.line.cells[h.line.cellAt(h.start)].start:h.end]; isDecoy(before) || p.isForecastOnly(string(before)) {
			continue
		}
		if per, l, score, rule, ok := p.periodFor(h); ok {
			found = append(found, invoicePeriod{per, l, score + labelTrust(h), rule})
		}
	}
	if len(found) == 0 {
		for _, h := range p.hits(labelSold) {
			if per, l, score, rule, ok := p.salePeriod(h); ok {
				return invoicePeriod{per, l, score, rule}, true, true
			}
		}
		if p.kind == lake.Other {
			return invoicePeriod{}, false, false
		}
		return p.linePeriod()
	}
	for i := range found {
		for j := range found {
			if i != j && found[i].from == found[j].from && found[i].to == found[j].to {
				found[i].score += 0.05
			}
		}
	}
	best = found[0]
	for _, f := range found[1:] {
		if f.score > best.score+0.01 {
			best = f
		}
	}
	sure = true
	for _, f := range found {
		if (f.from != best.from || f.to != best.to) && f.score >= best.score && !within(f.period, best.period) {
			sure = false
		}
	}
	best.score = min(best.score, 1)
	return best, sure, true
}

// salePeriod reads the period that some invoices print as their date of sale.
func (p *part) salePeriod(h hit) (period, *line, float64, string, bool) {
	for _, z := range p.zones(h) {
		for _, per := range periodsOf(z.line) {
			if per.start >= z.start && per.start < z.end && per.from != per.to {
				return per, z.line, z.score, z.rule, true
			}
		}
	}
	return period{}, nil, 0, "", false
}

// labelTrust prefers explicit wordings of the period to general ones.
func labelTrust(h hit) float64 {
	switch {
	case strings.Contains(h.entry.text, "rozlicz") || strings.Contains(h.entry.text, "prognoz"):
		return 0.1
	case strings.HasPrefix(h.entry.text, "za okres"), strings.HasPrefix(h.entry.text, "za mies"):
		return 0.08
	case h.entry.text == "okres":
		return 0
	}
	return 0.05
}

func within(inner, outer period) bool {
	return !inner.from.Before(outer.from) && !outer.to.Before(inner.to)
}

// linePeriod returns the span of the periods printed in the bill's lines, for an invoice that labels none.
func (p *part) linePeriod() (best invoicePeriod, sure, ok bool) {
	sure = true
	rows := map[*line]bool{}
	for _, t := range p.tables() {
		for _, l := range t.rows {
			rows[l] = true
		}
	}
	for _, l := range p.lines {
		if len(amountsOf(l)) == 0 && len(l.numbers) < 2 && !lineHas(l, labelPeriod) && !rows[l] {
			continue
		}
		for _, per := range periodsOf(l) {
			if !ok {
				best, ok = invoicePeriod{per, l, 0.7, "period of the bill's lines"}, true
				continue
			}
			sure = sure && within(per, best.period)
			if per.from.Before(best.from) {
				best.from = per.from
			}
			if best.to.Before(per.to) {
				best.to = per.to
			}
		}
	}
	if !ok {
		return p.onlyPeriod()
	}
	return best, sure, ok
}

// onlyPeriod returns the period that the invoice prints without a label, if it prints no other.
func (p *part) onlyPeriod() (best invoicePeriod, sure, ok bool) {
	for _, l := range p.lines {
		if lineHas(l, labelOtherPeriod) || isDecoy(l.fold) {
			continue
		}
		for _, per := range periodsOf(l) {
			switch {
			case per.from == per.to:
			case !ok:
				best, ok = invoicePeriod{per, l, 0.6, "only period of the document"}, true
			case per.from != best.from || per.to != best.to:
				return invoicePeriod{}, false, false
			}
		}
	}
	return best, true, ok
}

// reasonOf returns the reason of a correction: the rest of its cell, else the cell below.
func (p *part) reasonOf() evidence {
	for _, h := range p.hits(labelReason) {
		for _, z := range p.zones(h) {
			start := z.start
			for start < z.end && !isAlnum(z.line.fold[start]) {
				start++
			}
			end := z.line.cells[z.line.cellAt(min(start, z.end-1))].end
			if end-start > 3 && hasLetters(z.line.fold[start:end]) {
				return newEvidence(z.line, start, end, z.line.text(start, end), z.rule, 0.9)
			}
		}
	}
	return evidence{}
}

var currencyWords = []pattern{newPattern("zł"), newPattern("pln"), newPattern("złotych"), newPattern("złote")}

// currencyOf returns PLN when the page prints it or its sign anywhere.
func (p *part) currencyOf() evidence {
	for _, l := range p.lines {
		for _, n := range l.numbers {
			if n.unit == unitMoney {
				return newEvidence(l, n.start, n.end, "PLN", "currency of an amount", 0.97)
			}
		}
	}
	if p.has(currencyWords...) {
		return evidence{value: "PLN", rule: "currency on the page", score: 0.9, confidence: 1}
	}
	return evidence{}
}

// ksefNumber returns the number in the national e-invoice system that is not that of a corrected invoice.
func (p *part) ksefNumber() evidence {
	for _, l := range p.lines {
		for _, c := range l.codes {
			if c.kind == codeKSeF && !slices.ContainsFunc(headings(l), func(h heading) bool { return h.reference }) && !contains(l.fold, newPattern("korygowan*")) {
				return newEvidence(l, c.start, c.end, c.value, "form of a KSeF number", 0.95)
			}
		}
	}
	return evidence{}
}
