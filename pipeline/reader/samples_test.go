package reader_test

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"github.com/go-pdf/fpdf"
	imagefont "golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

const polishLine = "Zażółć gęślą jaźń: należność za energię 1 226,45 zł"

// newPDF returns an empty A4 document in points with a font that has Polish letters.
func newPDF() *fpdf.Fpdf {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetCompression(true)
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.SetFont("go", "", 10)
	return pdf
}

func pdfBytes(tb testing.TB, pdf *fpdf.Fpdf) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// invoicePDF returns a text document that looks like an invoice from afar: paragraphs and a table on each page.
func invoicePDF(tb testing.TB, pages int) []byte {
	tb.Helper()
	pdf := newPDF()
	for page := range pages {
		pdf.AddPage()
		pdf.SetFontSize(16)
		pdf.Text(60, 60, fmt.Sprintf("FAKTURA VAT nr FV/2026/%04d", page+1))
		pdf.SetFontSize(9)
		for i := range 14 {
			pdf.Text(60, 90+float64(i)*12, fmt.Sprintf("%d. %s, ul. Łąkowa %d, 00-950 Łódź", i+1, polishLine, i*7+3))
		}
		for row := range 30 {
			y := 290 + float64(row)*13
			pdf.Line(55, y+3, 540, y+3)
			pdf.Text(60, y, fmt.Sprintf("Energia czynna strefa %d", row%3+1))
			pdf.Text(230, y, fmt.Sprintf("%d %03d", row+1, row*31%1000))
			pdf.Text(290, y, fmt.Sprintf("0,%05d", 67270+row))
			pdf.Text(360, y, fmt.Sprintf("%d,%02d", row*137+11, row*7%100))
			pdf.Text(430, y, "23%")
			pdf.Text(480, y, fmt.Sprintf("%d,%02d", row*168+13, row*9%100))
		}
	}
	return pdfBytes(tb, pdf)
}

// scanPDF returns a document whose only page is the picture.
func scanPDF(tb testing.TB, picture image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		tb.Fatal(err)
	}
	pdf := newPDF()
	pdf.AddPage()
	pdf.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: "PNG"}, &b)
	pdf.ImageOptions("scan", 0, 0, 595.28, 841.89, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	return pdfBytes(tb, pdf)
}

const typedLine = "Zażółć gęślą jaźń 1234,56 zł"

// typewritten returns a white picture of an A4 page with lines of text, the first 1 inch from the left and 1.5 from the top.
func typewritten(tb testing.TB, w, h int) *image.Gray {
	tb.Helper()
	dpi := float64(w) / (210 / 25.4)
	font, err := opentype.Parse(goregular.TTF)
	if err != nil {
		tb.Fatal(err)
	}
	face, err := opentype.NewFace(font, &opentype.FaceOptions{Size: 11, DPI: dpi, Hinting: 0})
	if err != nil {
		tb.Fatal(err)
	}
	picture := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
	pen := imagefont.Drawer{Dst: picture, Src: image.Black, Face: face}
	for line := range 20 {
		pen.Dot = fixed.P(int(dpi), int(dpi*(1.5+0.25*float64(line))))
		pen.DrawString(typedLine)
		pen.Dot = fixed.P(int(dpi*5), pen.Dot.Y.Round())
		pen.DrawString(fmt.Sprintf("0,%05d %d", 67270+line, line+100))
	}
	return picture
}
