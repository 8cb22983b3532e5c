package picker

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/widgets"
)

// nameEntry is where the name of a file to save is typed; Enter saves.
func (v *picker) nameEntry() *widgets.Entry {
	name := v.p.Name
	e := widgets.NewEntry(&name, "", nil)
	e.OnChanged = func(string) { v.enableSave() }
	e.OnSubmitted = func(string) { v.done() }
	e.OnEscape = func() { v.dialog.Hide() }
	return e
}

// kinds are the extensions of the files that are listed.
func (v *picker) kinds() []string {
	if v.p.What == Save {
		return v.p.Kinds
	}
	return extensions[v.p.What]
}

// chosenToReplace takes over the name of the file that is selected.
func (v *picker) chosenToReplace() {
	v.add.SetText(v.p.Locale.T("picker.save"))
	if row := v.table.At(); row >= 0 && row < len(v.entries) && !v.entries[row].folder {
		v.name.SetText(v.entries[row].name)
	}
	v.enableSave()
}

func (v *picker) enableSave() {
	if fileName(v.name.Text, v.p.Kinds) == "" {
		v.add.Disable()
	} else {
		v.add.Enable()
	}
}

// fileName is what was typed as the name of a file of one of the kinds, "" if it is none. Without a known extension it gets the
// first.
func fileName(typed string, kinds []string) string {
	name := strings.TrimSpace(typed)
	if name == "" || strings.ContainsAny(name, `/\`) || strings.Trim(name, ".") == "" {
		return ""
	}
	if len(kinds) > 0 && !slices.Contains(kinds, strings.ToLower(filepath.Ext(name))) {
		name += kinds[0]
	}
	return name
}

// save ends with the file that was named; one that is there is replaced only if the person says so.
func (v *picker) save() {
	name := fileName(v.name.Text, v.p.Kinds)
	if name == "" {
		return
	}
	path, l := filepath.Join(v.folder, name), v.p.Locale
	if _, err := os.Lstat(path); err != nil { // not there, or the writing says why not
		v.finish([]string{path})
		return
	}
	widgets.ShowBox(v.p.Window, l.T("picker.replace.title"), fyne.Size{}, widget.NewLabel(l.T("picker.replace", "file", name)),
		widgets.BoxButton{Label: l.T("picker.cancel")}, widgets.BoxButton{Label: l.T("picker.replace.do"), Do: func() { v.finish([]string{path}) }})
}
