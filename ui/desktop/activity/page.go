// Package activity is the page that shows what the pipeline is doing and which documents failed.
package activity

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Params is what the page needs.
type Params struct {
	Locale     *present.Locale
	OnRetryAll func()
	OnShow     func(id lake.DocumentID) // the user wants to see the document
	OnSync     func()                   // sync with the team at once
	OnPause    func(paused bool)        // of the sync in the background
}

// Page is the activity page. It may be used on the drawing thread only.
type Page struct {
	p      Params
	failed []present.FailedRow
	stages *widgets.Table
	table  *widgets.Table
	retry  *widget.Button
	none   fyne.CanvasObject
	state  *canvas.Text
	team   *team
}

// View is what the page shows.
type View struct {
	Stages present.Grid
	Failed []present.FailedRow
	Busy   int // documents that are not done
}

// New builds the page.
func New(p Params) *Page {
	page := &Page{p: p, stages: widgets.NewTable(nil), table: widgets.NewTable(present.FailedColumns(p.Locale)), state: widgets.Toned("", present.Muted)}
	page.team = newTeam(p)
	page.retry = widgets.Button("retry", p.Locale.T("action.retry_all"), p.OnRetryAll)
	page.none = container.NewCenter(container.NewHBox(widgets.Icon("ready", "wattlakeGood", 20), widgets.Toned(p.Locale.T("activity.none"), present.Muted)))
	page.table.OnSelect = func(row int) {
		if row >= 0 && row < len(page.failed) {
			p.OnShow(page.failed[row].Document)
		}
	}
	page.Set(View{})
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject {
	l := p.p.Locale
	head := container.NewHBox(widgets.Heading(l.T("activity.title")), layout.NewSpacer(), widgets.Middle(p.state))
	stages := section(widgets.Title(l.T("activity.stages")), container.New(&fixedHeight{stagesHeight}, p.stages))
	failedHead := container.NewBorder(nil, nil, widgets.Middle(widgets.Title(l.T("activity.failed"))), p.retry)
	failed := widgets.Card(container.NewBorder(failedHead, nil, nil, nil, widgets.Pad(8, 0, 0, 0, container.NewStack(p.table, p.none))))
	return container.NewBorder(container.NewVBox(widgets.Pad(4, 10, 0, 0, head), widgets.Pad(0, 10, 0, 0, stages), widgets.Pad(0, 10, 0, 0, p.team.root)), nil, nil, nil, failed)
}

// Set shows the present state.
func (p *Page) Set(v View) {
	p.failed = v.Failed
	p.stages.SetGrid(v.Stages)
	grid := present.Grid{Columns: present.FailedColumns(p.p.Locale)}
	for _, f := range v.Failed {
		grid.Rows = append(grid.Rows, f.Cells)
	}
	p.table.SetGrid(grid)
	widgets.Show(p.table, len(v.Failed) > 0)
	widgets.Show(p.none, len(v.Failed) == 0)
	widgets.Show(p.retry, len(v.Failed) > 0)
	p.state.Text = p.p.Locale.T("activity.idle")
	if v.Busy > 0 {
		p.state.Text = p.p.Locale.N("activity.busy", v.Busy)
	}
	p.state.Refresh()
}

// SetTeam shows how the connections to the team are getting on.
func (p *Page) SetTeam(state Team) { p.team.set(state) }

func section(title, content fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Card(container.NewBorder(title, nil, nil, nil, widgets.Pad(8, 0, 0, 0, content)))
}

// stagesHeight is the header and one row per stage, of which copying files in has none.
const stagesHeight = 5 * 34

type fixedHeight struct{ height float32 }

func (f *fixedHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (f *fixedHeight) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, f.height) }
