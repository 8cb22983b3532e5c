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
	index  int
	chart  *widgets.Chart
	table  *widgets.Table
	title  *canvas.Text
	note   *canvas.Text
	toggle *widget.Button
	root   fyne.CanvasObject
}

func newPanel(p Params, index int, chart *widgets.Chart) *panel {
	v := &panel{p: p, index: index, chart: chart, table: widgets.NewTable(nil), title: widgets.Title(""), note: widgets.Caption("")}
	v.toggle = widgets.QuietButton("table", "", v.flip)
	head := container.NewBorder(nil, v.note, nil, v.toggle, widgets.Middle(v.title))
	v.root = widgets.Card(container.NewBorder(head, nil, nil, nil, widgets.Pad(4, 0, 0, 0, container.NewStack(v.chart, v.table))))
	v.show()
	return v
}

func (v *panel) set(chart present.Chart, grid present.Grid) {
	v.title.Text, v.note.Text = chart.Title, chart.Note
	v.title.Refresh()
	widgets.Show(v.note, chart.Note != "")
	v.note.Refresh()
	v.chart.SetData(chart)
	v.table.SetGrid(grid)
}

func (v *panel) flip() {
	v.p.State.Tables[v.index] = !v.p.State.Tables[v.index]
	v.show()
}

func (v *panel) show() {
	table := v.p.State.Tables[v.index]
	widgets.Show(v.chart, !table)
	widgets.Show(v.table, table)
	word := "chart.show_table"
	if table {
		word = "chart.show_chart"
	}
	v.toggle.SetText(v.p.Locale.T(word))
}
