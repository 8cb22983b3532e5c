package extract

import (
	"fmt"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// worded is a second reading of an amount: the amount in words, and the figures that it is printed beside.
type worded struct {
	token.WordedAmount

	beside evidence // no value if it stands alone
}

// wordedAmounts returns the amounts in words.
func (p *part) wordedAmounts() []worded {
	var found []worded
	for _, h := range p.hits(labelWords) {
		text := slices.Clone(h.line.fold[h.end:])
		if next := h.line.index + 1; next < len(p.lines) {
			text = append(append(text, ' '), p.lines[next].fold...)
		}
		if amount, ok := token.AmountInWords(text); ok {
			found = append(found, worded{amount, p.figuresOf(h)})
		}
	}
	return found
}

// figuresOf returns the amount that the words behind a label repeat: the last one in front of it in its line, or in the line right above it,
// that is announced as to pay, to return or gross.
func (p *part) figuresOf(words hit) evidence {
	gross := func(n token.Number, l *line) bool {
		return slices.ContainsFunc(triples(l), func(t triple) bool { return t.g.Start == n.Start })
	}
	var labelled []evidence
	for _, h := range p.hits(labelDue, labelRefund, labelGross) {
		if d := words.line.index - h.line.index; d < 0 || d > maxBelowLines || (h.is(labelGross) && strings.Contains(words.entry.Text, "zaplaty")) {
			continue
		}
		if e, ok := p.amountFor(h); ok {
			labelled = append(labelled, e)
		}
	}
	for i := words.line.index; i >= max(0, words.line.index-1); i-- {
		l := p.lines[i]
		if l != words.line && (l.page != words.line.page || !near(l, words.line)) {
			break
		}
		for _, n := range slices.Backward(amountsOf(l)) {
			e := newEvidence(l, n.Start, n.End, n.Money().String(), ruleLeft, 1)
			if l == words.line && n.Start > words.start {
				continue
			}
			if gross(n, l) || slices.ContainsFunc(labelled, func(o evidence) bool { return o.line == l && o.box == e.box }) {
				return e
			}
		}
	}
	return evidence{}
}

// judgeWords compares the amounts in words with what they stand beside, else with what is to pay and the gross amount.
func (f *facts) judgeWords(add addFinding) {
	for _, w := range f.worded {
		figures := []evidence{w.beside}
		if w.beside.value == "" {
			figures = []evidence{f.due, f.sums.fields[2]}
		}
		figures = slices.DeleteFunc(figures, func(e evidence) bool { return e.value == "" })
		if len(figures) == 0 || slices.ContainsFunc(figures, func(e evidence) bool { return w.Equals(e.money()) }) {
			continue
		}
		field := lake.FieldGross
		if figures[0].value == f.due.value {
			field, f.due.score = lake.FieldAmountDue, min(f.due.score, doubtful)
		}
		add(lake.FindingSumMismatch, lake.NeedsReview, field,
			fmt.Sprintf("Kwota słownie (%s) różni się od kwoty liczbą (%s).", w.WordedAmount, figures[0].value),
			fmt.Sprintf("The amount in words (%s) differs from the amount in figures (%s).", w.WordedAmount, figures[0].value))
	}
}
