package widgets

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// field paints many plain rectangles as one picture: each primitive by itself takes the toolkit a dozen calls, and a renderer without a
// graphics card 64 kB that it keeps for the next frame.
type field struct {
	*canvas.Raster

	marks []*canvas.Rectangle
}

// fewestMarks is how many rectangles one after the other are worth a picture.
const fewestMarks = 8

// merge replaces every run of many plain rectangles by a field. A field stays the same object from drawing to drawing: its picture
// would be kept for a minute otherwise.
func (r *chartRenderer) merge(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var merged []fyne.CanvasObject
	used := 0
	for len(objects) > 0 {
		marks := plainMarks(objects)
		if len(marks) < fewestMarks {
			n := max(1, len(marks))
			merged, objects = append(merged, objects[:n]...), objects[n:]
			continue
		}
		if used == len(r.fields) {
			r.fields = append(r.fields, newField())
		}
		r.fields[used].set(marks)
		merged, objects = append(merged, r.fields[used].Raster), objects[len(marks):]
		used++
	}
	return merged
}

// plainMarks are the rectangles with square corners at the beginning of the objects.
func plainMarks(objects []fyne.CanvasObject) []*canvas.Rectangle {
	var marks []*canvas.Rectangle
	for _, o := range objects {
		mark, ok := o.(*canvas.Rectangle)
		if !ok || mark.CornerRadius > 0 {
			break
		}
		marks = append(marks, mark)
	}
	return marks
}

func newField() *field {
	f := &field{}
	f.Raster = canvas.NewRaster(f.paint)
	f.ScaleMode = canvas.ImageScalePixels
	return f
}

// set puts the field where the marks are.
func (f *field) set(marks []*canvas.Rectangle) {
	f.marks = marks
	first, last := marks[0].Position(), fyne.Position{}
	for _, m := range marks {
		at, end := m.Position(), m.Position().Add(m.Size())
		first = fyne.NewPos(min(first.X, at.X), min(first.Y, at.Y))
		last = fyne.NewPos(max(last.X, end.X), max(last.Y, end.Y))
	}
	f.Move(first)
	f.Resize(fyne.NewSize(last.X-first.X, last.Y-first.Y))
}

// paint draws the marks into a picture of so many pixels.
func (f *field) paint(width, height int) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	scale := float32(width) / max(1, f.Size().Width)
	for _, m := range f.marks {
		from := m.Position().Subtract(f.Position())
		to := from.Add(m.Size())
		paintMark(picture, m, image.Rect(pixel(from.X*scale), pixel(from.Y*scale), pixel(to.X*scale), pixel(to.Y*scale)), pixel(m.StrokeWidth*scale))
	}
	return picture
}

func pixel(v float32) int { return int(round(v)) }

// paintMark fills a mark inside its outline.
func paintMark(picture *image.RGBA, m *canvas.Rectangle, at image.Rectangle, outline int) {
	if m.StrokeColor == nil {
		outline = 0
	}
	inner := at.Inset(outline)
	over := func(r image.Rectangle, c color.Color) {
		draw.Draw(picture, r, image.NewUniform(c), image.Point{}, draw.Over)
	}
	if outline > 0 {
		for _, edge := range []image.Rectangle{
			image.Rect(at.Min.X, at.Min.Y, at.Max.X, inner.Min.Y), image.Rect(at.Min.X, inner.Max.Y, at.Max.X, at.Max.Y),
			image.Rect(at.Min.X, inner.Min.Y, inner.Min.X, inner.Max.Y), image.Rect(inner.Max.X, inner.Min.Y, at.Max.X, inner.Max.Y),
		} {
			over(edge, m.StrokeColor)
		}
	}
	over(inner, m.FillColor)
}
