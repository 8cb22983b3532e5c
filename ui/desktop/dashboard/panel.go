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
	figure present.Figure
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
	v.chart.OnTapped = func(category int) { p.OnPick(id, v.figure.Chart.Categories[category]) }
	head := container.NewBorder(nil, v.note, nil, container.NewHBox(v.toggle, v.more), widgets.Middle(v.title))
	v.root = widgets.Card(container.NewBorder(head, nil, nil, nil, widgets.Pad(4, 0, 0, 0, container.NewStack(v.chart, v.table))))
	v.show()
	return v
}

func (v *panel) set(figure present.Figure) {
	v.figure = figure
	v.title.Text, v.note.Text = figure.Chart.Title, figure.Chart.Note
	v.title.Refresh()
	widgets.Show(v.note, figure.Chart.Note != "")
	v.note.Refresh()
	v.chart.SetData(figure.Chart)
	v.fill()
}

// fill makes the table if it is in sight.
func (v *panel) fill() {
	if v.p.State.Tables[v.id] {
		v.table.SetGrid(v.figure.Grid())
	}
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
		return func() { v.p.OnSave(v.figure.Chart.Title, extension, content) }
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(l.T("chart.save_png"), save(".png", v.chart.PNG)),
		fyne.NewMenuItem(l.T("chart.save_svg"), save(".svg", func() ([]byte, error) { return v.chart.SVG(), nil })),
		fyne.NewMenuItem(l.T("chart.save_csv"), save(".csv", func() ([]byte, error) { return v.figure.Grid().CSV(l) })),
		fyne.NewMenuItem(l.T("chart.copy_table"), func() { v.p.OnCopy(v.figure.Grid().TSV()) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(l.T("chart.show_sql"), func() { v.p.OnSQL(v.id) }),
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(v.more).AddXY(0, v.more.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), driver.CanvasForObject(v.more), at)
}
