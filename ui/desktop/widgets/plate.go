package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// The measures of a plate.
const (
	plateRadius = 8
	plateStroke = 1
	plateEnd    = 2 * plateRadius
)

// newPlate returns a box with round corners and a hairline, in colours that hide what is below them. A plate is often as large as the
// window, and without a graphics card its pixels take most of a frame's time. So only the ends are boxes with round corners, and the
// middle is a line as thick as the plate is high, of which a pixel takes two thirds of what one of a plain box takes.
func newPlate(fill, stroke color.Color) fyne.CanvasObject {
	end := func() *canvas.Rectangle {
		r := canvas.NewRectangle(fill)
		r.StrokeColor, r.StrokeWidth, r.CornerRadius = stroke, plateStroke, plateRadius
		return r
	}
	middle := canvas.NewLine(fill)
	return container.New(plate{middle}, end(), end(), middle, canvas.NewRectangle(fill), canvas.NewRectangle(fill), canvas.NewRectangle(stroke), canvas.NewRectangle(stroke))
}

// plate puts the middle over the inner halves of the ends, seams over the hairlines between them, and a hairline at each side.
type plate struct{ middle *canvas.Line }

// Layout implements fyne.Layout.
func (p plate) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place := func(i int, x, y, width, height float32) {
		objects[i].Move(fyne.NewPos(x, y))
		objects[i].Resize(fyne.NewSize(width, height))
	}
	if size.Height < 2*plateEnd { // one end is all of it
		place(0, 0, 0, size.Width, size.Height)
		for i := 1; i < len(objects); i++ {
			place(i, 0, 0, 0, 0)
		}
		p.middle.StrokeWidth = 0
		return
	}
	place(0, 0, 0, size.Width, plateEnd)
	place(1, 0, size.Height-plateEnd, size.Width, plateEnd)
	const seam = 3 * plateStroke // a hairline between two pixels is drawn on both
	place(3, plateStroke, plateRadius-plateStroke, size.Width-2*plateStroke, seam)
	place(4, plateStroke, size.Height-plateRadius-2*plateStroke, size.Width-2*plateStroke, seam)
	place(5, 0, plateRadius, plateStroke, size.Height-plateEnd)
	place(6, size.Width-plateStroke, plateRadius, plateStroke, size.Height-plateEnd)
	p.middle.StrokeWidth = size.Height - plateEnd - plateStroke // its edges fade below the seams
	p.middle.Position1, p.middle.Position2 = fyne.NewPos(0, size.Height/2), fyne.NewPos(size.Width, size.Height/2)
}

// MinSize implements fyne.Layout.
func (plate) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
