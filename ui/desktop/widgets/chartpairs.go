package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
)

// pairDrawing draws horizontal pairs of bars, because the names of invoices are long. It shows as many of the last
// categories as there is room for.
type pairDrawing struct{}

// maxPairLabel is the most that the names may take of the width.
const maxPairLabel = 0.36

// pairPlan is how the pairs lie.
func (pairDrawing) plan(c *chartCanvas) {
	top := c.legendRows()*legendHeight + labelGap
	c.plot.Y = top
	c.area.Height = max(1, c.size.Height-top-chartText-2*labelGap)
	if fitting := max(1, int(c.area.Height/pairHeight)); len(c.data.Categories) > fitting {
		cut := len(c.data.Categories) - fitting
		c.left = cut
		c.data.Categories = c.data.Categories[cut:]
		series := slices.Clone(c.data.Series)
		for i := range series {
			series[i].Values = series[i].Values[cut:]
		}
		c.data.Series = series
	}
	var widest float32
	for _, category := range c.data.Categories {
		widest = max(widest, c.textWidth(category.Label))
	}
	c.plot.X = round(min(widest, c.size.Width*maxPairLabel)+1) + labelGap
	low, high := c.extremes(false)
	c.area.Width = max(1, c.size.Width-c.plot.X-labelGap-c.textWidth(c.data.Axis(int64(high)))/2)
	c.axis = niceRange(low, high, int(c.area.Width/pairTick))
}

// pairTick is the least distance between two lines of the horizontal value axis.
const pairTick = 78

func (pairDrawing) stacks() bool { return false }

func (pairDrawing) categoryAt(c *chartCanvas, at fyne.Position) int {
	step := c.pairStep()
	row := int((at.Y - c.plot.Y) / step)
	if at.Y < c.plot.Y || at.X < 0 || at.X > c.size.Width || row >= len(c.data.Categories) {
		return -1
	}
	return row
}

// pairStep is the height of one pair's share: generous when there are few.
func (d *chartCanvas) pairStep() float32 {
	const roomy = 1.5
	return min(pairHeight*roomy, d.area.Height/float32(max(1, len(d.data.Categories))))
}

func (pairDrawing) draw(c *chartCanvas) {
	step := c.pairStep()
	height := step * float32(len(c.data.Categories))
	for _, v := range c.axis.ticks() {
		x := c.plot.X + c.axis.place(v, c.area.Width)
		colour := look.Grid
		if v == 0 {
			colour = look.Muted
		}
		c.rectangle(colour, x, c.plot.Y, 1, height)
		c.text(c.data.Axis(int64(v)), look.Muted, x, c.plot.Y+height+3, 0.5)
	}
	if c.left > 0 && c.data.More != nil {
		c.text(c.data.More(c.left), look.Muted, c.size.Width, 0, 1)
	}
	hovered := c.chart.Hovered()
	for i, category := range c.data.Categories {
		y := c.plot.Y + float32(i)*step
		if i == hovered {
			c.rectangle(theme.ColorNameHover, 0, y, c.size.Width, step)
		}
		c.text(fit(category.Label, chartText, fyne.TextStyle{}, c.plot.X-labelGap), theme.ColorNameForeground, c.plot.X-labelGap, y+step/2-chartText/2-3, 1)
		c.pair(i, y, step)
	}
}

func (d *chartCanvas) pair(i int, y, step float32) {
	const gap = 4
	bar := (step - 2*gap) / float32(len(d.data.Series))
	zero := d.plot.X + d.axis.place(0, d.area.Width)
	for j, s := range d.data.Series {
		v, known := s.At(i)
		if !known {
			continue
		}
		x := d.plot.X + d.axis.place(d.units(v), d.area.Width)
		d.rectangle(look.Series(s.Slot), min(x, zero), y+gap+float32(j)*bar, max(x, zero)-min(x, zero), bar-1)
	}
}
