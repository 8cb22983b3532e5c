package extract

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
)

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
