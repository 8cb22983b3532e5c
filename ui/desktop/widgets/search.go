package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
)

// Search is a text field that hands the window's own shortcuts on, which a plain entry swallows, and that Escape empties.
type Search struct {
	widget.Entry

	// OnShortcut gets every shortcut that is not about the text, and Copy when no text is selected.
	OnShortcut func(fyne.Shortcut)
}

// NewSearch returns a field with a hint.
func NewSearch(hint string) *Search {
	s := &Search{}
	s.ExtendBaseWidget(s)
	s.PlaceHolder = hint
	s.Icon = look.Icon("search", theme.ColorNamePlaceHolder)
	return s
}

// TypedShortcut implements fyne.Shortcutable.
func (s *Search) TypedShortcut(shortcut fyne.Shortcut) {
	_, custom := shortcut.(*desktop.CustomShortcut)
	_, copying := shortcut.(*fyne.ShortcutCopy)
	if s.OnShortcut != nil && (custom || (copying && s.SelectedText() == "")) {
		s.OnShortcut(shortcut)
		return
	}
	s.Entry.TypedShortcut(shortcut)
}

// TypedKey implements fyne.Focusable.
func (s *Search) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && s.Text != "" {
		s.SetText("")
		return
	}
	s.Entry.TypedKey(e)
}
