package invoicegen

import (
	"strconv"

	"wattlake/lake"
)

// plainHead is the top of the layouts from L25 on: labelled lines without letterhead or frames.
func (c *canvas) plainHead(b *bill, title string, more ...pair) {
	l := c.look
	c.title = title + " " + b.number
	c.begin()
	c.text(left, c.y+4, title+" "+b.number, style{size: 13, bold: true})
	c.gap(9)
	c.text(left, c.y+3, "Data wystawienia: "+l.day(b.issue), style{})
	c.text(right, c.y+3, b.words.period+": "+l.span(b.start, b.end), style{align: 'R'})
	c.gap(6)
	c.paragraph(left, c.y, width, b.words.seller+": "+b.seller.name+", "+b.seller.street+", "+b.seller.city+", NIP "+l.printedNIP(b.seller.nip)+
		"\n"+b.words.buyer+": "+b.buyer.name+", "+b.buyer.street+", "+b.buyer.city+", NIP "+l.printedNIP(b.buyer.nip), style{})
	c.gap(16)
	for _, p := range more {
		c.text(left, c.y+3, p.label+": "+p.value, style{})
		c.gap(4.5)
	}
	c.gap(2)
	c.begin()
}

// plainEnd is the sum of the invoice and what is to be paid.
func (c *canvas) plainEnd(b *bill, t *Truth) {
	l := c.look
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.gap(3)
	c.labelLeft(width*0.5, []pair{
		{"Razem netto", l.amount(b.net())},
		{"VAT " + strconv.Itoa(b.rate) + "%", l.amount(b.vat())},
		{"Razem brutto", l.amount(b.gross())},
		{b.words.toPay, l.amount(b.gross())},
		{b.words.due, l.day(b.due)},
	}, style{})
}

// correctionHead names the corrected invoice and the only point.
func (c *canvas) correctionHead(b *bill) {
	l := c.look
	c.plainHead(b, "Faktura korygująca nr", pair{"Do faktury nr", b.corrects + " z dnia " + l.day(b.correctsDate)}, pair{"Przyczyna korekty", b.reason},
		pair{b.words.ppe, l.printedPPE(b.points[0].ppe)}, pair{b.words.tariff, b.points[0].tariff})
}

// correctionSum is the change in amounts, which may be returned.
func (c *canvas) correctionSum(b *bill, t *Truth) {
	l := c.look
	c.gap(3)
	t.AmountDue = b.gross().String()
	last := pair{"Do zapłaty", l.amount(b.gross())}
	if b.gross() < 0 {
		last = pair{b.words.toReturn, l.amount(-b.gross())}
	}
	c.labelLeft(width*0.5, []pair{
		{"Razem netto", l.amount(b.net())}, {"VAT " + strconv.Itoa(b.rate) + "%", l.amount(b.vat())}, {"Razem brutto", l.amount(b.gross())}, last,
	}, style{})
}

// paintCards is L25: the points as cards in two columns.
func paintCards(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.plainHead(b, "Faktura VAT zbiorcza nr")
	const step = width / 2
	for i := range b.points {
		p := &b.points[i]
		x := left + step*float64(i%2)
		pairs := []pair{
			{b.words.ppe, l.printedPPE(p.ppe)},
			{"Obiekt", p.name},
			{b.words.tariff, p.tariff},
			{"Zużycie", l.energy(p.kwh(), b.unit) + " " + b.unit},
			{"Wartość netto", l.amount(p.net)},
		}
		if i%2 == 0 {
			c.ensure(float64(len(pairs))*4.5 + 6)
		}
		for k, line := range pairs {
			c.text(x, c.y+float64(k+1)*4.5, line.label, style{})
			c.text(x+step-8, c.y+float64(k+1)*4.5, line.value, style{align: 'R', bold: true})
		}
		if i%2 == 1 || i == len(b.points)-1 {
			c.gap(float64(len(pairs))*4.5 + 6)
		}
	}
	c.plainEnd(b, t)
}

// changed pairs the lines of a point before and after a correction.
func changed(was, now *point, each func(was, now line)) {
	for i := range now.lines {
		each(was.lines[i], now.lines[i])
	}
}

var itemColumns = []column{{"Nazwa", 60, 'L'}, {"Ilość", 16, 'R'}, {"J.m.", 10, 'L'}, {"Cena netto", 16, 'R'}, {"Wartość netto", 18, 'R'}, {"VAT", 8, 'R'}}

// itemRow is a line of the bill with another quantity and net amount.
func (c *canvas) itemRow(b *bill, ln line, quantity lake.Quantity, net lake.Money) row {
	l := c.look
	return row{cells: []string{b.words.lineName(ln), l.quantity(quantity, ln.unit), ln.unit, l.price(ln.price), l.money(net), strconv.Itoa(ln.rate) + "%"}}
}

