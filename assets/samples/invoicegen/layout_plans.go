package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintInstalments is L22: a forecast paid in several instalments.
func paintInstalments(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	t.AmountDue, t.DueDate = "", ""
	c.letterhead(b, "FAKTURA PROGNOZOWA nr "+b.number, "energia elektryczna i usługi dystrybucji")
	c.parties(b)
	c.labelAbove([]pair{{"Data wystawienia", l.day(b.issue)}, {"Okres prognozy", l.day(b.start) + " - " + l.day(b.end)}, {"Nr PPE", l.printedPPE(p.ppe)}, {"Taryfa", p.tariff}})
	c.gap(2)
	rows := table{columns: []column{{"Rata", 8, 'L'}, {"Za okres", 34, 'L'}, {"kWh", 12, 'R'}, {"Netto", 15, 'R'}, {"VAT", 14, 'R'}, {"Brutto", 15, 'R'}, {"Termin płatności", 18, 'L'}}}
	net, vat, used := b.net(), b.vat(), p.kwh()
	for i := range b.months {
		n := lake.Money(b.months - i)
		partNet, partVAT, partUsed := net/n, vat/n, used/lake.Energy(n)/1000*1000
		if n == 1 {
			partUsed = used
		}
		net, vat, used = net-partNet, vat-partVAT, used-partUsed
		start := lake.DateOf(b.start.Time().AddDate(0, i, 0))
		end := lake.DateOf(b.start.Time().AddDate(0, i+1, -1))
		rows.rows = append(rows.rows, row{cells: []string{
			strconv.Itoa(i + 1), l.day(start) + " - " + l.day(end), l.energy(partUsed, "kWh"), l.money(partNet), l.money(partVAT), l.money(partNet + partVAT), l.day(start.AddDays(20)),
		}})
	}
	rows.rows = append(rows.rows, row{cells: []string{"", "Razem", l.energy(p.kwh(), "kWh"), l.money(b.net()), l.money(b.vat()), l.money(b.gross()), ""}, bold: true})
	c.table(left, width, rows)
	c.inWords(b, b.gross())
	c.legalNotes("Prognozowane ilości zostaną rozliczone po odczycie układu pomiarowego.")
}

// paintNetMetering is L24: a prosumer's bill with energy taken, given and what is billed.
func paintNetMetering(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	due := b.gross() - b.quirks.deposit
	t.AmountDue, t.DueDate = due.String(), b.due.String()
	c.letterhead(b, "Faktura VAT", "Nr "+b.number)
	c.labelAbove([]pair{{"Nr faktury", b.number}, {"Data wystawienia", l.day(b.issue)}, {"Rozliczenie za okres", l.day(b.start) + "-" + l.day(b.end)}})
	c.parties(b)
	c.text(left, c.y+3, "Punkt poboru energii: "+l.printedPPE(p.ppe)+", "+p.address+", taryfa "+p.tariff, style{bold: true})
	c.gap(6)
	given := lake.Energy(b.rnd.between(400, 2_000)) * 1000
	c.table(left, width*0.8, table{
		columns: []column{{"Energia czynna", 50, 'L'}, {"Ilość [kWh]", 20, 'R'}},
		rows: []row{
			{cells: []string{"Pobrana z sieci (licznik)", l.energy(p.kwh()+b.quirks.returned, "kWh")}},
			{cells: []string{"Wprowadzona do sieci", l.energy(given, "kWh")}},
			{cells: []string{"Pobrana po bilansowaniu", l.energy(p.kwh(), "kWh")}, bold: true},
		},
	})
	c.gap(3)
	c.settlementTable(b, b.points, b.rnd.chance(50))
	c.gap(3)
	c.labelLeft(width*0.6, []pair{
		{"Wartość netto", l.amount(b.net())},
		{fmt.Sprintf("Podatek VAT (%d%%)", b.rate), l.amount(b.vat())},
		{"Wartość brutto", l.amount(b.gross())},
		{"Depozyt prosumencki do rozliczenia", l.amount(-b.quirks.deposit)},
		{"Do zapłaty", l.amount(due)},
		{"Termin płatności", l.day(b.due)},
	}, style{})
	c.text(left, c.y+5, "Pozostały depozyt: "+l.amount(lake.Money(b.rnd.between(0, 90_000))), style{colour: grey})
	c.gap(7)
}

// paintStranger is L23: an invoice for something else that also has units, meters and periods.
func paintStranger(c *canvas, b *bill, t *Truth) {
	l := c.look
	t.Kind, t.Scope, t.Points, t.Consumption = string(lake.Other), "", []PointTruth{}, ""
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	what, unit := "Ciepło dostarczone", "GJ"
	switch b.rnd.between(0, 3) {
	case 0:
		what, unit = "Dostawa wody i odprowadzanie ścieków", "m3"
	case 1:
		what, unit = "Olej napędowy", "l"
	case 2:
		what, unit = "Usługi telekomunikacyjne", "szt."
	}
	c.letterhead(b, "Faktura VAT nr "+b.number, what)
	c.parties(b)
	c.labelLeft(width*0.6, []pair{{"Data wystawienia", l.day(b.issue)}, {"Okres rozliczeniowy", l.span(b.start, b.end)}, {"Licznik nr", b.rnd.digits(8)}}, style{})
	c.gap(3)
	quantity := lake.Quantity(b.rnd.between(10, 900)) * 1000
	c.table(left, width, table{
		columns: []column{{"Nazwa", 46, 'L'}, {"Ilość", 14, 'R'}, {"J.m.", 9, 'L'}, {"Netto", 16, 'R'}, {"VAT %", 8, 'R'}, {"VAT", 14, 'R'}, {"Brutto", 16, 'R'}},
		rows:    []row{{cells: []string{what, l.quantity(quantity, unit), unit, l.money(b.net()), strconv.Itoa(b.rate), l.money(b.vat()), l.money(b.gross())}}},
	})
	c.gap(3)
	c.vatTable(b.vatSummary())
	c.labelLeft(width*0.5, []pair{{"Do zapłaty", l.amount(b.gross())}, {"Termin płatności", l.day(b.due)}}, style{})
	c.inWords(b, b.gross())
}
