// Package report sets the dashboard as a PDF: key figures, charts as vectors, and what the audit of bills found.
package report

import (
	"bytes"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-pdf/fpdf"

	"wattlake/ui/present"
)

// Report is what is printed.
type Report struct {
	Title    string
	Filter   string // what the figures are about
	Made     string // when, and by what
	Cards    []present.Card
	Charts   []Chart
	Findings []present.FindingRow
	More     string // says how many more findings there are; may be empty
	Heading  string // of the findings
	Page     string // with {n} and {all}
	At       time.Time
}

// Chart is a chart as primitives laid out for a size.
type Chart struct {
	Objects []fyne.CanvasObject
	Size    fyne.Size
}

// The measures of a page, in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 15.0
	inner      = pageWidth - 2*margin
	gap        = 4.0
	cardHeight = 19.0
	foot       = 12.0
)

const family = "text"

// sheet is the PDF while it is made.
type sheet struct {
	pdf *fpdf.Fpdf
	y   float64 // where the next thing goes
}

// PDF sets the report. The same report gives the same bytes.
func PDF(r Report) ([]byte, error) {
	s := &sheet{pdf: fpdf.New("P", "mm", "A4", "")}
	s.pdf.SetCreationDate(r.At)
	s.pdf.SetModificationDate(r.At)
	s.pdf.SetCatalogSort(true)
	s.pdf.SetTitle(r.Title, true)
	s.pdf.SetCreator("Wattlake", true)
	s.pdf.AddUTF8FontFromBytes(family, "", theme.DefaultTextFont().Content())
	s.pdf.AddUTF8FontFromBytes(family, "B", theme.DefaultTextBoldFont().Content())
	s.pdf.SetAutoPageBreak(false, 0)
	s.footer(r)
	s.page()
	s.head(r)
	s.cards(r.Cards)
	for _, c := range r.Charts {
		s.chart(c)
	}
	s.findings(r)
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("set the report: %w", err)
	}
	return b.Bytes(), nil
}

func (s *sheet) page() {
	s.pdf.AddPage()
	s.y = margin
}

// room begins a new page if there is less left than so much.
func (s *sheet) room(height float64) {
	if s.y+height > pageHeight-margin-foot {
		s.page()
	}
}

func (s *sheet) font(style string, points float64, grey int) {
	s.pdf.SetFont(family, style, points)
	s.pdf.SetTextColor(grey, grey, grey)
}

// The greys of texts.
const (
	black = 0x17
	muted = 0x60
)

func (s *sheet) footer(r Report) {
	s.pdf.AliasNbPages("{all}")
	s.pdf.SetFooterFunc(func() {
		s.font("", 8, muted)
		s.pdf.SetXY(margin, pageHeight-margin-2)
		s.pdf.CellFormat(inner/2, 5, r.Made, "", 0, "L", false, 0, "")
		s.pdf.CellFormat(inner/2, 5, fmt.Sprintf("%s %d / {all}", r.Page, s.pdf.PageNo()), "", 0, "R", false, 0, "")
	})
}

func (s *sheet) head(r Report) {
	s.font("B", 18, black)
	s.pdf.SetXY(margin, s.y)
	s.pdf.CellFormat(inner, 9, r.Title, "", 0, "L", false, 0, "")
	s.font("", 10, muted)
	s.pdf.SetXY(margin, s.y+9)
	s.pdf.CellFormat(inner, 6, r.Filter, "", 0, "L", false, 0, "")
	s.y += 20
}

func (s *sheet) cards(cards []present.Card) {
	const columns = 3
	width := (inner - (columns-1)*gap) / columns
	for i, c := range cards {
		x, y := margin+float64(i%columns)*(width+gap), s.y+float64(i/columns)*(cardHeight+gap)
		s.pdf.SetDrawColor(0xdb, 0xe3, 0xe8)
		s.pdf.SetLineWidth(0.3)
		s.pdf.RoundedRect(x, y, width, cardHeight, 1.5, "1234", "D")
		for _, line := range []struct {
			text, style string
			size, top   float64
			grey        int
		}{{c.Title, "", 8, 2, muted}, {c.Value, "B", 13, 6.5, black}, {c.Hint, "", 8, 13, muted}} {
			s.font(line.style, line.size, line.grey)
			s.pdf.SetXY(x+2, y+line.top)
			s.pdf.CellFormat(width-4, 4.5, line.text, "", 0, "L", false, 0, "")
		}
	}
	rows := (len(cards) + columns - 1) / columns
	s.y += float64(rows)*(cardHeight+gap) + gap
}

func (s *sheet) findings(r Report) {
	if len(r.Findings) == 0 {
		return
	}
	s.room(30)
	s.font("B", 12, black)
	s.pdf.SetXY(margin, s.y)
	s.pdf.CellFormat(inner, 7, r.Heading, "", 0, "L", false, 0, "")
	s.y += 9
	for _, f := range r.Findings {
		s.font("", 9, black)
		lines := s.pdf.SplitText(f.Message, inner-4)
		s.room(float64(len(lines))*4.5 + 7)
		s.font("", 8, muted)
		s.pdf.SetXY(margin, s.y)
		s.pdf.CellFormat(inner, 4, f.Title, "", 0, "L", false, 0, "")
		s.font("", 9, black)
		for i, line := range lines {
			s.pdf.SetXY(margin, s.y+4+float64(i)*4.5)
			s.pdf.CellFormat(inner, 4.5, line, "", 0, "L", false, 0, "")
		}
		s.y += float64(len(lines))*4.5 + 7
	}
	if r.More != "" {
		s.room(7)
		s.font("", 9, muted)
		s.pdf.SetXY(margin, s.y)
		s.pdf.CellFormat(inner, 4.5, r.More, "", 0, "L", false, 0, "")
		s.y += 7
	}
}
