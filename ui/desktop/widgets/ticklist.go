package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// TickLine is one line of a [TickList].
type TickLine struct {
	Label  string
	On     bool
	Locked bool   // it must stay as it is
	Toggle func() // takes the tick off, or puts it there
}

// TickList is a box of lines that are ticked one after the other: it stays open until its last button, Escape or a click beside it.
type TickList struct {
	Lines        func() []TickLine // as they are now; always as many
	Reset, Close string            // the words of the buttons
	OnReset      func()

	ticks []*tick
	box   *widget.PopUp
}

// tickListEdge is kept free around a box that is as high as the window.
const tickListEdge = 16

// Show opens the box at a place of the canvas.
func (l *TickList) Show(c fyne.Canvas, at fyne.Position) {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(-tickOverlap))
	for i, line := range l.Lines() {
		t := newTick(line.Label, func() {
			l.Lines()[i].Toggle()
			l.refresh()
		})
		t.onMove = func(by int) { l.move(c, i, by) }
		l.ticks = append(l.ticks, t)
		rows.Add(t)
	}
	l.refresh()
	reset := Button("", l.Reset, func() {
		l.OnReset()
		l.refresh()
	})
	scroll := container.NewVScroll(rows)
	buttons := container.NewHBox(reset, layout.NewSpacer(), PrimaryButton("", l.Close, func() { l.box.Hide() }))
	l.box = widget.NewPopUp(container.NewBorder(nil, Pad(4, 0, 0, 0, buttons), nil, nil, scroll), c)
	room := c.Size().SubtractWidthHeight(tickListEdge, tickListEdge)
	size := fyne.NewSize(max(rows.MinSize().Width, l.box.MinSize().Width), min(room.Height, l.box.MinSize().Height-scroll.MinSize().Height+rows.MinSize().Height))
	l.box.Resize(size)
	l.box.ShowAtPosition(fyne.NewPos(max(0, min(at.X, room.Width-size.Width)), max(0, min(at.Y, room.Height-size.Height))))
	l.move(c, -1, 1)
}

// refresh shows the lines as they are.
func (l *TickList) refresh() {
	for i, line := range l.Lines() {
		t := l.ticks[i]
		t.Checked = line.On
		if line.Locked {
			t.Disable()
		} else {
			t.Enable()
		}
		t.Refresh()
	}
}

// move gives the keyboard to the next line that can be changed.
func (l *TickList) move(c fyne.Canvas, from, by int) {
	for at := from + by; at >= 0 && at < len(l.ticks); at += by {
		if !l.ticks[at].Disabled() {
			c.Focus(l.ticks[at])
			return
		}
	}
}

// tickOverlap takes back half of the room that a tick leaves above and below itself, in pixels: lines of one list belong together.
const tickOverlap = 4

// tick is a line to tick that leaves the keys it has no use for to its list and to the window.
type tick struct {
	widget.Check

	onMove func(by int)
}

func newTick(label string, toggled func()) *tick {
	t := &tick{}
	t.Text, t.OnChanged = label, func(bool) { toggled() }
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey implements fyne.Focusable.
func (t *tick) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		t.onMove(1)
	case fyne.KeyUp:
		t.onMove(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !t.Disabled() {
			t.SetChecked(!t.Checked)
		}
	default:
		handOn(t, e)
	}
}
