package invoicegen

import (
	"strconv"

	"wattlake/lake"
)

// change of a value: before, after and the difference between them.
func (l look) threeMoney(was, now lake.Money) []string {
	return []string{l.money(was), l.money(now), l.money(now - was)}
}

// paintTransposed is L19: a correction whose amounts stand in columns before, after, difference; then the lines of each point.
func paintTransposed(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.title = "Faktura korygująca " + b.number
	t.AmountDue = b.gross().String()
	c.letterhead(b, "Faktura korygująca", "nr "+b.number)
	c.labelLeft(width*0.6, []pair{
		{"Numer faktury korygującej", b.number},
		{"Data wystawienia", l.day(b.issue)},
		{"Numer faktury korygowanej", b.corrects},
		{"Data wystawienia faktury korygowanej", l.day(b.correctsDate)},
		{"Przyczyna korekty", b.reason},
		{"Okres, którego dotyczy korekta", l.span(b.start, b.end)},
	}, style{})
	c.gap(3)
	c.parties(b)
	amounts := func(name string, was, now lake.Money) row {
		return row{cells: append([]string{name}, l.threeMoney(was, now)...)}
	}
	netWas, vatWas := netOf(b.before), b.vatOf(b.before)
	c.table(left, width*0.8, table{
		columns: []column{{"", 30, 'L'}, {"Przed korektą", 18, 'R'}, {"Po korekcie", 18, 'R'}, {"Różnica", 18, 'R'}},
		rows: []row{
			amounts("Wartość netto", netWas, netOf(b.points)), amounts("Kwota VAT "+strconv.Itoa(b.rate)+"%", vatWas, b.vatOf(b.points)),
			amounts("Wartość brutto", netWas+vatWas, netOf(b.points)+b.vatOf(b.points)),
		},
	})
	c.gap(2)
	if b.gross() >= 0 {
		t.DueDate = b.due.String()
		c.labelLeft(width*0.5, []pair{{"Do zapłaty", l.amount(b.gross())}, {"Termin płatności", l.day(b.due)}}, style{})
	} else {
		c.labelLeft(width*0.5, []pair{{"Do zwrotu", l.amount(-b.gross())}}, style{})
	}
	for i := range b.points {
		p, was := &b.points[i], &b.before[i]
		c.banner("PPE " + p.ppe + "   " + p.name + "   taryfa " + p.tariff)
		c.table(left, width*0.8, table{
			columns: []column{{"", 30, 'L'}, {"Przed korektą", 18, 'R'}, {"Po korekcie", 18, 'R'}, {"Różnica", 18, 'R'}},
			rows: []row{
				{cells: []string{"Zużycie kWh", l.energy(was.kwh(), "kWh"), l.energy(p.kwh(), "kWh"), l.energy(p.kwh()-was.kwh(), "kWh")}},
				amounts("Wartość netto", was.net, p.net),
			},
		})
		c.gap(3)
	}
	c.legalNotes("Korekta wynika z ponownego rozliczenia. Kwoty prognoz pozostają bez zmian.")
}

// paintWideCorrection is L20: one row per point with the consumption and the net amount before, after and their difference.
func paintWideCorrection(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.title = "Korekta " + b.number
	t.AmountDue = b.gross().String()
	c.text(left, c.y+4, "FAKTURA VAT KORYGUJĄCA "+b.number, style{size: 12, bold: true})
	c.text(left, c.y+9, "do faktury VAT "+b.corrects+" z dnia "+l.day(b.correctsDate), style{size: 9})
	c.text(right, c.y+4, "Data wystawienia: "+l.day(b.issue), style{align: 'R'})
	c.gap(13)
	c.parties(b)
	c.text(left, c.y+3, "Powód korekty: "+b.reason+".  Okres: "+l.span(b.start, b.end), style{})
	c.gap(6)
	rows := table{columns: []column{
		{"PPE", 36, 'L'}, {"Taryfa", 9, 'L'}, {"kWh było", 14, 'R'}, {"kWh jest", 14, 'R'}, {"kWh różnica", 14, 'R'}, {"netto było", 17, 'R'}, {"netto jest", 17, 'R'}, {"netto różnica", 17, 'R'},
	}, size: l.size - 0.5}
	was, now := lake.Energy(0), lake.Energy(0)
	for i := range b.points {
		p, old := &b.points[i], &b.before[i]
		was, now = was+old.kwh(), now+p.kwh()
		rows.rows = append(rows.rows, row{cells: append([]string{
			p.ppe, p.tariff, l.energy(old.kwh(), "kWh"), l.energy(p.kwh(), "kWh"), l.energy(p.kwh()-old.kwh(), "kWh"),
		}, l.threeMoney(old.net, p.net)...)})
	}
	rows.rows = append(rows.rows, row{cells: append([]string{
		"Razem", "", l.energy(was, "kWh"), l.energy(now, "kWh"), l.energy(now-was, "kWh"),
	}, l.threeMoney(netOf(b.before), netOf(b.points))...), bold: true})
	c.table(left, width, rows)
	c.gap(3)
	c.table(left+width*0.4, width*0.6, table{
		columns: []column{{"Stawka VAT", 12, 'L'}, {"Korekta netto", 16, 'R'}, {"Korekta VAT", 16, 'R'}, {"Korekta brutto", 16, 'R'}},
		rows:    []row{{cells: []string{strconv.Itoa(b.rate) + "%", l.money(b.net()), l.money(b.vat()), l.money(b.gross())}}},
	})
	c.gap(3)
	c.correctionEnd(b, t)
}

// paintDifference is L21: a correction that states differences only.
func paintDifference(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	used := p.kwh() - b.before[0].kwh()
	t.AmountDue = b.gross().String()
	t.Consumption, t.Points[0].Consumption = "", ""
	c.letterhead(b, "Faktura korygująca nr "+b.number, "do faktury nr "+b.corrects+" z dnia "+l.day(b.correctsDate))
	c.parties(b)
	c.labelLeft(width*0.7, []pair{
		{"Wystawiono dnia", l.day(b.issue)},
		{"Okres rozliczeniowy", l.span(b.start, b.end)},
		{"Przyczyna korekty", b.reason},
		{b.words.ppe, l.printedPPE(p.ppe)},
		{"Taryfa", p.tariff},
		{"Zmiana zużycia", l.energy(used, "kWh") + " kWh"},
	}, style{})
	c.gap(3)
	c.table(left, width*0.9, table{
		columns: []column{{"Korekta wartości", 34, 'L'}, {"Netto", 16, 'R'}, {"Stawka", 8, 'R'}, {"VAT", 16, 'R'}, {"Brutto", 16, 'R'}},
		rows:    []row{{cells: []string{"Energia elektryczna i dystrybucja", l.money(b.net()), strconv.Itoa(b.rate) + "%", l.money(b.vat()), l.money(b.gross())}}},
	})
	c.gap(3)
	c.correctionEnd(b, t)
}
