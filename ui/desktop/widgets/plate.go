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

// newPlate returns a box with round corners and a hairline. Only its ends are boxes with round corners: without a graphics card
// a pixel of one takes many times as long as a pixel of a plain box, and a plate is often as large as the window. The colours
// hide what is below them.
func newPlate(fill, stroke color.Color) fyne.CanvasObject {
	box := func() *canvas.Rectangle {
		r := canvas.NewRectangle(fill)
		r.StrokeColor, r.StrokeWidth = stroke, plateStroke
		return r
	}
	top, bottom := box(), box()
	top.CornerRadius, bottom.CornerRadius = plateRadius, plateRadius
	return container.New(plate{}, top, bottom, box(), canvas.NewRectangle(fill), canvas.NewRectangle(fill))
}

// plate puts the middle over the inner halves of the ends, and seams over the hairlines between them.
type plate struct{}

// Layout implements fyne.Layout.
func (plate) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place := func(i int, x, y, width, height float32) {
		objects[i].Move(fyne.NewPos(x, y))
		objects[i].Resize(fyne.NewSize(width, height))
	}
	if size.Height < 2*plateEnd { // one end is all of it
		place(0, 0, 0, size.Width, size.Height)
		for i := 1; i < len(objects); i++ {
			place(i, 0, 0, 0, 0)
		}
		return
	}
	place(0, 0, 0, size.Width, plateEnd)
	place(1, 0, size.Height-plateEnd, size.Width, plateEnd)
	place(2, 0, plateRadius, size.Width, size.Height-plateEnd)
	const seam = 3 * plateStroke // a hairline between two pixels is drawn on both
	place(3, plateStroke, plateRadius-plateStroke, size.Width-2*plateStroke, seam)
	place(4, plateStroke, size.Height-plateRadius-2*plateStroke, size.Width-2*plateStroke, seam)
}

// MinSize implements fyne.Layout.
func (plate) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
