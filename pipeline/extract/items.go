package extract

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// item is one line of the bill.
type item struct {
	line     *line
	name     string
	zone     string
	fee      fee
	quantity token.Number
	hasQty   bool
	energy   lake.Energy
	isEnergy bool // the quantity is in kWh or MWh
	price    token.Number
	net      token.Number
	priced   bool // quantity × price = net
	rate     string
}

// itemsOf reads the lines that charge for something: a name, and quantity × price = net, or at least a quantity in kWh.
func (p *part) itemsOf(lines []*line) []item {
	var items []item
	name, current := "", feeNone
	records := p.records()
	for _, l := range lines {
		nameEnd := firstValue(l)
		words, text := l.fold[:nameEnd], l.nameText(0, nameEnd)
		if c, ok := nameBehind(l); ok {
			words, text = l.fold[c.start:c.end], l.text(c.start, c.end)
		}
		if r := records[l]; r != nil && len(r.lines) > 1 {
			if l != r.row {
				continue
			}
			words, text = r.words(), r.name()
		}
		it := item{line: l, fee: feeOf(words), zone: zoneIn(words)}
		inherited := false
		if isStateName(l, words) && len(items) > 0 && items[len(items)-1].fee != feeNone { // "jest" below a row "Energia czynna | było"
			words = nil
			it.zone = cmp.Or(it.zone, items[len(items)-1].zone)
		}
		switch {
		case it.fee != feeNone:
			name, current = text, it.fee
		case it.zone != "" || words == nil:
			it.fee = current
		case namesSomething(words):
			current = feeNone
			name = text
		default: // figures below a name
			it.fee, inherited = current, true
		}
		it.name = name
		it.readQuantity(l)
		it.readPrice(l)
		it.implyEnergy()
		it = p.corrected(it)
		p.headedEnergy(&it)
		if it.priced || (it.isEnergy && it.fee != feeNone && (!inherited || !p.announced(l, it.quantity))) {
			items = append(items, it)
			items = append(items, p.zonesBeside(items[len(items)-1:])...)
		}
	}
	return items
}

// isStateName reports whether the words of a row only name a state of a correction.
func isStateName(l *line, words []byte) bool {
	return len(l.labels) > 0 && stateOf(l.labels[0].entry.label) != classPlain && token.SkipMarks(l.fold, 0) == l.labels[0].start &&
		!namesSomething(l.fold[l.labels[0].end:max(firstValue(l), l.labels[0].end)]) && len(words) > 0
}

// nameBehind returns the cell that names a row whose figures stand in front of its name.
func nameBehind(l *line) (cell, bool) {
	if namesSomething(l.fold[:firstValue(l)]) || len(amountsOf(l)) == 0 {
		return cell{}, false
	}
	for _, c := range l.cells {
		if words := l.fold[c.start:c.end]; feeOf(words) != feeNone {
			return c, true
		}
	}
	return cell{}, false
}

// announced reports whether a number is the value of a consumption label above it, which is no heading of a table.
func (p *part) announced(l *line, n token.Number) bool {
	for i := max(0, l.index-maxBelowLines); i < l.index; i++ {
		for _, h := range p.lines[i].labels {
			if (h.is(labelConsumption) || h.is(labelBalanced) || h.is(labelNoConsumption)) && endsLine(h.line, h) && columnsOf(h.line) == nil &&
				slices.ContainsFunc(p.below(h), func(z zone) bool { return z.line == l && n.Start >= z.start && n.End <= z.end }) {
				return true
			}
		}
	}
	return false
}

// firstValue returns where the words of a line end: at its first number, date or code that is no list number.
func firstValue(l *line) int {
	end := len(l.fold)
	for _, n := range l.numbers {
		if !n.Ordinal && n.Start > 0 {
			end = min(end, n.Start)
		}
	}
	for _, d := range l.dates {
		end = min(end, d.Start)
	}
	return end
}

// line returns the item in the form of a reading.
func (it item) reading(ppe string) lake.Line {
	entry := lake.Line{PPE: ppe, Name: strings.TrimRight(it.name, " :"), Zone: it.zone, VATRate: it.rate}
	if it.hasQty {
		entry.Quantity = lake.Some(lake.Quantity(it.quantity.Value / 1000))
		entry.Unit = it.line.unitText(it.quantity)
	}
	if it.priced {
		entry.UnitPrice = lake.Some(lake.Price(it.price.Value))
		entry.Net = lake.Some(it.net.Money())
	}
	return entry
}

// unitText returns the printed unit of a quantity: the word behind it, else the energy unit in front of it.
func (l *line) unitText(n token.Number) string {
	switch n.Unit {
	case token.UnitKWh:
		return "kWh"
	case token.UnitMWh:
		return "MWh"
	}
	at := token.SkipBlank(l.fold, n.End)
	if unit, end := token.UnitAt(l.fold, at); unit != "" && unit != token.UnitPercent {
		return l.text(at, end)
	}
	if c, ok := l.unitCell(); ok {
		return l.text(c.start, c.end)
	}
	return ""
}

// unitCell returns the only cell of the line that is a unit of a quantity and nothing else.
func (l *line) unitCell() (only cell, ok bool) {
	for _, c := range l.cells {
		unit, end := token.UnitAt(l.fold, c.start)
		if end < c.end || unit == "" || unit == token.UnitPercent || unit == token.UnitMoney {
			continue
		}
		if ok {
			return cell{}, false
		}
		only, ok = c, true
	}
	return only, ok
}
