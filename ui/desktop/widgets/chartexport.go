package widgets

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"wattlake/ui/desktop/look"
)

// The size of an exported chart, in pixels, and its margin.
const (
	exportWidth  = 1200
	exportHeight = 600
	exportMargin = 24
)

// The size of a chart on paper: letters are a readable part of it.
const (
	printWidth  = 760
	printHeight = 350
)

// PNG draws the chart with its title as a picture of 1200 × 600 pixels in the colours of the present theme.
func (c *Chart) PNG() ([]byte, error) {
	title, drawn := c.exported(exportWidth, exportHeight)
	content := container.NewWithoutLayout(append([]fyne.CanvasObject{title}, drawn.objects...)...)
	background := canvas.NewRectangle(look.Color(look.Surface))
	background.Resize(fyne.NewSize(exportWidth, exportHeight))
	root := container.NewWithoutLayout(background, content)
	content.Resize(fyne.NewSize(exportWidth, exportHeight))
	view := software.NewCanvas()
	view.SetPadded(false)
	view.SetContent(root)
	view.Resize(fyne.NewSize(exportWidth, exportHeight))
	var b bytes.Buffer
	if err := png.Encode(&b, view.Capture()); err != nil {
		return nil, fmt.Errorf("draw the chart: %w", err)
	}
	return b.Bytes(), nil
}

// SVG draws the chart with its title as a vector picture.
func (c *Chart) SVG() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif">`+"\n", exportWidth, exportHeight)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`+"\n", hex(look.Color(look.Surface)))
	title, drawn := c.exported(exportWidth, exportHeight)
	for _, o := range append([]fyne.CanvasObject{title}, drawn.objects...) {
		writeSVG(&b, o)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// Printed returns the primitives of the chart with its title for paper, and the size that they are laid out for: rectangles,
// circles, lines and texts in the colours of the light theme.
func (c *Chart) Printed() (objects []fyne.CanvasObject, size fyne.Size) {
	look.ForPaper(func() {
		title, drawn := c.exported(printWidth, printHeight)
		objects = append([]fyne.CanvasObject{title}, drawn.objects...)
	})
	return objects, fyne.NewSize(printWidth, printHeight)
}

// exported lays the chart out for export: without a pointer, moved under its title.
func (c *Chart) exported(width, height float32) (*canvas.Text, *chartCanvas) {
	title := Title(c.data.Title)
	title.Move(fyne.NewPos(exportMargin, exportMargin/2))
	title.Resize(title.MinSize())
	top := exportMargin + title.MinSize().Height
	copied := newChart(c.kind, c.total)
	copied.data = c.data
	copied.Resize(fyne.NewSize(width-2*exportMargin, height-top-exportMargin))
	drawn := copied.plan()
	if c.data.IsEmpty() {
		drawn.emptyState()
	} else {
		drawn.legend()
		c.kind.draw(drawn)
	}
	for _, o := range drawn.objects {
		if line, ok := o.(*canvas.Line); ok {
			line.Position1, line.Position2 = line.Position1.AddXY(exportMargin, top), line.Position2.AddXY(exportMargin, top)
			continue
		}
		o.Move(o.Position().AddXY(exportMargin, top))
	}
	return title, drawn
}

// writeSVG writes one of the primitives that charts are made of.
func writeSVG(b *bytes.Buffer, o fyne.CanvasObject) {
	at, size := o.Position(), o.Size()
	switch v := o.(type) {
	case *canvas.Rectangle:
		fmt.Fprintf(b, `<rect x="%g" y="%g" width="%g" height="%g" rx="%g" fill="%s" fill-opacity="%.3f"`, at.X, at.Y, size.Width, size.Height, v.CornerRadius, hex(v.FillColor), alpha(v.FillColor))
		if v.StrokeWidth > 0 {
			fmt.Fprintf(b, ` stroke="%s" stroke-width="%g"`, hex(v.StrokeColor), v.StrokeWidth)
		}
		b.WriteString("/>\n")
	case *canvas.Circle:
		fmt.Fprintf(b, `<circle cx="%g" cy="%g" r="%g" fill="%s"/>`+"\n", at.X+size.Width/2, at.Y+size.Height/2, size.Width/2, hex(v.FillColor))
	case *canvas.Line:
		fmt.Fprintf(b, `<line x1="%g" y1="%g" x2="%g" y2="%g" stroke="%s" stroke-width="%g"/>`+"\n", v.Position1.X, v.Position1.Y, v.Position2.X, v.Position2.Y, hex(v.StrokeColor), v.StrokeWidth)
	case *canvas.Text:
		weight := "normal"
		if v.TextStyle.Bold {
			weight = "bold"
		}
		const baseline = 0.78 // of the line's height, from its top
		fmt.Fprintf(b, `<text x="%g" y="%g" font-size="%g" font-weight="%s" fill="%s" textLength="%g" lengthAdjust="spacingAndGlyphs">`, at.X, at.Y+baseline*size.Height, v.TextSize, weight, hex(v.Color), size.Width)
		_ = xml.EscapeText(b, []byte(v.Text)) // a buffer takes everything
		b.WriteString("</text>\n")
	}
}

func hex(c color.Color) string {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	if !ok {
		return "none"
	}
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

// alpha returns the opacity of a colour between 0 and 1.
func alpha(c color.Color) float64 {
	const opaque = 0xffff
	_, _, _, a := c.RGBA()
	return float64(a) / opaque
}
