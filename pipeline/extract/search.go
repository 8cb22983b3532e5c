package extract

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
)

// The distances within which a value belongs to the label above it.
const (
	maxPlaceName  = 25  // letters
	maxBelowLines = 4   // lines of the page
	maxBelowGap   = 2.2 // of the label's height, between neighbouring lines
)

// The rules by which a label leads to its value.
const (
	ruleLeft  = "label left of value"
	ruleAbove = "label above value"
	ruleRight = "label right of value"
	ruleFirst = "first of several values"
)

// zone is where the value of a label may stand: runes start to end of a line.
type zone struct {
	line       *line
	start, end int
	rule       string
	score      float64
}

// evidence is a canonical value with its place and how much speaks for it.
type evidence struct {
	value      string
	raw        string
	page       int
	box        lake.Box
	confidence float64 // of the reader in the words
	score      float64 // 0 to 1, of the rule that found it
	rule       string
	line       *line // that it was read from, nil if it was computed
}

// newEvidence takes a value from runes start to end of a line.
func newEvidence(l *line, start, end int, value, rule string, score float64) evidence {
	return evidence{value, l.text(start, end), l.page, shifted(l.printedBox(start, end), l.skew), l.confidenceOf(start, end), score, rule, l}
}

// money returns the value as an amount, 0 if it is none.
func (e evidence) money() lake.Money {
	amount, err := lake.ParseMoney(e.value)
	if err != nil {
		return 0
	}
	return amount
}

// field turns evidence into a field of a reading.
func (e evidence) field() lake.Field {
	return lake.Field{Value: e.value, Raw: e.raw, Page: e.page, Box: e.box, Confidence: e.score * e.confidence, Rule: e.rule}
}

// zones returns the places for the value of a label, best first: behind it, in the next cells, below it.
func (p *part) zones(h hit) []zone {
	zones := make([]zone, 0, 4)
	if right := (zone{h.line, h.end, nextLabel(h), ruleLeft, 1}); right.start < right.end {
		zones = append(zones, right)
	}
	if figuresFirst(h) {
		zones = append(zones, zone{h.line, 0, h.start, ruleRight, 0.9})
	}
	if !h.rightOnly {
		zones = append(zones, p.below(h)...)
	}
	if z, ok := p.wrapped(h); ok {
		zones = append(zones, z)
	}
	return zones
}

// wrapped returns the next line of a paragraph in which the label ends its line.
func (p *part) wrapped(h hit) (zone, bool) {
	const shortest = 60 // characters of a line of prose
	if h.line.index+1 >= len(p.lines) || len(h.line.cells) > 1 || len(h.line.fold) < shortest || skipMarks(h.line.fold, h.end) < len(h.line.fold) {
		return zone{}, false
	}
	next := p.lines[h.line.index+1]
	if next.page != h.line.page || !near(h.line, next) || len(next.cells) > 1 {
		return zone{}, false
	}
	end := len(next.fold)
	for _, o := range next.labels {
		if !isUnitLabel(o) {
			end = min(end, o.start)
		}
	}
	return zone{next, 0, end, "label at the end of the line before", 0.85}, end > 0
}

// figuresFirst reports whether a line begins with its only amount, and the label behind it is its only one: tables may have the names of
// their rows at the right.
func figuresFirst(h hit) bool {
	l := h.line
	amounts := amountsOf(l)
	return len(amounts) == 1 && amounts[0].start == l.cells[0].start && amounts[0].end <= h.start && len(l.labels) == 1
}

// nextLabel returns where the next label of the line begins that is not part of the value, else the line's end.
func nextLabel(h hit) int {
	for _, other := range h.line.labels {
		if other.start >= h.end && !isUnitLabel(other) {
			return other.start
		}
	}
	return len(h.line.fold)
}

// isUnitLabel reports whether the wording is a unit or a connecting word, which may stand inside a value.
func isUnitLabel(h hit) bool {
	switch h.entry.text {
	case "kwh", "mwh", "po":
		return true
	}
	return false
}

// below returns the cells under a label, down to the next label in that column.
func (p *part) below(h hit) []zone {
	var zones []zone
	label := h.line.boxOf(h.start, h.end)
	last := h.line.box
	for i := h.line.index + 1; i < len(p.lines) && i <= h.line.index+maxBelowLines; i++ {
		l := p.lines[i]
		if l.page != h.line.page || l.box.Y0-last.Y1 > maxBelowGap*max(h.line.height, l.height) {
			break
		}
		last = l.box
		column := columnCell(l, label)
		if i == h.line.index+1 && sameOrder(h.line, l) {
			column = h.line.cellAt(h.start)
		}
		if column < 0 {
			continue
		}
		c := l.cells[column]
		if labelled(l, c) {
			break
		}
		zones = append(zones, zone{l, c.start, c.end, ruleAbove, 0.9 - 0.1*float64(len(zones))})
	}
	return zones
}

