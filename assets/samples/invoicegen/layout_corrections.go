package invoicegen

import (
	"fmt"
	"strconv"

	"wattlake/lake"
)

// paintRowCorrection is L6: rows "było", "powinno być", "różnica".
func paintRowCorrection(c *canvas, b *bill, t *Truth) {
	l, w := c.look, b.words
	p, was := &b.points[0], &b.before[0]
	c.title = "FAKTURA KORYGUJĄCA Nr " + b.number
	c.letterhead(b, "FAKTURA KORYGUJĄCA Nr "+b.number, "sprzedaż energii elektrycznej")
	c.corrected(b)
	c.parties(b)
	c.labelLeft(width*0.75, []pair{
		{"Przyczyna korekty:", b.reason},
		{"Okres rozliczeniowy:", l.day(b.start) + " - " + l.day(b.end)},
		{w.ppe + ":", l.printedPPE(p.ppe)},
		{w.tariff + ":", p.tariff},
		{"Miejsce poboru:", p.name + ", " + p.address},
	}, style{})
	c.gap(3)
	headings := pick(b.rnd, [3]string{"Było:", "Powinno być:", "Różnica:"}, [3]string{"Przed korektą", "Po korekcie", "Różnica"}, [3]string{"Było", "Jest", "Korekta"})
	netWas, netNow, vatWas, vatNow := was.net, p.net, b.vatOf(b.before), b.vatOf(b.points)
	cells := func(name string, used lake.Energy, net, vat lake.Money) []string {
		return []string{name, l.energy(used, "kWh"), l.money(net), fmt.Sprintf("%d%%", b.rate), l.money(vat), l.money(net + vat)}
	}
	c.table(left, width, table{
		columns: []column{{"", 22, 'L'}, {"Ilość kWh", 14, 'R'}, {"Wartość netto", 18, 'R'}, {"VAT", 8, 'R'}, {"Kwota VAT", 16, 'R'}, {"Wartość brutto", 18, 'R'}},
		rows: []row{
			{cells: cells(headings[0], was.kwh(), netWas, vatWas)},
			{cells: cells(headings[1], p.kwh(), netNow, vatNow)},
			{cells: cells(headings[2], p.kwh()-was.kwh(), netNow-netWas, vatNow-vatWas), bold: true, fill: true},
		},
	})
	c.gap(4)
	c.correctionEnd(b, t)
	c.twoStates(b, p, was)
	c.legalNotes("Faktura korygująca wymaga ujęcia w okresie rozliczeniowym, w którym spełnione zostały warunki korekty. Prosimy o zachowanie dokumentu wraz z fakturą pierwotną.")
}

// corrected names what a correction is about.
func (c *canvas) corrected(b *bill) {
	l := c.look
	c.text(right, c.y+1, b.words.issued+": "+l.day(b.issue), style{align: 'R'})
	if len(b.quirks.originals) == 0 {
		c.text(left, c.y+1, "Korekta do faktury nr "+b.corrects+" z dnia "+l.day(b.correctsDate), style{bold: true, size: l.size + 1})
		c.gap(5)
		return
	}
	c.text(left, c.y+1, "Korekta zbiorcza do faktur:", style{bold: true, size: l.size + 1})
	c.gap(2)
	for _, number := range append([]string{b.corrects}, b.quirks.originals...) {
		c.text(left+4, c.y+3, "– nr "+number+" z dnia "+l.day(b.correctsDate), style{})
		c.gap(4)
	}
	c.gap(2)
}

// correctionEnd says which way the amounts go and what is to be paid or returned.
func (c *canvas) correctionEnd(b *bill, t *Truth) {
	l := c.look
	diff := b.gross()
	word := "Zwiększenie"
	if diff < 0 {
		word = "Zmniejszenie"
	}
	c.begin()
	c.ensure(24)
	c.text(left, c.y+4, word+" wartości brutto: "+l.amount(diff.Abs()), style{bold: true})
	c.gap(6)
	t.AmountDue = diff.String()
	switch {
	case diff < 0:
		c.highlight(pair{b.words.toReturn + ":", l.amount(-diff)})
	default:
		t.DueDate = b.due.String()
		c.highlight(pair{b.words.toPay + ":", l.amount(diff)}, pair{b.words.due + ":", l.day(b.due)})
	}
	c.inWords(b, diff.Abs())
}

