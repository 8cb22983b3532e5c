package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Tap is content that can be clicked as a whole.
type Tap struct {
	widget.BaseWidget

	content fyne.CanvasObject
	tapped  func()
}

// NewTap makes content clickable.
func NewTap(tapped func(), content fyne.CanvasObject) *Tap {
	t := &Tap{content: content, tapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *Tap) Tapped(*fyne.PointEvent) { t.tapped() }

// CreateRenderer implements fyne.Widget.
func (t *Tap) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }
