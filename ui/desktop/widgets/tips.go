package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
)

// How long the pointer rests before a tip comes, and how long the tip stays.
const (
	tipDelay = 500 * time.Millisecond
	tipStay  = 8 * time.Second
)

// tipWidth is how wide a tip may be: a longer text has several lines.
const tipWidth = 520

// tips is the layer above a window's content that says in words what an icon stands for and what a table had to cut. It belongs to
// the drawing thread.
type tips struct {
	box    *canvas.Rectangle
	lines  *fyne.Container // of text
	layer  *fyne.Container
	number int // of the last tip that was asked for; a timer of an older one does nothing
}

// WithTips puts the layer for tips above the content of a window.
func WithTips(content fyne.CanvasObject) fyne.CanvasObject {
	t := &tips{box: canvas.NewRectangle(look.Color(look.Tip)), lines: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	t.box.CornerRadius = 5
	t.layer = container.NewWithoutLayout(t.box, t.lines)
	t.layer.Layout = t
	t.hide()
	return container.NewStack(content, t.layer)
}

// Layout implements fyne.Layout: a tip stays where it was put.
func (*tips) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize implements fyne.Layout.
func (*tips) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// tipsFor finds the layer of the window that an object is in, nil if it has none.
func tipsFor(o fyne.CanvasObject) *tips {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	stack, ok := c.Content().(*fyne.Container)
	if !ok || len(stack.Objects) == 0 {
		return nil
	}
	layer, ok := stack.Objects[len(stack.Objects)-1].(*fyne.Container)
	if !ok {
		return nil
	}
	t, _ := layer.Layout.(*tips)
	return t
}

// showTip says something about a place of an object once the pointer has rested there.
func showTip(o fyne.CanvasObject, text string, place fyne.Position, size fyne.Size) {
	t := tipsFor(o)
	if t == nil || text == "" {
		return
	}
	t.number++
	number := t.number
	then := func(after time.Duration, do func()) {
		time.AfterFunc(after, func() {
			thread.Do(func() {
				if number == t.number {
					do()
				}
			})
		})
	}
	then(tipDelay, func() {
		t.show(text, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(place), size)
		then(tipStay, t.hide)
	})
}

// hideTip takes the tip away, or the one that is to come.
func hideTip(o fyne.CanvasObject) {
	if t := tipsFor(o); t != nil {
		t.number++
		t.hide()
	}
}

// show puts the tip below a place of the window, above it where there is no room, and never over an edge.
func (t *tips) show(text string, place fyne.Position, size fyne.Size) {
	const gap = 4
	t.lines.Objects = nil
	room := t.layer.Size()
	letters := theme.Size(theme.SizeNameText)
	for _, line := range breakLines(text, letters, min(tipWidth, room.Width-2*(tipPadding+gap))) {
		t.lines.Add(newText(line, letters, look.TipText))
	}
	words := t.lines.MinSize()
	box := words.AddWidthHeight(2*tipPadding, tipPadding)
	x := max(0, min(place.X, room.Width-box.Width-gap))
	y := place.Y + size.Height + gap
	if y+box.Height > room.Height {
		y = place.Y - box.Height - gap
	}
	t.box.Move(fyne.NewPos(x, y))
	t.box.Resize(box)
	t.lines.Move(fyne.NewPos(round(x+tipPadding), round(y+tipPadding/2)))
	t.lines.Resize(words)
	t.box.Show()
	t.layer.Refresh()
}

func (t *tips) hide() {
	if t.box.Visible() {
		t.box.Hide()
		t.lines.Objects = nil
		t.layer.Refresh()
	}
}
