// Package dashboard is the page with key figures and charts of costs, consumption and corrections.
package dashboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/report"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// State is what the page remembers when the window is built anew.
type State struct {
	Filter  present.DashboardFilter
	Options present.CostOptions
	Tables  map[present.Panel]bool // which charts show the table behind them
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale     *present.Locale
	State      *State
	OnChange   func()                                                            // a filter or an option is another
	OnTable    func(id present.Panel, show func(rows present.Grid, note string)) // the rows behind a chart are wanted
	OnCopy     func(present.Panel)                                               // the same on the clipboard
	OnSaveRows func(present.Panel)                                               // all of them as a file
	OnPick     func(present.Panel, present.Category)                             // a click into a chart
	OnSave     func(name, extension string, content func() ([]byte, error))      // a chart as a file
	OnReport   func()                                                            // the page as a PDF
	OnSQL      func(present.Panel)                                               // how the figures are computed
	OnInvoice  func(lake.InvoiceKey)                                             // show the invoice
	OnAccept   func(finding string)                                              // a person lives with the finding; nil if nobody can
}

// Page is the dashboard. It may be used on the drawing thread only.
type Page struct {
	p        Params
	data     present.Dashboard
	filters  *filters
	cards    *fyne.Container
	hint     float32 // the width of the last line in a card
	panels   map[present.Panel]*panel
	findings *findings
	stale    *fyne.Container
	empty    fyne.CanvasObject
	waiting  fyne.CanvasObject // the figures are on their way
	charts   fyne.CanvasObject
}

