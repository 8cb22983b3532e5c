package extract

import (
	"slices"

	"wattlake/pipeline/extract/token"
)

// dated returns the first date that labels of one kind announce: in the order of the dictionary's trust, then of the page.
func (p *part) dated(l label) (evidence, bool) {
	var best evidence
	for _, h := range p.hits(l) {
		if h.entry.Text == "z dnia" || otherInvoice(h) || ofDuplicate(h) || (l == labelDueDate && isDecoy(h.line.fold[:h.start])) {
			continue
		}
		if e, ok := p.dateFor(h); ok && (e.score > best.score || (l == labelDueDate && e.score == best.score && e.value > best.value)) && (e.rule != ruleAbove || !p.listsDates(h)) {
			best = e
		}
	}
	return best, best.value != ""
}

var duplicateWord = token.NewPattern("duplikat*")

// ofDuplicate reports whether a date is that of the duplicate rather than of the invoice: "Duplikat wystawiono dnia 15.06.2026".
func ofDuplicate(h hit) bool {
	return contains(h.line.fold[h.line.cells[h.line.cellAt(h.start)].start:h.start], duplicateWord)
}

// listsDates reports whether a label heads a column of several dates: a list, not the invoice's own date.
func (p *part) listsDates(h hit) bool {
	count := 0
	for _, z := range p.below(h) {
		if slices.ContainsFunc(z.line.labels, func(o hit) bool { return o.end <= z.start && !isUnitLabel(o) }) {
			break // the dates of another label at their left
		}
		if slices.ContainsFunc(z.line.dates, func(d token.Date) bool { return d.Start >= z.start && d.End <= z.end }) {
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

// reasonOf returns the reason of a correction: the rest of its cell, else the cell below.
func (p *part) reasonOf() evidence {
	for _, h := range p.hits(labelReason) {
		for _, z := range p.zones(h) {
			start := z.start
			for start < z.end && !token.IsAlnum(z.line.fold[start]) {
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

// ksefNumber returns the number in the national e-invoice system that is not that of a corrected invoice.
func (p *part) ksefNumber() evidence {
	for _, l := range p.lines {
		for _, c := range l.codes {
			if c.kind == codeKSeF && !slices.ContainsFunc(headings(l), func(h heading) bool { return h.reference }) && !contains(l.fold, token.NewPattern("korygowan*")) {
				return newEvidence(l, c.start, c.end, c.value, "form of a KSeF number", 0.95)
			}
		}
	}
	return evidence{}
}