// sameOrder reports whether a line has a cell for each cell of the headings above it, between its left edge and that of the next one:
// values may stand at the right of wide columns.
func sameOrder(heads, values *line) bool {
	if len(heads.cells) < minColumns || len(heads.cells) != len(values.cells) {
		return false
	}
	columns := make([]column, len(heads.cells))
	for i, c := range heads.cells {
		columns[i].box = c.box
	}
	return inOrder(columns, values)
}

// columnCell returns the cell that stands under the box best, -1 if none does.
func columnCell(l *line, box lake.Box) int {
	best, bestShare := -1, 0.0
	for i, c := range l.cells {
		if share := min(c.box.X1, box.X1) - max(c.box.X0, box.X0); share > bestShare {
			best, bestShare = i, share
		}
	}
	return best
}

// labelled reports whether a cell begins with a label of its own.
func labelled(l *line, c cell) bool {
	for _, h := range l.labels {
		if h.start >= c.start && h.start < c.end && !isUnitLabel(h) {
			return h.start-c.start < 3
		}
	}
	return false
}

// fillers are words that may stand between a label and its value.
var fillers = map[string]bool{
	"nr": true, "dnia": true, "dn": true, "z": true, "od": true, "do": true, "vat": true, "zl": true, "z~": true, "pln": true, "kwh": true, "mwh": true, "w": true,
	"kwota": true, "wynosi": true, "r": true, "zt": true, "numer": true, "szt": true, "dzien": true, "razem": true, "to": true, "za": true, "dni": true, "lub": true,
	"wynioslo": true, "wyniosla": true, "stanowi": true, "lacznie": true, "ogolem": true,
}

// leads reports whether the runes between a label and a value connect the two: marks, brackets, percentages, units, fillers.
func leads(between []byte) bool {
	depth := 0
	for at := 0; at < len(between); {
		switch b := between[at]; {
		case b == '(' || b == '[':
			depth++
			at++
		case b == ')' || b == ']':
			depth--
			at++
		case depth <= 0 && isLetter(b):
			end := at
			for end < len(between) && isLetter(between[end]) {
				end++
			}
			if !fillers[string(between[at:end])] {
				return false
			}
			at = end
		case depth <= 0 && isDigit(b):
			end := at + len(digitsAt(between, at))
			if rest := strings.TrimLeft(string(between[end:]), " "); !strings.HasPrefix(rest, "%") && end-at > 2 {
				return false
			}
			at = end
		default:
			at++
		}
	}
	return true
}

// dateFor returns the date that a label announces.
func (p *part) dateFor(h hit) (evidence, bool) {
	for _, z := range p.zones(h) {
		for _, d := range z.line.dates {
			if d.isMonth() || d.start < z.start || d.end > z.end {
				continue
			}
			if leads(z.line.fold[z.start:d.start]) || afterPlace(z, d) {
				return newEvidence(z.line, d.start, d.end, d.from.String(), z.rule, z.score), true
			}
			break
		}
	}
	return evidence{}, false
}

// maxExplanation is the longest explanation between a label and the colon in front of its date, in characters.
const maxExplanation = 90

// afterPlace reports whether only a place name stands between a label and a date ("Wystawiono, Gdańsk: 10.04.2026"), or an
// explanation that ends in a colon.
func afterPlace(z zone, d dateToken) bool {
	between := bytes.TrimRight(z.line.fold[z.start:d.start], " \t")
	if len(between) > 0 && len(between) <= maxExplanation && between[len(between)-1] == ':' && bytes.Count(between, []byte(":")) == 1 {
		return true
	}
	letters := 0
	for _, b := range z.line.fold[z.start:d.start] {
		if isDigit(b) {
			return false
		}
		if isLetter(b) {
			letters++
		}
	}
	return letters <= maxPlaceName
}

// periodFor returns the period that a label announces.
func (p *part) periodFor(h hit) (period, *line, float64, string, bool) {
	for _, z := range p.zones(h) {
		for _, per := range periodsOf(z.line) {
			if per.start >= z.start && per.start < z.end && leads(z.line.fold[z.start:per.start]) {
				return per, z.line, z.score, z.rule, true
			}
		}
	}
	if per, l, ok := p.brokenPeriod(h); ok {
		return per, l, 0.85, "label above value, over two lines", true
	}
	return period{}, nil, 0, "", false
}

