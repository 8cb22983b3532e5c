package widgets_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

func chartData(series ...present.Series) present.Chart {
	data := present.Chart{
		Series: series, Scale: 100, Unit: "zł", Empty: "nic", Format: func(v int64) string { return strconv.FormatInt(v, 10) + " gr" },
		Axis: func(v int64) string { return strconv.FormatInt(v, 10) },
	}
	if len(series) > 0 {
		for i := range series[0].Values {
			data.Categories = append(data.Categories, present.Category{Label: string(rune('a' + i)), Group: "2026", Name: "miesiąc " + string(rune('a'+i))})
		}
	}
	return data
}

func show(t *testing.T, chart *widgets.Chart, data present.Chart) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light))
	window := test.NewTempWindow(t, chart)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(600, 300))
	chart.SetData(data)
}

// rectangles lists the rectangles of a series' colour.
func rectangles(chart *widgets.Chart, slot int) []*canvas.Rectangle {
	want := look.Color(look.Series(slot))
	var found []*canvas.Rectangle
	for _, o := range test.WidgetRenderer(chart).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && same(r.FillColor, want) && r.Size().Width > 12 {
			found = append(found, r)
		}
	}
	return found
}

func same(a, b color.Color) bool {
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	return r1 == r2 && g1 == g2 && b1 == b2 && a1 == a2
}

func TestBarsAreAsHighAsTheirValues(t *testing.T) {
	chart := widgets.NewBarChart("Razem")
	show(t, chart, chartData(present.Series{Name: "Koszt", Values: []int64{100_00, 50_00, 0, -50_00}}))
	bars := rectangles(chart, 0)
	if len(bars) != 3 {
		t.Fatalf("%d bars, want 3: nothing is drawn for zero", len(bars))
	}
	full, half, negative := bars[0], bars[1], bars[2]
	if ratio := full.Size().Height / half.Size().Height; ratio < 1.95 || ratio > 2.05 {
		t.Errorf("100 zł is %v times as high as 50 zł", ratio)
	}
	base := full.Position().Y + full.Size().Height
	if half.Position().Y+half.Size().Height != base || negative.Position().Y < base-1 {
		t.Error("bars do not stand on the zero line")
	}
	for _, b := range bars {
		if b.Position().X != float32(int(b.Position().X)) || b.Position().Y != float32(int(b.Position().Y)) {
			t.Errorf("a bar at %v is not at whole pixels", b.Position())
		}
	}
}

func TestStackedBarsLieOnEachOther(t *testing.T) {
	chart := widgets.NewBarChart("Razem")
	show(t, chart, chartData(present.Series{Name: "A", Values: []int64{30_00}}, present.Series{Name: "B", Values: []int64{70_00}, Slot: 1}))
	a, b := rectangles(chart, 0), rectangles(chart, 1)
	if len(a) != 1 || len(b) != 1 {
		t.Fatalf("%d and %d pieces", len(a), len(b))
	}
	if gap := a[0].Position().Y - (b[0].Position().Y + b[0].Size().Height); gap < -1 || gap > 1 {
		t.Errorf("a gap of %v between the pieces", gap)
	}
}

func TestTooltipTellsFullFigures(t *testing.T) {
	chart := widgets.NewBarChart("Razem")
	show(t, chart, chartData(present.Series{Name: "A", Values: []int64{12_34, 1}}, present.Series{Name: "B", Values: []int64{56_78, 2}, Slot: 1}))
	chart.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(150, 150)}})
	for _, want := range []string{"miesiąc a", "1234 gr", "5678 gr", "Razem", "6912 gr"} {
		if !slices.Contains(texts(chart), want) {
			t.Errorf("the tooltip lacks %q: %q", want, texts(chart))
		}
	}
	if chart.Hovered() != 0 {
		t.Errorf("category %d is under the pointer", chart.Hovered())
	}
	chart.MouseOut()
	if slices.Contains(texts(chart), "miesiąc a") {
		t.Error("the tooltip stays when the pointer has left")
	}
}

func TestTooltipStaysInside(t *testing.T) {
	chart := widgets.NewLineChart()
	show(t, chart, chartData(present.Series{Name: "A very long name of a series", Values: []int64{1, 2, 3}}))
	for _, at := range []fyne.Position{{X: 599, Y: 290}, {X: 60, Y: 30}, {X: 300, Y: 150}} {
		chart.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
		for _, o := range test.WidgetRenderer(chart).Objects() {
			if p, s := o.Position(), o.Size(); p.X < 0 || p.X+s.Width > 601 || p.Y < -1 || p.Y+s.Height > 301 {
				t.Errorf("pointer at %v: %T at %v, %v leaves the chart", at, o, p, s)
			}
		}
	}
}

