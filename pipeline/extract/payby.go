package extract

import (
	"bytes"
	"slices"

	"wattlake/pipeline/extract/token"
)

// payBy returns the day by which to pay: that of its label, else the one behind the amount to pay: "Do zapłaty: 114,20 zł do 12.02.2026".
func (p *part) payBy() evidence {
	if e, ok := p.dated(labelDueDate); ok {
		return e
	}
	for _, h := range p.hits(labelDue) {
		e, ok := p.amountFor(h)
		if !ok || e.line != h.line || e.rule != ruleLeft {
			continue
		}
		for _, n := range amountsOf(h.line) {
			if n.Start < h.end {
				continue
			}
			at := slices.IndexFunc(h.line.dates, func(d token.Date) bool { return d.Start >= n.End && !d.IsMonth() })
			if at >= 0 && saysUntil(h.line.fold[n.End:h.line.dates[at].Start]) {
				d := h.line.dates[at]
				return newEvidence(h.line, d.Start, d.End, d.From.String(), ruleLeft, 0.9)
			}
			break
		}
	}
	return evidence{}
}

// saysUntil reports whether the words between an amount and a date make the date the last day of payment.
func saysUntil(between []byte) bool {
	until := false
	for word := range bytes.FieldsFuncSeq(between, func(r rune) bool { return r != token.Odd && (r < 'a' || r > 'z') }) {
		switch string(word) {
		case "do", "termin", "terminie":
			until = true
		case "zl", "pln", "w", "dnia", "nalezy", "zaplacic", "wplacic", "platne", "platna", "platnosci", "zaplaty", "r":
		default:
			return false
		}
	}
	return until
}