// brokenPeriod reads a period whose two dates stand in two lines below each other or beside the label.
func (p *part) brokenPeriod(h hit) (period, *line, bool) {
	var first *dateToken
	var firstLine *line
	for _, z := range p.zones(h) {
		for i := range z.line.dates {
			d := &z.line.dates[i]
			switch {
			case d.isMonth() || d.start < z.start || d.end > z.end:
			case first == nil && leads(z.line.fold[z.start:d.start]):
				first, firstLine = d, z.line
			case first != nil && z.line != firstLine && first.from.Before(d.from) && leads(z.line.fold[z.start:d.start]):
				return period{first.start, first.end, first.from, d.to}, firstLine, true
			}
		}
	}
	if first != nil { // label and first date on one line, second date below the first
		for _, z := range p.below(hit{line: firstLine, start: first.start, end: first.end}) {
			for _, d := range z.line.dates {
				if !d.isMonth() && d.start >= z.start && d.end <= z.end && first.from.Before(d.from) && leads(z.line.fold[z.start:d.start]) {
					return period{first.start, first.end, first.from, d.to}, firstLine, true
				}
			}
		}
	}
	return period{}, nil, false
}

// amountFor returns the amount that a label announces, in the leftmost-longest reading of the first place that has one.
func (p *part) amountFor(h hit) (evidence, bool) {
	for _, z := range p.zones(h) {
		for _, n := range z.line.numbers {
			if !n.primary || n.start < z.start || n.end > z.end || !amountLike(n) {
				continue
			}
			between := z.line.fold[z.start:n.start]
			if h.is(labelDue) { // "Należność płatna do 20.05.2026: 796,04 zł"
				between = withoutPeriod(z.line, z.start, n.start)
			}
			if leads(between) {
				n = p.rowTotal(z, n)
				switch h.entry.label {
				case labelDue, labelRefund, labelCredit, labelForecast:
					n = grossBehind(z, n)
				default:
				}
				return newEvidence(z.line, n.start, n.end, n.money().String(), z.rule, z.score), true
			}
			break
		}
	}
	return evidence{}, false
}

// rowTotal returns the last amount behind a label instead of the first if it is the sum of the others and stands below a word for totals:
// "Netto | 448,45 | 197,30 | 645,75" under "Energia | Dystrybucja | Razem".
func (p *part) rowTotal(z zone, first number) number {
	if z.rule != ruleLeft {
		return first
	}
	var row []number
	var sum lake.Money
	for _, n := range z.line.numbers {
		if n.primary && n.start >= first.start && n.end <= z.end && n.isAmount() {
			row = append(row, n)
			sum += n.money()
		}
	}
	if len(row) < 3 || sum != 2*row[len(row)-1].money() {
		return first
	}
	last := row[len(row)-1]
	box := z.line.boxOf(last.start, last.end)
	for i := z.line.index - 1; i >= max(0, z.line.index-2*maxBelowLines); i-- {
		l := p.lines[i]
		for _, h := range l.labels {
			if h.is(labelTotal) && l.page == z.line.page && len(amountsOf(l)) == 0 && aligned(l.boxOf(h.start, h.end), box) {
				return last
			}
		}
	}
	return first
}

// grossBehind returns the gross amount of a row of net, VAT and gross that begins with the first amount, else that amount: what is to
// pay includes the tax.
func grossBehind(z zone, first number) number {
	for _, t := range triples(z.line) {
		if t.n.start == first.start && t.ordered() && t.g.end <= z.end {
			return t.g
		}
	}
	return first
}

// amountLike reports whether a number is an amount: two decimals, or a whole number with its currency.
func amountLike(n number) bool {
	return n.isAmount() || (n.places == 0 && n.unit == unitMoney)
}

// energyFor returns the amount of energy that a label announces, in Wh.
func (p *part) energyFor(h hit) (lake.Energy, evidence, bool) {
	labelUnit := ""
	switch text := h.line.fold[h.start:min(h.end+8, len(h.line.fold))]; {
	case contains(text, wordMWh) || strings.Contains(string(text), "[mwh") || strings.Contains(string(text), "(mwh"):
		labelUnit = unitMWh
	case contains(text, wordKWh) || strings.Contains(string(text), "[kwh") || strings.Contains(string(text), "(kwh"):
		labelUnit = unitKWh
	}
	for _, z := range p.zones(h) {
		if z.rule == ruleLeft {
			z.end = energyEnd(h)
		}
		for _, n := range z.line.numbers {
			if !n.primary || n.start < z.start || n.end > z.end {
				continue
			}
			between := withoutPeriod(z.line, z.start, n.start)
			if value, ok := energyOf(n, cmp.Or(labelUnit, p.columnUnit(z.line, n), p.taughtUnit(h))); ok && leads(between) && zoneIn(between) == "" {
				rule := z.rule
				if row := quantitiesFrom(z, n); len(row) > 1 {
					n, rule = p.quantityOf(z.line, row)
					value, _ = energyOf(n, cmp.Or(labelUnit, p.columnUnit(z.line, n), p.taughtUnit(h)))
				}
				return value, newEvidence(z.line, n.start, n.end, value.String(), rule, z.score), true
			}
			break
		}
	}
	return 0, evidence{}, false
}

