package extract

import (
	"bytes"
	_ "embed" // the file of wordings
	"regexp"
	"slices"
	"strings"

	"wattlake/lake"
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

// entry is one wording of the dictionary.
type entry struct {
	pattern

	label label
	total bool // says by itself that it is the sum of the whole invoice

	taught bool // by a profile
}

//go:embed wordings.txt
var wordingsFile string

// sections names the labels in the file of wordings.
var sections = map[string]label{
	"issued":         labelIssued,
	"sold":           labelSold,
	"due_date":       labelDueDate,
	"period":         labelPeriod,
	"other_period":   labelOtherPeriod,
	"p_p_e":          labelPPE,
	"place":          labelPlace,
	"tariff":         labelTariff,
	"due":            labelDue,
	"refund":         labelRefund,
	"words":          labelWords,
	"rate":           labelRate,
	"consumption":    labelConsumption,
	"balanced":       labelBalanced,
	"no_consumption": labelNoConsumption,
	"quantity":       labelQuantity,
	"price":          labelPrice,
	"unit":           labelUnit,
	"n_i_p":          labelNIP,
	"seller":         labelSeller,
	"buyer":          labelBuyer,
	"reason":         labelReason,
	"total":          labelTotal,
	"before":         labelBefore,
	"after":          labelAfter,
	"difference":     labelDifference,
	"decrease":       labelDecrease,
	"increase":       labelIncrease,
	"factual":        labelFactual,
	"forecast":       labelForecast,
	"credit":         labelCredit,
	"other":          labelOther,
}

// wordings reads the dictionary's file: sections of one wording in a line.
func wordings() map[label][]string {
	found := map[label][]string{}
	current := labelNone
	for text := range strings.Lines(wordingsFile) {
		switch text = strings.TrimSpace(text); {
		case text == "" || text[0] == '#':
		case text[0] == '[':
			current = sections[strings.Trim(text, "[]")]
		default:
			found[current] = append(found[current], text)
		}
	}
	return found
}

// amountWords are put together to the many names of the three amounts of an invoice.
var amountWords = []struct {
	label label
	cores []string
}{
	{labelNet, []string{"netto", "wartość netto", "kwota netto", "należność netto", "wartość sprzedaży netto", "sprzedaż netto", "wartość faktury netto", "cena netto razem", "podstawa opodatkowania", "podstawa vat", "net", "net amount", "net value"}},
	{labelVAT, []string{"vat", "kwota vat", "podatek vat", "kwota podatku", "kwota podatku vat", "wartość vat", "podatek", "należny podatek vat", "wartość podatku", "wartość podatku vat", "suma vat", "vat amount", "tax amount"}},
	{labelGross, []string{
		"brutto", "wartość brutto", "kwota brutto", "należność brutto", "wartość sprzedaży brutto", "sprzedaż brutto", "wartość faktury brutto", "wartość faktury",
		"kwota faktury", "wartość usługi", "wartość energii pobranej", "kwota należności", "należność za energię", "gross", "gross amount", "gross value",
	}},
}

var totalWords = []string{"razem", "ogółem", "suma", "łącznie", "łączna", "całkowita", "podsumowanie", "razem faktura", "faktura", "razem do rozliczenia", "w sumie", "razem należność", "total"}

// dictionary is the index of all wordings by their first two folded letters. all is for texts whose first letters cannot be
// trusted: mangled or recognised ones.
type dictionary struct {
	byPair map[[2]byte][]*entry
	all    []*entry

	number *regexp.Regexp // of a profile, nil without one
	dot    dotStyle
	unit   string
}

// standard is the dictionary without any profile. It is read only.
var standard = newDictionary()

func newDictionary(profiles ...lake.Profile) *dictionary {
	d := &dictionary{byPair: map[[2]byte][]*entry{}}
	for _, p := range profiles {
		d.learn(p)
	}
	texts := wordings()
	for l := labelNone; l <= labelOther; l++ { // in order: the first of two equal wordings wins
		for _, text := range texts[l] {
			d.add(l, text, false)
		}
	}
	for _, group := range amountWords {
		for _, core := range group.cores {
			d.add(group.label, core, false)
			for _, total := range totalWords {
				d.add(group.label, total+" "+core, true)
				d.add(group.label, core+" "+total, true)
			}
		}
	}
	for _, text := range []string{"kwota należności ogółem", "wartość usługi", "wartość energii pobranej", "należność ogółem", "razem należność", "ogółem należność"} {
		d.add(labelGross, text, true)
	}
	return d
}

func (d *dictionary) add(l label, wording string, total bool) {
	e := &entry{pattern: newPattern(wording), label: l, total: total}
	d.all = append(d.all, e)
	if len(e.text) > 1 {
		pair := [2]byte{e.text[0], e.text[1]}
		d.byPair[pair] = append(d.byPair[pair], e)
	}
}

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
		return len(e.text) / 9
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
	return !h.is(labelVAT) && !h.is(labelRate) && !isUnitLabel(h) && h.end+1 < len(text) && text[h.end] == '/' && isDigit(text[h.end+1]) &&
		bytes.IndexByte(text[h.start:h.end], ' ') < 0
}

