package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
)

// Search is a text field that Escape empties.
type Search struct{ Entry }

// NewSearch returns a field with a hint.
func NewSearch(hint string) *Search {
	s := &Search{}
	s.ExtendBaseWidget(s)
	s.PlaceHolder = hint
	s.Icon = look.Icon("search", theme.ColorNamePlaceHolder)
	return s
}

// TypedKey implements fyne.Focusable.
func (s *Search) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape && s.Text != "":
		s.SetText("")
	case e.Name == fyne.KeyF1:
		handOn(s, e)
	default:
		s.Entry.TypedKey(e)
	}
}