// paintChanges is L26: a correction that prints differences only. It does not say what was used.
func paintChanges(c *canvas, b *bill, t *Truth) {
	t.Consumption, t.Points[0].Consumption = "", ""
	c.correctionHead(b)
	c.banner("Różnica względem faktury korygowanej")
	items := table{columns: itemColumns}
	changed(&b.before[0], &b.points[0], func(was, now line) {
		if now.net != was.net {
			items.rows = append(items.rows, c.itemRow(b, now, now.quantity-was.quantity, now.net-was.net))
		}
	})
	c.table(left, width, items)
	c.correctionSum(b, t)
}

// paintReplaced is L27: a correction that takes every line back and charges it anew.
func paintReplaced(c *canvas, b *bill, t *Truth) {
	c.correctionHead(b)
	items := table{columns: itemColumns}
	changed(&b.before[0], &b.points[0], func(was, now line) {
		items.rows = append(items.rows, c.itemRow(b, was, -was.quantity, -was.net), c.itemRow(b, now, now.quantity, now.net))
	})
	c.table(left, width, items)
	c.correctionSum(b, t)
}

// paintSpans is L28: a correction with a state over several columns and the totals of each state in rows below the lines.
func paintSpans(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.correctionHead(b)
	const name, cell = 62.0, (width - 62.0) / 6
	c.text(left+name+cell, c.y+3, pick(b.rnd, "BYŁO", "PRZED KOREKTĄ"), style{bold: true, align: 'C'})
	c.text(left+name+4*cell, c.y+3, pick(b.rnd, "JEST", "PO KOREKCIE"), style{bold: true, align: 'C'})
	c.gap(4)
	items := table{columns: []column{{"Pozycja", name, 'L'}, {"Ilość", cell, 'R'}, {"Cena", cell, 'R'}, {"Netto", cell, 'R'}, {"Ilość", cell, 'R'}, {"Cena", cell, 'R'}, {"Netto", cell, 'R'}}}
	changed(&b.before[0], &b.points[0], func(was, now line) {
		items.rows = append(items.rows, row{cells: []string{
			b.words.lineName(now), l.quantity(was.quantity, was.unit), l.price(was.price), l.money(was.net), l.quantity(now.quantity, now.unit), l.price(now.price), l.money(now.net),
		}})
	})
	netWas, netNow, vatWas, vatNow := netOf(b.before), netOf(b.points), b.vatOf(b.before), b.vatOf(b.points)
	for _, sums := range []struct {
		name     string
		was, now lake.Money
	}{{"Wartość netto", netWas, netNow}, {"Podatek VAT " + strconv.Itoa(b.rate) + "%", vatWas, vatNow}, {"Wartość brutto", netWas + vatWas, netNow + vatNow}} {
		items.rows = append(items.rows, row{cells: []string{sums.name, "", "", l.money(sums.was), "", "", l.money(sums.now)}, bold: true})
	}
	c.table(left, width, items)
	c.gap(3)
	c.labelLeft(width*0.5, []pair{
		{"Zużycie energii przed korektą", l.energy(b.before[0].kwh(), "kWh") + " kWh"}, {"Zużycie energii po korekcie", l.energy(b.points[0].kwh(), "kWh") + " kWh"},
	}, style{})
	t.AmountDue = b.gross().String()
	if b.gross() < 0 {
		c.labelLeft(width*0.5, []pair{{b.words.toReturn, l.amount(-b.gross())}}, style{})
	} else {
		c.labelLeft(width*0.5, []pair{{"Do zapłaty", l.amount(b.gross())}}, style{})
	}
}

// paintUnitHead is L29: the unit stands in the heading only, above the kWh of every fee.
func paintUnitHead(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.plainHead(b, "Faktura VAT nr", pair{b.words.ppe, l.printedPPE(p.ppe)}, pair{b.words.tariff, p.tariff})
	items := table{columns: []column{{"Opis", 70, 'L'}, {"Zużycie [kWh]", 20, 'R'}, {"Cena netto [zł/kWh]", 24, 'R'}, {"Należność netto [zł]", 24, 'R'}}}
	for _, ln := range p.lines {
		quantity := ""
		if ln.unit == "kWh" {
			quantity = l.quantity(ln.quantity, ln.unit)
		}
		items.rows = append(items.rows, row{cells: []string{b.words.lineName(ln), quantity, l.price(ln.price), l.money(ln.net)}})
	}
	c.table(left, width, items)
	c.plainEnd(b, t)
}

