package extract

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// energyFor returns the amount of energy that a label announces, in Wh.
func (p *part) energyFor(h hit) (lake.Energy, evidence, bool) {
	labelUnit := ""
	switch text := h.line.fold[h.start:min(h.end+8, len(h.line.fold))]; {
	case contains(text, wordMWh) || strings.Contains(string(text), "[mwh") || strings.Contains(string(text), "(mwh"):
		labelUnit = token.UnitMWh
	case contains(text, wordKWh) || strings.Contains(string(text), "[kwh") || strings.Contains(string(text), "(kwh"):
		labelUnit = token.UnitKWh
	}
	for _, z := range p.zones(h) {
		if z.rule == ruleLeft {
			z.end = energyEnd(h)
		}
		for _, n := range z.line.numbers {
			if !n.Primary || n.Start < z.start || n.End > z.end {
				continue
			}
			between := withoutPeriod(z.line, z.start, n.Start)
			if value, ok := energyOf(n, cmp.Or(labelUnit, p.columnUnit(z.line, n), p.taughtUnit(h))); ok && (token.Leads(between) || isUnchanged(between)) && zoneIn(between) == "" {
				rule := z.rule
				if row := quantitiesFrom(z, n); len(row) > 1 {
					n, rule = p.quantityOf(z.line, row)
					value, _ = energyOf(n, cmp.Or(labelUnit, p.columnUnit(z.line, n), p.taughtUnit(h)))
				}
				return value, newEvidence(z.line, n.Start, n.End, value.String(), rule, z.score), true
			}
			break
		}
	}
	return 0, evidence{}, false
}

// isUnchanged reports whether the words between a label and its value only say that it stays: "Zużycie: bez zmian, 1 480 kWh".
func isUnchanged(between []byte) bool {
	return len(between) < maxPlaceName && slices.ContainsFunc(unchangedWords, func(w token.Pattern) bool { return contains(between, w) })
}

// quantityOf decides between several quantities behind one label: the last if it is the sum of the others ("Zużycie [kWh] | 767 | 247 |
// 1 014") or the difference of two meter readings before it; their sum if each stands under another part of the day; else it is the
// first, which proves nothing.
func (p *part) quantityOf(l *line, row []token.Number) (token.Number, string) {
	last := row[len(row)-1]
	sum := int64(0)
	for _, n := range row {
		sum += n.Value
	}
	if len(row) > 2 && (sum == 2*last.Value || (len(row) == 3 && row[1].Value-row[0].Value == last.Value)) {
		return last, ruleLeft
	}
	zones := map[string]bool{}
	for _, n := range row {
		if zone := p.zoneAbove(l, l.boxOf(n.Start, n.End)); zone != "" {
			zones[zone] = true
		}
	}
	if len(zones) == len(row) {
		total := row[0]
		total.Value, total.End = sum, last.End
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
func quantitiesFrom(z zone, first token.Number) []token.Number {
	row := []token.Number{first}
	for _, n := range z.line.numbers {
		last := row[len(row)-1]
		if n.Primary && n.Start >= last.End && n.End <= z.end && n.Places == first.Places && n.Unit == first.Unit && z.line.cellAt(n.Start) != z.line.cellAt(last.Start) {
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
		blank(d.Start, d.End)
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
		return cmp.Or(p.dict.unit, token.UnitKWh)
	}
	return p.dict.unit
}

var (
	wordMWh = token.NewPattern("mwh")
	wordKWh = token.NewPattern("kwh")
)

// energyOf converts a number with an energy unit, its own or the label's, to Wh.
func energyOf(n token.Number, labelUnit string) (lake.Energy, bool) {
	unit := n.Unit
	if unit == "" {
		unit = labelUnit
	}
	switch unit {
	case token.UnitKWh:
		return n.Energy(), n.Places <= 3
	case token.UnitMWh:
		value := n.Value
		if n.Dotted && n.Places == 0 { // 139.485 MWh: a point of 139 485 MWh would be a town
			value /= 1000
		}
		return lake.Energy(value), n.Places <= 6
	}
	return 0, false
}
