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

// deleted lists the documents that were deleted; those that are selected can be brought back.
type deleted struct {
	p       Params
	list    present.DeletedList
	table   *widgets.Table
	restore *widgets.Push
	none    fyne.CanvasObject
	some    fyne.CanvasObject
	root    fyne.CanvasObject
}

func newDeleted(p Params) *deleted {
	l := p.Locale
	v := &deleted{p: p, table: widgets.NewTable(nil)}
	v.table.Multi = true
	v.table.OnShortcut, v.table.OnKey = p.OnShortcut, p.OnKey
	v.table.OnSelect = func(int) {
		p.State.Deleted = v.chosen()
		v.enable()
	}
	v.table.OnActivate = func(row int) { p.OnRestore([]lake.DocumentID{v.list.Documents[row]}) }
	v.restore = widgets.PrimaryButton("undo", l.T("action.restore"), func() { p.OnRestore(v.chosen()) })
	v.none = widgets.Surface(container.NewCenter(widgets.Toned(l.T("activity.deleted.none"), present.Muted)))
	hint := widgets.Middle(widgets.Toned(l.T("activity.deleted.hint"), present.Muted))
	bottom := widgets.Pad(10, 0, 0, 0, container.NewHBox(hint, layout.NewSpacer(), v.restore))
	v.some = container.NewBorder(nil, bottom, nil, nil, widgets.Surface(v.table))
	v.root = container.NewStack(v.some, v.none)
	return v
}

func (v *deleted) chosen() []lake.DocumentID {
	var ids []lake.DocumentID
	for _, row := range v.table.Selected() {
		ids = append(ids, v.list.Documents[row])
	}
	return ids
}

func (v *deleted) enable() { widgets.Enable(v.restore, "undo", len(v.chosen()) > 0) }

func (v *deleted) set(list present.DeletedList) {
	v.list = list
	v.table.SetGrid(list.Grid)
	var chosen []int
	for row, id := range list.Documents {
		if slices.Contains(v.p.State.Deleted, id) {
			chosen = append(chosen, row)
		}
	}
	v.table.Mark(chosen)
	widgets.Show(v.some, len(list.Documents) > 0)
	widgets.Show(v.none, len(list.Documents) == 0)
	v.enable()
}