// paintStacked is L30: every cell on a line of its own.
func paintStacked(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	cells := []string{
		b.seller.name, "NIP " + l.printedNIP(b.seller.nip), "Faktura VAT nr " + b.number, "Data wystawienia", l.day(b.issue), b.words.period, l.day(b.start) + " - " + l.day(b.end),
		"Nabywca", b.buyer.name, "NIP " + l.printedNIP(b.buyer.nip), b.words.ppe, p.ppe, "Grupa taryfowa", p.tariff, "Nazwa", "Ilość", "J.m.", "Cena netto", "Wartość netto", "VAT %",
	}
	for _, ln := range p.lines {
		cells = append(cells, b.words.lineName(ln), l.quantity(ln.quantity, ln.unit), ln.unit, l.price(ln.price), l.money(ln.net), strconv.Itoa(ln.rate))
	}
	sums := []string{l.money(b.net()), l.money(b.vat()), l.money(b.gross())}
	cells = append(append(cells, "Stawka VAT", "Netto", "VAT", "Brutto", strconv.Itoa(b.rate)+"%"), sums...)
	cells = append(append(cells, "Razem"), sums...)
	for _, text := range append(cells, "Do zapłaty", l.amount(b.gross()), "Termin płatności", l.day(b.due)) {
		c.ensure(5)
		c.begin()
		c.text(left, c.y+3, text, style{})
		c.gap(4.2)
	}
}

// paintZoneColumns is L31: the parts of the day and the parts of the bill as columns, their sums in the last.
func paintZoneColumns(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.plainHead(b, "Faktura nr", pair{b.words.ppe, l.printedPPE(p.ppe)}, pair{b.words.tariff, p.tariff})
	zones := zonesOf[p.tariff]
	used := table{columns: []column{{"", 40, 'L'}}, rows: []row{{cells: []string{"Zużycie [kWh]"}}}}
	for i, zone := range zones {
		used.columns = append(used.columns, column{"Strefa " + zone, 30, 'R'})
		used.rows[0].cells = append(used.rows[0].cells, l.energy(p.used[i], "kWh"))
	}
	if len(zones) > 1 {
		used.columns = append(used.columns, column{"Razem", 24, 'R'})
		used.rows[0].cells = append(used.rows[0].cells, l.energy(p.kwh(), "kWh"))
	}
	c.table(left, width, used)
	c.gap(4)
	sale := sum(b.points, saleOf)
	saleVAT := sale.MulRate(b.rate)
	three := func(name string, part, all lake.Money) row {
		return row{cells: []string{name, l.money(part), l.money(all - part), l.money(all)}}
	}
	c.table(left, width*0.8, table{
		columns: []column{{"", 30, 'L'}, {"Energia elektryczna", 24, 'R'}, {"Dystrybucja", 24, 'R'}, {"Razem", 24, 'R'}},
		rows: []row{
			three("Netto [zł]", sale, b.net()), three("VAT "+strconv.Itoa(b.rate)+"% [zł]", saleVAT, b.vat()), three("Brutto [zł]", sale+saleVAT, b.gross()),
		},
	})
	c.gap(3)
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.labelLeft(width*0.5, []pair{{"DO ZAPŁATY", l.amount(b.gross())}, {b.words.due, l.day(b.due)}}, style{})
}

// paintFiguresFirst is L32: the amounts stand in front of the names of their rows.
func paintFiguresFirst(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.plainHead(b, "Faktura VAT nr", pair{b.words.ppe, l.printedPPE(p.ppe)}, pair{b.words.tariff, p.tariff})
	items := table{columns: []column{{"Wartość netto", 20, 'R'}, {"VAT", 10, 'R'}, {"Opis", 70, 'L'}, {"Cena", 18, 'R'}, {"Ilość", 18, 'R'}, {"J.m.", 10, 'L'}}}
	for _, ln := range p.lines {
		items.rows = append(items.rows, row{cells: []string{
			l.money(ln.net), strconv.Itoa(ln.rate) + "%", b.words.lineName(ln), l.price(ln.price), l.quantity(ln.quantity, ln.unit), ln.unit,
		}})
	}
	for _, total := range []pair{{"Razem netto", l.money(b.net())}, {"Podatek VAT " + strconv.Itoa(b.rate) + "%", l.money(b.vat())}, {"Razem brutto", l.money(b.gross())}} {
		items.rows = append(items.rows, row{cells: []string{total.value, "", total.label, "", "", ""}, bold: true})
	}
	c.table(left, width, items)
	c.gap(3)
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.labelLeft(width*0.5, []pair{{b.words.toPay, l.amount(b.gross())}, {b.words.due, l.day(b.due)}}, style{})
}
