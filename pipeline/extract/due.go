package extract

import (
	"strings"

	"wattlake/lake"
)

// amountDue returns what is to pay as printed; only "do zwrotu X" gives -X.
func (p *part) amountDue() evidence {
	var best evidence
	for _, h := range p.hits(labelDue) {
		e, ok := p.amountFor(h)
		if h.entry.text == "naleznosc" { // "Należność 453,45 płatna do …"
			e.score -= 0.3
		}
		if ok && e.score > best.score {
			best = e
		}
	}
	if best.value == "" {
		best = p.dueBehindDate()
	}
	if best.value != "" {
		return best
	}
	return p.refund()
}

// dueBehindDate returns the amount behind the date of "Do zapłaty do 12.02.2026: 114,20 zł".
func (p *part) dueBehindDate() evidence {
	for _, h := range p.hits(labelDueDate) {
		if !strings.Contains(h.entry.text, "zap") {
			continue
		}
		for _, d := range h.line.dates {
			if d.start < h.end || !leads(h.line.fold[h.end:d.start]) {
				continue
			}
			for _, n := range amountsOf(h.line) {
				if n.start >= d.end && leads(h.line.fold[d.end:n.start]) {
					return newEvidence(h.line, n.start, n.end, n.money().String(), ruleLeft, 0.95)
				}
			}
			break
		}
	}
	return evidence{}
}

// refund returns the amount to be given back as a negative amount to pay.
func (p *part) refund() evidence {
	for _, h := range p.hits(labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money() != 0 {
			e.value = (-e.money().Abs()).String()
			return e
		}
	}
	return evidence{}
}

// correctionDue returns what a correction leaves to pay: "do zapłaty" may be printed before, after and for the difference.
func (p *part) correctionDue(difference lake.Money) evidence {
	var last evidence
	for _, h := range p.hits(labelDue) {
		e, ok := p.amountFor(h)
		if ok && e.value == difference.String() {
			return e
		}
		if ok && p.classOf(h.line, h.start) == classPlain {
			last = e
		}
	}
	if e := p.refund(); e.value != "" {
		return e
	}
	return last
}

func (p *part) dueAmounts() []lake.Money {
	var found []lake.Money
	for _, h := range p.hits(labelDue) {
		if e, ok := p.amountFor(h); ok {
			found = append(found, e.money())
		}
	}
	if e := p.dueBehindDate(); e.value != "" {
		found = append(found, e.money())
	}
	return found
}

func (p *part) amountsInWords() []lake.Money {
	var found []lake.Money
	for _, h := range p.hits(labelWords) {
		text := append([]byte{}, h.line.fold[h.end:]...)
		if h.line.index+1 < len(p.lines) {
			text = append(append(text, ' '), p.lines[h.line.index+1].fold...)
		}
		if amount, ok := amountInWords(text); ok {
			found = append(found, amount)
		}
	}
	return found
}
