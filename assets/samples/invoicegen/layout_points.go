package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintZoneTable is L3: distribution only, fees as groups of rows per zone.
func paintZoneTable(c *canvas, b *bill, t *Truth) {
	l, p, w := c.look, &b.points[0], b.words
	c.title = "FAKTURA VAT NR " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	copyName := "ORYGINAŁ"
	if b.quirks.duplicate {
		b.variant("duplicate")
		copyName = "DUPLIKAT z dnia " + l.day(b.issue.AddDays(b.rnd.between(20, 200)))
	}
	c.letterhead(b, "FAKTURA VAT NR "+b.number, copyName)
	c.text(left, c.y+4, "ZA USŁUGI DYSTRYBUCJI", style{size: 11, bold: true})
	c.text(right, c.y+4, w.issued+": "+l.day(b.issue), style{align: 'R'})
	c.gap(8)
	c.parties(b)
	c.begin()
	c.text(left, c.y+3.5, "Za okres od "+l.day(b.start)+" do "+l.day(b.end)+" Kod PPE: "+l.printedPPE(p.ppe), style{bold: true})
	c.text(left, c.y+8, w.tariff+": "+p.tariff+"   "+w.power+": "+l.kilowatts(p.power)+" kW   "+w.meter+": "+p.meter, style{})
	c.text(left, c.y+12.5, "Miejsce poboru energii: "+p.name+", "+p.address, style{})
	c.gap(15)
	c.banner("ROZLICZENIE")
	c.feeTable(b, p)
	c.gap(2)
	c.closing(p.kwh(), "kWh", p.net)
	c.vatTable(b.vatSummary())
	c.highlight(pair{"Ogółem wartość brutto", l.amount(b.gross())}, pair{w.toPay, l.amount(b.gross())}, pair{w.due, l.day(b.due)})
	c.inWords(b, b.gross())
	c.arrears(b)
	c.reactiveDecoy(b)
	c.legalNotes("Moc umowna może zostać zmieniona na wniosek odbiorcy. Rachunek bankowy do wpłat: " + grouped(b.seller.account) + ". " +
		"Wystawienie faktury korygującej następuje w przypadku zmiany odczytu.")
	c.slip(b, l.amount(b.gross()), "FV "+b.number)
}

// feeTable groups the rows of a point by fee.
func (c *canvas) feeTable(b *bill, p *point) {
	t := table{columns: []column{
		{"Opis / strefa", 40, 'L'}, {"J.m.", 9, 'L'}, {"Data odczytu", 18, 'L'}, {"Ilość", 14, 'R'}, {"Cena netto", 16, 'R'}, {"Wartość netto", 18, 'R'}, {"VAT", 7, 'R'},
	}}
	last := ""
	for _, ln := range p.lines {
		if ln.name != last {
			t.rows = append(t.rows, row{cells: []string{b.words.lineName(line{name: ln.name})}, bold: true})
			last = ln.name
		}
		zone := ln.zone
		if zone == "" {
			zone = "całodobowa"
			if ln.unit == "kW" || ln.unit == "m-c" {
				zone = "za okres"
			}
		}
		t.rows = append(t.rows, row{cells: []string{
			zone, ln.unit, c.look.day(ln.end), c.look.quantity(ln.quantity, ln.unit), c.look.price(ln.price), c.look.money(ln.net), strconv.Itoa(ln.rate),
		}})
	}
	c.table(left, width, t)
}

// closing ends the section of a point.
func (c *canvas) closing(used lake.Energy, unit string, net lake.Money) {
	c.begin()
	c.ensure(8)
	c.text(left, c.y+4, "Zużycie: "+c.look.energy(used, unit)+" "+unit, style{bold: true})
	c.text(right, c.y+4, "Ogółem wartość netto: "+c.look.amount(net), style{bold: true, align: 'R'})
	c.gap(7)
	c.begin()
}

// reactiveDecoy places reactive energy and energy given back, which are no consumption.
func (c *canvas) reactiveDecoy(b *bill) {
	if b.rnd.chance(60) {
		return
	}
	b.variant("decoy-reactive")
	value := func(lo, hi int) string { return c.look.energy(lake.Energy(b.rnd.between(lo, hi))*1000, "kWh") }
	c.table(left, width*0.7, table{
		columns: []column{{"Dane informacyjne", 40, 'L'}, {"J.m.", 12, 'L'}, {"Ilość", 16, 'R'}},
		rows: []row{
			{cells: []string{"Energia bierna indukcyjna", "kvarh", value(10, 2_000)}},
			{cells: []string{"Energia bierna pojemnościowa", "kvarh", value(0, 300)}},
			{cells: []string{"Energia wprowadzona do sieci", "kWh", value(0, 900)}},
		},
		size: c.look.size - 0.5,
	})
	c.gap(2)
}

