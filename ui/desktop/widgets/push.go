package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Push is a button that Enter presses as well as Space. Keys that it has no use for go on to the window, so that Escape and F1
// do what they do elsewhere.
type Push struct {
	widget.Button

	Tip string // says what an icon without a word stands for, to the pointer and to the keyboard
}

func newPush(label string, icon fyne.Resource, importance widget.Importance, tapped func()) *Push {
	b := &Push{Button: widget.Button{Text: label, Icon: icon, Importance: importance, OnTapped: tapped}}
	b.ExtendBaseWidget(b)
	return b
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
	showTip(b, b.Tip, fyne.Position{}, b.Size())
}

// FocusLost implements fyne.Focusable.
func (b *Push) FocusLost() {
	b.Button.FocusLost()
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
