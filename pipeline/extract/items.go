package extract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"wattlake/lake"
)

// fee is what a line of the bill charges for, as far as it matters for consumption.
type fee int

const (
	feeNone     fee = iota
	feeActive       // active energy: its kWh are the consumption
	feeVariable     // network fee per kWh: the billed kWh
	feePerKWh       // other fees per kWh: quality, renewables, cogeneration
	feeOther        // per month, reactive, exported: never consumption
)

var fees = []struct {
	pattern

	fee fee
}{
	{newPattern("energia bierna"), feeOther},
	{newPattern("energii biernej"), feeOther},
	{newPattern("energia oddana"), feeOther},
	{newPattern("wprowadzon*"), feeOther},
	{newPattern("opłata handlowa"), feeOther},
	{newPattern("opłata abonamentowa"), feeOther},
	{newPattern("opłata mocowa"), feeOther},
	{newPattern("opłata przejściowa"), feeOther},
	{newPattern("opłata stała"), feeOther},
	{newPattern("opłata sieciowa stała"), feeOther},
	{newPattern("składnik stały"), feeOther},
	{newPattern("energia czynna"), feeActive},
	{newPattern("energię czynną"), feeActive},
	{newPattern("energii czynnej"), feeActive},
	{newPattern("energia elektryczna"), feeActive},
	{newPattern("sprzedaż energii*"), feeActive},
	{newPattern("opłata za energię"), feeActive},
	{newPattern("opłata sieciowa zmienna"), feeVariable},
	{newPattern("opłata zmienna sieciowa"), feeVariable},
	{newPattern("opłata zmienna"), feeVariable},
	{newPattern("składnik zmienny"), feeVariable},
	{newPattern("opłata dystrybucyjna zmienna"), feeVariable},
	{newPattern("opłata jakościowa"), feePerKWh},
	{newPattern("stawka jakościowa"), feePerKWh},
	{newPattern("opłata oze"), feePerKWh},
	{newPattern("opłata kogeneracyjna"), feePerKWh},
}

func feeOf(text []byte) fee {
	for _, f := range fees {
		if contains(text, f.pattern) {
			return f.fee
		}
	}
	return feeNone
}

// zones are the words for parts of the day, the first that begins a word counts.
var zoneWords = []struct {
	pattern

	name string // "" for as printed
}{
	{newPattern("całodobow*"), "całodobowa"},
	{newPattern("dzienn*"), "dzienna"},
	{newPattern("nocn*"), "nocna"},
	{newPattern("pozaszczytow*"), "pozaszczytowa"},
	{newPattern("szczytow*"), "szczytowa"},
	{newPattern("szczyt przedpołudniowy"), "szczyt przedpołudniowy"},
	{newPattern("szczyt popołudniowy"), "szczyt popołudniowy"},
	{newPattern("pozostałe godziny doby"), "pozostałe godziny doby"},
	{newPattern("przedpołudniow*"), "szczyt przedpołudniowy"},
	{newPattern("popołudniow*"), "szczyt popołudniowy"},
	{newPattern("pozostałe"), "pozostałe godziny doby"},
	{newPattern("pozaszczyt"), "pozaszczytowa"},
	{newPattern("szczyt"), "szczytowa"},
	{newPattern("dzień"), "dzienna"},
	{newPattern("noc"), "nocna"},
	{newPattern("weekend*"), ""},
	{newPattern("strefa i*"), ""},
	{newPattern("l1"), "L1"},
	{newPattern("l2"), "L2"},
	{newPattern("dolina*"), ""},
}

// zoneOf returns the zone in a span of a line, "" if it names none.
func zoneOf(l *line, start, end int) string { return zoneIn(l.fold[start:end]) }

// zoneIn returns the zone that folded words name, in its usual spelling, "" if they name none.
func zoneIn(words []byte) string {
	for _, z := range zoneWords {
		if at := indexOf(words, z.pattern); at >= 0 {
			return cmp.Or(z.name, string(words[at:z.match(words, at, 0)]))
		}
	}
	return ""
}

// item is one line of the bill.
type item struct {
	line     *line
	name     string
	zone     string
	fee      fee
	quantity number
	hasQty   bool
	energy   lake.Energy
	isEnergy bool // the quantity is in kWh or MWh
	price    number
	net      number
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
		if it.priced || (it.isEnergy && it.fee != feeNone && (!inherited || !p.announced(l, it.quantity))) {
			items = append(items, it)
		}
	}
	return items
}

