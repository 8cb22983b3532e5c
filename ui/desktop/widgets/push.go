package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
)

// Push is a button that Enter presses as well as Space. Keys that it has no use for go on to the window, so that Escape and F1
// do what they do elsewhere.
type Push struct {
	widget.Button

	ring *canvas.Rectangle // around a button that has the keyboard; a tint alone cannot be seen on every colour

	unseen bool // see [Gutter]

	Tip string // says what an icon without a word stands for, to the pointer and to the keyboard
}

func newPush(label string, icon fyne.Resource, importance widget.Importance, tapped func()) *Push {
	b := &Push{Button: widget.Button{Text: label, Icon: icon, Importance: importance, OnTapped: tapped}}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *Push) CreateRenderer() fyne.WidgetRenderer {
	b.ring = canvas.NewRectangle(color.Transparent)
	b.ring.StrokeWidth, b.ring.CornerRadius = focusWidth, theme.Size(theme.SizeNameInputRadius)
	b.ring.Hide()
	return &pushRenderer{b.Button.CreateRenderer(), b}
}

// pushRenderer draws the ring above the button.
type pushRenderer struct {
	fyne.WidgetRenderer

	button *Push
}

// Objects implements fyne.WidgetRenderer.
func (r *pushRenderer) Objects() []fyne.CanvasObject {
	if r.button.unseen {
		return nil
	}
	return append(slices.Clone(r.WidgetRenderer.Objects()), r.button.ring)
}

// Layout implements fyne.WidgetRenderer.
func (r *pushRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.button.ring.Resize(size)
}

// See tells whether the button is in sight, see [Gutter]. Out of sight it draws nothing.
func (b *Push) See(seen bool) { b.unseen = !seen }

func (b *Push) encircle(on bool) {
	if b.ring != nil {
		b.ring.StrokeColor = look.Color(theme.ColorNameForeground)
		Show(b.ring, on)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *Push) MouseIn(e *desktop.MouseEvent) {
	b.Button.MouseIn(e)
	showTip(b, b.Tip, fyne.Position{}, b.Size())
}

// MouseOut implements desktop.Hoverable.
func (b *Push) MouseOut() {
	b.Button.MouseOut()
	hideTip(b)
}

// FocusGained implements fyne.Focusable.
func (b *Push) FocusGained() {
	b.Button.FocusGained()
	b.encircle(true)
	showTip(b, b.Tip, fyne.Position{}, b.Size())
}

// FocusLost implements fyne.Focusable.
func (b *Push) FocusLost() {
	b.Button.FocusLost()
	b.encircle(false)
	hideTip(b)
}

// Tapped implements fyne.Tappable.
func (b *Push) Tapped(e *fyne.PointEvent) {
	hideTip(b)
	b.Button.Tapped(e)
}

// TypedKey implements fyne.Focusable.
func (b *Push) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		handOn(b, e)
	}
}

// handOn gives a key to the window that an object is in, as if nothing had the focus.
func handOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}