// paintCollective is L4: a list of points with their amounts, then a section for each.
func paintCollective(c *canvas, b *bill, t *Truth) {
	l, w := c.look, b.words
	c.title = "FAKTURA VAT NR " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, "FAKTURA VAT NR "+b.number, "faktura zbiorcza")
	c.text(left, c.y+4, "ZA USŁUGI DYSTRYBUCJI", style{size: 11, bold: true})
	c.gap(7)
	c.labelAbove([]pair{{w.issued, l.day(b.issue)}, {"Okres rozliczeniowy", l.day(b.start) + " - " + l.day(b.end)}, {"Liczba punktów poboru", strconv.Itoa(len(b.points))}})
	c.parties(b)
	list := table{columns: []column{{"Rozliczenie dla miejsc poboru energii", 70, 'L'}, {"Wartość netto", 20, 'R'}}}
	for i := range b.points {
		p := &b.points[i]
		list.rows = append(list.rows, row{cells: []string{fmt.Sprintf("%d. %s, %s", i+1, p.name, p.address), l.money(p.net)}})
	}
	c.table(left, width, list)
	c.begin()
	c.gap(1)
	c.text(left, c.y+4, "Razem za usługi dystrybucji", style{bold: true})
	c.text(right, c.y+4, fmt.Sprintf("netto %s   VAT %d%% %s   brutto %s", l.money(b.net()), b.rate, l.money(b.vat()), l.money(b.gross())), style{bold: true, align: 'R'})
	c.gap(7)
	c.highlight(pair{w.toPay + ":", l.amount(b.gross())}, pair{w.due + ":", l.day(b.due)})
	c.inWords(b, b.gross())
	c.slip(b, l.amount(b.gross()), "FV "+b.number)
	for i := range b.points {
		c.pointSection(b, i)
	}
	c.legalNotes("Zestawienie zawiera wszystkie punkty poboru energii objęte umową o świadczenie usług dystrybucji.")
}

func (c *canvas) pointSection(b *bill, i int) {
	l, p := c.look, &b.points[i]
	c.ensure(50)
	c.banner(fmt.Sprintf("Miejsce poboru energii %d. %s, %s", i+1, p.name, p.address))
	text := "Za okres od " + l.day(b.startOf(i)) + " do " + l.day(b.end)
	if b.quirks.uncoded != i+1 {
		text += " Kod PPE: " + l.printedPPE(p.ppe)
	}
	c.text(left, c.y+3, text, style{bold: true})
	c.text(left, c.y+7, b.words.tariff+": "+p.tariff+"   "+b.words.power+": "+l.kilowatts(p.power)+" kW   "+b.words.meter+": "+p.meter, style{})
	c.gap(9)
	c.feeTable(b, p)
	unit := b.unit
	if p.kwh() > 20_000_000 && b.rnd.chance(60) {
		unit = "MWh"
		b.variant("mixed-units")
	}
	c.closing(p.kwh(), unit, p.net)
}

// paintPointTable is L5: a sale of energy, one row per point, codes without a label.
func paintPointTable(c *canvas, b *bill, t *Truth) {
	l, w := c.look, b.words
	c.title = "FAKTURA VAT Nr " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, "FAKTURA VAT Nr "+b.number, "sprzedaż energii elektrycznej")
	c.text(right, c.y+1, w.issued+": "+l.day(b.issue), style{align: 'R'})
	c.gap(4)
	c.parties(b)
	c.begin()
	period := "za okres od " + l.day(b.start) + " do " + l.day(b.end)
	if b.quirks.monthName {
		b.variant("month-name")
		period = "za miesiąc: " + monthName(b.start)
	}
	c.text(left, c.y+4, period, style{bold: true})
	c.text(right, c.y+4, "Umowa sprzedaży nr "+b.rnd.digits(6)+"/E/"+strconv.Itoa(b.start.Year), style{align: 'R', colour: grey})
	c.gap(7)
	rows := table{columns: []column{
		{"Lp.", 5, 'L'}, {"Punkt poboru", 47, 'L'}, {"Taryfa", 9, 'L'}, {"kWh", 12, 'R'}, {"Netto", 15, 'R'}, {"VAT%", 7, 'R'}, {"VAT", 13, 'R'}, {"Brutto", 15, 'R'},
	}}
	used := lake.Energy(0)
	vatOfRows := lake.Money(0)
	for i := range b.points {
		p := &b.points[i]
		used += p.kwh()
		vat := p.net.MulRate(b.rate)
		vatOfRows += vat
		rows.rows = append(rows.rows, row{cells: []string{
			fmt.Sprintf("%d.", i+1), p.ppe + " " + p.name + ", " + p.address, p.tariff, l.energy(p.kwh(), "kWh"), l.money(p.net),
			strconv.Itoa(b.rate), l.money(vat), l.money(p.net + vat),
		}})
	}
	if vatOfRows != b.net().MulRate(b.rate) {
		b.variant("vat-of-rows-differs")
	}
	rows.rows = append(rows.rows, row{cells: []string{
		"", "Ogółem:", "", l.energy(used, "kWh"), l.money(b.net()), "", l.money(b.vat()), l.money(b.gross()),
	}, bold: true, fill: true})
	c.table(left, width, rows)
	c.gap(3)
	c.vatTable(b.vatSummary())
	c.highlight(pair{w.toPay, l.amount(b.gross())}, pair{w.due, l.day(b.due)})
	c.inWords(b, b.gross())
	c.begin()
	c.ensure(8)
	c.text(left, c.y+4, "Rachunek do wpłat: "+grouped(b.seller.account), style{})
	c.gap(6)
	if b.rnd.chance(60) {
		c.banner("Załącznik: składniki należności")
		for i := range b.points {
			p := &b.points[i]
			c.ensure(24)
			c.text(left, c.y+3.5, p.name+", "+p.address, style{bold: true})
			c.gap(5)
			c.settlementTable(b, b.points[i:i+1], false)
			c.gap(2)
		}
	}
	c.legalNotes("Sprzedawca informuje, że zmiana cennika nie wymaga aneksu. Opłaty za usługi dystrybucji rozlicza operator na odrębnej fakturze.")
}
