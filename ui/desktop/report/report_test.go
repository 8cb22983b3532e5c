package report_test

import (
	"bytes"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/report"
	"wattlake/ui/present"
)

func TestPDF(t *testing.T) {
	test.NewTempApp(t)
	text := canvas.NewText("Zużycie – łącznie", color.Black)
	text.TextSize = 12
	text.Resize(text.MinSize())
	bar := canvas.NewRectangle(color.NRGBA{R: 10, G: 120, B: 140, A: 200})
	bar.Resize(fyne.NewSize(40, 100))
	line := canvas.NewLine(color.Black)
	line.Position2 = fyne.NewPos(100, 50)
	dot := canvas.NewCircle(color.Black)
	dot.Resize(fyne.NewSquareSize(6))
	chart := report.Chart{Objects: []fyne.CanvasObject{bar, text, line, dot}, Size: fyne.NewSize(1200, 600)}
	r := report.Report{
		Title: "Pulpit", Filter: "Ostatnie 12 miesięcy", Made: "Wattlake", Page: "Strona", At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		Cards:  []present.Card{{Title: "Koszt netto", Value: "100,00 zł", Hint: "+5% rok do roku"}, {Title: "Zużycie", Value: "12 kWh"}},
		Charts: []report.Chart{chart, chart, chart, chart}, Heading: "Kontrola rachunków",
		Findings: []present.FindingRow{{Title: "FV/1", Message: "Suma pozycji nie zgadza się z kwotą netto."}},
	}
	first, err := report.PDF(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(first, []byte("%PDF-")) || !bytes.Contains(first, []byte("/Count 2")) {
		t.Errorf("%d bytes that are no PDF of two pages", len(first))
	}
	if second, err := report.PDF(r); err != nil || !bytes.Equal(first, second) {
		t.Errorf("the same report has other bytes: %v", err)
	}
}
