package invoicegen

import (
	"fmt"

	"wattlake/lake"
)

// paintLabelLeft is L1: labels at the left, values at the right end, one point, sale and distribution.
func paintLabelLeft(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.title = b.seller.name + "   " + b.number
	c.letterhead(b, b.words.number+" "+b.number, "Rozliczenie sprzedaży energii elektrycznej i świadczenia usługi dystrybucji")
	c.parties(b)
	due := b.gross() - b.overpaid + b.interest
	t.AmountDue, t.DueDate = due.String(), b.due.String()
	c.transferBox(b)
	c.labelLeft(width*0.62, []pair{
		{b.words.used + ":", l.energy(p.kwh(), "kWh") + " kWh"},
		{"wartość usługi", l.amount(b.gross())},
		{"odsetki za nieterminową wpłatę", l.amount(b.interest)},
		{"nadpłata", l.amount(-b.overpaid)},
		{b.words.toPay, l.amount(due)},
		{b.words.period, l.span(b.start, b.end)},
		{b.words.due + " bieżącego rozliczenia:", l.day(b.due)},
	}, style{size: l.size + 1})
	c.gap(2)
	c.text(left, c.y+4, "NR INDYWIDUALNEGO KONTA BANKOWEGO: "+grouped(b.seller.account), style{bold: true})
	c.text(left, c.y+8.5, "Wystawiono, "+cityName(b.seller.city)+": "+l.day(b.issue), style{})
	c.barcode(right-62, c.y+1, 62, b.client+b.rnd.digits(42-len(b.client)))
	c.gap(13)
	c.yearDecoys(b, p)
	c.slip(b, l.amount(due), "Faktura "+b.number)
	c.banner("SZCZEGÓŁOWE ROZLICZENIE FAKTURY NR " + b.number)
	c.pointHead(b, p)
	c.readings(b, b.points)
	c.settlementTable(b, b.points, true)
	c.begin()
	c.ensure(12)
	c.box(left, c.y+1, width, 7, pale)
	c.text(left+2, c.y+5.6, "Razem wartość netto (1 + 2)  "+l.money(b.net()), style{bold: true})
	c.text(left+width/2, c.y+5.6, fmt.Sprintf("VAT %d%%  %s", b.rate, l.money(b.vat())), style{bold: true, align: 'C'})
	c.text(right-2, c.y+5.6, b.words.gross+"  "+l.amount(b.gross()), style{bold: true, align: 'R'})
	c.gap(10)
	c.inWords(b, b.gross())
	c.legalNotes("Energia czynna obejmuje podatek akcyzowy: od " + l.energy(p.kwh(), "kWh") + " kWh naliczono akcyzę w kwocie " +
		l.amount(times(lake.Quantity(p.kwh()), 5_000)) + ". Ceny zgodne z taryfą sprzedawcy oraz taryfą operatora systemu dystrybucyjnego.")
}

// pointHead writes what identifies the point above its settlement.
func (c *canvas) pointHead(b *bill, p *point) {
	l, w := c.look, b.words
	c.labelAbove([]pair{
		{w.ppe, l.printedPPE(p.ppe)}, {w.tariff, p.tariff}, {w.power, l.kilowatts(p.power) + " kW"}, {w.meter, p.meter},
	})
	c.text(left+1.5, c.y+2.5, "Adres PPE: "+p.name+", "+p.address+", "+b.buyer.city, style{})
	c.gap(5)
}

// yearDecoys writes figures of consumption that are not the billed ones.
func (c *canvas) yearDecoys(b *bill, p *point) {
	if b.rnd.chance(25) {
		return
	}
	b.variant("decoy-year")
	year := p.kwh() * lake.Energy(b.rnd.between(9, 14)) / lake.Energy(b.months) / 1000 * 1000
	text := "Ilość zużytej energii elektrycznej w okresie ostatnich 12 miesięcy: "
	switch b.rnd.between(0, 2) {
	case 0:
		text = fmt.Sprintf("Energia zużyta w roku %d: ", b.end.Year-1)
	case 1:
		text = "Zużycie w analogicznym okresie poprzedniego roku: "
		year = p.kwh() * lake.Energy(b.rnd.between(70, 130)) / 100 / 1000 * 1000
	}
	c.begin()
	c.ensure(8)
	c.text(left, c.y+3.5, text+c.look.energy(year, "kWh")+" kWh", style{})
	c.gap(6)
	c.begin()
}

