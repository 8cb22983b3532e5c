package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Curtain keeps what lies behind it from being drawn while it is out of sight, see [Gutter]. It is for what never has the keyboard.
type Curtain struct {
	widget.BaseWidget

	content fyne.CanvasObject
	closed  bool
}

// NewCurtain hangs a curtain before content. It stands open until it is told otherwise.
func NewCurtain(content fyne.CanvasObject) *Curtain {
	c := &Curtain{content: content}
	c.ExtendBaseWidget(c)
	return c
}

// See opens and closes the curtain.
func (c *Curtain) See(seen bool) { c.closed = !seen }

// CreateRenderer implements fyne.Widget.
func (c *Curtain) CreateRenderer() fyne.WidgetRenderer {
	return &curtainRenderer{widget.NewSimpleRenderer(c.content), c}
}

type curtainRenderer struct {
	fyne.WidgetRenderer

	curtain *Curtain
}

// Objects implements fyne.WidgetRenderer.
func (r *curtainRenderer) Objects() []fyne.CanvasObject {
	if r.curtain.closed {
		return nil
	}
	return r.WidgetRenderer.Objects()
}
