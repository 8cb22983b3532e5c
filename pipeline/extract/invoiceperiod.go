package extract

import (
	"strings"

	"wattlake/lake"
)

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
			if rule == ruleAbove {
				per = p.spanBelow(h, per)
			}
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

// spanBelow returns the span of the periods in a column of a table that begins with the given one: each row has its own.
func (p *part) spanBelow(h hit, first period) period {
	span := first
	for _, t := range p.tables() {
		if t.head != h.line {
			continue
		}
		head := h.line.boxOf(h.start, h.end)
		for _, l := range t.rows {
			for _, per := range periodsOf(l) {
				if !aligned(head, l.boxOf(per.start, per.end)) {
					continue
				}
				if per.from.Before(span.from) {
					span.from = per.from
				}
				if span.to.Before(per.to) {
					span.to = per.to
				}
			}
		}
	}
	return span
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
	case strings.Contains(h.entry.Text, "rozlicz") || strings.Contains(h.entry.Text, "prognoz"):
		return 0.1
	case strings.HasPrefix(h.entry.Text, "za okres"), strings.HasPrefix(h.entry.Text, "za mies"):
		return 0.08
	case h.entry.Text == "okres":
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