// cityName drops the post code.
func cityName(city string) string { return city[len("00-000 "):] }

// paintLabelAbove is L2: labels above their values in three columns.
func paintLabelAbove(c *canvas, b *bill, t *Truth) {
	l, p, w := c.look, &b.points[0], b.words
	c.title = "Faktura " + b.number
	due := b.gross() - b.quirks.deposit
	t.AmountDue, t.DueDate = due.String(), b.due.String()
	c.letterhead(b, "FAKTURA VAT", "rozliczenie za energię elektryczną i usługi dystrybucji")
	c.labelAbove([]pair{{"Numer faktury", b.number}, {w.issued, l.day(b.issue)}, {"Okres rozliczeniowy", l.day(b.start) + " - " + l.day(b.end)}})
	c.parties(b)
	c.labelAbove([]pair{{w.ppe, l.printedPPE(p.ppe)}, {"Adres punktu poboru", p.address + ", " + cityName(b.buyer.city)}})
	c.labelAbove([]pair{
		{w.tariff, p.tariff},
		{w.meter, p.meter},
		{w.power, l.kilowatts(p.power) + " kW"},
		{fmt.Sprintf("Ilość energii zużytej w roku %d", b.end.Year-1), l.energy(p.kwh()*13/lake.Energy(b.months)/2/1000*1000, "kWh") + " kWh"},
	})
	b.variant("decoy-year")
	c.gap(2)
	c.labelAbove([]pair{{w.net, l.amount(b.net())}, {fmt.Sprintf("%s %d%%", w.vat, b.rate), l.amount(b.vat())}, {w.gross, l.amount(b.gross())}})
	c.inWords(b, b.gross())
	c.balance(b, p)
	c.highlight(pair{w.toPay, l.amount(due)}, pair{w.due, l.day(b.due)}, pair{w.used, l.energy(p.kwh(), "kWh") + " kWh"})
	c.arrears(b)
	c.slip(b, l.amount(due), "Faktura VAT nr "+b.number)
	c.banner("Szczegóły rozliczenia")
	c.readings(b, b.points)
	c.settlementTable(b, b.points, b.rnd.chance(50))
	c.gap(3)
	c.forecastDecoy(b)
	balance := "Na Państwa koncie nie ma zaległości. "
	if b.quirks.arrears > 0 {
		balance = ""
	}
	c.legalNotes(balance + "Kolejny odczyt licznika planowany jest na koniec następnego okresu rozliczeniowego. " +
		"Średnie roczne zużycie odbiorcy w grupie " + p.tariff + " wynosi 2 181 kWh.")
}

// balance shows what a prosumer took from the grid and gave to it.
func (c *canvas) balance(b *bill, p *point) {
	q, l := b.quirks, c.look
	if q.returned == 0 {
		return
	}
	metered := p.kwh() + q.returned*lake.Energy(len(p.used))
	c.labelLeft(width*0.7, []pair{
		{"Pobrano z sieci", l.energy(metered, "kWh") + " kWh"},
		{"Wprowadzono do sieci", l.energy(q.returned*lake.Energy(len(p.used)), "kWh") + " kWh"},
		{"Zużycie po bilansowaniu", l.energy(p.kwh(), "kWh") + " kWh"},
		{"Wykorzystany depozyt prosumencki", l.amount(-q.deposit)},
	}, style{})
	c.gap(1)
}

