package widgets_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// years is a chart of as many months as a town looks at; some of the second series may not be reviewed.
func years(months int, muted bool) present.Chart {
	first, second := present.Series{Name: "Koszt", Slot: 1}, present.Series{Name: "Niesprawdzone", Slot: 2, Muted: muted}
	for i := range months {
		first.Values = append(first.Values, int64(1000+37*i%400))
		second.Values, second.Known = append(second.Values, int64(100+91*i%300)), append(second.Known, i%3 > 0)
	}
	return chartData(first, second)
}

// bars returns the picture of the bars in a chart of many, and what it shows.
func bars(t *testing.T, muted bool) (picture image.Image, marks []*canvas.Rectangle, at fyne.Position, size fyne.Size) {
	t.Helper()
	chart := widgets.NewBarChart("suma")
	show(t, chart, years(60, muted))
	objects := test.WidgetRenderer(chart).Objects()
	if len(objects) > 100 {
		t.Errorf("%d primitives for a chart of 60 months", len(objects))
	}
	for _, o := range objects {
		if field, ok := o.(*canvas.Raster); ok {
			if marks = widgets.MarksOf(chart, field); len(marks) >= 60 {
				size = field.Size()
				return field.Generator(int(size.Width), int(size.Height)), marks, field.Position(), size
			}
		}
	}
	t.Fatal("no picture of bars")
	return nil, nil, at, size
}

// The picture of many bars is the same as bars each by themselves: as the printed chart has them.
func TestManyBarsAreOnePicture(t *testing.T) {
	picture, marks, at, size := bars(t, false)
	if n := differences(picture, drawn(t, marks, at, size)); n > 0 {
		t.Errorf("%d of %v × %v pixels differ from bars by themselves", n, size.Width, size.Height)
	}
}

// What nobody has reviewed is paler than its outline, in the picture as well.
func TestMutedBarsOfAPicture(t *testing.T) {
	picture, marks, from, _ := bars(t, true)
	looked := 0
	for _, m := range marks {
		if m.StrokeWidth == 0 || m.Size().Width < 5 || m.Size().Height < 5 {
			continue
		}
		looked++
		x, y := int(m.Position().X-from.X), int(m.Position().Y-from.Y)
		if outline, inside := picture.At(x, y), picture.At(x+2, y+2); !same(outline, m.StrokeColor) || !paler(inside, outline) {
			t.Errorf("outline %v of %v, inside %v", outline, m.StrokeColor, inside)
		}
	}
	if looked == 0 {
		t.Error("no muted bars")
	}
}

func paler(a, than color.Color) bool {
	_, _, _, alpha := a.RGBA()
	_, _, _, full := than.RGBA()
	return alpha > 0 && alpha < full
}

// drawn draws each mark by itself, on the colour of charts.
func drawn(t *testing.T, marks []*canvas.Rectangle, from fyne.Position, size fyne.Size) image.Image {
	t.Helper()
	content := container.NewWithoutLayout()
	for _, m := range marks {
		m.Move(m.Position().Subtract(from))
		content.Add(m)
	}
	background := canvas.NewRectangle(look.Color(look.Surface))
	background.Resize(size)
	window := test.NewTempWindow(t, container.NewWithoutLayout(background, content))
	window.SetPadded(false)
	window.Resize(size)
	return window.Canvas().Capture()
}

// differences counts the pixels of a picture over the colour of charts that are others than in want, by more than rounding.
func differences(picture, want image.Image) (n int) {
	const rounding = 0x300
	r0, g0, b0, _ := look.Color(look.Surface).RGBA()
	b := picture.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, a := picture.At(x, y).RGBA()
			wr, wg, wb, _ := want.At(x, y).RGBA()
			for _, c := range [][3]uint32{{r, r0, wr}, {g, g0, wg}, {bl, b0, wb}} {
				got := c[0] + c[1]*(0xffff-a)/0xffff
				if max(got, c[2])-min(got, c[2]) > rounding {
					n++
					break
				}
			}
		}
	}
	return n
}

// The toolkit keeps the picture of an object that is gone for a minute, and charts are drawn anew while the pointer moves over them.
func TestPicturesStayTheSameObjects(t *testing.T) {
	chart := widgets.NewBarChart("suma")
	show(t, chart, years(60, true))
	pictures := func() (found []fyne.CanvasObject) {
		for _, o := range test.WidgetRenderer(chart).Objects() {
			if _, ok := o.(*canvas.Raster); ok {
				found = append(found, o)
			}
		}
		return found
	}
	before := pictures()
	chart.SetData(years(48, true))
	for i, o := range pictures() {
		if i < len(before) && o != before[i] {
			t.Error("another picture after other figures: the first would stay in memory")
		}
	}
}