// quantityOf decides between several quantities behind one label: the last if it is the sum of the others ("Zużycie [kWh] | 767 | 247 |
// 1 014") or the difference of two meter readings before it; their sum if each stands under another part of the day; else it is the
// first, which proves nothing.
func (p *part) quantityOf(l *line, row []number) (number, string) {
	last := row[len(row)-1]
	sum := int64(0)
	for _, n := range row {
		sum += n.value
	}
	if len(row) > 2 && (sum == 2*last.value || (len(row) == 3 && row[1].value-row[0].value == last.value)) {
		return last, ruleLeft
	}
	zones := map[string]bool{}
	for _, n := range row {
		if zone := p.zoneAbove(l, l.boxOf(n.start, n.end)); zone != "" {
			zones[zone] = true
		}
	}
	if len(zones) == len(row) {
		total := row[0]
		total.value, total.end = sum, last.end
		return total, ruleLeft
	}
	return row[0], ruleFirst
}

// zoneAbove returns the part of the day that a heading above a box names, "" if none does.
func (p *part) zoneAbove(l *line, box lake.Box) string {
	for i := l.index - 1; i >= max(0, l.index-maxBelowLines); i-- {
		above := p.lines[i]
		if c := columnCell(above, box); above.page == l.page && c >= 0 {
			if zone := zoneIn(above.fold[above.cells[c].start:above.cells[c].end]); zone != "" {
				return zone
			}
		}
	}
	return ""
}

// quantitiesFrom returns the numbers of a zone from the first on that stand in cells of their own and have its form.
func quantitiesFrom(z zone, first number) []number {
	row := []number{first}
	for _, n := range z.line.numbers {
		last := row[len(row)-1]
		if n.primary && n.start >= last.end && n.end <= z.end && n.places == first.places && n.unit == first.unit && z.line.cellAt(n.start) != z.line.cellAt(last.start) {
			row = append(row, n)
		}
	}
	return row
}

// energyEnd is [nextLabel] for a consumption, whose label may go on with its period: "Zużycie w okresie 01.02 - 28.02: 714 kWh".
func energyEnd(h hit) int {
	for _, other := range h.line.labels {
		if other.start >= h.end && !isUnitLabel(other) && (!other.is(labelPeriod) || h.line.cellAt(other.start) != h.line.cellAt(h.start)) {
			return other.start
		}
	}
	return len(h.line.fold)
}

// withoutPeriod returns a span of a line with its dates and the words that announce a period blanked.
func withoutPeriod(l *line, start, end int) []byte {
	text := slices.Clone(l.fold[start:end])
	blank := func(from, to int) {
		for i := max(from, start); i < min(to, end); i++ {
			text[i-start] = ' '
		}
	}
	for _, d := range l.dates {
		blank(d.start, d.end)
	}
	for _, h := range l.labels {
		if h.is(labelPeriod) {
			blank(h.start, h.end)
		}
	}
	return text
}

// taughtUnit is the unit of a consumption that is printed without one, by a profile.
func (p *part) taughtUnit(h hit) string {
	if h.entry.taught {
		return cmp.Or(p.dict.unit, unitKWh)
	}
	return p.dict.unit
}

var (
	wordMWh = newPattern("mwh")
	wordKWh = newPattern("kwh")
)

// energyOf converts a number with an energy unit, its own or the label's, to Wh.
func energyOf(n number, labelUnit string) (lake.Energy, bool) {
	unit := n.unit
	if unit == "" {
		unit = labelUnit
	}
	switch unit {
	case unitKWh:
		return n.energy(), n.places <= 3
	case unitMWh:
		value := n.value
		if n.dotted && n.places == 0 { // 139.485 MWh: a point of 139 485 MWh would be a town
			value /= 1000
		}
		return lake.Energy(value), n.places <= 6
	}
	return 0, false
}