// arrears mentions older debt that is not part of the amount to pay.
func (c *canvas) arrears(b *bill) {
	if b.quirks.arrears == 0 {
		return
	}
	b.variant("decoy-arrears")
	c.begin()
	c.ensure(8)
	text := "Zaległości na dzień " + c.look.day(b.issue) + ": " + c.look.amount(b.quirks.arrears) + " (nie zostały doliczone do kwoty bieżącej faktury)"
	c.text(left, c.y+2.5, text, c.fit(text, width, style{}))
	c.gap(4)
	c.begin()
}

// transferBox places the data for the transfer beside the summary, so that two columns share their lines.
func (c *canvas) transferBox(b *bill) {
	if !b.quirks.beside {
		return
	}
	b.variant("two-columns")
	const x = left + width*0.65
	w := right - x
	c.begin()
	c.box(x, c.y, w, 34, pale)
	c.text(x+2, c.y+4.5, "DANE DO PRZELEWU", style{bold: true, colour: c.look.accent})
	y := c.paragraph(x+2, c.y+6, w-4, b.seller.name+"\n"+b.seller.street+"\n"+b.seller.city, style{size: 7})
	y = c.paragraph(x+2, y+1, w-4, "Nr rachunku:", style{size: 6.5, colour: grey})
	account := grouped(b.seller.account)
	c.text(x+2, y+3.2, account, c.fit(account, w-4, style{size: 7.5, bold: true}))
	title := "Tytuł: " + b.number
	c.text(x+2, y+7.5, title, c.fit(title, w-4, style{size: 7}))
	c.begin()
}

// forecastDecoy places a table of payments to come, which are not of this bill.
func (c *canvas) forecastDecoy(b *bill) {
	if b.rnd.chance(50) {
		return
	}
	b.variant("decoy-forecast")
	c.banner("Twoje prognozy na następny okres")
	t := table{columns: []column{{"Prognoza za okres", 30, 'L'}, {"Prognozowane zużycie kWh", 20, 'R'}, {"Kwota prognozy brutto", 20, 'R'}, {"Płatna do", 18, 'L'}}}
	for i := range 2 {
		start := b.end.AddDays(1 + 31*i)
		kwh := b.rnd.between(100, 900)
		t.rows = append(t.rows, row{cells: []string{
			c.look.span(start, start.AddDays(30)), c.look.energy(lake.Energy(kwh)*1000, "kWh"),
			c.look.money(lake.Money(kwh * b.rnd.between(98, 131))), c.look.day(start.AddDays(40)),
		}})
	}
	c.table(left, width, t)
	c.gap(2)
}

// paintOldVAT is L10: a bill of 2022 with VAT 5 % and an old code.
func paintOldVAT(c *canvas, b *bill, t *Truth) {
	l, p, w := c.look, &b.points[0], b.words
	b.variant("old-ppe")
	c.title = "Faktura VAT " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, "Podsumowanie faktury VAT", b.number+"\nRozliczenie za okres "+l.span(b.start, b.end))
	c.parties(b)
	c.labelLeft(width*0.58, []pair{
		{w.issued + ":", l.day(b.issue)},
		{w.ppe + ":", p.ppe},
		{w.period + ":", l.span(b.start, b.end)},
		{w.tariff + ":", p.tariff},
		{w.used + ":", l.energy(p.kwh(), "kWh") + " kWh"},
		{w.toPay + ":", l.amount(b.gross())},
		{w.due + ":", l.day(b.due)},
	}, style{size: l.size + 0.5})
	c.gap(2)
	c.yearDecoys(b, p)
	c.readings(b, b.points)
	c.settlementTable(b, b.points, b.rnd.chance(40))
	c.gap(3)
	c.vatTable(b.vatSummary())
	c.inWords(b, b.gross())
	c.legalNotes("Stawka podatku VAT 5% na energię elektryczną obowiązuje od 1 stycznia 2022 r. na podstawie rozporządzenia Ministra Finansów (Dz.U. 2021 poz. 2350). " +
		"Rozliczenie obejmuje obniżoną stawkę akcyzy.")
	c.slip(b, l.amount(b.gross()), "Faktura VAT "+b.number)
}
