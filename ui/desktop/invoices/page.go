// Package invoices is the page with the table of all invoices, its filters and totals, and the details of one document.
package invoices

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// inlineRows is up to how many rows a query is answered on the drawing thread: it takes a few milliseconds at most.
const inlineRows = 1500

// State is what the page remembers when the window is built anew for another language or theme.
type State struct {
	Query  present.Query
	Wanted []present.ColumnID // columns in the user's order; none means the usual ones
	Open   bool               // the details are in sight
	Chosen present.RowKey     // whose details
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale     *present.Locale
	State      *State
	OnAdd      func()
	OnSamples  func()
	OnOpen     func(id lake.DocumentID) // wants the details
	OnRetry    func(id lake.DocumentID)
	OnApprove  func(id lake.DocumentID)
	OnDelete   func(id lake.DocumentID)
	OnOriginal func(id lake.DocumentID)
	OnShortcut func(fyne.Shortcut)
	OnKey      func(*fyne.KeyEvent)
	OnCopy     func(text string)
}

// Page is the invoices page. It may be used on the drawing thread only.
type Page struct {
	p         Params
	rows      []present.Row
	loaded    bool
	selection present.Selection
	columns   []present.Column
	asked     int // number of the last query; answers to older ones are dropped

	table  *widgets.Table
	search *widgets.Search
	chips  map[present.StatusGroup]*widgets.Chip
	footer *footer
	none   *fyne.Container
	detail *detailPanel
	list   fyne.CanvasObject
	empty  fyne.CanvasObject
	split  *fyne.Container
	root   *fyne.Container

	head    fyne.CanvasObject
	buttons *fyne.Container
}

// New builds the page.
func New(p Params) *Page {
	page := &Page{p: p, columns: present.Arrange(present.Columns(p.Locale, present.Widest{}), p.State.Wanted), chips: map[present.StatusGroup]*widgets.Chip{}}
	page.table = widgets.NewTable(page.columns)
	page.table.OnSort = page.sort
	page.table.OnSelect = page.choose
	page.table.OnActivate = page.choose
	page.table.OnKey = p.OnKey
	page.table.SetSort(p.State.Query.Sort, p.State.Query.Descending)
	page.footer = newFooter(p.Locale)
	page.detail = newDetailPanel(page)
	page.none = noneFound(p.Locale, page.clearFilter)
	page.none.Hide()
	body := widgets.Surface(container.NewStack(page.table, page.none))
	page.split = container.New(&sideLayout{}, body, page.detail.root)
	page.list = container.NewBorder(page.filterBar(), page.footer.root, nil, nil, page.split)
	page.empty = emptyState(p)
	page.empty.Hide()
	page.root = container.NewStack(page.list, page.empty)
	page.head = page.heading()
	page.requery()
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject {
	return container.NewBorder(widgets.Pad(0, 8, 0, 0, p.head), nil, nil, nil, p.root)
}

func (p *Page) heading() fyne.CanvasObject {
	title := widgets.Heading(p.p.Locale.T("invoices.title"))
	p.buttons = container.NewHBox(
		widgets.PrimaryButton("add", p.p.Locale.T("invoices.add"), p.p.OnAdd),
	)
	return container.NewBorder(nil, nil, widgets.Middle(widgets.Pad(6, 6, 0, 0, title)), p.buttons)
}

// SetRows shows the rows.
func (p *Page) SetRows(rows []present.Row) {
	p.rows, p.loaded = rows, true
	p.requery()
}

// FocusSearch puts the cursor into the text filter.
func (p *Page) FocusSearch() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.search); c != nil {
		c.Focus(p.search)
	}
}

// Copy hands the table in sight to the clipboard as tab-separated values and tells how many rows it has.
func (p *Page) Copy() int {
	p.p.OnCopy(present.InvoicesTSV(p.p.Locale, p.selection.Rows, p.columns))
	return len(p.selection.Rows)
}

// Chosen returns the document whose details are in sight.
func (p *Page) Chosen() (lake.DocumentID, bool) {
	return p.p.State.Chosen.Document, p.p.State.Open
}

