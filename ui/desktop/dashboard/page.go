// Package dashboard is the page with key figures and charts of costs, consumption and corrections.
package dashboard

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// State is what the page remembers when the window is built anew.
type State struct {
	Filter  present.DashboardFilter
	Options present.CostOptions
	Tables  [3]bool // which charts show the table behind them
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale   *present.Locale
	State    *State
	OnChange func() // a filter or an option is another
	OnCopy   func(text string)
}

// Page is the dashboard. It may be used on the drawing thread only.
type Page struct {
	p       Params
	data    present.Dashboard
	filters *filters
	cards   *fyne.Container
	costs   *panel
	usage   *panel
	changes *panel
	empty   fyne.CanvasObject
	charts  fyne.CanvasObject
}

// New builds the page.
func New(p Params) *Page {
	l := p.Locale
	page := &Page{p: p, filters: newFilters(p), cards: container.New(&equalColumns{})}
	page.costs = newPanel(p, 0, widgets.NewBarChart(l.T("chart.total")))
	page.changes = newPanel(p, 1, widgets.NewPairedBars(l.T("chart.change")))
	page.usage = newPanel(p, 2, widgets.NewLineChart())
	grid := container.New(&chartsLayout{}, page.costs.root, page.changes.root, page.usage.root)
	page.charts = container.NewBorder(widgets.Pad(0, 10, 0, 0, page.cards), nil, nil, nil, grid)
	page.empty = widgets.Surface(container.NewCenter(container.NewVBox(
		widgets.Icon("chart", "wattlakeMuted", 48), widgets.Gap(1, 6), widgets.Toned(l.T("dashboard.empty"), present.Muted))))
	page.empty.Hide()
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject {
	title := widgets.Heading(p.p.Locale.T("dashboard.title"))
	head := container.NewBorder(nil, nil, widgets.Middle(title), p.filters.root)
	return container.NewBorder(widgets.Pad(0, 10, 0, 0, head), nil, nil, nil, container.NewStack(p.charts, p.empty))
}

// Set shows the figures.
func (p *Page) Set(data present.Dashboard) {
	p.data = data
	p.cards.Objects = p.cards.Objects[:0]
	for _, c := range data.Cards {
		p.cards.Add(card(c))
	}
	p.cards.Refresh()
	p.costs.set(data.Costs, data.CostsGrid)
	p.changes.set(data.Corrections, data.ChangesGrid)
	p.usage.set(data.Consumption, data.UsageGrid)
	widgets.Show(p.empty, data.Empty)
	widgets.Show(p.charts, !data.Empty)
}

// SetChoices replaces what the filters offer.
func (p *Page) SetChoices(choices present.FilterChoices) { p.filters.set(choices) }

// Copy hands the tables behind the three charts to the clipboard.
func (p *Page) Copy() {
	tables := []string{
		p.data.Costs.Title + "\n" + p.data.CostsGrid.TSV(), p.data.Consumption.Title + "\n" + p.data.UsageGrid.TSV(),
		p.data.Corrections.Title + "\n" + p.data.ChangesGrid.TSV(),
	}
	p.p.OnCopy(strings.Join(tables, "\n"))
}

func card(c present.Card) fyne.CanvasObject {
	value := widgets.Heading(c.Value)
	hint := widgets.Caption(c.Hint)
	return widgets.Card(container.NewVBox(widgets.Caption(c.Title), value, hint))
}

// chartsLayout puts costs and corrections side by side above consumption.
type chartsLayout struct{}

const (
	chartsGap    = 10
	costsShare   = 0.58 // of the width
	topShare     = 0.52 // of the height
	minChartsTop = 210
)

func (*chartsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := (size.Width - chartsGap) * costsShare
	top := (size.Height - chartsGap) * topShare
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(left, top))
	objects[1].Move(fyne.NewPos(left+chartsGap, 0))
	objects[1].Resize(fyne.NewSize(size.Width-left-chartsGap, top))
	objects[2].Move(fyne.NewPos(0, top+chartsGap))
	objects[2].Resize(fyne.NewSize(size.Width, size.Height-top-chartsGap))
}

func (*chartsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(860, 2*minChartsTop) }

// equalColumns gives every object the same width.
type equalColumns struct{}

func (*equalColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - chartsGap*float32(len(objects)-1)) / float32(len(objects))
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+chartsGap), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func (*equalColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(size.Width*float32(len(objects)), size.Height)
}
