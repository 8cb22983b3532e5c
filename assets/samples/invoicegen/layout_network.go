package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintSummaryFirst is L14: amounts in a table on the first page, the metering point only beside the readings on the second.
func paintSummaryFirst(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	due := b.gross() - b.overpaid
	t.AmountDue, t.DueDate = due.String(), b.due.String()
	c.letterhead(b, "FAKTURA VAT", "oryginał")
	c.parties(b)
	c.begin()
	c.text(left, c.y+4, "Podsumowanie faktury VAT", style{size: 11, bold: true})
	c.text(left, c.y+9, b.number, style{size: 10, bold: true})
	c.text(right, c.y+4, "z dnia "+l.day(b.issue), style{align: 'R'})
	c.text(right, c.y+9, "za okres "+l.day(b.start)+" - "+l.day(b.end), style{align: 'R'})
	c.gap(13)
	sale := sum(b.points, saleOf)
	saleVAT := sale.MulRate(b.rate)
	part := func(name string, net, vat lake.Money, bold bool) row {
		return row{cells: []string{name, l.money(net), strconv.Itoa(b.rate), l.money(vat), l.money(net + vat)}, bold: bold}
	}
	rest := "0,00"
	c.table(left, width, table{
		columns: []column{{"Wyszczególnienie", 50, 'L'}, {"Wartość netto [" + l.currency + "]", 18, 'R'}, {"Stawka VAT [%]", 10, 'R'}, {"Kwota VAT [" + l.currency + "]", 16, 'R'}, {"Wartość brutto [" + l.currency + "]", 18, 'R'}},
		rows: []row{
			part("Sprzedaż energii elektrycznej", sale, saleVAT, false), part("Usługa dystrybucji", b.net()-sale, b.vat()-saleVAT, false),
			part("Ogółem", b.net(), b.vat(), true),
		},
	})
	c.gap(2)
	c.labelLeft(width*0.6, []pair{
		{"Saldo z poprzednich okresów", l.amount(-b.overpaid)},
		{"Odsetki", rest + " " + l.currency},
		{"Kwota do zapłaty", l.amount(due)},
		{"Termin płatności", l.day(b.due)},
	}, style{})
	c.inWords(b, b.gross())
	c.text(left, c.y+6, "Następna prognozowana należność: "+l.amount(b.gross()*9/10)+" płatna do "+l.day(b.due.AddDays(60)), style{colour: grey})
	c.gap(8)
	c.slip(b, l.amount(due), b.number)
	c.gap(300)
	c.ensure(50)
	c.text(left, c.y+4, "Rozliczenie szczegółowe do faktury "+b.number, style{bold: true, size: 10})
	c.gap(8)
	t2 := table{columns: []column{{"Nr PPE / nr licznika", 36, 'L'}, {"Grupa", 8, 'L'}, {"Strefa", 20, 'L'}, {"Wskazanie bieżące", 16, 'R'}, {"Wskazanie poprzednie", 16, 'R'}, {"Mnożna", 8, 'R'}, {"Zużycie [kWh]", 14, 'R'}}}
	for z, zone := range zonesOf[p.tariff] {
		first := lake.Energy(b.rnd.between(1_000, 80_000)) * 1000
		t2.rows = append(t2.rows, row{cells: []string{p.ppe + " " + p.meter, p.tariff, zone, l.energy(first+p.used[z], "kWh"), l.energy(first, "kWh"), "1", l.energy(p.used[z], "kWh")}})
	}
	c.table(left, width, t2)
	c.gap(4)
	c.settlementTable(b, b.points, true)
	c.gap(2)
	c.reactiveDecoy(b)
}

// paintBilingual is L16: every label in Polish and English.
func paintBilingual(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, "FAKTURA VAT / VAT INVOICE", "nr / no. "+b.number)
	c.labelLeft(width*0.7, []pair{
		{"Numer faktury / Invoice number", b.number},
		{"Data wystawienia / Date of issue", l.day(b.issue)},
		{"Okres rozliczeniowy / Billing period", l.day(b.start) + " - " + l.day(b.end)},
		{"Termin płatności / Due date", l.day(b.due)},
	}, style{})
	c.gap(3)
	b.words.seller, b.words.buyer = "Sprzedawca / Seller", "Nabywca / Buyer"
	c.parties(b)
	c.labelLeft(width*0.7, []pair{
		{"Kod PPE / Metering point", l.printedPPE(p.ppe)},
		{"Taryfa / Tariff", p.tariff},
		{"Moc umowna / Contracted power", l.kilowatts(p.power) + " kW"},
		{"Zużycie / Consumption", l.energy(p.kwh(), "kWh") + " kWh"},
	}, style{})
	c.gap(3)
	rows := table{columns: []column{{"Opis / Description", 50, 'L'}, {"Ilość / Quantity", 15, 'R'}, {"J.m. / Unit", 9, 'R'}, {"Cena / Price", 15, 'R'}, {"Netto / Net", 15, 'R'}, {"VAT %", 8, 'R'}}}
	for _, ln := range p.lines {
		rows.rows = append(rows.rows, row{cells: []string{b.words.lineName(ln), l.quantity(ln.quantity, ln.unit), ln.unit, l.price(ln.price), l.money(ln.net), strconv.Itoa(ln.rate)}})
	}
	c.table(left, width, rows)
	c.gap(3)
	c.labelLeft(width*0.7, []pair{
		{"Razem netto / Total net", l.amount(b.net())},
		{"VAT / Tax", l.amount(b.vat())},
		{"Razem brutto / Total gross", l.amount(b.gross())},
		{"Do zapłaty / Amount due", l.amount(b.gross())},
	}, style{})
	c.inWords(b, b.gross())
}