// requery answers the present query; with many rows it does so beside the drawing thread.
func (p *Page) requery() {
	p.asked++
	query, rows, number := p.p.State.Query, p.rows, p.asked
	if len(rows) <= inlineRows {
		p.answer(present.Select(rows, query))
		return
	}
	go func() {
		selection := present.Select(rows, query)
		thread.Do(func() {
			if number == p.asked {
				p.answer(selection)
			}
		})
	}()
}

func (p *Page) answer(selection present.Selection) {
	if selection.Widest != p.selection.Widest {
		p.columns = present.Arrange(present.Columns(p.p.Locale, selection.Widest), p.p.State.Wanted)
		p.table.SetColumns(p.columns)
	}
	p.selection = selection
	p.table.SetModel(tableModel{p.p.Locale, selection.Rows})
	p.table.Select(p.chosenIndex())
	p.footer.show(selection)
	for group, chip := range p.chips {
		chip.Set(p.p.Locale.Int(int64(selection.Counts[group])), p.group() == group)
		chip.Hidden = group == present.DoubleGroup && selection.Counts[group] == 0 && p.group() != group
	}
	isEmpty := p.loaded && len(p.rows) == 0
	widgets.Show(p.empty, isEmpty)
	widgets.Show(p.list, !isEmpty)
	widgets.Show(p.buttons, !isEmpty)
	p.none.Hidden = isEmpty || !p.loaded || len(selection.Rows) > 0
	p.root.Refresh()
}

func (p *Page) group() present.StatusGroup {
	if p.p.State.Query.Group == "" {
		return present.AnyStatus
	}
	return p.p.State.Query.Group
}

func (p *Page) chosenIndex() int {
	if p.p.State.Open {
		for i, r := range p.selection.Rows {
			if r.Key == p.p.State.Chosen {
				return i
			}
		}
	}
	return -1
}

func (p *Page) sort(id present.ColumnID) {
	q := &p.p.State.Query
	switch {
	case q.Sort != id:
		q.Sort, q.Descending = id, false
	case !q.Descending:
		q.Descending = true
	default:
		q.Sort, q.Descending = "", false
	}
	p.table.SetSort(q.Sort, q.Descending)
	p.requery()
}

func (p *Page) choose(row int) {
	if row < 0 || row >= len(p.selection.Rows) {
		return
	}
	p.p.State.Chosen, p.p.State.Open = p.selection.Rows[row].Key, true
	p.p.OnOpen(p.selection.Rows[row].Key.Document)
	p.detail.begin(p.selection.Rows[row].Key)
	p.split.Refresh()
	p.table.ScrollTo(row)
}

// tableModel formats cells when they come into sight.
type tableModel struct {
	locale *present.Locale
	rows   []*present.Row
}

func (m tableModel) Len() int { return len(m.rows) }

func (m tableModel) Cell(row int, id present.ColumnID) present.Cell {
	return present.InvoiceCell(m.locale, m.rows[row], id)
}

// sideLayout gives the details a fixed width on the right and the table the rest.
type sideLayout struct{}

// The measures of the details panel.
const (
	sideWidth = 470
	sideGap   = 10
)

func (*sideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, side := objects[0], objects[1]
	width := size.Width
	if side.Visible() {
		width -= sideWidth + sideGap
		side.Move(fyne.NewPos(width+sideGap, 0))
		side.Resize(fyne.NewSize(sideWidth, size.Height))
	}
	body.Move(fyne.NewPos(0, 0))
	body.Resize(fyne.NewSize(width, size.Height))
}

func (*sideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(700, 240) }

// noneFound says that the filter leaves nothing.
func noneFound(l *present.Locale, reset func()) *fyne.Container {
	text := widgets.Toned(l.T("invoices.none"), present.Muted)
	text.Alignment = fyne.TextAlignCenter
	return container.NewCenter(container.NewVBox(text, container.NewHBox(layout.NewSpacer(), widgets.Button("close", l.T("invoices.clear"), reset), layout.NewSpacer())))
}
