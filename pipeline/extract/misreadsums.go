package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// mendedTotal returns the sums of a recognised row that says total and in which one digit of net, VAT or gross was misread: the other
// two amounts and what is to pay, printed elsewhere, give a sum whose tax is exactly that of a rate.
func (p *part) mendedTotal(l *line, dues []payable) (s sums, ok bool) {
	amounts := amountsOf(l)
	if !l.ocr || len(amounts) != 3 || p.classOf(l, amounts[0].Start) != classTotal || len(triples(l)) > 0 {
		return sums{}, false
	}
	net, vat, gross := amounts[0].Money(), amounts[1].Money(), amounts[2].Money()
	for _, right := range [][3]lake.Money{{gross - vat, vat, gross}, {net, gross - net, gross}, {net, vat, net + vat}} {
		paid := slices.ContainsFunc(dues, func(d payable) bool { return d.amount == right[2] && d.line != l })
		if !paid || !differsInADigit(amounts, right) || !taxed(right[0], right[1]) {
			continue
		}
		if ok { // another digit would do as well
			return sums{}, false
		}
		t := triple{line: l, n: amounts[0], v: amounts[1], g: amounts[2], net: right[0], vat: right[1], gross: right[2]}
		s, ok = t.sums(classScore(classTotal, false)), true
		for i, amount := range right {
			s.fields[i].value = amount.String()
		}
	}
	return s, ok
}

// differsInADigit reports whether amounts are those that were read but for one digit of one of them.
func differsInADigit(read []token.Number, right [3]lake.Money) bool {
	for i, n := range read {
		if n.Money() != right[i] {
			return oneDigitApart(int64(n.Money()), int64(right[i])) // the others were taken over
		}
	}
	return false
}
