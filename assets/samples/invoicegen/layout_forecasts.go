package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintForecast is L8: an estimate for months to come.
func paintForecast(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.title = "Prognoza zużycia nr " + b.number
	t.AmountDue, t.DueDate = b.gross().String(), b.due.String()
	c.letterhead(b, "Prognoza zużycia nr "+b.number, "z dnia "+l.day(b.issue)+"\nsprzedaż i dystrybucja energii elektrycznej")
	c.parties(b)
	c.labelLeft(width*0.7, []pair{
		{"Numer umowy:", b.rnd.digits(12)},
		{b.words.tariff + ":", p.tariff},
		{"Prognoza na okres", "od " + l.day(b.start) + " do " + l.day(b.end)},
		{b.words.ppe + ":", l.printedPPE(p.ppe)},
	}, style{})
	c.highlight(pair{"Należność", l.amount(b.gross())}, pair{"płatna do", l.day(b.due)})
	c.begin()
	zones := zonesOf[p.tariff]
	text := "Prognozowane zużycie: " + l.energy(p.kwh(), "kWh") + " kWh"
	if len(zones) == 2 {
		text = fmt.Sprintf("Dzień: %s kWh  |  Noc: %s kWh  |  razem %s kWh", l.energy(p.used[0], "kWh"), l.energy(p.used[1], "kWh"), l.energy(p.kwh(), "kWh"))
	}
	c.text(left, c.y+3.5, text, style{bold: true})
	c.gap(7)
	part := func(name string, net, vat lake.Money, bold bool) row {
		return row{cells: []string{name, l.money(net), strconv.Itoa(b.rate), l.money(vat), l.money(net + vat)}, bold: bold, fill: bold}
	}
	sale := sum(b.points, saleOf)
	saleVAT := sale.MulRate(b.rate)
	c.table(left, width*0.85, table{
		columns: []column{{"", 40, 'L'}, {"netto", 16, 'R'}, {"VAT %", 8, 'R'}, {"VAT", 14, 'R'}, {"brutto", 16, 'R'}},
		rows: []row{
			part("Sprzedaż energii", sale, saleVAT, false),
			part("Dystrybucja energii", b.net()-sale, b.vat()-saleVAT, false),
			part("Razem", b.net(), b.vat(), true),
		},
	})
	c.gap(3)
	c.inWords(b, b.gross())
	c.legalNotes("Prognoza została ustalona na podstawie zużycia w analogicznym okresie poprzedniego roku. Rozliczenie rzeczywistego zużycia nastąpi po odczycie licznika " + p.meter + ".")
	c.slip(b, l.amount(b.gross()), "Prognoza nr "+b.number)
}

// paintAfterForecast is L9: a settlement from which billed forecasts are subtracted.
func paintAfterForecast(c *canvas, b *bill, t *Truth) {
	l, p := c.look, &b.points[0]
	c.title = "Faktura VAT nr " + b.number
	c.letterhead(b, "Faktura VAT nr "+b.number, "z dnia "+l.day(b.issue))
	c.paragraph(left, c.y, width, "Rozliczenie sprzedaży i dystrybucji energii elektrycznej w okresie od "+l.day(b.start)+" do "+l.day(b.end), style{bold: true, size: l.size + 1})
	c.gap(7)
	c.parties(b)
	c.begin()
	c.text(left, c.y+3, b.words.ppe+" "+l.printedPPE(p.ppe)+"   "+b.words.tariff+" "+p.tariff+"   "+p.address, style{bold: true})
	c.gap(6)
	c.decimalReadings(b, p)
	c.gap(3)
	forecast := b.forecast
	if forecast == 0 {
		forecast = b.net() * lake.Money(b.rnd.between(80, 125)) / 100
	}
	forecastVAT := forecast.MulRate(b.rate)
	left4 := func(name string, net, vat lake.Money, bold bool) row {
		return row{cells: []string{name, l.money(net), strconv.Itoa(b.rate), l.money(vat), l.money(net + vat)}, bold: bold, fill: bold}
	}
	c.table(left, width, table{
		columns: []column{{"", 50, 'L'}, {"netto", 16, 'R'}, {"VAT %", 8, 'R'}, {"VAT", 14, 'R'}, {"brutto", 16, 'R'}},
		rows: []row{
			left4("Wartość prognozowana", forecast, forecastVAT, false),
			left4("Należność za faktyczne zużycie", b.net(), b.vat(), true),
			left4("Wartość prognozowana minus należność za faktyczne zużycie", forecast-b.net(), forecastVAT-b.vat(), false),
		},
	})
	c.gap(3)
	c.afterForecastDue(b, t, b.gross()-forecast-forecastVAT)
	c.banner("Szczegóły rozliczenia")
	c.settlementTable(b, b.points, true)
	c.gap(3)
	c.forecastDecoy(b)
	c.legalNotes("Twoje prognozy na kolejny okres otrzymasz w osobnym dokumencie. Zużycie zaokrąglono do pełnych kWh zgodnie z regulaminem.")
}

// afterForecastDue prints what is left to pay in one of the usual ways.
func (c *canvas) afterForecastDue(b *bill, t *Truth, left lake.Money) {
	l := c.look
	t.AmountDue = left.String()
	switch {
	case left > 0:
		t.DueDate = b.due.String()
		c.highlight(pair{"Niedopłata", l.amount(left)}, pair{b.words.toPay, l.amount(left)}, pair{b.words.due, l.day(b.due)})
	case b.forecast != 0 || b.rnd.chance(60):
		t.AmountDue = lake.Money(0).String()
		c.highlight(pair{"Nadpłata " + l.amount(-left) + " zostanie zaliczona na poczet prognoz", ""}, pair{b.words.toPay + ":", l.amount(0)})
	default:
		b.variant("to-return")
		c.highlight(pair{b.words.toReturn, l.amount(-left)})
	}
}

// decimalReadings places readings with decimals whose billed consumption is rounded.
func (c *canvas) decimalReadings(b *bill, p *point) {
	l := c.look
	t := table{columns: []column{
		{"Licznik", 16, 'L'}, {"Strefa", 22, 'L'}, {"Okres", 30, 'L'}, {"Stan początkowy", 16, 'R'}, {"Stan końcowy", 16, 'R'}, {"Odczyt", 9, 'L'}, {"Zużycie kWh", 14, 'R'},
	}}
	day := func(d lake.Date) string { return d.Time().Format("02.01.06") }
	for z, zone := range zonesOf[p.tariff] {
		first := lake.Energy(b.rnd.between(10_000, 9_000_000)) * 10
		// The billed kWh are the metered ones without their decimals.
		metered := p.used[z] + lake.Energy(b.rnd.between(1, 48))*10
		t.rows = append(t.rows, row{cells: []string{
			p.meter, zone, day(b.start) + "-" + day(b.end), l.decimal(first), l.decimal(first + metered), pick(b.rnd, "Z", "R"), l.decimal(metered),
		}})
	}
	b.variant("decimal-readings")
	c.table(left, width, t)
}

// decimal prints kWh with two places.
func (l look) decimal(e lake.Energy) string {
	return l.fixed(fmt.Sprintf("%d.%02d", e/1000, e%1000/10), l.group)
}