func TestLinesHaveGapsWhereNothingIsKnown(t *testing.T) {
	chart := widgets.NewLineChart()
	show(t, chart, chartData(present.Series{Name: "A", Values: []int64{1, 2, 0, 4, 0}, Known: []bool{true, true, false, true, false}}))
	lines, dots := 0, 0
	for _, o := range test.WidgetRenderer(chart).Objects() {
		switch o.(type) {
		case *canvas.Line:
			lines++
		case *canvas.Circle:
			dots++
		}
	}
	if lines != 1 || dots != 3 {
		t.Errorf("%d lines and %d dots, want 1 and 3", lines, dots)
	}
}

func TestPairsStandUnderEachOther(t *testing.T) {
	chart := widgets.NewPairedBars("Zmiana")
	show(t, chart, chartData(present.Series{Name: "Przed", Values: []int64{100_00}}, present.Series{Name: "Po", Values: []int64{80_00}, Slot: 1}))
	before, after := rectangles(chart, 0), rectangles(chart, 1)
	if len(before) != 1 || len(after) != 1 {
		t.Fatalf("%d and %d bars", len(before), len(after))
	}
	if before[0].Position().X != after[0].Position().X || before[0].Position().Y >= after[0].Position().Y {
		t.Error("the bars of a pair do not stand under each other")
	}
	if ratio := before[0].Size().Width / after[0].Size().Width; ratio < 1.22 || ratio > 1.28 {
		t.Errorf("100 zł is %v times as long as 80 zł", ratio)
	}
}

func TestPairsThatFindNoRoomAreMentioned(t *testing.T) {
	chart := widgets.NewPairedBars("Zmiana")
	values := make([]int64, 40)
	data := chartData(present.Series{Name: "Przed", Values: values}, present.Series{Name: "Po", Values: values, Slot: 1})
	data.More = func(n int) string { return "+" + strconv.Itoa(n) }
	show(t, chart, data)
	if !slices.ContainsFunc(texts(chart), func(s string) bool { return s[0] == '+' }) {
		t.Errorf("nothing says that pairs are missing: %q", texts(chart))
	}
}

func TestEmptyChartSaysSo(t *testing.T) {
	for _, chart := range []*widgets.Chart{widgets.NewBarChart(""), widgets.NewLineChart(), widgets.NewPairedBars("")} {
		show(t, chart, chartData())
		if got := texts(chart); !slices.Equal(got, []string{"nic"}) {
			t.Errorf("an empty chart shows %q", got)
		}
		chart.Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, 100)})
		chart.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 100)}})
	}
}

func TestTapTellsTheCategory(t *testing.T) {
	chart := widgets.NewBarChart("")
	show(t, chart, chartData(present.Series{Name: "A", Values: []int64{1, 2}}))
	tapped := -1
	chart.OnTapped = func(i int) { tapped = i }
	chart.Tapped(&fyne.PointEvent{Position: fyne.NewPos(590, 150)})
	if tapped != 1 {
		t.Errorf("the tap tells category %d, want 1", tapped)
	}
}

// TestExportedPictures: both pictures have every bar, whatever the pointer does.
func TestExportedPictures(t *testing.T) {
	test.NewTempApp(t)
	for name, chart := range map[string]*widgets.Chart{"bars": widgets.NewBarChart("Razem"), "line": widgets.NewLineChart(), "field": widgets.NewHeatMap(), "empty": widgets.NewBarChart("Razem")} {
		data := present.Chart{
			Title: "Koszty <netto> & więcej", Scale: 100, Unit: "zł", Empty: "nic", Axis: func(v int64) string { return strconv.FormatInt(v, 10) }, Format: func(v int64) string { return strconv.FormatInt(v, 10) },
		}
		if name != "empty" {
			data.Categories = []present.Category{{Label: "sty"}, {Label: "lut"}}
			data.Series = []present.Series{{Name: "A", Values: []int64{100, 20000}}, {Name: "B", Slot: 1, Values: []int64{5000, 300}}}
		}
		chart.SetData(data)
		picture, err := chart.PNG()
		if err != nil {
			t.Fatal(err)
		}
		if size, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || size.Width != 1200 || size.Height != 600 {
			t.Errorf("%s: %v, %v", name, size, err)
		}
		vector := chart.SVG()
		decoder := xml.NewDecoder(bytes.NewReader(vector))
		var texts []string
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if text, ok := token.(xml.CharData); ok && strings.TrimSpace(string(text)) != "" {
				texts = append(texts, string(text))
			}
		}
		if !slices.Contains(texts, data.Title) || (name != "empty" && !slices.Contains(texts, "lut")) {
			t.Errorf("%s: texts %q", name, texts)
		}
	}
}
