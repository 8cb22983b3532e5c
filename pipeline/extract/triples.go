package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

const (
	// maxRowAmounts bounds the search for sums in one row; rows of noise are skipped.
	maxRowAmounts = 40
	// rateTolerance is how far, in grosze, VAT may be from net × rate in a row that sums up several roundings.
	rateTolerance = 15
)

// vatRates are the rates, in percent, that Polish invoices carry or carried.
var vatRates = []int{23, 8, 5, 22, 7}

// triple is a row in which net + VAT = gross.
type triple struct {
	line            *line
	n, v, g         token.Number
	net, vat, gross lake.Money
	rate            int // percent; -1 if several rates are mixed
}

// triples returns every way to read the row's amounts as net + VAT = gross. Alternatives of ambiguous digit groups count, for
// example "853,59 23 196,33 1 049,92".
func triples(l *line) []triple {
	var amounts []token.Number
	for _, n := range l.numbers {
		if n.IsAmount() && n.Value != 0 {
			amounts = append(amounts, n)
		}
	}
	if len(amounts) < 3 || len(amounts) > maxRowAmounts {
		return nil
	}
	if found := triplesOf(l, amounts); len(found) > 0 || !l.ocr {
		return found
	}
	return triplesOf(l, allNegative(amounts))
}

// allNegative returns the amounts of a recognised row, all negative if one of them is: net, VAT and gross have one sign, and recognition loses
// the thin strokes of some. nil if none is negative.
func allNegative(amounts []token.Number) []token.Number {
	if !slices.ContainsFunc(amounts, func(n token.Number) bool { return n.Value < 0 }) {
		return nil
	}
	negative := slices.Clone(amounts)
	for i, n := range negative {
		negative[i].Value = min(n.Value, -n.Value)
	}
	return negative
}

func triplesOf(l *line, amounts []token.Number) []triple {
	var found []triple
	for _, n := range amounts {
		for _, v := range amounts {
			rate := rateOf(n.Money(), v.Money())
			if overlaps(n, v) || rate == 0 {
				continue
			}
			for _, g := range amounts {
				t := triple{l, n, v, g, n.Money(), v.Money(), g.Money(), rate}
				plain := t.ordered() && n.Primary && v.Primary && g.Primary // else only a known rate tells it from chance
				if g.Value == n.Value+v.Value && !overlaps(g, n) && !overlaps(g, v) && (rate > 0 || plain) {
					found = append(found, t)
				}
			}
		}
	}
	return slices.DeleteFunc(found, func(t triple) bool {
		return slices.ContainsFunc(found, func(o triple) bool { return o.better(t) })
	})
}

// better reports whether o is a more natural reading than t of the same amounts: ordered, of a known rate, of longer numbers.
func (t triple) better(o triple) bool {
	if !overlaps(t.g, o.g) && !overlaps(t.n, o.n) && !overlaps(t.v, o.v) {
		return false
	}
	if a, b := t.rate > 0, o.rate > 0; a != b {
		return a
	}
	if a, b := t.ordered(), o.ordered(); a != b {
		return a
	}
	return t.gross.Abs() > o.gross.Abs() && overlaps(t.n, o.n) && overlaps(t.v, o.v) && overlaps(t.g, o.g)
}

func (t triple) ordered() bool { return t.n.Start < t.v.Start && t.v.Start < t.g.Start }

func overlaps(a, b token.Number) bool { return a.Start < b.End && b.Start < a.End }

// rateOf returns the VAT rate that leads from net to vat, -1 for a mixture of rates, 0 if vat cannot be the tax on net.
func rateOf(net, vat lake.Money) int {
	if net == 0 || vat == 0 || (net < 0) != (vat < 0) {
		return 0
	}
	for _, rate := range vatRates {
		if diff := (net.MulRate(rate) - vat).Abs(); diff <= min(rateTolerance, 1+net.Abs()/200) {
			return rate
		}
	}
	if vat.Abs()*100 < net.Abs()*23 && vat.Abs()*100 > net.Abs()*2 {
		return -1
	}
	return 0
}

// amountsOf returns the leftmost-longest amounts of a line.
func amountsOf(l *line) []token.Number {
	var amounts []token.Number
	for _, n := range l.numbers {
		if n.Primary && n.IsAmount() {
			amounts = append(amounts, n)
		}
	}
	return amounts
}
