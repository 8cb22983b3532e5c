package points

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// askWidth makes room for two fields side by side.
const askWidth = 560

// ask opens a form for a point. The code of a point that is there cannot be changed: another code is another point.
func (r *Register) ask(p lake.RegisteredPoint) {
	l, draft := r.p.Locale, present.NewPointDraft(p)
	var box *dialog.CustomDialog
	save := widgets.PrimaryButton("approve", l.T("points.save"), func() {
		box.Hide()
		r.at = draft.Point().PPE
		r.p.OnSave(draft.Point())
	})
	said := container.NewStack()
	check := func() {
		notice, saveable := draft.Check(l)
		said.Objects = []fyne.CanvasObject{widgets.Toned(notice.Message, notice.Tone)}
		said.Refresh()
		widgets.Enable(save, "approve", saveable)
	}
	entry := func(title string, value *string, hint string) (fyne.CanvasObject, *widgets.Entry) {
		e := widgets.NewEntry(value, hint, r.p.OnShortcut)
		keep := e.OnChanged
		e.OnChanged = func(text string) {
			keep(text)
			check()
		}
		e.OnEscape = func() { box.Hide() }
		e.OnSubmitted = func(string) {
			if _, saveable := draft.Check(l); saveable {
				save.OnTapped()
			}
		}
		return widgets.Field(title, e, ""), e
	}
	code, codeEntry := entry(l.T("column.ppe"), &draft.PPE, "590…")
	name, first := entry(l.T("column.point_name"), &draft.Name, "")
	address, _ := entry(l.T("column.address"), &draft.Address, "")
	tariff, _ := entry(l.T("column.tariff"), &draft.Tariff, "C12a")
	group, _ := entry(l.T("column.group"), &draft.Group, l.T("points.group.example"))
	old, _ := entry(l.T("points.old_codes"), &draft.OldCodes, "")
	if p.PPE != "" {
		codeEntry.Disable()
	} else {
		first = codeEntry
	}
	cancel := widgets.Button("", l.T("picker.cancel"), func() { box.Hide() })
	content := container.New(layout.NewCustomPaddedVBoxLayout(12), code, name, address, widgets.Fields(tariff, group), old,
		said, container.NewHBox(layout.NewSpacer(), cancel, save))
	title := l.T("points.title.new")
	if p.PPE != "" {
		title = l.T("points.title")
	}
	box = dialog.NewCustomWithoutButtons(title, content, r.p.Window())
	box.Resize(fyne.NewSize(askWidth, box.MinSize().Height))
	check()
	box.Show()
	r.p.Window().Canvas().Focus(first)
}

// Confirm shows what taking in a list would change, with the rows that are left out, before anything is stored.
func Confirm(l *present.Locale, window fyne.Window, summary string, problems []present.Notice, accept func()) {
	const most = 200 // lines that anybody reads
	lines := container.NewVBox()
	for _, n := range problems[:min(len(problems), most)] {
		lines.Add(widgets.Lines(n.Message, n.Tone))
	}
	title := widget.NewLabel(summary)
	title.Wrapping = fyne.TextWrapWord
	content := container.NewBorder(title, nil, nil, nil, container.NewVScroll(lines))
	const height = 420
	widgets.ShowBox(window, l.T("points.import.title"), fyne.NewSize(askWidth, height), content,
		widgets.BoxButton{Label: l.T("picker.cancel")}, widgets.BoxButton{Label: l.T("points.import.do"), Do: accept})
}
