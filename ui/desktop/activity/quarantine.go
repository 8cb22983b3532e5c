package activity

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// quarantine lists the documents that could not be read; the selected one tells why in full and what can be done.
type quarantine struct {
	p       Params
	rows    []present.FailedRow
	table   *widgets.Table
	retry   *widgets.Push
	none    fyne.CanvasObject
	detail  *fyne.Container
	actions *fyne.Container // on the selected document
	list    fyne.CanvasObject
	root    fyne.CanvasObject
}

const noneIcon = 48

func newQuarantine(p Params) *quarantine {
	l := p.Locale
	v := &quarantine{p: p, table: widgets.NewTable(present.FailedColumns(l)), detail: container.NewStack(), actions: container.NewHBox()}
	v.table.OnShortcut, v.table.OnKey = p.OnShortcut, p.OnKey
	v.table.OnSelect = func(row int) {
		if row >= 0 && row < len(v.rows) {
			p.State.Failed = v.rows[row].Document
			v.explain(v.rows[row])
		}
	}
	v.table.OnActivate = func(row int) { p.OnShow(v.rows[row].Document) }
	v.retry = widgets.Button("retry", l.T("action.retry_all"), p.OnRetryAll)
	v.none = widgets.Surface(container.NewCenter(container.NewVBox(
		widgets.Icon("ready", widgets.ToneColor(present.Good), noneIcon), widgets.Gap(1, 6), widgets.Toned(l.T("activity.none"), present.Muted))))
	bottom := widgets.Pad(10, 0, 0, 0, container.NewVBox(v.detail, widgets.Border(nil, nil, v.actions, v.retry)))
	v.list = container.NewBorder(nil, bottom, nil, nil, widgets.Surface(v.table))
	v.root = container.NewStack(v.list, v.none)
	return v
}

func (v *quarantine) set(rows []present.FailedRow) {
	v.rows = rows
	grid := present.Grid{Columns: present.FailedColumns(v.p.Locale)}
	at := -1
	for i, f := range rows {
		grid.Rows = append(grid.Rows, f.Cells)
		if f.Document == v.p.State.Failed {
			at = i
		}
	}
	v.table.SetGrid(grid)
	v.table.Select(at)
	v.detail.Objects, v.actions.Objects = nil, nil
	if at >= 0 {
		v.explain(rows[at])
	}
	widgets.Show(v.list, len(rows) > 0)
	widgets.Show(v.none, len(rows) == 0)
	v.root.Refresh()
}

// explain says why a document failed and offers what can be done about it.
func (v *quarantine) explain(f present.FailedRow) {
	l, id := v.p.Locale, f.Document
	v.actions.Objects = nil
	if f.Locked {
		v.actions.Add(widgets.PrimaryButton("key", l.T("activity.unlock"), func() { v.p.OnUnlock(id) }))
	}
	v.actions.Add(widgets.Button("retry", l.T("action.retry"), func() { v.p.OnRetry(id) }))
	v.actions.Add(widgets.Button("review", l.T("activity.show"), func() { v.p.OnShow(id) }))
	v.actions.Add(widgets.Button("delete", l.T("action.delete"), func() { v.p.OnDelete(id) }))
	v.detail.Objects = []fyne.CanvasObject{widgets.Pad(0, 4, 0, 0, widgets.NoticeBox(f.Reason))}
	v.root.Refresh()
}
