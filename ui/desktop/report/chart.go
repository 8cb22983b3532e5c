package report

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// chart draws a chart over the width of the page.
func (s *sheet) chart(c Chart) {
	scale := inner / float64(c.Size.Width)
	height := float64(c.Size.Height) * scale
	s.room(height)
	draw := drawer{s, scale, margin, s.y}
	for _, o := range c.Objects {
		draw.object(o)
	}
	s.y += height + gap
}

// drawer turns the chart's pixels into millimetres.
type drawer struct {
	*sheet

	scale, left, top float64
}

func (d drawer) x(v float32) float64      { return d.left + float64(v)*d.scale }
func (d drawer) y(v float32) float64      { return d.top + float64(v)*d.scale }
func (d drawer) length(v float32) float64 { return float64(v) * d.scale }

// pointsPerMillimetre turns the sizes of letters.
const pointsPerMillimetre = 72 / 25.4

func (d drawer) object(o fyne.CanvasObject) {
	at, size := o.Position(), o.Size()
	switch v := o.(type) {
	case *canvas.Rectangle:
		if d.fill(v.FillColor) {
			d.pdf.Rect(d.x(at.X), d.y(at.Y), d.length(size.Width), d.length(size.Height), "F")
			d.pdf.SetAlpha(1, "Normal")
		}
	case *canvas.Circle:
		if d.fill(v.FillColor) {
			d.pdf.Circle(d.x(at.X+size.Width/2), d.y(at.Y+size.Height/2), d.length(size.Width/2), "F")
			d.pdf.SetAlpha(1, "Normal")
		}
	case *canvas.Line:
		c := opaque(v.StrokeColor)
		d.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
		d.pdf.SetLineWidth(d.length(v.StrokeWidth))
		d.pdf.Line(d.x(v.Position1.X), d.y(v.Position1.Y), d.x(v.Position2.X), d.y(v.Position2.Y))
	case *canvas.Text:
		d.text(v)
	}
}

// fill chooses the colour and reports whether there is anything to see.
func (d drawer) fill(c color.Color) bool {
	n := opaque(c)
	if c == nil || n.A == 0 {
		return false
	}
	const whole = 255
	d.pdf.SetFillColor(int(n.R), int(n.G), int(n.B))
	d.pdf.SetAlpha(float64(n.A)/whole, "Normal")
	return true
}

func (d drawer) text(t *canvas.Text) {
	style := ""
	if t.TextStyle.Bold {
		style = "B"
	}
	c := opaque(t.Color)
	d.pdf.SetFont(family, style, d.length(t.TextSize)*pointsPerMillimetre)
	d.pdf.SetTextColor(int(c.R), int(c.G), int(c.B))
	const baseline = 0.78 // of the line's height, from its top
	d.pdf.Text(d.x(t.Position().X), d.y(t.Position().Y+baseline*t.Size().Height), t.Text)
}

// opaque takes a colour apart without the alpha in its parts.
func opaque(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA) // the model makes nothing else
	return n
}
