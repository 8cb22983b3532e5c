package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/present"
)

// editor is what a field is edited with.
type editor interface {
	fyne.Focusable
	fyne.Disableable
	fyne.CanvasObject
	show(f *present.SheetField)
}

// keys is what an editor tells the page.
type keys struct {
	focused  func(name string)
	typed    func(name, text string)
	leave    func(name string)                 // the editor loses the focus, or Enter was pressed: keep what was typed
	jump     func(name string, backwards bool) // to the next field that needs eyes
	step     func(name string, n int)          // to the neighbour
	reset    func(name string) bool            // Escape: back to what is stored; false if it is that already
	shortcut func(fyne.Shortcut)
	key      func(*fyne.KeyEvent)
}

// field is a line of text.
type field struct {
	widget.Entry

	name  string
	to    *keys
	quiet bool // the text is set by the page
}

func newField(name string, to *keys) *field {
	f := &field{name: name, to: to}
	f.ExtendBaseWidget(f)
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = fyne.ScrollHorizontalOnly
	f.OnChanged = func(text string) {
		if !f.quiet {
			to.typed(f.name, text)
		}
	}
	return f
}

func (f *field) show(from *present.SheetField) {
	f.name = from.Name
	if f.Text == from.Text {
		return
	}
	f.quiet = true
	f.SetText(from.Text)
	f.quiet = false
}

// AcceptsTab implements fyne.Tabbable.
func (f *field) AcceptsTab() bool { return true }

// FocusGained implements fyne.Focusable.
func (f *field) FocusGained() {
	f.Entry.FocusGained()
	f.to.focused(f.name)
}

// FocusLost implements fyne.Focusable.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	f.to.leave(f.name)
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if !moves(f.to, f.name, e) {
		f.Entry.TypedKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable: undo is the page's once there is nothing typed to take back.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *desktop.CustomShortcut, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		f.to.shortcut(s)
	default:
		f.Entry.TypedShortcut(s)
	}
}

// choice is a field that has one of a few values.
type choice struct {
	widget.Select

	name  string
	to    *keys
	quiet bool
	codes []string
}

func newChoice(from *present.SheetField, to *keys) *choice {
	c := &choice{name: from.Name, to: to}
	c.ExtendBaseWidget(c)
	for _, option := range from.Choices {
		c.Options = append(c.Options, option.Label)
		c.codes = append(c.codes, option.Value)
	}
	c.OnChanged = func(string) {
		if i := c.SelectedIndex(); !c.quiet && i >= 0 {
			to.typed(c.name, c.codes[i])
			to.leave(c.name)
		}
	}
	return c
}

func (c *choice) show(from *present.SheetField) {
	c.quiet = true
	defer func() { c.quiet = false }()
	c.PlaceHolder = "—"
	for i, code := range c.codes {
		if code == from.Text {
			c.SetSelectedIndex(i)
			return
		}
	}
	c.ClearSelected()
}

// AcceptsTab implements fyne.Tabbable.
func (c *choice) AcceptsTab() bool { return true }

// FocusGained implements fyne.Focusable.
func (c *choice) FocusGained() {
	c.Select.FocusGained()
	c.to.focused(c.name)
}

// TypedKey implements fyne.Focusable: arrows choose, Space opens the list.
func (c *choice) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyUp || e.Name == fyne.KeyDown || !moves(c.to, c.name, e) {
		c.Select.TypedKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *choice) TypedShortcut(s fyne.Shortcut) { c.to.shortcut(s) }

// moves carries out the keys that lead to other fields and reports whether e is one.
func moves(to *keys, name string, e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyTab:
		to.leave(name)
		to.jump(name, held(fyne.KeyModifierShift))
	case fyne.KeyReturn, fyne.KeyEnter:
		to.leave(name)
		to.jump(name, held(fyne.KeyModifierShift))
	case fyne.KeyDown:
		to.step(name, 1)
	case fyne.KeyUp:
		to.step(name, -1)
	case fyne.KeyEscape:
		if !to.reset(name) {
			to.key(e)
		}
	case fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyF1:
		to.key(e)
	default:
		return false
	}
	return true
}

func held(modifier fyne.KeyModifier) bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&modifier != 0
}
