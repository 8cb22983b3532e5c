package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
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
