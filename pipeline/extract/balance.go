package extract

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// adjustment is an amount that stands between the gross amount and what is to pay.
type adjustment struct {
	amount lake.Money
	signs  []lake.Money // 1: may be added, -1: may be taken off
}

// The beginnings of wordings that tell whether an amount is added or taken off; other credits may be either.
var (
	takenOff = []string{"nadplat", "depozyt", "wplat", "wplac", "rozliczenie wplat", "zaplac", "bonifikat", "prognoz", "zafakturowan", "rozliczone", "wystawione", "wczesniej"}
	addedTo  = []string{"niedoplat", "odsetki", "zalegl", "oplata za wezwanie"}
)

// signsOf returns whether the amount behind a label may be added or taken off.
func signsOf(h hit) []lake.Money {
	begins := func(wording string) bool { return strings.HasPrefix(h.entry.Text, wording) }
	switch {
	case slices.ContainsFunc(takenOff, begins):
		return []lake.Money{-1}
	case slices.ContainsFunc(addedTo, begins):
		return []lake.Money{1}
	}
	return []lake.Money{1, -1}
}

// maxAdjustments bounds the sums that are tried: three to the power of it.
const maxAdjustments = 8

// adjustments returns the different credits, debts and billed forecasts that the page prints.
func (p *part) adjustments() []adjustment {
	var found []adjustment
	for _, h := range p.hits(labelCredit, labelForecast) {
		amount := p.adjusts(h)
		if amount == 0 || len(found) == maxAdjustments || slices.ContainsFunc(found, func(a adjustment) bool { return a.amount.Abs() == amount.Abs() }) {
			continue
		}
		a := adjustment{amount, signsOf(h)}
		if a.signs[0] < 0 { // "nadpłata 20,00" and "nadpłata -20,00" are the same
			a.amount = amount.Abs()
		}
		found = append(found, a)
	}
	return found
}

// adjusts returns the amount of a credit or debt: the only one behind its label, whatever words stand between, else the one that it announces.
func (p *part) adjusts(h hit) lake.Money {
	if behind := slices.DeleteFunc(amountsOf(h.line), func(n token.Number) bool { return n.Start < h.end }); len(behind) == 1 {
		return behind[0].Money()
	}
	e, _ := p.amountFor(h)
	return e.money()
}

// namesDifference reports whether a line of words with one amount, which nothing else is known of, is just what the amount to pay differs by
// from the gross amount.
func (p *part) namesDifference(due, gross lake.Money) bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		amounts := amountsOf(l)
		if len(amounts) != 1 || lineHas(l, labelNet, labelVAT, labelGross, labelDue, labelRefund, labelPrice, labelCredit, labelForecast) {
			return false
		}
		amount := amounts[0].Money()
		return (gross+amount == due || (amount > 0 && gross-amount == due)) && namesSomething(l.fold[:amounts[0].Start])
	})
}

// maxBetween is how many rows may stand between the gross amount and what is to pay.
const maxBetween = 24

// leadsTo reports whether the rows between the gross amount and an amount to pay, of one amount each, lead from the one to the other. Amounts
// whose words do not tell are all added, or all taken off. What is overpaid leaves nothing to pay.
func (p *part) leadsTo(d payable, gross lake.Money, dues []payable) bool {
	if d.line == nil {
		return false
	}
	remains, untold := gross, lake.Money(0)
	for i := d.line.index - 1; i >= max(0, d.line.index-maxBetween) && p.lines[i].page == d.line.page; i-- {
		l := p.lines[i]
		amounts := amountsOf(l)
		if slices.ContainsFunc(amounts, func(n token.Number) bool { return n.Money() == gross }) {
			return remains+untold == d.amount || remains-untold == d.amount || (d.amount == 0 && remains < gross && remains-untold.Abs() < 0)
		}
		if len(amounts) == 1 && d.amount != 0 && amounts[0].Money().Abs() == d.amount.Abs() { // "Nadpłata 124,89" above "Do zwrotu 124,89"
			continue
		}
		if len(amounts) > 1 || lineHas(l, labelNet, labelVAT, labelPrice) || slices.ContainsFunc(dues, func(o payable) bool { return o.line == l }) {
			return false
		}
		if len(amounts) == 0 {
			continue
		}
		amount := amounts[0].Money()
		at := slices.IndexFunc(l.labels, func(h hit) bool { return h.is(labelCredit) || h.is(labelForecast) })
		switch {
		case at >= 0 && len(signsOf(l.labels[at])) == 1 && signsOf(l.labels[at])[0] < 0:
			remains -= amount.Abs()
		case at >= 0 && len(signsOf(l.labels[at])) == 1, amount < 0:
			remains += amount
		default:
			untold += amount
		}
	}
	return false
}

