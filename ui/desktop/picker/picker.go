// Package picker lets a person choose several invoice files, a whole folder of them, a folder or a copy for the lake, or where to
// save a file.
package picker

import (
	"cmp"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// What a person is asked for.
type What int

// The choices.
const (
	Invoices What = iota // files and folders with invoices
	Folder               // one folder; it need not exist yet
	Copy                 // the file of a backup
	Points               // a list of metering points
	Save                 // where to write a file
)

// Params is what the picker needs.
type Params struct {
	Locale *present.Locale
	What   What
	Title  string // "" for that of [Invoices]
	Window fyne.Window
	Folder string                              // where to begin; "" for the home folder
	Name   string                              // of the file to save; its extension says what kinds are listed besides Kinds
	Kinds  []string                            // extensions that the file to save may have; the first is added to a name without one
	OnDone func(paths []string, folder string) // what was chosen, and where; called on the drawing thread
}

// picker is the dialog while it is open. It belongs to the drawing thread.
type picker struct {
	p       Params
	folder  string
	asked   int
	entries []entry
	table   *widgets.Table
	place   *widgets.Entry
	name    *widgets.Entry // of the file to save
	add     *widgets.Push
	whole   *widgets.Push
	problem *fyne.Container
	dialog  *dialog.CustomDialog
}

// The size of the dialog.
const (
	width  = 820
	height = 520
)

// Show opens the dialog.
func Show(p Params) {
	v := build(p)
	v.dialog.Show()
	p.Window.Canvas().Focus(v.table)
	if p.What == Save {
		p.Window.Canvas().Focus(v.name)
		v.name.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	v.open(v.folder)
}

func build(p Params) *picker {
	v := &picker{p: p, folder: p.Folder, problem: container.NewStack()}
	if v.folder == "" {
		v.folder = home()
	}
	l := p.Locale
	v.table = widgets.NewTable(columns(l))
	v.table.Multi = p.What == Invoices
	v.table.OnSelect = func(int) { v.chosen() }
	v.table.OnActivate = v.activate
	v.table.OnKey = v.key
	folder := v.folder
	v.place = widgets.NewEntry(&folder, "", nil)
	v.place.OnEscape = func() { v.dialog.Hide() }
	v.name = v.nameEntry()
	v.place.OnSubmitted = func(path string) { v.open(filepath.Clean(path)) }
	v.add = widgets.PrimaryButton("", "", v.done)
	v.whole = widgets.Button("folder", l.T("picker.whole"), func() { v.finish([]string{v.folder}) })
	widgets.Show(v.whole, p.What == Invoices)
	v.dialog = dialog.NewCustomWithoutButtons(cmp.Or(p.Title, l.T("picker.files")), v.content(), p.Window)
	v.dialog.Resize(fyne.NewSize(width, height))
	v.chosen() // the folder may take its time to be listed
	return v
}

func columns(l *present.Locale) []present.Column {
	const iconRoom = 22
	date := present.Column{ID: "modified", Title: l.T("column.modified"), Sample: "28.09.2026\n28 May 2026", Priority: 1}
	return []present.Column{
		{ID: "file", Title: l.T("column.file"), Sample: "faktura.pdf", Flex: 1, Extra: iconRoom},
		{ID: "size", Title: l.T("column.size"), Sample: "123 456 kB", Right: true, Priority: 2},
		date,
	}
}

func (v *picker) content() fyne.CanvasObject {
	l := v.p.Locale
	up := widgets.Button("up", l.T("picker.up"), func() { v.open(filepath.Dir(v.folder)) })
	toHome := widgets.Button("home", l.T("picker.home"), func() { v.open(home()) })
	top := widgets.Border(nil, nil, container.NewHBox(up, toHome), nil, widgets.Called(l.T("picker.folder"), v.place))
	cancel := widgets.Button("", l.T("picker.cancel"), func() { v.dialog.Hide() })
	hint := map[What]string{Invoices: "picker.hint", Folder: "picker.hint.folder", Copy: "picker.hint.copy", Points: "picker.hint.points"}[v.p.What]
	buttons := container.NewHBox(v.whole, layout.NewSpacer(), cancel, v.add)
	if v.p.What == Save {
		bottom := widgets.Pad(8, 0, 0, 0, widgets.Border(nil, nil, widgets.Pad(0, 0, 4, 8, widgets.Middle(widgets.Caption(l.T("picker.name")))), buttons, widgets.Called(l.T("picker.name"), v.name)))
		return widgets.Border(widgets.Pad(0, 6, 0, 0, top), bottom, nil, nil, container.NewStack(widgets.Surface(v.table), v.problem))
	}
	bottom := container.NewVBox(widgets.Pad(4, 4, 4, 4, widgets.Caption(l.T(hint))), buttons)
	return widgets.Border(widgets.Pad(0, 6, 0, 0, top), widgets.Pad(4, 0, 0, 0, bottom), nil, nil, container.NewStack(widgets.Surface(v.table), v.problem))
}

// open lists a folder beside the drawing thread: a network share may take its time.
func (v *picker) open(folder string) {
	v.asked++
	number, lang, kinds := v.asked, v.p.Locale.Lang, v.kinds()
	go func() {
		entries, err := list(folder, lang, kinds)
		thread.Do(func() {
			if number == v.asked {
				v.show(folder, entries, err)
			}
		})
	}()
}

func (v *picker) show(folder string, entries []entry, err error) {
	v.problem.Objects = nil
	l := v.p.Locale
	switch {
	case err != nil:
		message, hint := l.Explain(err)
		notice := widgets.NoticeBox(present.Notice{Tone: present.Bad, Message: message, Hint: hint})
		v.problem.Objects = []fyne.CanvasObject{container.NewVBox(widgets.Pad(50, 0, 14, 14, notice))}
	case len(entries) == 0 && v.p.What != Folder:
		v.problem.Objects = []fyne.CanvasObject{container.NewCenter(widgets.Toned(l.T(emptyHint(v.p.What)), present.Muted))}
	}
	v.problem.Refresh()
	v.folder, v.entries = folder, entries
	v.place.SetText(folder)
	grid := present.Grid{Columns: columns(l)}
	for _, e := range entries {
		grid.Rows = append(grid.Rows, e.cells(l))
	}
	v.table.SetGrid(grid)
	v.table.ScrollTo(0)
	v.chosen()
}

// emptyHint says what a folder has none of.
func emptyHint(what What) string {
	if what == Invoices {
		return "picker.empty"
	}
	return "picker.nothing"
}

// paths returns what is selected; a folder counts as all of its invoices.
func (v *picker) paths() []string {
	rows := v.table.Selected()
	paths := make([]string, 0, len(rows))
	for _, r := range rows {
		paths = append(paths, filepath.Join(v.folder, v.entries[r].name))
	}
	return paths
}

func (v *picker) chosen() {
	if v.p.What == Folder {
		v.add.SetText(v.p.Locale.T("picker.this"))
		return
	}
	n := len(v.table.Selected())
	switch v.p.What {
	case Save:
		v.chosenToReplace()
		return
	case Copy, Points:
		v.add.SetText(v.p.Locale.T("picker.choose"))
	default:
		v.add.SetText(v.p.Locale.N("picker.add", n))
	}
	if n == 0 {
		v.add.Disable()
	} else {
		v.add.Enable()
	}
}

// activate enters a folder or takes a file.
func (v *picker) activate(row int) {
	if v.entries[row].folder {
		v.open(filepath.Join(v.folder, v.entries[row].name))
		return
	}
	v.done()
}

func (v *picker) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		v.dialog.Hide()
	case fyne.KeyBackspace:
		v.open(filepath.Dir(v.folder))
	default:
	}
}

func (v *picker) done() {
	if v.p.What == Folder { // the one in sight, or what was typed
		if folder := filepath.Clean(v.place.Text); filepath.IsAbs(folder) {
			v.finish([]string{folder})
		}
		return
	}
	if v.p.What == Save {
		v.save()
		return
	}
	if paths := v.paths(); len(paths) > 0 {
		v.finish(paths)
	}
}

func (v *picker) finish(paths []string) {
	v.dialog.Hide()
	v.p.OnDone(paths, v.folder)
}

func home() string {
	folder, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return folder
}
