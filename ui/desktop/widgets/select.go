package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
)

// Select is a drop-down list. Where it offers more than a menu can show, a choice is looked up by typing.
type Select struct {
	widget.Select

	Hint string // what the field for typing says
}

// NewSelect returns a list that offers nothing yet.
func NewSelect(hint string, changed func(string)) *Select {
	s := &Select{Hint: hint}
	s.ExtendBaseWidget(s)
	s.OnChanged = changed
	return s
}

// Framed draws the border around a list that a line of text has, and makes both equally high: they stand side by side.
func Framed(list fyne.CanvasObject) fyne.CanvasObject {
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeColor, frame.StrokeWidth = look.Color(theme.ColorNameInputBorder), 1
	frame.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	return container.New(&framed{widget.NewEntry().MinSize().Height}, list, frame)
}

// framed leaves the room around a list that a line of text leaves around its border.
type framed struct{ height float32 }

const frameRoom = 1

// Layout implements fyne.Layout.
func (*framed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewSquareOffsetPos(frameRoom))
		o.Resize(size.SubtractWidthHeight(2*frameRoom, 2*frameRoom))
	}
}

// MinSize implements fyne.Layout.
func (f *framed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width+2*frameRoom, f.height)
}

// Tapped implements fyne.Tappable.
func (s *Select) Tapped(e *fyne.PointEvent) {
	if len(s.Options) <= ManyChoices {
		s.Select.Tapped(e)
		return
	}
	s.lookUp()
}

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(key *fyne.KeyEvent) {
	opens := key.Name == fyne.KeySpace || key.Name == fyne.KeyUp || key.Name == fyne.KeyDown
	if opens && len(s.Options) > ManyChoices {
		s.lookUp()
		return
	}
	s.Select.TypedKey(key)
}

func (s *Select) lookUp() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(s)
	if c == nil {
		return
	}
	c.Focus(s)
	at := driver.AbsolutePositionForObject(s).AddXY(0, s.Size().Height)
	ShowLookup(c, at, s.Hint, s.Options, s.SelectedIndex(), func(choice int) {
		s.SetSelectedIndex(choice)
		c.Focus(s)
	})
}
