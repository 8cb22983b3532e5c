package invoicegen

import (
	"fmt"

	"wattlake/lake"
)

// paintKSeF is L11: the official picture of a structured invoice, without metering points and consumption.
func paintKSeF(c *canvas, b *bill, t *Truth) {
	l := c.look
	c.look.accent, c.look.ruled, c.look.zebra = black, true, false
	t.Points, t.Consumption = []PointTruth{}, ""
	c.begin()
	c.text(left, c.y+5, "Krajowy System e-Faktur", style{size: 14, bold: true})
	c.begin()
	c.text(right, c.y+2, "Numer Faktury:", style{size: 8, align: 'R', colour: grey})
	c.text(right, c.y+7, b.number, style{size: 13, bold: true, align: 'R'})
	c.text(right, c.y+11, "Faktura podstawowa", style{size: 7.5, align: 'R'})
	ksef := fmt.Sprintf("%s-%04d%02d%02d-%012X-%02X", b.seller.nip, b.issue.Year, b.issue.Month, b.issue.Day, b.rnd.Uint64()&0xFFFFFFFFFFFF, b.rnd.IntN(256))
	c.text(right, c.y+15, "Numer KSEF: "+ksef, style{size: 7.5, align: 'R'})
	c.gap(18)
	c.rule(c.y, grey)
	c.ksefParties(b)
	c.heading("Szczegóły")
	c.text(left, c.y+3, "Data wystawienia, z zastrzeżeniem art. 106na ust. 1 ustawy: "+l.day(b.issue), style{})
	c.text(left, c.y+7.5, "Data dokonania lub zakończenia dostawy towarów lub wykonania usługi: od "+l.day(b.start)+" do "+l.day(b.end), style{})
	c.text(left, c.y+12, "Kod waluty: PLN", style{})
	c.gap(15)
	c.heading("Pozycje")
	c.text(left, c.y+2.5, "Faktura wystawiona w cenach netto w walucie PLN", style{size: 7, colour: grey})
	c.gap(4.5)
	sale := sum(b.points, saleOf)
	rows := []row{{cells: []string{"1", "Razem za energię czynną", "1", "szt.", fmt.Sprintf("%d %%", b.rate), l.money(sale)}}}
	if b.scope == lake.Comprehensive {
		rows = append(rows, row{cells: []string{"2", "Razem za usługi dystrybucji", "1", "szt.", fmt.Sprintf("%d %%", b.rate), l.money(b.net() - sale)}})
	}
	c.table(left, width, table{columns: []column{
		{"Lp.", 6, 'L'}, {"Nazwa towaru lub usługi", 50, 'L'}, {"Ilość", 8, 'R'}, {"Miara", 8, 'L'}, {"Stawka podatku", 12, 'L'}, {"Wartość sprzedaży netto", 18, 'R'},
	}, rows: rows})
	c.gap(3)
	c.begin()
	c.text(right, c.y+4, "Kwota należności ogółem: "+l.money(b.gross())+pick(b.rnd, " PLN", "PLN"), style{size: 10, bold: true, align: 'R'})
	c.gap(9)
	c.heading("Podsumowanie stawek podatku")
	c.table(left, width, table{
		columns: []column{{"Lp.", 6, 'L'}, {"Stawka podatku", 24, 'L'}, {"Kwota netto", 18, 'R'}, {"Kwota podatku", 18, 'R'}, {"Kwota brutto", 18, 'R'}},
		rows:    []row{{cells: []string{"1", "22% lub 23%", l.money(b.net()), l.money(b.vat()), l.money(b.gross())}}},
	})
	c.gap(4)
	c.ksefPayment(b, t)
	c.heading("Rejestry")
	c.text(left, c.y+3.5, "Pełna nazwa: "+b.seller.name+"   REGON: "+b.rnd.digits(9)+"   BDO: "+b.rnd.digits(9), style{})
	c.gap(7)
	c.legalNotes("Sprawdź, czy Twoja faktura znajduje się w KSeF. Nie możesz zeskanować kodu z obrazka? Kliknij w link weryfikacyjny i przejdź do weryfikacji faktury.")
}

// heading is a plain section title of the official print.
func (c *canvas) heading(text string) {
	c.begin()
	c.ensure(18)
	c.gap(2)
	c.text(left, c.y+4, text, style{size: 10, bold: true})
	c.gap(6)
	c.begin()
}

func (c *canvas) ksefParties(b *bill) {
	y := c.y + 2
	block := func(x float64, heading string, p party) float64 {
		c.begin()
		c.text(x, y+4, heading, style{size: 10, bold: true})
		at := c.paragraph(x, y+5.5, width/2-6, "Dane identyfikacyjne", style{bold: true, size: 7})
		at = c.paragraph(x, at, width/2-6, "NIP: "+p.nip+"\nNazwa: "+p.name, style{})
		at = c.paragraph(x, at+0.5, width/2-6, "Adres", style{bold: true, size: 7})
		return c.paragraph(x, at, width/2-6, p.street+"\n"+p.city+"\nPolska", style{})
	}
	c.y = max(block(left, "Sprzedawca", b.seller), block(left+width/2+3, "Nabywca", b.buyer)) + 3
	c.rule(c.y, grey)
}

func (c *canvas) ksefPayment(b *bill, t *Truth) {
	if b.rnd.chance(40) {
		return
	}
	b.variant("payment-stated")
	t.DueDate, t.AmountDue = b.due.String(), b.gross().String()
	c.heading("Płatność")
	c.text(left, c.y+3, "Informacja o płatności: Brak zapłaty   Forma płatności: Przelew", style{})
	c.text(left, c.y+7.5, "Termin płatności: "+c.look.day(b.due)+"   Do zapłaty: "+c.look.money(b.gross())+" PLN", style{bold: true})
	c.text(left, c.y+12, "Numer rachunku bankowego: "+b.seller.account, style{})
	c.gap(16)
}
