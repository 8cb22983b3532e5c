package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// valueAxis draws the lines and labels of the value axis.
func (d *chartCanvas) valueAxis() {
	d.text(d.data.Unit, look.Muted, d.plot.X-labelGap, d.plot.Y-chartText-labelGap-6, 1)
	for _, v := range d.axis.ticks() {
		y := d.plot.Y + d.area.Height - d.axis.place(v, d.area.Height)
		colour := look.Grid
		if v == 0 {
			colour = look.Muted
		}
		d.rectangle(colour, d.plot.X, y, d.area.Width, 1)
		d.text(d.data.Axis(int64(v)), look.Muted, d.plot.X-labelGap, y-chartText/2-3, 1)
	}
}

// categoryAxis names the categories under the plot: every one that has room, and what neighbours share once under it.
func (d *chartCanvas) categoryAxis() {
	widest := float32(0)
	for _, c := range d.data.Categories {
		widest = max(widest, d.textWidth(c.Label))
	}
	_, width := d.slot(0)
	every := max(1, int((widest+labelGap)/width+0.999))
	bottom := d.plot.Y + d.area.Height + 3
	group, groupEnd := "", float32(0)
	for i, c := range d.data.Categories {
		left, _ := d.slot(i)
		middle := left + width/2
		if i%every == 0 {
			d.text(c.Label, look.Muted, middle, bottom, 0.5)
		}
		if c.Group != group && middle-d.textWidth(c.Group)/2 >= groupEnd {
			group = c.Group
			start := max(d.plot.X, middle-d.textWidth(c.Group)/2)
			d.text(c.Group, theme.ColorNameForeground, start, bottom+13, 0)
			groupEnd = start + d.textWidth(c.Group) + labelGap
		}
	}
}

// legendRows counts the lines of the legend; a single series needs none.
func (d *chartCanvas) legendRows() float32 {
	if len(d.data.Series) < 2 {
		return 0
	}
	rows, x := float32(1), float32(0)
	for _, s := range d.data.Series {
		w := d.legendWidth(s)
		if x > 0 && x+w > d.size.Width {
			rows, x = rows+1, 0
		}
		x += w
	}
	return rows
}

// maxLegend is the longest name that a legend shows in full.
const maxLegend = 180

func (d *chartCanvas) legendWidth(s present.Series) float32 {
	return legendMark + labelGap + min(maxLegend, d.textWidth(s.Name)) + 2*labelGap
}

func (d *chartCanvas) legend() {
	if _, named := d.chart.kind.(heatDrawing); named || len(d.data.Series) < 2 { // a field names its rows
		return
	}
	var x, y float32
	for _, s := range d.data.Series {
		w := d.legendWidth(s)
		if x > 0 && x+w > d.size.Width {
			x, y = 0, y+legendHeight
		}
		mark := d.rectangle(look.Series(s.Slot), x, y+3, legendMark, legendMark)
		mark.CornerRadius = 2
		d.mute(mark, s)
		d.text(fit(s.Name, chartText, fyne.TextStyle{}, maxLegend), theme.ColorNameForeground, x+legendMark+labelGap, y, 0)
		x += w
	}
}

// mutedAlpha is how strongly figures that nobody has reviewed are painted.
const mutedAlpha = 0x60

// mute pales a mark of figures that nobody has reviewed; its outline keeps it visible.
func (d *chartCanvas) mute(mark *canvas.Rectangle, s present.Series) {
	if !s.Muted {
		return
	}
	mark.StrokeColor, mark.StrokeWidth = mark.FillColor, 1
	mark.FillColor = fade(mark.FillColor, mutedAlpha)
}
