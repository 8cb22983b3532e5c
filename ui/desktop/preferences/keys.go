package preferences

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// shortcut is one line of the list.
type shortcut struct{ keys, what string }

// shortcuts are all shortcuts by where they work.
var shortcuts = []struct {
	where string
	list  []shortcut
}{
	{"keys.everywhere", []shortcut{
		{"Ctrl+1 … Ctrl+5", "keys.pages"},
		{"Ctrl+O", "keys.add"},
		{"Ctrl+F", "keys.search"},
		{"Ctrl+C", "keys.copy"},
		{"Ctrl+Z", "keys.undo_last"},
		{"Ctrl+P", "keys.report"},
		{"Ctrl+L", "keys.language"},
		{"Ctrl+T", "keys.theme"},
		{"F1", "keys.help"},
		{"Tab, Shift+Tab", "keys.focus"},
	}},
	{"keys.table", []shortcut{
		{"↑  ↓  Page Up  Page Down", "keys.rows"}, {"←  →", "keys.sideways"}, {"Ctrl+A, Shift+↓", "keys.select"}, {"Enter", "keys.open"}, {"Menu", "keys.columns"}, {"Delete", "keys.delete"}, {"Esc", "keys.close"},
	}},
	{"keys.review", []shortcut{
		{"Tab, Enter", "keys.eyes"},
		{"↑  ↓", "keys.field"},
		{"Ctrl+Enter", "keys.approve"},
		{"Ctrl+Z, Ctrl+Y", "keys.undo"},
		{"Ctrl+←, Ctrl+→", "keys.queue"},
		{"Page Up, Page Down", "keys.sheet"},
		{"Ctrl++, Ctrl+−, Ctrl+0", "keys.zoom"},
		{"Ctrl+R", "keys.rotate"},
	}},
}

// The widths of the keys, so that what they do stands in one line.
const (
	leftKeys  = 168
	rightKeys = 136
)

// Keys lists the keyboard shortcuts in columns.
func Keys(l *present.Locale) fyne.CanvasObject {
	left, right := container.NewVBox(), container.NewVBox()
	for i, group := range shortcuts {
		column, width := left, float32(leftKeys)
		if i == len(shortcuts)-1 {
			column, width = right, rightKeys
		}
		form := widgets.Together(container.New(layout.NewFormLayout()))
		for _, line := range group.list {
			form.Add(widgets.Pad(2, 2, 0, 14, widgets.Wide(width, keyCap(line.keys))))
			form.Add(widgets.Pad(2, 2, 0, 0, widgets.Middle(widgets.Toned(l.T(line.what), present.Plain))))
		}
		column.Add(widgets.Pad(4, 2, 0, 0, widgets.Title(l.T(group.where))))
		column.Add(form)
		column.Add(widgets.Gap(1, 4))
	}
	return container.NewHBox(left, widgets.Gap(24, 1), right) // as wide as its words, wherever it is shown
}

// keyCap draws keys as a key cap.
func keyCap(keys string) fyne.CanvasObject {
	text := widgets.Caption(keys)
	text.Color = look.Color("foreground")
	box := canvas.NewRectangle(look.Color("button"))
	box.CornerRadius = 4
	return container.NewHBox(container.NewStack(box, widgets.Pad(2, 2, 7, 7, text)))
}
