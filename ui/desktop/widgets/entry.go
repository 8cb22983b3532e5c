package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a line of text that hands the window's own shortcuts on, which a plain entry swallows.
type Entry struct {
	widget.Entry

	// OnShortcut gets every shortcut that is not about the text, and Copy when no text is selected.
	OnShortcut func(fyne.Shortcut)
	// OnEscape is called for the key that leaves a box; nil if there is none around the entry.
	OnEscape func()
}

// NewEntry returns a line of text for the value, which follows what is typed.
func NewEntry(value *string, hint string, onShortcut func(fyne.Shortcut)) *Entry {
	e := &Entry{OnShortcut: onShortcut}
	e.ExtendBaseWidget(e)
	e.Text, e.PlaceHolder = *value, hint
	e.OnChanged = func(text string) { *value = text }
	return e
}

// NewSecret is NewEntry for what nobody should read over a shoulder.
func NewSecret(value *string, hint string, onShortcut func(fyne.Shortcut)) *Entry {
	e := NewEntry(value, hint, onShortcut)
	e.Password = true
	return e
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && e.OnEscape != nil:
		e.OnEscape()
	case key.Name == fyne.KeyF1:
		handOn(e, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	_, custom := shortcut.(*desktop.CustomShortcut)
	_, copying := shortcut.(*fyne.ShortcutCopy)
	if e.OnShortcut != nil && (custom || (copying && e.SelectedText() == "")) {
		e.OnShortcut(shortcut)
		return
	}
	e.Entry.TypedShortcut(shortcut)
}
