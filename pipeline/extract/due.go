package extract

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// payable is an amount that the page says is to pay; what is to be given back is negative.
type payable struct {
	evidence

	amount lake.Money
	class  class // of a correction: the state that it belongs to
	refund bool
	rank   float64 // by which the best is first
}

// dues returns every amount that the page says is to pay, best first.
func (p *part) dues() []payable {
	var found []payable
	add := func(h hit, e evidence, more float64) {
		found = append(found, payable{e, e.money(), p.classOf(h.line, h.start), h.is(labelRefund), e.score + more})
	}
	for _, h := range p.hits(labelDue) {
		e, ok := p.amountFor(h)
		if !ok || isDecoy(sentenceBefore(h)) || (e.rule == ruleAbove && p.headsDues(h)) {
			continue
		}
		switch {
		case h.entry.Text == "naleznosc": // "Należność 453,45 płatna do …"
			add(h, e, -0.3)
		case p.isWhole(h):
			add(h, e, 0.05)
		default:
			add(h, e, 0)
		}
	}
	for _, h := range p.hits(labelDueDate) {
		if e, ok := dueBehindDate(h); ok {
			add(h, e, -0.1)
		}
	}
	for _, h := range p.hits(labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money() != 0 {
			e.value = (-e.money().Abs()).String()
			add(h, e, -0.5) // "Do zapłaty 0,00, do zwrotu 20,00"
		}
	}
	slices.SortStableFunc(found, func(a, b payable) int { return cmp.Compare(b.rank, a.rank) })
	return found
}

// sentenceBefore returns the words of a label's cell in front of it, from the last full stop on.
func sentenceBefore(h hit) []byte {
	text := h.line.fold[h.line.cells[h.line.cellAt(h.start)].start:h.start]
	return text[bytes.LastIndexAny(text, ".;")+1:]
}

// headsDues reports whether a label heads a column of several amounts to pay: each is that of a row.
func (p *part) headsDues(h hit) bool {
	below := 0
	for _, z := range p.below(h) {
		for _, n := range amountsOf(z.line) {
			if n.Start == z.start && token.EndsCell(z.line.fold, n.End) {
				below++
			}
		}
	}
	return below > 1
}

// isWhole reports whether a label says that its amount is all that is to pay.
func (p *part) isWhole(h hit) bool {
	return p.totalBefore(h) || slices.ContainsFunc([]string{"razem", "ogolem", "lacznie", "suma", "pozosta", "total"}, func(word string) bool {
		return strings.Contains(h.entry.Text, word)
	})
}

// dueBehindDate returns the amount behind the date of "Do zapłaty do 12.02.2026: 114,20 zł".
func dueBehindDate(h hit) (evidence, bool) {
	if !strings.Contains(h.entry.Text, "zap") {
		return evidence{}, false
	}
	at := slices.IndexFunc(h.line.dates, func(d token.Date) bool { return d.Start >= h.end && token.Leads(h.line.fold[h.end:d.Start]) })
	if at < 0 {
		return evidence{}, false
	}
	date := h.line.dates[at]
	for _, n := range amountsOf(h.line) {
		if n.Start >= date.End && token.Leads(h.line.fold[date.End:n.Start]) {
			return newEvidence(h.line, n.Start, n.End, n.Money().String(), ruleLeft, 0.95), true
		}
	}
	return evidence{}, false
}

// correctionDue returns what a correction leaves to pay: "do zapłaty" may be printed before, after and for the difference.
func (f *facts) correctionDue() evidence {
	if at := slices.IndexFunc(f.dues, func(d payable) bool { return d.amount == f.sums.gross && !d.refund }); at >= 0 {
		return f.dues[at].evidence
	}
	if at := slices.IndexFunc(f.dues, func(d payable) bool { return d.refund }); at >= 0 {
		return f.dues[at].evidence
	}
	var last evidence
	for _, d := range f.dues {
		if d.class == classPlain && !f.stated.explains(d.amount) {
			last = d.evidence
		}
	}
	return last
}