// isStateName reports whether the words of a row only name a state of a correction.
func isStateName(l *line, words []byte) bool {
	return len(l.labels) > 0 && stateOf(l.labels[0].entry.label) != classPlain && skipMarks(l.fold, 0) == l.labels[0].start &&
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
func (p *part) announced(l *line, n number) bool {
	for i := max(0, l.index-maxBelowLines); i < l.index; i++ {
		for _, h := range p.lines[i].labels {
			if (h.is(labelConsumption) || h.is(labelBalanced) || h.is(labelNoConsumption)) && endsLine(h.line, h) && columnsOf(h.line) == nil &&
				slices.ContainsFunc(p.below(h), func(z zone) bool { return z.line == l && n.start >= z.start && n.end <= z.end }) {
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
		if !n.ordinal && n.start > 0 {
			end = min(end, n.start)
		}
	}
	for _, d := range l.dates {
		end = min(end, d.start)
	}
	return end
}

// readQuantity takes the first number with a unit of energy.
func (it *item) readQuantity(l *line) {
	for _, n := range l.numbers {
		if energy, ok := energyOf(n, ""); ok && n.primary {
			it.quantity, it.hasQty, it.energy, it.isEnergy = n, true, energy, true
			return
		}
	}
}

// implyEnergy takes the quantity of a fee per kWh for energy where the row prints no unit and the price is one for a kWh.
func (it *item) implyEnergy() {
	const dearest = 5 * micro // zł
	perKWh := it.fee == feeActive || it.fee == feeVariable || it.fee == feePerKWh
	if !it.priced || it.isEnergy || !perKWh || it.quantity.unit != "" || it.quantity.places > 3 {
		return
	}
	if c, ok := it.line.unitCell(); ok {
		it.energy, it.isEnergy = energyOf(it.quantity, unitIn(it.line.fold[c.start:c.end]))
		return
	}
	if it.price.value < dearest {
		it.energy, it.isEnergy = it.quantity.energy(), true
	}
}

// readPrice finds quantity × price = net in a row, whatever the order of its columns.
func (it *item) readPrice(l *line) {
	if len(l.numbers) > maxRowAmounts {
		return
	}
	it.findPrice(l, true)
	if !it.priced {
		it.findPrice(l, false)
	}
	if !it.priced {
		return
	}
	for _, n := range l.numbers {
		if n.primary && n.places == 0 && n.value <= 23*micro && (n.unit == unitPercent || (n.unit == "" && n.start > it.net.start)) {
			it.rate = strconv.FormatInt(n.value/micro, 10)
			break
		}
	}
}

// findPrice looks for the price between quantity and net amount, as the columns usually stand, or anywhere.
func (it *item) findPrice(l *line, ordered bool) {
	for _, net := range l.numbers {
		if !net.isAmount() || net.value == 0 {
			continue
		}
		for _, quantity := range l.numbers {
			if overlaps(quantity, net) || quantity.ordinal || quantity.unit == unitPercent || (it.isEnergy && quantity.start != it.quantity.start) {
				continue
			}
			for _, price := range l.numbers {
				if price.places < 2 || overlaps(price, net) || overlaps(price, quantity) || (ordered && (price.start < quantity.start || price.start > net.start)) {
					continue
				}
				if multiplies(quantity, price, net) && (!it.priced || price.primary) {
					it.quantity, it.price, it.net, it.priced, it.hasQty = quantity, price, net, true, true
				}
			}
		}
	}
}

// multiplies reports whether quantity × price gives the net amount within one grosz.
func multiplies(quantity, price, net number) bool {
	const limit = 1 << 31 // keeps the product below in 64 bits
	q, p := quantity.value/1000, price.value
	if q == 0 || p == 0 || q > limit || p > limit || q < -limit || p < -limit {
		return false
	}
	product := q * p // in 1/1000 × 1/1000000
	diff := product - net.value*1000
	return max(diff, -diff) <= micro*1000/100
}

// line returns the item in the form of a reading.
func (it item) reading(ppe string) lake.Line {
	entry := lake.Line{PPE: ppe, Name: strings.TrimRight(it.name, " :"), Zone: it.zone, VATRate: it.rate}
	if it.hasQty {
		entry.Quantity = lake.Some(lake.Quantity(it.quantity.value / 1000))
		entry.Unit = it.line.unitText(it.quantity)
	}
	if it.priced {
		entry.UnitPrice = lake.Some(lake.Price(it.price.value))
		entry.Net = lake.Some(it.net.money())
	}
	return entry
}

// unitText returns the printed unit of a quantity: the word behind it, else the energy unit in front of it.
func (l *line) unitText(n number) string {
	switch n.unit {
	case unitKWh:
		return "kWh"
	case unitMWh:
		return "MWh"
	}
	at := skipBlank(l.fold, n.end)
	if unit, end := unitAt(l.fold, at); unit != "" && unit != unitPercent {
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
		unit, end := unitAt(l.fold, c.start)
		if end < c.end || unit == "" || unit == unitPercent || unit == unitMoney {
			continue
		}
		if ok {
			return cell{}, false
		}
		only, ok = c, true
	}
	return only, ok
}
