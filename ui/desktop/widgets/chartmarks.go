package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// barDrawing draws one stack of bars per category.
type barDrawing struct{}

func (barDrawing) stacks() bool { return true }

func (barDrawing) categoryAt(c *chartCanvas, at fyne.Position) int { return c.columnAt(at) }

func (barDrawing) draw(c *chartCanvas) {
	c.valueAxis()
	c.categoryAxis()
	hovered := c.chart.Hovered()
	for i := range c.data.Categories {
		left, width := c.slot(i)
		bar := min(maxBarWidth, max(2, width*0.66))
		if i == hovered {
			c.rectangle(theme.ColorNameHover, left, c.plot.Y, width, c.area.Height)
		}
		c.stack(i, left+(width-bar)/2, bar)
	}
}

// stack draws the pieces of one bar: positive ones upwards, negative ones downwards.
func (d *chartCanvas) stack(i int, x, width float32) {
	var above, below int64
	for _, s := range d.data.Series {
		v, known := s.At(i)
		if !known || v == 0 {
			continue
		}
		from := above
		if v < 0 {
			from = below
			below += v
		} else {
			above += v
		}
		top, bottom := d.y(max(from, from+v)), d.y(min(from, from+v))
		rect := d.rectangle(look.Series(s.Slot), x, top, width, bottom-top)
		d.mute(rect, s)
	}
}

// lineDrawing draws one line per series and a dot per value.
type lineDrawing struct{}

func (lineDrawing) stacks() bool { return false }

func (lineDrawing) categoryAt(c *chartCanvas, at fyne.Position) int { return c.columnAt(at) }

func (lineDrawing) draw(c *chartCanvas) {
	c.valueAxis()
	c.categoryAxis()
	hovered := c.chart.Hovered()
	if hovered >= 0 {
		left, width := c.slot(hovered)
		c.rectangle(look.Muted, left+width/2, c.plot.Y, 1, c.area.Height)
	}
	for _, s := range c.data.Series {
		c.line(s, hovered)
	}
}

// The size of dots; with many categories only the value under the pointer has one.
const (
	dotSize     = 6
	bigDot      = 9
	manyColumns = 40
)

// line joins neighbouring values. A month without a value is a gap, not a zero.
func (d *chartCanvas) line(s present.Series, hovered int) {
	colour := look.Color(look.Series(s.Slot))
	var before fyne.Position
	joined := false
	for i := range d.data.Categories {
		v, known := s.At(i)
		if !known {
			joined = false
			continue
		}
		left, width := d.slot(i)
		at := fyne.NewPos(left+width/2, d.y(v))
		if joined {
			line := canvas.NewLine(colour)
			line.StrokeWidth = 2
			line.Position1, line.Position2 = before, at
			d.objects = append(d.objects, line)
		}
		if i == hovered || len(d.data.Categories) <= manyColumns || isolated(s, i) {
			d.dot(at, colour, i == hovered || isolated(s, i))
		}
		before, joined = at, true
	}
}

// isolated reports whether a value has no neighbour to be joined with: without a dot nobody would see it.
func isolated(s present.Series, i int) bool {
	_, before := s.At(i - 1)
	_, after := s.At(i + 1)
	return !before && !after
}

func (d *chartCanvas) dot(at fyne.Position, colour color.Color, big bool) {
	size := float32(dotSize)
	if big {
		size = bigDot
	}
	dot := canvas.NewCircle(colour)
	dot.StrokeColor, dot.StrokeWidth = look.Color(look.Surface), 1
	dot.Move(fyne.NewPos(at.X-size/2, at.Y-size/2))
	dot.Resize(fyne.NewSquareSize(size))
	d.objects = append(d.objects, dot)
}

// fade returns the colour with another alpha.
func fade(c color.Color, alpha uint8) color.Color {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	if !ok {
		return c
	}
	n.A = alpha
	return n
}
