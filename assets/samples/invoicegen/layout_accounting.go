package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintAccounting is L13: what a general accounting program prints for a small seller. The metering point and the period are
// part of the items' names.
func paintAccounting(c *canvas, b *bill, t *Truth) {
	l := c.look
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.begin()
	c.paragraph(right-62, c.y, 62, "Miejsce wystawienia: "+cityName(b.seller.city)+"\n"+pick(b.rnd, "Data wystawienia: ", "Wystawiona dnia: ")+l.day(b.issue)+
		"\nData zakończenia dostawy/wykonania usługi: "+l.day(b.end), style{})
	c.gap(18)
	c.begin()
	title := pick(b.rnd, "Faktura VAT ", "Faktura nr ", "Faktura ", "FAKTURA VAT nr: ") + b.number
	c.text(pick(b.rnd, left, left+40), c.y+4, title, style{size: 13, bold: true})
	c.text(left, c.y+8.5, pick(b.rnd, "oryginał", "ORYGINAŁ / KOPIA", ""), style{size: 7, colour: grey})
	c.gap(11)
	c.parties(b)
	names := []string{"Lp.", "Nazwa towaru lub usługi", "J.m.", "Ilość", "Cena netto", "Wartość netto", "VAT", "Kwota VAT", "Wartość brutto"}
	if b.rnd.chance(50) {
		names = []string{"Lp", "Nazwa", "JM", "Ilość", "Cena jedn. netto", "Netto", "St. VAT", "VAT", "Brutto"}
	}
	shares := []float64{5, 50, 7, 13, 14, 15, 8, 13, 15}
	items := table{}
	for i, name := range names {
		align := byte('R')
		if i < 3 {
			align = 'L'
		}
		items.columns = append(items.columns, column{name, shares[i], align})
	}
	span := l.day(b.start) + pick(b.rnd, "-", " - ", " do ") + l.day(b.end)
	for i := range b.points {
		p := &b.points[i]
		for _, ln := range p.lines {
			vat := ln.net.MulRate(ln.rate)
			items.rows = append(items.rows, row{cells: []string{
				strconv.Itoa(len(items.rows) + 1), b.words.lineName(ln) + " PPE " + p.ppe + ", " + p.tariff + ", " + span, ln.unit, l.quantity(ln.quantity, ln.unit),
				l.price(ln.price), l.money(ln.net), strconv.Itoa(ln.rate) + "%", l.money(vat), l.money(ln.net + vat),
			}})
		}
	}
	total := func(name string) row {
		return row{cells: []string{"", name, "", "", "", l.money(b.net()), map[bool]string{true: "", false: strconv.Itoa(b.rate) + "%"}[name == "Razem"], l.money(b.vat()), l.money(b.gross())}, bold: true}
	}
	items.rows = append(items.rows, total("Razem"), total("W tym"))
	c.table(left, width, items)
	c.gap(4)
	c.labelLeft(width*0.5, []pair{
		{"Sposób płatności:", "przelew"},
		{b.words.due + ":", l.day(b.due)},
		{"Konto:", grouped(b.seller.account)},
		{"Zapłacono:", l.amount(0)},
		{pick(b.rnd, "Do zapłaty:", "Pozostaje do zapłaty:", "Razem do zapłaty:"), l.amount(b.gross())},
	}, style{})
	c.inWords(b, b.gross())
	c.legalNotes("Uwagi: energia zużyta w " + strconv.Itoa(len(b.points)) + " punktach poboru. Mechanizm podzielonej płatności. Wydrukowano z programu WF-Sprzedaż.")
	c.text(left+12, c.y+10, "osoba upoważniona do wystawienia", style{size: 6, colour: grey})
	c.text(right-50, c.y+10, "osoba upoważniona do odbioru", style{size: 6, colour: grey})
	c.gap(12)
}

// paintLetter is L15: a letter with the amount in a sentence and dates in words; the figures follow on the second page.
func paintLetter(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, b.seller.name, b.seller.street+", "+b.seller.city+"\nNIP "+l.printedNIP(b.seller.nip))
	c.paragraph(left+100, c.y+8, 80, b.buyer.name+"\n"+b.buyer.street+"\n"+b.buyer.city, style{size: 9})
	c.gap(38)
	c.begin()
	c.text(right, c.y, cityName(b.seller.city)+", "+longDay(b.issue), style{align: 'R'})
	c.gap(8)
	c.text(left, c.y, "Szanowni Państwo,", style{})
	c.gap(3)
	c.y = c.paragraph(left, c.y, width, "przesyłamy fakturę nr "+b.number+" za energię elektryczną i jej dystrybucję w okresie od "+longDay(b.start)+" do "+longDay(b.end)+
		". Prosimy o zapłatę kwoty "+l.amount(b.gross())+" do dnia "+longDay(b.due)+" na rachunek "+grouped(b.seller.account)+".", style{})
	c.gap(6)
	c.y = c.paragraph(left, c.y, width, "W razie pytań prosimy o kontakt: tel. 22 555 19 91, bok@example.test. Wygodniej jest otrzymywać e-faktury: zarejestruj się w eBOK.", style{})
	c.gap(400)
	c.ensure(40)
	c.text(left, c.y+4, "Faktura VAT", style{size: 14, bold: true})
	c.gap(8)
	c.labelAbove([]pair{{"nr", b.number}, {"wystawiona", longDay(b.issue)}, {"płatna do", longDay(b.due)}, {"nr klienta", b.client}})
	c.paragraph(left, c.y, 85, "Kupujący\n"+b.buyer.name+"\n"+b.buyer.street+", "+b.buyer.city+"\nNIP "+l.printedNIP(b.buyer.nip), style{})
	c.paragraph(left+95, c.y, 85, "Sprzedający\n"+b.seller.name+"\n"+b.seller.street+", "+b.seller.city+"\nNIP "+l.printedNIP(b.seller.nip), style{})
	c.gap(22)
	c.labelLeft(width, []pair{
		{"Punkt poboru energii (PPE)", l.printedPPE(p.ppe)},
		{"Adres punktu", p.address},
		{"Taryfa", p.tariff},
		{"Rozliczany okres", longDay(b.start) + " – " + longDay(b.end)},
		{"Zużyli Państwo", l.energy(p.kwh(), "kWh") + " kWh"},
		{"Średnio na dobę", l.decimal(p.kwh()/30) + " kWh"},
		{"Rok wcześniej", l.energy(p.kwh()*11/10000*1000, "kWh") + " kWh"},
	}, style{})
	c.gap(4)
	c.settlementTable(b, b.points, false)
	c.gap(3)
	c.labelLeft(width*0.6, []pair{
		{"Sprzedaż energii netto", l.amount(sum(b.points, saleOf))},
		{"Dystrybucja netto", l.amount(sum(b.points, distributionOf))},
		{"Suma netto", l.amount(b.net())},
		{fmt.Sprintf("VAT %d%%", b.rate), l.amount(b.vat())},
		{"Suma brutto", l.amount(b.gross())},
	}, style{})
}

var monthsOf = [...]string{
	"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
}

// longDay writes a date with the month in words.
func longDay(d lake.Date) string {
	return fmt.Sprintf("%d %s %d r.", d.Day, monthsOf[d.Month-1], d.Year)
}
