// Package points is the PPE register: a list of metering points with what no invoice says about them.
package points

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Params is what the register needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale     *present.Locale
	Window     func() fyne.Window
	OnSave     func(lake.RegisteredPoint)
	OnRemove   func(ppe string)
	OnImport   func() // nil if it cannot read lists
	OnExport   func()
	OnShortcut func(fyne.Shortcut)
	OnKey      func(*fyne.KeyEvent)
}

// Register is the list. It may be used on the drawing thread only.
type Register struct {
	p      Params
	rows   []present.PointRow
	loaded bool
	at     string // code of the selected point
	table  *widgets.Table
	count  *canvas.Text
	none   fyne.CanvasObject
	edit   *widgets.Push
	remove *widgets.Push
	root   fyne.CanvasObject
}

// New builds the list.
func New(p Params) *Register {
	l := p.Locale
	r := &Register{p: p, table: widgets.NewTable(present.PointColumns(l)), count: widgets.Toned("", present.Muted)}
	r.table.OnSelect = r.selected
	r.table.OnActivate = func(int) { r.change() }
	r.table.OnShortcut, r.table.OnKey = p.OnShortcut, r.key
	add := widgets.PrimaryButton("add", l.T("points.add"), func() { r.ask(lake.RegisteredPoint{}) })
	r.edit = widgets.Button("review", l.T("points.edit"), r.change)
	r.remove = widgets.Button("delete", l.T("points.remove"), r.drop)
	buttons := container.NewHBox(add, r.edit, r.remove, layout.NewSpacer())
	if p.OnImport != nil {
		buttons.Add(widgets.Button("import", l.T("points.import"), p.OnImport))
	}
	buttons.Add(widgets.Button("export", l.T("points.export"), p.OnExport))
	r.none = container.NewCenter(widgets.Toned(l.T("points.none"), present.Muted))
	r.none.Hide()
	body := container.NewBorder(widgets.Pad(0, 8, 0, 0, r.count), widgets.Pad(10, 0, 0, 0, buttons), nil, nil, widgets.Surface(container.NewStack(r.table, r.none)))
	r.root = widgets.Card(body)
	r.enable()
	return r
}

// Object is the register's content.
func (r *Register) Object() fyne.CanvasObject { return r.root }

// Set shows the points.
func (r *Register) Set(rows []present.PointRow) {
	r.rows, r.loaded = rows, true
	grid := present.Grid{Columns: present.PointColumns(r.p.Locale)}
	at := -1
	for i, row := range rows {
		grid.Rows = append(grid.Rows, row.Cells)
		if row.Point.PPE == r.at {
			at = i
		}
	}
	r.table.SetGrid(grid)
	r.table.Select(at)
	r.count.Text = present.PointsWords(r.p.Locale, rows)
	r.count.Refresh()
	widgets.Show(r.none, len(rows) == 0)
	r.enable()
}

func (r *Register) selected(row int) {
	r.at = ""
	if row >= 0 && row < len(r.rows) {
		r.at = r.rows[row].Point.PPE
	}
	r.enable()
}

// now returns the selected line, nil for none.
func (r *Register) now() *present.PointRow {
	for i := range r.rows {
		if r.rows[i].Point.PPE == r.at && r.at != "" {
			return &r.rows[i]
		}
	}
	return nil
}

// enable offers what can be done with the selected line: a code that is only on invoices can be registered, not removed.
func (r *Register) enable() {
	row := r.now()
	why := r.p.Locale.T("why.no_point")
	widgets.Allow(r.edit, "review", row != nil, why)
	if row != nil {
		why = r.p.Locale.T("why.unregistered")
	}
	widgets.Allow(r.remove, "delete", row != nil && row.Registered, why)
}

func (r *Register) change() {
	if row := r.now(); row != nil {
		r.ask(row.Point)
	}
}

func (r *Register) drop() {
	if row := r.now(); row != nil && row.Registered {
		r.p.OnRemove(row.Point.PPE)
	}
}

func (r *Register) key(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyDelete {
		r.drop()
		return
	}
	r.p.OnKey(e)
}
