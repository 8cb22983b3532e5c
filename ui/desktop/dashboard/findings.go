package dashboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// maxFindings is how many findings the page shows; its report has more.
const maxFindings = 30

// findings is the list of what the audit of bills found.
type findings struct {
	p     Params
	title *canvas.Text
	note  *canvas.Text
	list  *fyne.Container
	root  fyne.CanvasObject
}

func newFindings(p Params) *findings {
	v := &findings{p: p, title: widgets.Title(p.Locale.T("audit.title")), note: widgets.Caption(""), list: container.NewVBox()}
	v.root = widgets.Card(container.NewBorder(container.NewVBox(v.title, v.note), nil, nil, nil, widgets.Pad(6, 0, 0, 0, v.list)))
	return v
}

func (v *findings) set(rows []present.FindingRow, found int) {
	l := v.p.Locale
	v.note.Text = l.T("audit.none")
	if found > 0 {
		v.note.Text = l.N("audit.count", found)
	}
	v.note.Refresh()
	v.list.Objects = v.list.Objects[:0]
	for _, row := range rows[:min(len(rows), maxFindings)] {
		v.list.Add(v.line(row))
	}
	v.list.Refresh()
}

// line is one finding: what it is about, the sentence, and what can be done.
func (v *findings) line(row present.FindingRow) fyne.CanvasObject {
	l := v.p.Locale
	actions := container.NewHBox()
	if len(row.Invoices) > 0 {
		actions.Add(widgets.QuietButton("open", l.T("audit.show"), func() { v.p.OnInvoice(row.Invoices[0]) }))
	}
	switch {
	case row.Accepted:
		actions.Add(widgets.Middle(widgets.Toned(l.T("audit.accepted"), present.Muted)))
	case row.ID != "" && v.p.OnAccept != nil:
		actions.Add(widgets.QuietButton("approve", l.T("audit.accept"), func() { v.p.OnAccept(row.ID) }))
	}
	text := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewCurtain(widgets.Caption(row.Title)), widgets.Pad(-6, -6, -8, 0, widgets.Paragraph(row.Message, toneOf(row))))
	icon := widgets.Pad(0, 0, 0, 8, widgets.Middle(widgets.Icon(row.Icon, widgets.ToneColor(row.Tone), findingIcon)))
	return container.NewBorder(nil, nil, widgets.NewCurtain(icon), container.NewVBox(layout.NewSpacer(), actions, layout.NewSpacer()), text)
}

// toneOf mutes what somebody has accepted; the icon tells the rest.
func toneOf(row present.FindingRow) present.Tone {
	if row.Accepted {
		return present.Muted
	}
	return present.Plain
}

const findingIcon = 18