// twoStates shows the lines before and after, as an annex.
func (c *canvas) twoStates(b *bill, now, was *point) {
	if b.rnd.chance(50) {
		return
	}
	b.variant("both-states")
	c.banner("Stan przed korektą")
	c.settlementTable(b, []point{*was}, false)
	c.banner("Stan po korekcie")
	c.settlementTable(b, []point{*now}, false)
	c.gap(2)
}

// paintSectionCorrection is L7: a correction of a correction in two sections, whose headings may come first in the file.
func paintSectionCorrection(c *canvas, b *bill, t *Truth) {
	l := c.look
	p, was := &b.points[0], &b.before[0]
	if b.rnd.chance(25) {
		b.variant("no-polish-letters")
		c.look.ascii = true
		t.SellerName = lake.FoldPolish(t.SellerName)
	}
	c.title = "FAKTURA VAT KOREKTA NR " + b.number
	original := "DO FAKTURY VAT NR "
	if b.chained {
		original = "DO FAKTURY VAT KOREKTA NR "
	}
	c.letterhead(b, "FAKTURA VAT KOREKTA NR "+b.number, original+b.corrects+" z dnia "+l.day(b.correctsDate))
	c.text(left, c.y+2, "ZA ENERGIĘ ELEKTRYCZNĄ I USŁUGI DYSTRYBUCJI", style{size: 10, bold: true})
	c.text(right, c.y+2, b.words.issued+": "+l.day(b.issue), style{align: 'R'})
	c.gap(6)
	c.parties(b)
	c.begin()
	c.text(left, c.y+3, "za okres od "+l.day(b.start)+" do "+l.day(b.end)+"   "+p.ppe, style{bold: true})
	c.text(left, c.y+7.5, "Przyczyna korekty: "+b.reason+"   "+b.words.tariff+": "+p.tariff, style{})
	c.gap(11)
	if b.rnd.chance(50) {
		b.variant("headings-first")
		y := c.y
		c.text(left, y+4, "NALEŻAŁO POLICZYĆ:", style{bold: true, colour: c.look.accent})
		second := y + c.stateHeight()
		c.text(left, second+4, "POLICZONO:", style{bold: true, colour: c.look.accent})
		c.y = y + 6
		c.state(b, p, b.points)
		c.y = second + 6
		c.state(b, was, b.before)
	} else {
		for _, s := range []struct {
			heading string
			p       *point
			all     []point
		}{{"POLICZONO:", was, b.before}, {"NALEŻAŁO POLICZYĆ:", p, b.points}} {
			c.text(left, c.y+4, s.heading, style{bold: true, colour: c.look.accent})
			c.gap(6)
			c.state(b, s.p, s.all)
		}
	}
	c.gap(2)
	c.correctionEnd(b, t)
	c.slipUnlessCredit(b)
	c.legalNotes("Do faktury dołączono zestawienie odczytów. Niniejsza korekta zastępuje rozliczenie wskazane w nagłówku.")
}

// stateHeight is the height of a section of L7 with its heading.
func (c *canvas) stateHeight() float64 { return 42 }

// state places the amounts of one state as a numbered table.
func (c *canvas) state(b *bill, p *point, all []point) {
	l := c.look
	net, vat := netOf(all), b.vatOf(all)
	sale := sum(all, saleOf)
	saleVAT := sale.MulRate(b.rate)
	used := l.energy(p.kwh(), "kWh")
	rate := strconv.Itoa(b.rate)
	c.table(left, width, table{
		columns: []column{{"Rozliczenie", 46, 'L'}, {"Netto", 16, 'R'}, {"VAT %", 8, 'R'}, {"VAT", 14, 'R'}, {"Brutto", 16, 'R'}, {"Zużycie kWh", 14, 'R'}},
		rows: []row{
			{cells: []string{"1. Sprzedaży energii elektrycznej", l.money(sale), rate, l.money(saleVAT), l.money(sale + saleVAT), used}},
			{cells: []string{"2. Świadczonych usług dystrybucji", l.money(net - sale), rate, l.money(vat - saleVAT), l.money(net - sale + vat - saleVAT), used}},
			{cells: []string{"Razem", l.money(net), rate, l.money(vat), l.money(net + vat), ""}, bold: true},
		},
	})
	c.begin()
	c.text(right-1, c.y+4.5, "Do zapłaty ("+l.currency+")  "+l.money(net+vat), style{bold: true, align: 'R'})
	c.gap(8)
}

func (c *canvas) slipUnlessCredit(b *bill) {
	if b.gross() > 0 {
		c.slip(b, c.look.amount(b.gross()), "korekta "+b.number)
	}
}