// paintMatrix is L17: one row per point over several pages, sums only at the end; the receiver is not the buyer.
func paintMatrix(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.title = "Faktura " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.text(left, c.y+4, "Faktura zbiorcza VAT nr "+b.number, style{size: 12, bold: true})
	c.text(right, c.y+4, "Data wystawienia: "+l.day(b.issue), style{align: 'R'})
	c.gap(8)
	c.parties(b)
	c.paragraph(left, c.y, width, "Odbiorca: Referat Inwestycji, "+b.buyer.street+", "+b.buyer.city+"   Umowa nr ZP."+b.rnd.digits(3)+"."+strconv.Itoa(b.start.Year), style{})
	c.gap(5)
	unit := b.unit
	d := lake.Money(0)
	rows := table{columns: []column{
		{"Lp.", 6, 'R'}, {"Nr PPE", 34, 'L'}, {"Obiekt", 38, 'L'}, {"Taryfa", 9, 'L'}, {"Od", 17, 'L'}, {"Do", 17, 'L'}, {"Zużycie [" + unit + "]", 15, 'R'}, {"Sprzedaż netto", 15, 'R'}, {"Dystrybucja netto", 16, 'R'}, {"Razem netto", 16, 'R'},
	}, size: l.size - 1}
	all := lake.Energy(0)
	for i := range b.points {
		p := &b.points[i]
		of := []point{*p}
		all += p.kwh()
		d += sum(of, distributionOf)
		rows.rows = append(rows.rows, row{cells: []string{
			strconv.Itoa(i + 1), p.ppe, p.name, p.tariff, l.day(b.start), l.day(b.end), l.energy(p.kwh(), unit), l.money(sum(of, saleOf)), l.money(sum(of, distributionOf)), l.money(p.net),
		}})
	}
	rows.rows = append(rows.rows, row{cells: []string{"", "Razem", "", "", "", "", l.energy(all, unit), l.money(b.net() - d), l.money(d), l.money(b.net())}, bold: true})
	c.table(left, width, rows)
	c.gap(4)
	c.vatTable(b.vatSummary())
	c.labelLeft(width*0.5, []pair{{"Okres rozliczeniowy", l.span(b.start, b.end)}, {"Do zapłaty", l.amount(b.gross())}, {"Termin płatności", l.day(b.due)}}, style{})
	c.inWords(b, b.gross())
}

// paintLarge is L18: a large buyer in MWh with reactive energy, hours of the capacity fee and losses.
func paintLarge(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.title = "Faktura VAT nr " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, "Faktura VAT nr "+b.number, "Energia elektryczna i usługi dystrybucji")
	c.labelLeft(width*0.55, []pair{{"Data wystawienia", l.day(b.issue)}, {"Data sprzedaży", l.day(b.end)}, {"Okres", l.span(b.start, b.end)}}, style{})
	c.gap(2)
	c.parties(b)
	c.text(left, c.y+3, "PPE: "+p.ppe+"   Grupa taryfowa: "+p.tariff+"   Moc umowna: "+strconv.Itoa(p.power/10)+" kW   Moc pobrana maks.: "+strconv.Itoa(p.power/12)+" kW", style{bold: true})
	c.gap(6)
	meter := table{columns: []column{{"Licznik", 14, 'L'}, {"Rodzaj energii", 34, 'L'}, {"Poprzednie", 14, 'R'}, {"Bieżące", 14, 'R'}, {"Mnożna", 9, 'R'}, {"Straty", 8, 'R'}, {"Ilość", 14, 'R'}, {"J.m.", 8, 'L'}}}
	multiplier := pick(b.rnd, 20, 30, 40, 80)
	reading := func(kind, unit string, e lake.Energy) {
		first := lake.Energy(b.rnd.between(1_000, 9_000)) * 1000
		meter.rows = append(meter.rows, row{cells: []string{p.meter, kind, l.decimal(first), l.decimal(first + e/lake.Energy(multiplier)), strconv.Itoa(multiplier), "0", l.energy(e, "kWh"), unit}})
	}
	for z, zone := range zonesOf[p.tariff] {
		reading("czynna pobrana "+zone, "kWh", p.used[z])
	}
	reading("bierna indukcyjna", "kvarh", p.kwh()/3000*1000)
	reading("bierna pojemnościowa", "kvarh", p.kwh()/50000*1000)
	c.table(left, width, meter)
	c.gap(3)
	c.settlementTable(b, b.points, true)
	c.gap(2)
	c.text(right, c.y+4, "Sprzedaż: "+l.money(sum(b.points, saleOf))+"   Dystrybucja: "+l.money(sum(b.points, distributionOf))+"   Netto: "+l.money(b.net()), style{align: 'R', bold: true})
	c.gap(7)
	c.vatTable(b.vatSummary())
	c.labelLeft(width*0.5, []pair{{"Do zapłaty", l.amount(b.gross())}, {"Termin płatności", l.day(b.due)}}, style{})
	c.text(left, c.y+5, fmt.Sprintf("Współczynnik mocy tg φ: 0,32 (umowny 0,40). Akcyza: %s MWh × 5,00 zł.", l.energy(p.kwh(), "MWh")), style{size: 6.5, colour: grey})
	c.gap(7)
}