// New builds the page.
func New(p Params) *Page {
	l := p.Locale
	page := &Page{p: p, filters: newFilters(p), hint: leastHint, findings: newFindings(p), panels: map[present.Panel]*panel{}}
	page.cards = container.New(&equalColumns{page.widen})
	kinds := map[present.Panel]*widgets.Chart{
		present.CostsPanel: widgets.NewBarChart(l.T("chart.total")), present.CorrectionsPanel: widgets.NewPairedBars(l.T("chart.change")),
		present.ConsumptionPanel: widgets.NewBarChart(l.T("chart.total")), present.PricePanel: widgets.NewLineChart(), present.HeatPanel: widgets.NewHeatMap(),
	}
	objects := make([]fyne.CanvasObject, 0, len(kinds))
	for _, id := range present.Panels() {
		page.panels[id] = newPanel(p, id, kinds[id])
		objects = append(objects, page.panels[id].root)
	}
	grid := container.New(layout.NewCustomPaddedVBoxLayout(chartsGap), container.New(&chartsLayout{page}, objects...), page.findings.root)
	page.stale = container.NewStack()
	page.stale.Hide()
	page.charts = container.NewBorder(container.NewVBox(page.stale, widgets.Pad(0, 10, 0, 0, page.cards)), nil, nil, nil, widgets.Gutter(grid))
	page.empty = widgets.Surface(container.NewCenter(container.NewVBox(
		widgets.Icon("chart", "wattlakeMuted", 48), widgets.Gap(1, 6), widgets.Toned(l.T("dashboard.empty"), present.Muted))))
	page.waiting = widgets.Surface(container.NewCenter(widgets.Toned(l.T("dashboard.waiting"), present.Muted)))
	page.Set(present.Dashboard{})
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject {
	title := widgets.Heading(p.p.Locale.T("dashboard.title"))
	printing := widgets.Button("export", p.p.Locale.T("report.button"), p.p.OnReport)
	head := container.NewBorder(nil, nil, container.NewHBox(widgets.Middle(title), widgets.Gap(4, 1), widgets.Middle(printing)), nil, p.filters.root)
	return widgets.Border(widgets.Pad(0, 10, 0, 0, head), nil, nil, nil, container.NewStack(p.charts, p.empty, p.waiting))
}

// Set shows the figures.
func (p *Page) Set(data present.Dashboard) {
	p.data = data
	p.showCards()
	for id, v := range p.panels {
		v.set(data.Panels[id])
	}
	p.findings.set(data.Findings, data.Found)
	p.stale.Objects = nil
	if data.Stale.Message != "" {
		p.stale.Objects = []fyne.CanvasObject{widgets.NoticeBox(data.Stale)}
	}
	widgets.Show(p.stale, data.Stale.Message != "")
	widgets.Show(p.empty, data.Empty)
	waiting := !data.Empty && len(data.Cards) == 0
	widgets.Show(p.waiting, waiting)
	widgets.Show(p.charts, !data.Empty && !waiting)
}

func (p *Page) showCards() {
	cards := make([]fyne.CanvasObject, len(p.data.Cards))
	for i, c := range p.data.Cards {
		cards[i] = card(c, p.hint)
	}
	p.cards.Objects = cards // all at once: each is as wide as their number lets it be
	p.cards.Refresh()
}

// widen breaks the hints of the cards anew when the cards have another width.
func (p *Page) widen(width float32) {
	before := p.hint
	if width = max(leastHint, width-cardRoom); width == before {
		return
	}
	p.hint = width
	for _, c := range p.data.Cards {
		if len(widgets.Break(c.Hint, before)) != len(widgets.Break(c.Hint, width)) {
			thread.Do(func() { // not while the cards are laid out
				p.showCards()
				p.charts.Refresh()
			})
			return
		}
	}
}

// Printed returns the charts for paper, in the order of the page; those without data are left out.
func (p *Page) Printed() []report.Chart {
	var charts []report.Chart
	for _, id := range present.Panels() {
		if !p.data.Panels[id].IsEmpty() {
			objects, size := p.panels[id].chart.Printed()
			charts = append(charts, report.Chart{Objects: objects, Size: size})
		}
	}
	return charts
}

// Chosen says in words what the figures are about.
func (p *Page) Chosen() string { return p.filters.words() }

// SetChoices replaces what the filters offer.
func (p *Page) SetChoices(choices present.FilterChoices) { p.filters.set(choices) }

// card shows a figure; hint is the width of the line below it.
func card(c present.Card, hint float32) fyne.CanvasObject {
	words := widgets.Together(container.NewVBox(widgets.Caption(c.Title), widgets.Figure(c.Value)))
	for _, line := range widgets.Break(c.Hint, hint) {
		text := widgets.Caption(line)
		if c.Tone != present.Plain {
			text.Color = look.Color(widgets.ToneColor(c.Tone))
		}
		words.Add(text)
	}
	return widgets.Card(words)
}

const (
	leastHint = 154 // the room of a card's hint in the smallest window
	cardRoom  = 30  // what a card has around its words
)

// chartsLayout puts costs and corrections side by side, consumption and price below them, and the field over the whole width, as high
// as its rows.
type chartsLayout struct{ page *Page }

const (
	chartsGap  = 10
	wideShare  = 0.58 // of the width, for the left chart of a pair
	pairHeight = 262
	heatHeight = 330 // at most
	heatFrame  = 92  // of it without rows
)

func (c *chartsLayout) heat() float32 {
	rows := len(c.page.data.Panels[present.HeatPanel].Series)
	if rows == 0 {
		return pairHeight
	}
	return min(heatHeight, max(heatFrame+widgets.HeatRow*float32(rows), pairHeight/2))
}

func (c *chartsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := (size.Width - chartsGap) * wideShare
	place := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	y := float32(0)
	for i := 0; i+1 < len(objects); i += 2 {
		place(objects[i], 0, y, left, pairHeight)
		place(objects[i+1], left+chartsGap, y, size.Width-left-chartsGap, pairHeight)
		y += pairHeight + chartsGap
	}
	place(objects[len(objects)-1], 0, y, size.Width, c.heat())
}

func (c *chartsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	pairs := float32(len(objects) / 2)
	return fyne.NewSize(860, pairs*(pairHeight+chartsGap)+c.heat())
}

// equalColumns gives every object the same width.
type equalColumns struct{ onWidth func(float32) }

func (e *equalColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) == 0 {
		return // figures are on their way: nothing has a width
	}
	width := (size.Width - chartsGap*float32(len(objects)-1)) / float32(len(objects))
	e.onWidth(width)
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
