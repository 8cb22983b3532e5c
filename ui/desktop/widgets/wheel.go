package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Wheel lies over an editor and gives the turns of the mouse wheel to what the editor is scrolled with. A line of text would keep
// them to itself, and a form could not be scrolled where it is full of lines. Everything else goes through to the editor.
type Wheel struct{ widget.BaseWidget }

// NewWheel returns a wheel for one editor.
func NewWheel() *Wheel {
	w := &Wheel{}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *Wheel) Scrolled(e *fyne.ScrollEvent) { turnAround(w, e) }

// turnAround gives a turn of the wheel to what an object is scrolled with, if there is such a thing.
func turnAround(o fyne.CanvasObject, e *fyne.ScrollEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	top := c.Content()
	if overlay := c.Overlays().Top(); overlay != nil {
		top = overlay
	}
	if s := scrollAround(top, o); s != nil {
		s.Scrolled(e)
	}
}

// scrollAround finds the innermost scroll that an object is in.
func scrollAround(o, wanted fyne.CanvasObject) *container.Scroll {
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			if s := scrollAround(child, wanted); s != nil {
				return s
			}
		}
	case *container.Scroll:
		if s := scrollAround(o.Content, wanted); s != nil {
			return s
		}
		if holds(o.Content, wanted) {
			return o
		}
	}
	return nil
}

func holds(o, wanted fyne.CanvasObject) bool {
	if o == wanted {
		return true
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if holds(child, wanted) {
				return true
			}
		}
	}
	return false
}

// CreateRenderer implements fyne.Widget.
func (w *Wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
