package dashboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// panel is one chart with the table behind it.
type panel struct {
	p      Params
	id     present.Panel
	data   present.Chart
	asked  int // how often for the rows
	chart  *widgets.Chart
	table  *widgets.Table
	title  *canvas.Text
	note   *canvas.Text
	toggle *widgets.Push
	more   *widgets.Push
	root   fyne.CanvasObject
}

func newPanel(p Params, id present.Panel, chart *widgets.Chart) *panel {
	v := &panel{p: p, id: id, chart: chart, table: widgets.NewTable(nil), title: widgets.Title(""), note: widgets.Caption("")}
	v.toggle = widgets.QuietButton("table", "", v.flip)
	v.more = widgets.QuietButton("down", p.Locale.T("chart.more_actions"), v.menu)
	v.chart.OnTapped = func(category int) { p.OnPick(id, v.data.Categories[category]) }
	head := container.NewBorder(nil, v.note, nil, container.NewHBox(v.toggle, v.more), widgets.Middle(v.title))
	v.root = widgets.Card(container.NewBorder(head, nil, nil, nil, widgets.Pad(4, 0, 0, 0, container.NewStack(v.chart, v.table))))
	v.show()
	return v
}

func (v *panel) set(data present.Chart) {
	v.data = data
	v.title.Text = data.Title
	v.title.Refresh()
	v.remark(data.Note)
	v.chart.SetData(data)
	v.fill()
}

func (v *panel) remark(note string) {
	v.note.Text = note
	widgets.Show(v.note, note != "")
	v.note.Refresh()
}

// fill asks for the rows if the table is in sight. Only what was asked for last is shown.
func (v *panel) fill() {
	v.asked++
	if !v.p.State.Tables[v.id] {
		return
	}
	asked := v.asked
	v.p.OnTable(v.id, func(rows present.Grid, note string) {
		if v.asked == asked {
			v.table.SetGrid(rows)
			v.remark(note)
		}
	})
}

func (v *panel) flip() {
	if v.p.State.Tables == nil {
		v.p.State.Tables = map[present.Panel]bool{}
	}
	v.p.State.Tables[v.id] = !v.p.State.Tables[v.id]
	v.show()
}

func (v *panel) show() {
	table := v.p.State.Tables[v.id]
	v.remark(v.data.Note)
	v.fill()
	widgets.Show(v.chart, !table)
	widgets.Show(v.table, table)
	word := "chart.show_table"
	if table {
		word = "chart.show_chart"
	}
	v.toggle.SetText(v.p.Locale.T(word))
}

// menu offers what can be done with the chart and its figures.
func (v *panel) menu() {
	l := v.p.Locale
	save := func(extension string, content func() ([]byte, error)) func() {
		return func() { v.p.OnSave(v.data.Title, extension, content) }
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(l.T("chart.save_png"), save(".png", v.chart.PNG)),
		fyne.NewMenuItem(l.T("chart.save_svg"), save(".svg", func() ([]byte, error) { return v.chart.SVG(), nil })),
		fyne.NewMenuItem(l.T("chart.save_rows"), func() { v.p.OnSaveRows(v.id) }),
		fyne.NewMenuItem(l.T("chart.copy_table"), func() { v.p.OnCopy(v.id) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(l.T("chart.show_sql"), func() { v.p.OnSQL(v.id) }),
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(v.more).AddXY(0, v.more.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), driver.CanvasForObject(v.more), at)
}