// perUnit reports whether a unit at text[at] stands behind a slash, as in "zł/kWh": a price is announced, no consumption.
func perUnit(text []byte, at int) bool {
	for at > 0 && isBlank(text[at-1]) {
		at--
	}
	return at > 0 && text[at-1] == '/'
}

// isPlain reports whether a character of a label is itself rather than the remains of another.
func isPlain(b byte) bool { return (isAlnum(b) && b != odd) || isBlank(b) || b == '%' }

// isWordStart reports whether a word begins at text[at], glued to a number or with a mangled first letter at the worst.
func isWordStart(text []byte, at int) bool {
	switch {
	case isLetter(text[at]):
		return at == 0 || !isLetter(text[at-1])
	case isDigit(text[at]) || isBlank(text[at]):
		return false
	}
	return (at == 0 || isBlank(text[at-1])) && (text[at] == '%' || (at+1 < len(text) && isLetter(text[at+1])))
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
		if end := e.match(text, at, typosOf(l, e)); end > best.end {
			best.end, best.entry = end, e
		}
	}
	return best, best.entry != nil
}

// findLabels fills the labels of every line, those broken over two lines included.
func (d *dictionary) findLabels(lines []*line) {
	for _, l := range lines {
		l.labels = d.find(l, l.fold)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].page == lines[i-1].page && near(lines[i-1], lines[i]) {
			d.findBroken(lines[i-1], lines[i])
		}
	}
	settlePresent(lines)
}

// present is the wording "jest" where it names the state before a correction.
var present = &entry{pattern: newPattern("jest"), label: labelBefore}

// settlePresent reads "Jest / Powinno być" as before and after; in "Było / Jest" it is the state after.
func settlePresent(lines []*line) {
	should := slices.ContainsFunc(lines, func(l *line) bool {
		return slices.ContainsFunc(l.labels, func(h hit) bool { return h.entry.text == "powinno byc" || h.entry.text == "winno byc" })
	})
	was := slices.ContainsFunc(lines, func(l *line) bool { return lineHas(l, labelBefore) })
	if !should || was {
		return
	}
	for _, l := range lines {
		for i, h := range l.labels {
			if h.entry.text == present.text {
				l.labels[i].entry = present
			}
		}
	}
}

// near reports whether the second line follows the first at the distance of text.
func near(above, below *line) bool {
	return below.box.Y0-above.box.Y1 < 0.9*max(above.height, below.height)
}

// findBroken finds labels that begin at the end of a cell and end in the cell below it.
func (d *dictionary) findBroken(above, below *line) {
	prose := len(above.cells) == 1 && len(below.cells) == 1
	if rows := len(amountsOf(below)); !prose && (rows > 1 || len(amountsOf(above)) > 1 || (rows > 0 && len(amountsOf(above)) > 0)) { // a row of figures goes on with no label
		return
	}
	for _, upper := range above.cells {
		if last := above.fold[upper.end-1]; !isLetter(last) {
			continue
		}
		for _, lower := range below.cells {
			if !isLetter(below.fold[lower.start]) || !aligned(upper.box, lower.box) {
				continue
			}
			d.joinHalves(above, below, upper, lower)
		}
	}
}

// joinHalves looks for a wording across the seam of two cells that begins at one of the last three words of the upper one. Here
// misread letters are not tolerated.
func (d *dictionary) joinHalves(above, below *line, upper, lower cell) {
	seam := upper.end - upper.start
	text := make([]byte, 0, seam+1+lower.end-lower.start)
	text = append(append(append(text, above.fold[upper.start:upper.end]...), ' '), below.fold[lower.start:lower.end]...)
	for at := range seam {
		if !isWordStart(text, at) || strings.Count(string(text[at:seam]), " ") > 3 {
			continue
		}
		if h, ok := d.longest(&line{}, text, at); ok && h.end > seam+1 && h.entry.label != labelOther {
			first, second := h, h
			first.line, first.start, first.end, first.rightOnly = above, upper.start+at, upper.end, true
			second.line, second.start, second.end = below, lower.start, lower.start+h.end-seam-1
			above.labels = replaceHits(above.labels, first)
			below.labels = replaceHits(below.labels, second)
			return
		}
	}
}

// replaceHits inserts a hit in order and removes those that it overlaps.
func replaceHits(hits []hit, h hit) []hit {
	kept := make([]hit, 0, len(hits)+1)
	inserted := false
	for _, other := range hits {
		if !inserted && other.start >= h.start {
			kept, inserted = append(kept, h), true
		}
		if other.end <= h.start || other.start >= h.end {
			kept = append(kept, other)
		}
	}
	if !inserted {
		kept = append(kept, h)
	}
	return kept
}
