package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintOther is L12: documents that are no electricity invoices.
func paintOther(c *canvas, b *bill, t *Truth) {
	t.Kind, t.Scope, t.Consumption, t.Points = string(lake.Other), "", "", []PointTruth{}
	t.Net, t.VAT, t.Gross, t.PeriodStart, t.PeriodEnd = "", "", "", "", ""
	switch b.subject {
	case subjectGas:
		b.variant("gas")
		paintGas(c, b, t)
	case subjectDebit:
		b.variant("debit-note")
		paintDebitNote(c, b, t)
	default:
		b.variant("interest-note")
		paintInterestNote(c, b, t)
	}
}

// subject is what a document of L12 is about.
type subject int

const (
	subjectInterest subject = iota
	subjectDebit
	subjectGas
)

func paintInterestNote(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.letterhead(b, "NOTA ODSETKOWA nr "+b.number, "z dnia "+l.day(b.issue))
	c.parties(b)
	c.paragraph(left, c.y, width, "Na podstawie art. 481 § 1 Kodeksu cywilnego obciążamy Państwa odsetkami ustawowymi za opóźnienie w zapłacie następujących faktur:", style{})
	c.gap(9)
	list := table{columns: []column{
		{"Dokument", 30, 'L'}, {"Termin płatności", 16, 'L'}, {"Data zapłaty", 16, 'L'}, {"Dni", 7, 'R'}, {"Kwota", 14, 'R'}, {"Stopa %", 9, 'R'}, {"Odsetki", 12, 'R'},
	}}
	total := lake.Money(0)
	count := b.rnd.between(1, 3)
	if b.late != nil {
		count = 1
	}
	for i := range count {
		days, base := b.rnd.between(3, 20), lake.Money(b.rnd.between(30_000, 900_000))
		due := b.issue.AddDays(-60 - 30*i)
		number := fmt.Sprintf("FS/%04d/%02d/%04d", due.Year, due.Month, b.rnd.between(1, 3_000))
		if late := b.late; late != nil {
			number, due, base = late.number, late.due, late.gross()
		}
		interest := base * 1125 * lake.Money(days) / 365 / 10_000
		total += interest
		list.rows = append(list.rows, row{cells: []string{
			number, l.day(due), l.day(due.AddDays(days)), strconv.Itoa(days), l.money(base), "11,25", l.money(interest),
		}})
	}
	list.rows = append(list.rows, row{cells: []string{"Razem odsetki", "", "", "", "", "", l.money(total)}, bold: true, fill: true})
	c.table(left, width, list)
	c.gap(4)
	t.AmountDue, t.DueDate = total.String(), b.due.String()
	c.highlight(pair{b.words.toPay, l.amount(total)}, pair{b.words.due, l.day(b.due)})
	c.inWords(b, total)
	c.legalNotes("Odsetki nie podlegają opodatkowaniu podatkiem od towarów i usług. Nota nie jest fakturą.")
	c.slip(b, l.amount(total), "Nota odsetkowa "+b.number)
}

func paintDebitNote(c *canvas, b *bill, t *Truth) {
	l := c.look
	was, now := lake.Money(b.rnd.between(4_000, 60_000)), lake.Money(b.rnd.between(1_000, 3_900))
	t.Corrects = "K1N" + fmt.Sprintf("%07d", b.rnd.between(1, 9_999))
	c.letterhead(b, "NOTA OBCIĄŻENIOWA KOREKTA NR "+b.number, "do noty nr "+t.Corrects+" z dnia "+l.day(b.issue.AddDays(-40)))
	c.text(right, c.y+1, b.words.issued+": "+l.day(b.issue), style{align: 'R'})
	c.gap(3)
	c.parties(b)
	c.table(left, width, table{
		columns: []column{{"Tytuł", 60, 'L'}, {"POLICZONO", 20, 'R'}, {"NALEŻAŁO POLICZYĆ", 24, 'R'}},
		rows: []row{
			{cells: []string{"Opłata za wezwanie i wstrzymanie dostarczania energii", l.money(was), l.money(now)}},
			{cells: []string{"Zmniejszenie", "", l.money(was - now)}, bold: true},
		},
	})
	c.gap(6)
	c.text(left, c.y+3, "NIE WYMAGA PŁATNOŚCI", style{size: 12, bold: true})
	c.gap(8)
	c.legalNotes("Kwota zmniejszenia zostanie zaliczona na poczet bieżących należności.")
}

func paintGas(c *canvas, b *bill, t *Truth) {
	l := c.look
	t.PeriodStart, t.PeriodEnd = b.start.String(), b.end.String()
	metres := b.rnd.between(80, 2_000)
	kwh := lake.Quantity(metres) * 11_112 // conversion factor 11,112 kWh/m3
	rows := table{columns: []column{{"Opis", 46, 'L'}, {"Ilość", 15, 'R'}, {"J.m.", 9, 'L'}, {"Cena netto", 16, 'R'}, {"Wartość netto", 19, 'R'}, {"VAT %", 8, 'R'}}}
	net := lake.Money(0)
	add := func(name string, q lake.Quantity, unit string, price lake.Price) {
		value := times(q, price)
		net += value
		quantity := l.fixed(fmt.Sprintf("%d.%02d", q/1000, q%1000/10), l.group)
		rows.rows = append(rows.rows, row{cells: []string{name, quantity, unit, l.price(price), l.money(value), "23"}})
	}
	add("Paliwo gazowe wysokometanowe E", kwh, "kWh", lake.Price(b.rnd.between(1_700, 2_900)*100))
	add("Opłata abonamentowa", lake.Quantity(b.months)*1000, "m-c", 7_840_000)
	add("Dystrybucyjna stała", lake.Quantity(b.months)*1000, "m-c", 32_150_000)
	add("Dystrybucyjna zmienna", kwh, "kWh", 53_400)
	vat := net.MulRate(23)
	t.Net, t.VAT, t.Gross, t.AmountDue, t.DueDate = net.String(), vat.String(), (net + vat).String(), (net + vat).String(), b.due.String()
	c.letterhead(b, "Faktura VAT nr "+b.number, "Rozliczenie paliwa gazowego")
	c.text(right, c.y+1, b.words.issued+": "+l.day(b.issue), style{align: 'R'})
	c.gap(3)
	c.parties(b)
	c.labelAbove([]pair{
		{"Okres rozliczeniowy", l.span(b.start, b.end)}, {"Grupa taryfowa", pick(b.rnd, "W-3.6", "W-4", "W-5.1")}, {"Numer gazomierza", b.rnd.digits(8)},
	})
	c.table(left, width, table{
		columns: []column{{"Odczyt poprzedni", 18, 'R'}, {"Odczyt bieżący", 18, 'R'}, {"Zużycie m3", 14, 'R'}, {"Współczynnik konwersji", 18, 'R'}, {"Zużycie kWh", 18, 'R'}},
		rows:    []row{{cells: []string{l.energy(lake.Energy(4_000_000), "kWh"), l.energy(lake.Energy(4_000+metres)*1000, "kWh"), strconv.Itoa(metres), "11,112", l.fixed(fmt.Sprintf("%d.%02d", kwh/1000, kwh%1000/10), l.group)}}},
	})
	c.gap(3)
	c.table(left, width, rows)
	c.gap(3)
	c.vatTable([]vatRow{{23, net, vat}})
	c.highlight(pair{b.words.toPay, l.amount(net + vat)}, pair{b.words.due, l.day(b.due)})
	c.slip(b, l.amount(net+vat), "FV "+b.number)
}
