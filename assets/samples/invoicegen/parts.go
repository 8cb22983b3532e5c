package invoicegen

import (
	"fmt"
	"strings"

	"github.com/go-pdf/fpdf"
)

// letterhead draws the seller's logo and a title at the right of it.
func (c *canvas) letterhead(b *bill, title, subtitle string) {
	c.begin()
	if c.look.header == 1 {
		c.box(0, 0, pageWidth, 6, c.look.accent)
		c.y += 2
	}
	c.logo(left, c.y)
	x := left + 15
	c.text(x, c.y+6, b.seller.short, style{size: 15, bold: true, colour: c.look.accent})
	c.text(x, c.y+10.5, "energia elektryczna", style{size: 6.5, colour: grey})
	c.begin()
	half := width - 78
	s := c.fit(title, half, style{size: 12, bold: true})
	s.align = 'R'
	c.text(right, c.y+5, title, s)
	y := c.y + 6
	for _, l := range c.wrap(subtitle, half, style{size: 7.5}) {
		y += 3.6
		c.text(right, y, l, style{size: 7.5, colour: grey, align: 'R'})
	}
	c.y = max(c.y+15, y+4)
	if c.look.header == 2 {
		c.rule(c.y-1.5, c.look.accent)
		c.y += 2
	}
}

func (c *canvas) logo(x, y float64) {
	a := c.look.accent
	c.draw(func(p *fpdf.Fpdf) {
		p.SetFillColor(a.r, a.g, a.b)
		switch c.look.logo {
		case 0: // a lightning in a disc
			p.Circle(x+6, y+6, 6, "F")
			p.SetFillColor(255, 255, 255)
			p.Polygon([]fpdf.PointType{
				{X: x + 7, Y: y + 1.5}, {X: x + 3, Y: y + 7}, {X: x + 5.6, Y: y + 7}, {X: x + 5, Y: y + 10.5}, {X: x + 9, Y: y + 5}, {X: x + 6.4, Y: y + 5},
			}, "F")
		case 1: // three bars
			p.Rect(x, y+6, 3, 6, "F")
			p.Rect(x+4, y+3, 3, 9, "F")
			p.Rect(x+8, y, 3, 12, "F")
		case 2: // a triangle over a line
			p.Polygon([]fpdf.PointType{{X: x + 6, Y: y}, {X: x + 12, Y: y + 10}, {X: x, Y: y + 10}}, "F")
			p.Rect(x, y+11, 12, 1, "F")
		default: // rings
			p.SetDrawColor(a.r, a.g, a.b)
			p.SetLineWidth(1.2)
			p.Circle(x+4.5, y+6, 4, "D")
			p.Circle(x+8, y+6, 4, "D")
		}
	})
}

// parties places the seller's and the buyer's block side by side.
func (c *canvas) parties(b *bill) {
	const gutter = 6.0
	half := (width - gutter) / 2
	y := c.y
	end := c.party(left, y, half, b.words.seller, b.seller, "")
	end = max(end, c.party(left+half+gutter, y, half, b.words.buyer, b.buyer, b.words.client+": "+b.client))
	if c.look.ruled {
		c.frame(left, y, half, end-y+1.5, grey)
		c.frame(left+half+gutter, y, half, end-y+1.5, grey)
	}
	c.y = end + 4
	c.begin()
}

func (c *canvas) party(x, y, w float64, heading string, p party, extra string) float64 {
	c.begin()
	x, w = x+2, w-4
	c.text(x, y+4, heading, style{size: 7, bold: true, colour: c.look.accent})
	y = c.paragraph(x, y+4.8, w, p.name, style{bold: true, size: c.look.size + 0.5})
	y = c.paragraph(x, y, w, p.street+"\n"+p.city, style{})
	y = c.paragraph(x, y, w, "NIP: "+c.look.printedNIP(p.nip), style{})
	if extra != "" {
		y = c.paragraph(x, y, w, extra, style{})
	}
	return y
}

// pair is a label with its value.
type pair struct{ label, value string }

// labelLeft places pairs as rows: label at the left, value at the right end.
func (c *canvas) labelLeft(w float64, pairs []pair, s style) {
	c.begin()
	for _, p := range pairs {
		c.ensure(6)
		h := c.lineHeight(s) + 1.2
		value := s
		value.align, value.bold = 'R', true
		c.text(left+w, c.y+h-1.6, p.value, value)
		label := c.fit(p.label, w-c.measure(p.value, value)-3, s)
		c.text(left, c.y+h-1.6, p.label, label)
		c.segment(left, c.y+h-0.3, left+w, c.y+h-0.3, pale)
		c.y += h
	}
	c.begin()
}