// balance is what may remain to pay of a gross amount.
type balance map[lake.Money]bool

// balanceOf returns every amount that the adjustments, or some of them, may make of the gross amounts.
func balanceOf(gross []lake.Money, adjustments []adjustment) balance {
	sums := balance{}
	for _, g := range gross {
		sums[g] = true
	}
	for _, a := range adjustments {
		for sum := range maps.Clone(sums) {
			for _, sign := range a.signs {
				sums[sum+sign*a.amount] = true
			}
		}
	}
	return sums
}

// explains reports whether an amount may remain to pay; what is overpaid leaves nothing.
func (b balance) explains(due lake.Money) bool {
	if due != 0 || b[0] {
		return b[due]
	}
	for sum := range b {
		if sum < 0 {
			return true
		}
	}
	return false
}

// settleDue chooses what is to pay: the best of the printed amounts that follow from the gross amount, else the best; nothing else than the
// parts, instalments or points, is their sum.
func (p *part) settleDue(f *facts) {
	if len(f.dues) == 0 {
		return
	}
	f.due = f.dues[0].evidence
	if !f.has.sums {
		return
	}
	f.balance = balanceOf([]lake.Money{f.sums.gross}, p.adjustments())
	for _, d := range f.dues {
		if !f.balance.explains(d.amount) && (p.namesDifference(d.amount, f.sums.gross) || p.leadsTo(d, f.sums.gross, f.dues)) {
			f.balance[d.amount] = true
		}
	}
	if at := slices.IndexFunc(f.dues, func(d payable) bool { return f.balance.explains(d.amount) }); at >= 0 {
		f.due = f.dues[at].evidence
	}
	if open, sum := f.openDues(); len(open) > 1 && len(open) == len(f.dues) && f.balance[sum] {
		f.due.value, f.due.rule, f.due.score = sum.String(), "sum of the parts to pay", 0.8
	}
}

// openDues returns the amounts to pay that nothing explains, with their sum.
func (f *facts) openDues() (open []payable, sum lake.Money) {
	for _, d := range f.dues {
		explained := f.balance.explains(d.amount) || (d.value != f.due.value && f.stated.explains(d.amount))
		if !explained && !slices.ContainsFunc(open, func(o payable) bool { return o.page == d.page && o.box == d.box }) {
			open, sum = append(open, d), sum+d.amount
		}
	}
	return open, sum
}

// judgeDue checks every amount to pay that the page prints: it is the gross amount, or it follows from it and from what the page says
// was credited, billed before or is owed. Several that do not may be the parts of the whole.
func (f *facts) judgeDue(add addFinding) {
	open, sum := f.openDues()
	if !f.has.sums || len(open) == 0 || (len(open) > 1 && f.balance[sum]) {
		return
	}
	f.due.score = min(f.due.score, doubtful)
	if other := slices.IndexFunc(open, func(d payable) bool { return d.value != f.due.value }); other >= 0 {
		add(lake.FindingSumMismatch, lake.NeedsReview, lake.FieldAmountDue,
			fmt.Sprintf("Dokument podaje różne kwoty do zapłaty: %s i %s.", f.due.value, open[other].value),
			fmt.Sprintf("The document states different amounts to pay: %s and %s.", f.due.value, open[other].value))
		return
	}
	add(lake.FindingSumMismatch, lake.NeedsReview, lake.FieldAmountDue,
		fmt.Sprintf("Do zapłaty jest %s, brutto %s, a nic na dokumencie nie wyjaśnia różnicy.", f.due.value, f.sums.gross),
		fmt.Sprintf("To pay is %s, gross %s, and nothing on the document explains the difference.", f.due.value, f.sums.gross))
}
