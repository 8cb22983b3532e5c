package activity

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// waiting lists the documents that are on their way; the reading of the selected one can be cancelled.
type waiting struct {
	p      Params
	list   present.WaitingList
	table  *widgets.Table
	cancel *widgets.Push
	still  fyne.CanvasObject // nothing waits
	some   fyne.CanvasObject
	root   fyne.CanvasObject
}

const stillIcon = 20

func newWaiting(p Params) *waiting {
	l := p.Locale
	v := &waiting{p: p, table: widgets.NewTable(nil)}
	v.table.OnShortcut, v.table.OnKey = p.OnShortcut, v.key
	v.table.OnSelect = func(row int) {
		p.State.Waiting = ""
		if row >= 0 && row < len(v.list.Documents) {
			p.State.Waiting = v.list.Documents[row]
		}
		v.enable()
	}
	v.cancel = widgets.Button("close", l.T("activity.cancel_reading"), v.stop)
	v.still = container.NewCenter(container.NewHBox(widgets.Icon("ready", widgets.ToneColor(present.Good), stillIcon), widgets.Toned(l.T("activity.still"), present.Muted)))
	v.some = container.NewBorder(nil, widgets.Pad(8, 0, 0, 0, container.NewHBox(layout.NewSpacer(), v.cancel)), nil, nil, v.table)
	v.root = widgets.Card(container.NewBorder(widgets.Title(l.T("activity.waiting")), nil, nil, nil, widgets.Pad(8, 0, 0, 0, container.NewStack(v.some, v.still))))
	v.enable()
	return v
}

func (v *waiting) set(list present.WaitingList) {
	v.list = list
	v.table.SetGrid(list.Grid)
	v.table.Select(slices.Index(list.Documents, v.p.State.Waiting))
	widgets.Show(v.still, len(list.Documents) == 0)
	widgets.Show(v.some, len(list.Documents) > 0)
	v.enable()
}

// selected is the document whose reading can be cancelled, "" for none.
func (v *waiting) selected() lake.DocumentID {
	if i := slices.Index(v.list.Documents, v.p.State.Waiting); i >= 0 && v.list.Reading[i] {
		return v.list.Documents[i]
	}
	return ""
}

func (v *waiting) enable() {
	widgets.Allow(v.cancel, "close", v.selected() != "", v.p.Locale.T("why.not_reading"))
}

func (v *waiting) stop() {
	if id := v.selected(); id != "" {
		v.p.OnCancel(id)
	}
}

func (v *waiting) key(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyDelete {
		v.stop()
		return
	}
	v.p.OnKey(e)
}
