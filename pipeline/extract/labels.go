package extract

import (
	"bytes"

	"wattlake/pipeline/extract/token"
)

// label is what a wording announces. Several wordings share one label; longer wordings win over shorter ones.
type label int

const (
	labelNone label = iota
	labelIssued
	labelSold
	labelDueDate
	labelPeriod
	labelOtherPeriod // of a contract, of last year: not the invoice's
	labelPPE
	labelPlace // where a point is, in words
	labelTariff
	labelNet
	labelVAT
	labelGross
	labelDue
	labelRefund
	labelWords
	labelRate
	labelConsumption
	labelBalanced // consumption after netting with own production
	labelNoConsumption
	labelQuantity
	labelPrice
	labelUnit
	labelNIP
	labelSeller
	labelBuyer
	labelReason
	labelTotal
	labelBefore
	labelAfter
	labelDifference
	labelDecrease
	labelIncrease
	labelFactual  // what was really used, beside what was forecast
	labelForecast // what was forecast, beside what was really used
	labelCredit   // overpayment, interest, deposit: part of what is to pay, not of the cost
	labelOther    // known wordings that end the value of the label before
)

// hit is a wording found at runes start to end of a line.
type hit struct {
	line       *line
	start, end int
	entry      *entry
	rightOnly  bool // the first half of a label broken over two lines: its value cannot stand below
}

func (h hit) is(l label) bool { return h.entry.label == l }

// typosOf returns how many characters of a wording may be misread: none, except in long wordings of a recognised scan.
func typosOf(l *line, e *entry) int {
	if l.ocr {
		return len(e.Text) / 9
	}
	return 0
}

// find returns the wordings of a folded text from left to right, the longest at each place.
func (d *dictionary) find(l *line, text []byte) []hit {
	var hits []hit
	for at := 0; at < len(text); at++ {
		if !isWordStart(text, at) {
			continue
		}
		if h, ok := d.longest(l, text, at); ok && (!isUnitLabel(h) || !perUnit(text, at)) && !opensNumber(text, h) {
			hits = append(hits, h)
			at = h.end - 1
		}
	}
	return joinTranslated(text, hits)
}

// opensNumber reports whether a label of one word, other than a tax or a unit, is the beginning of a number: "OSD/04410/25".
func opensNumber(text []byte, h hit) bool {
	return !h.is(labelVAT) && !h.is(labelRate) && !isUnitLabel(h) && h.end+1 < len(text) && text[h.end] == '/' && token.IsDigit(text[h.end+1]) &&
		bytes.IndexByte(text[h.start:h.end], ' ') < 0
}

// perUnit reports whether a unit at text[at] stands behind a slash, as in "zł/kWh": a price is announced, no consumption.
func perUnit(text []byte, at int) bool {
	for at > 0 && token.IsBlank(text[at-1]) {
		at--
	}
	return at > 0 && text[at-1] == '/'
}

// isPlain reports whether a character of a label is itself rather than the remains of another.
func isPlain(b byte) bool {
	return (token.IsAlnum(b) && b != token.Odd) || token.IsBlank(b) || b == '%'
}

// isWordStart reports whether a word begins at text[at], glued to a number or with a mangled first letter at the worst.
func isWordStart(text []byte, at int) bool {
	switch {
	case token.IsLetter(text[at]):
		return at == 0 || !token.IsLetter(text[at-1])
	case token.IsDigit(text[at]) || token.IsBlank(text[at]):
		return false
	}
	return (at == 0 || token.IsBlank(text[at-1])) && (text[at] == '%' || (at+1 < len(text) && token.IsLetter(text[at+1])))
}

func (d *dictionary) longest(l *line, text []byte, at int) (hit, bool) {
	best := hit{line: l, start: at}
	if at+1 >= len(text) {
		return best, false
	}
	entries := d.byPair[[2]byte{text[at], text[at+1]}]
	if l.ocr || !isPlain(text[at]) || !isPlain(text[at+1]) {
		entries = d.all
	}
	for _, e := range entries {
		if end := e.Match(text, at, typosOf(l, e)); end > best.end {
			best.end, best.entry = end, e
		}
	}
	return best, best.entry != nil
}