// labelAbove places pairs in columns: the labels in one line, the values below.
func (c *canvas) labelAbove(pairs []pair) {
	c.begin()
	c.ensure(11)
	step := width / float64(len(pairs))
	for i, p := range pairs {
		s := c.fit(p.label, step-3, style{size: 6.5, colour: grey})
		c.text(left+float64(i)*step+1.5, c.y+3.5, p.label, s)
	}
	for i, p := range pairs {
		s := c.fit(p.value, step-3, style{size: c.look.size + 1, bold: true})
		c.text(left+float64(i)*step+1.5, c.y+7.8, p.value, s)
	}
	if c.look.ruled {
		for i := range pairs {
			c.frame(left+float64(i)*step, c.y, step, 10, grey)
		}
	} else {
		c.rule(c.y+10, pale)
	}
	c.y += 11
	c.begin()
}

// banner writes a section heading.
func (c *canvas) banner(text string) {
	c.begin()
	c.ensure(22)
	c.gap(2)
	s := c.fit(text, width-4, style{size: 8.5, bold: true, colour: white})
	if c.look.ruled {
		c.box(left, c.y, width, 5.6, c.look.accent)
	} else {
		s.colour = c.look.accent
		c.rule(c.y+5.6, c.look.accent)
	}
	c.text(left+1.5, c.y+4, text, s)
	c.y += 7
	c.begin()
}

// slip places a payment slip.
func (c *canvas) slip(b *bill, amount, title string) {
	c.begin()
	const h = 36.0
	c.ensure(h + 4)
	c.gap(3)
	y := c.y
	c.frame(left, y, width, h, grey)
	c.segment(left+width*0.68, y, left+width*0.68, y+h, grey)
	cell := func(x, dy float64, label, value string, bold bool, w float64) {
		c.text(x, y+dy, label, style{size: 5.5, colour: grey})
		s := c.fit(value, w, style{size: 8, bold: bold})
		c.text(x, y+dy+3.8, value, s)
	}
	w := width*0.68 - 4
	cell(left+2, 3.2, "nazwa odbiorcy", b.seller.name, true, w)
	cell(left+2, 11.2, "nr rachunku odbiorcy", grouped(b.seller.account), true, w)
	cell(left+2, 19.2, "tytułem", title, false, w)
	cell(left+2, 27.2, "nazwa zleceniodawcy", b.buyer.name+", "+b.buyer.street+", "+b.buyer.city, false, w)
	x := left + width*0.68 + 2
	if b.quirks.spaced {
		b.variant("spaced-currency")
		amount = "P L N  " + strings.TrimSuffix(amount, " "+c.look.currency)
	}
	cell(x, 3.2, "waluta / kwota", amount, true, width*0.32-4)
	cell(x, 11.2, b.words.due, c.look.day(b.due), false, width*0.32-4)
	c.text(x, y+23, "pokwitowanie dla zleceniodawcy", style{size: 5.5, colour: grey})
	c.y += h + 1
	c.begin()
}

// barcode draws bars with their digits.
func (c *canvas) barcode(x, y, w float64, digits string) {
	c.begin()
	c.draw(func(p *fpdf.Fpdf) {
		p.SetFillColor(0, 0, 0)
		at, unit := x, w/float64(len(digits)*7)
		for _, d := range digits {
			n := float64(d-'0')/4 + 1
			p.Rect(at, y, unit*n, 8, "F")
			p.Rect(at+unit*(n+1), y, unit*(5-n), 8, "F")
			at += unit * 7
		}
	})
	c.text(x, y+10.5, digits, style{size: 5.5, colour: grey})
	c.begin()
}

// finish writes the legal text and the page number on every page.
func (c *canvas) finish(b *bill) {
	legal := b.seller.name + ", " + b.seller.street + ", " + b.seller.city + ". Sąd Rejonowy, XII Wydział Gospodarczy, KRS 0000" + b.client[:6] + ", NIP " + c.look.printedNIP(b.seller.nip) + ", kapitał zakładowy 505 000 000,00 zł wpłacony w całości. " +
		"W przypadku stwierdzenia błędu w fakturze wystawiana jest faktura korygująca (korekta). Prognoza zużycia dostępna jest w eBOK. " +
		"Reklamacje rozpatrujemy w ciągu 14 dni. Pogotowie energetyczne: 991."
	last := c.page
	for page := 1; page <= last; page++ {
		c.page = page
		c.begin()
		c.rule(bottom+4, pale)
		c.paragraph(left, bottom+4.5, width-26, legal, style{size: 5.5, colour: grey})
		c.begin()
		c.text(right, bottom+8, fmt.Sprintf("Strona %d/%d", page, last), style{size: 6.5, colour: grey, align: 'R'})
	}
}
