package invoicegen

import (
	"strconv"

	"wattlake/lake"
)

// settlementTable places the lines of points as a table; sections separates sale and distribution.
func (c *canvas) settlementTable(b *bill, points []point, sections bool) {
	dates := c.look.lineDates || points[0].change != nil
	t := table{columns: []column{{"Opis", 46, 'L'}}}
	if dates {
		t.columns = append(t.columns, column{"Okres", 30, 'L'})
	}
	amounts := []column{{"Ilość", 15, 'R'}, {"J.m.", 9, 'R'}, {"Cena netto", 16, 'R'}, {"Wartość netto", 19, 'R'}, {"VAT %", 8, 'R'}}
	if c.look.unitFirst {
		amounts[0], amounts[1] = amounts[1], amounts[0]
	}
	t.columns = append(t.columns, amounts...)
	for _, of := range []part{saleOf, distributionOf} {
		if sections {
			t.heading(b, points, of)
		}
		for i := range points {
			for _, l := range points[i].lines {
				if l.part == of {
					t.rows = append(t.rows, row{cells: c.lineCells(b, l, dates)})
				}
			}
		}
	}
	c.table(left, width, t)
}

func (t *table) heading(b *bill, points []point, of part) {
	if sum(points, of) == 0 {
		return
	}
	text := "1. ROZLICZENIE SPRZEDAŻY ENERGII ELEKTRYCZNEJ"
	if of == distributionOf {
		text = "2. ROZLICZENIE DYSTRYBUCJI ENERGII ELEKTRYCZNEJ"
		if b.scope == lake.Distribution {
			text = "ROZLICZENIE USŁUG DYSTRYBUCJI"
		}
	}
	t.rows = append(t.rows, row{cells: []string{text}, bold: true, fill: true})
}

func (c *canvas) lineCells(b *bill, l line, dates bool) []string {
	quantity, unit := c.look.quantity(l.quantity, l.unit), l.unit
	if c.look.unitFirst {
		quantity, unit = unit, quantity
	}
	cells := []string{b.words.lineName(l)}
	if dates {
		cells = append(cells, c.look.day(l.start)+" - "+c.look.day(l.end))
	}
	return append(cells, quantity, unit, c.look.price(l.price), c.look.money(l.net), strconv.Itoa(l.rate))
}

// vatTable places the summary by rate.
func (c *canvas) vatTable(summary []vatRow) {
	l := c.look
	cells := func(name string, net, vat lake.Money) []string {
		return []string{name, l.money(net), l.money(vat), l.money(net + vat)}
	}
	var rows []row
	net, vat := lake.Money(0), lake.Money(0)
	for _, r := range summary {
		rows = append(rows, row{cells: cells(strconv.Itoa(r.rate)+"%", r.net, r.vat)})
		net, vat = net+r.net, vat+r.vat
	}
	heads := [3]string{"Wartość netto", "Kwota VAT", "Wartość brutto"}
	if l.shortHeads {
		heads = [3]string{"Netto", "VAT", "Brutto"}
	}
	rows = append(rows, row{cells: cells("Razem", net, vat), bold: true, fill: true})
	c.ensure(20)
	c.table(left+width*0.35, width*0.65, table{
		columns: []column{{"Stawka VAT", 12, 'L'}, {heads[0], 16, 'R'}, {heads[1], 16, 'R'}, {heads[2], 16, 'R'}},
		rows:    rows,
	})
	c.gap(2)
}

// readings places the meter table of points.
func (c *canvas) readings(b *bill, points []point) {
	t := table{columns: []column{
		{"Licznik", 16, 'L'},
		{"Strefa", 26, 'L'},
		{"Data odczytu", 17, 'L'},
		{"Odczyt poprzedni", 18, 'R'},
		{"Odczyt bieżący", 18, 'R'},
		{"Mnożna", 9, 'R'},
		{"Ilość kWh", 16, 'R'},
		{"Rodzaj", 9, 'R'},
	}, size: c.look.size - 0.5}
	for i := range points {
		p := &points[i]
		for z, zone := range zonesOf[p.tariff] {
			first := lake.Energy(b.rnd.between(1_000, 80_000)) * 1000
			used := p.used[z] + b.quirks.returned // of a prosumer the meter shows more than is billed
			t.rows = append(t.rows, row{cells: []string{
				p.meter, zone, c.look.day(b.end), c.look.energy(first, "kWh"), c.look.energy(first+used, "kWh"), "1", c.look.energy(used, "kWh"),
				pick(b.rnd, "(R)", "(Z)"),
			}})
		}
	}
	c.table(left, width, t)
	c.gap(2)
}

// inWords writes the gross amount in words on some bills.
func (c *canvas) inWords(b *bill, m lake.Money) {
	if !b.rnd.chance(45) {
		return
	}
	b.variant("in-words")
	c.begin()
	c.ensure(8)
	c.y = c.paragraph(left, c.y, width, "Słownie: "+InWords(m, pick(b.rnd, FullGrosze, FractionGrosze)), style{})
	c.gap(1)
}

// legalNotes writes the grey text between the parts of a bill.
func (c *canvas) legalNotes(text string) {
	c.begin()
	c.ensure(14)
	c.y = c.paragraph(left, c.y+1, width, text, style{size: 6, colour: grey}) + 1
	c.begin()
}

// highlight places the amount to pay in a box and its date.
func (c *canvas) highlight(pairs ...pair) {
	c.begin()
	c.ensure(16)
	c.gap(1)
	step := width / float64(len(pairs))
	c.box(left, c.y, width, 12, pale)
	for i, p := range pairs {
		x := left + float64(i)*step + 3
		c.text(x, c.y+4, p.label, style{size: 7})
		c.text(x, c.y+9.5, p.value, c.fit(p.value, step-6, style{size: 12, bold: true, colour: c.look.accent}))
	}
	c.y += 14
	c.begin()
}
