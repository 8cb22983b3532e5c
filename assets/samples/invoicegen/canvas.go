package invoicegen

import (
	"bytes"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"

	"wattlake/lake"
)

// Page geometry in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	left       = 15.0
	right      = pageWidth - 15.0
	width      = right - left
	top        = 14.0
	bottom     = 276.0 // of the flow; legal text stands below
	mmPerPoint = 25.4 / 72
)

// item is one text on a page; x is its left end, y its base line.
type item struct {
	page, block int
	x, y, w     float64
	size        float64
	bold        bool
	colour      rgb
	text        string
}

// shape is a drawing under the texts.
type shape struct {
	page int
	draw func(*fpdf.Fpdf)
}

// canvas collects what stands on the pages, so that the texts can be written in another order than they were placed.
type canvas struct {
	look   look
	page   int
	y      float64
	block  int
	items  []item
	shapes []shape
	title  string // repeated on every page after the first
}

func newCanvas(l look) *canvas { return &canvas{look: l, page: 1, y: top} }

// newDocument returns an empty A4 file whose bytes do not depend on when or where it is made.
func newDocument() *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	stamp := time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)
	pdf.SetCreationDate(stamp)
	pdf.SetModificationDate(stamp)
	pdf.SetProducer("Wattlake sample generator", true)
	return pdf
}

// begin starts a new block of text.
func (c *canvas) begin() { c.block++ }

// gap moves down.
func (c *canvas) gap(mm float64) { c.y += mm }

// ensure starts a new page unless so much room is left.
func (c *canvas) ensure(mm float64) {
	if c.y+mm <= bottom {
		return
	}
	c.page++
	c.y = top
	c.begin()
	if c.title != "" {
		c.text(left, c.y+3, c.title, style{size: 7, colour: grey})
		c.rule(c.y+5, pale)
		c.y += 9
	}
	c.begin()
}

// style is how a text is set; the zero value is the body text.
type style struct {
	size   float64
	bold   bool
	colour rgb
	align  byte // 'R': x is the right end, 'C': the middle
}

func (c *canvas) styled(s style) style {
	if s.size == 0 {
		s.size = c.look.size
	}
	if s.colour == (rgb{}) {
		s.colour = black
	}
	return s
}

// measure returns the width of a text in millimetres.
func (c *canvas) measure(text string, s style) float64 {
	s = c.styled(s)
	f := families[c.look.family].regular
	if s.bold {
		f = families[c.look.family].bold
	}
	gaps := strings.Count(text, thin)
	return f.width(strings.ReplaceAll(text, thin, ""), s.size) + float64(gaps)*thinGap(s.size)
}

func thinGap(size float64) float64 { return size * mmPerPoint * 0.22 }

// text places one line of text with its base line at y.
func (c *canvas) text(x, y float64, text string, s style) {
	s = c.styled(s)
	if c.look.ascii {
		text = lake.FoldPolish(text)
	}
	w := c.measure(text, s)
	switch s.align {
	case 'R':
		x -= w
	case 'C':
		x -= w / 2
	}
	at := x
	for i, chunk := range strings.Split(text, thin) {
		if i > 0 {
			at += thinGap(s.size)
		}
		cw := c.measure(chunk, s)
		if strings.TrimSpace(chunk) != "" {
			c.items = append(c.items, item{c.page, c.block, at, y, cw, s.size, s.bold, s.colour, chunk})
		}
		at += cw
	}
}

// wrap breaks a text into lines that are no wider than w.
func (c *canvas) wrap(text string, w float64, s style) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		current := ""
		for word := range strings.SplitSeq(paragraph, " ") {
			longer := strings.TrimPrefix(current+" "+word, " ")
			if current != "" && c.measure(longer, s) > w {
				lines = append(lines, current)
				longer = word
			}
			current = longer
		}
		lines = append(lines, current)
	}
	return lines
}

// lineHeight returns the distance of base lines in millimetres.
func (c *canvas) lineHeight(s style) float64 { return c.styled(s).size * mmPerPoint * 1.28 }

// paragraph places wrapped text below (x, y) and returns the y below it.
func (c *canvas) paragraph(x, y, w float64, text string, s style) float64 {
	for _, l := range c.wrap(text, w, s) {
		y += c.lineHeight(s)
		c.text(x, y-c.lineHeight(s)*0.22, l, s)
	}
	return y
}

// fit shrinks a style until the text is no wider than w.
func (c *canvas) fit(text string, w float64, s style) style {
	s = c.styled(s)
	for s.size > 4.5 && c.measure(text, s) > w {
		s.size -= 0.25
	}
	return s
}

func (c *canvas) draw(f func(*fpdf.Fpdf)) { c.shapes = append(c.shapes, shape{c.page, f}) }

// box draws a filled rectangle without a border.
func (c *canvas) box(x, y, w, h float64, fill rgb) {
	c.draw(func(p *fpdf.Fpdf) {
		p.SetFillColor(fill.r, fill.g, fill.b)
		p.Rect(x, y, w, h, "F")
	})
}

// frame draws the border of a rectangle.
func (c *canvas) frame(x, y, w, h float64, colour rgb) {
	c.draw(func(p *fpdf.Fpdf) {
		p.SetDrawColor(colour.r, colour.g, colour.b)
		p.SetLineWidth(0.2)
		p.Rect(x, y, w, h, "D")
	})
}

// rule draws a line over the width of the page.
func (c *canvas) rule(y float64, colour rgb) { c.segment(left, y, right, y, colour) }

func (c *canvas) segment(x0, y0, x1, y1 float64, colour rgb) {
	c.draw(func(p *fpdf.Fpdf) {
		p.SetDrawColor(colour.r, colour.g, colour.b)
		p.SetLineWidth(0.2)
		p.Line(x0, y0, x1, y1)
	})
}

// join puts the pages of another canvas of the same font family behind the pages of c.
func (c *canvas) join(o *canvas) {
	for _, it := range o.items {
		it.page += c.page
		it.block += c.block + 1
		c.items = append(c.items, it)
	}
	for _, s := range o.shapes {
		s.page += c.page
		c.shapes = append(c.shapes, s)
	}
	c.page += o.page
}

// pdfBytes writes the file.
func (c *canvas) pdfBytes() ([]byte, error) {
	pdf := newDocument()
	f := families[c.look.family]
	// The writer renumbers glyphs inside the bytes that it is given.
	pdf.AddUTF8FontFromBytes("f", "", bytes.Clone(f.regular.ttf))
	pdf.AddUTF8FontFromBytes("f", "B", bytes.Clone(f.bold.ttf))
	for page := 1; page <= c.page; page++ {
		pdf.AddPage()
		for _, s := range c.shapes {
			if s.page == page {
				s.draw(pdf)
			}
		}
		for _, it := range c.inOrder(page) {
			weight := ""
			if it.bold {
				weight = "B"
			}
			pdf.SetFont("f", weight, it.size)
			pdf.SetTextColor(it.colour.r, it.colour.g, it.colour.b)
			pdf.Text(it.x, it.y, it.text)
		}
	}
	var out bytes.Buffer
	err := pdf.Output(&out)
	return out.Bytes(), err
}
