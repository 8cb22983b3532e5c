// Package preferences is the page where a person chooses language and appearance and sees where the data lies.
package preferences

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Params is what the page needs.
type Params struct {
	Locale     *present.Locale
	Language   string // "", "pl" or "en"
	Theme      string // "system", "light" or "dark"
	Lake       string // folder of the lake
	Version    string
	OnLanguage func(string)
	OnTheme    func(string)
	OnOpenLake func()
}

// New builds the page's content.
func New(p Params) fyne.CanvasObject {
	l := p.Locale
	language := choice([]present.Choice{
		{Value: "", Label: l.T("settings.language.system")}, {Value: "pl", Label: l.T("settings.language.pl")}, {Value: "en", Label: l.T("settings.language.en")},
	}, p.Language, p.OnLanguage)
	theme := choice([]present.Choice{
		{Value: "system", Label: l.T("settings.theme.system")}, {Value: "light", Label: l.T("settings.theme.light")}, {Value: "dark", Label: l.T("settings.theme.dark")},
	}, p.Theme, p.OnTheme)
	folder := widget.NewLabel(p.Lake)
	folder.Selectable = true
	folder.Truncation = fyne.TextTruncateEllipsis
	where := container.NewVBox(
		container.NewBorder(nil, nil, nil, widgets.Button("folder", l.T("settings.lake.open"), p.OnOpenLake), folder),
		widgets.Pad(0, 0, 8, 0, widgets.Caption(l.T("settings.lake.hint"))))
	top := container.NewVBox(
		card(l.T("settings.language"), language), widgets.Gap(1, 2), card(l.T("settings.theme"), theme), widgets.Gap(1, 2), card(l.T("settings.lake"), where),
		widgets.Gap(1, 2), card(l.T("settings.keys"), Keys(l)))
	column := container.New(&column{}, top)
	head := container.NewHBox(widgets.Heading(l.T("settings.title")), layout.NewSpacer(), widgets.Middle(widgets.Caption(l.T("settings.version", "version", p.Version))))
	return container.NewBorder(widgets.Pad(4, 10, 0, 0, head), nil, nil, nil, container.NewVScroll(column))
}

func card(title string, content fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Card(container.NewBorder(widgets.Pad(0, 6, 0, 0, widgets.Title(title)), nil, nil, nil, content))
}

func choice(choices []present.Choice, value string, changed func(string)) fyne.CanvasObject {
	row := container.NewHBox()
	for _, c := range choices {
		chip := widgets.NewChip(c.Label, func() {
			if c.Value != value {
				changed(c.Value)
			}
		})
		chip.Set("", c.Value == value)
		row.Add(chip)
	}
	return row
}

// Keys lists the keyboard shortcuts.
func Keys(l *present.Locale) fyne.CanvasObject {
	form := container.New(layout.NewFormLayout())
	for _, line := range [][2]string{
		{"Ctrl+1 … Ctrl+5", "keys.pages"},
		{"Ctrl+O", "keys.add"},
		{"Ctrl+F", "keys.search"},
		{"Ctrl+C", "keys.copy"},
		{"Ctrl+L", "keys.language"},
		{"Ctrl+T", "keys.theme"},
		{"Ctrl+A, Shift+↓", "keys.select"},
		{"Delete", "keys.delete"},
		{"Enter", "keys.open"},
		{"Tab, Enter", "keys.eyes"},
		{"↑  ↓", "keys.field"},
		{"Ctrl+Enter", "keys.approve"},
		{"Ctrl+Z, Ctrl+Y", "keys.undo"},
		{"Ctrl+←, Ctrl+→", "keys.queue"},
		{"Page Up, Page Down", "keys.sheet"},
		{"Ctrl++, Ctrl+−, Ctrl+0", "keys.zoom"},
		{"Ctrl+R", "keys.rotate"},
		{"Esc", "keys.close"},
		{"F1", "keys.help"},
	} {
		key := widgets.Toned(line[0], present.Plain)
		key.TextStyle.Bold = true
		form.Add(widgets.Pad(2, 2, 0, 24, key))
		form.Add(widgets.Pad(2, 2, 0, 0, widgets.Toned(l.T(line[1]), present.Plain)))
	}
	return form
}

// column keeps lines readable on wide screens.
type column struct{}

const columnWidth = 760

func (*column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, columnWidth), size.Height))
}

func (*column) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
