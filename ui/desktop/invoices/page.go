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
	Query    present.Query
	Wanted   []present.ColumnID // columns in the user's order; none means the usual ones
	Widths   map[present.ColumnID]float32
	Selected map[present.RowKey]bool
	At       present.RowKey // the row that the keyboard moves from

	// What the bar of a chart shows whose invoices are in sight, and the query that it led to.
	Bar      string
	BarQuery present.Query
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale     *present.Locale
	State      *State
	OnAdd      func()
	OnSamples  func()
	OnOpen     func(row present.RowKey) // wants to check it
	OnReviews  func()                   // wants to go through what needs a review
	OnRead     func(ids []lake.DocumentID)
	OnApprove  func(ids []lake.DocumentID, incomplete int) // incomplete: how many more cannot be approved as they are
	OnDelete   func(ids []lake.DocumentID)
	OnExport   func() // of what is in sight; nil hides it
	OnColumns  func() // columns or widths were changed: remember them
	Busy       func(lake.DocumentID) bool
	OnShortcut func(fyne.Shortcut)
	OnKey      func(*fyne.KeyEvent)
	OnCopy     func(text string)
	// Find looks for words in the full text of all documents, beside the drawing thread; nil when there is no index.
	Find func(words []string, found func(map[lake.DocumentID]uint64))
}

// Page is the invoices page. It may be used on the drawing thread only.
type Page struct {
	p         Params
	rows      []present.Row
	loaded    bool
	selection present.Selection
	columns   []present.Column
	asked     int // number of the last query; answers to older ones are dropped

	table   *widgets.Table
	search  *widgets.Search
	chips   map[present.StatusGroup]*widgets.Chip
	filters filters
	footer  *footer
	none    *fyne.Container
	reading fyne.CanvasObject // the lake is still being read
	list    fyne.CanvasObject
	empty   fyne.CanvasObject
	root    *fyne.Container

	head    fyne.CanvasObject
	buttons *fyne.Container
	actions actions
}

// New builds the page.
func New(p Params) *Page {
	if p.State.Selected == nil {
		p.State.Selected = map[present.RowKey]bool{}
	}
	if p.State.Widths == nil {
		p.State.Widths = map[present.ColumnID]float32{}
	}
	page := &Page{p: p, chips: map[present.StatusGroup]*widgets.Chip{}}
	page.arrange(present.Widest{})
	page.table = widgets.NewTable(page.columns)
	page.table.Multi = true
	page.table.OnSort = page.sort
	page.table.OnSelect = page.selected
	page.table.OnActivate = page.activate
	page.table.OnKey = p.OnKey
	page.table.OnShortcut = p.OnShortcut
	page.table.OnMenu = page.chooseColumns
	page.table.OnWidth = page.resize
	page.table.OnMove = page.move
	page.table.SetSort(p.State.Query.Sort, p.State.Query.Descending)
	page.footer = newFooter(p.Locale)
	page.none = noneFound(p.Locale, page.ClearFilter)
	page.none.Hide()
	page.reading = container.NewCenter(widgets.Toned(p.Locale.T("invoices.loading"), present.Muted))
	body := widgets.Surface(container.NewStack(page.table, page.none, page.reading))
	page.list = widgets.Border(page.filterBar(), page.footer.root, nil, nil, body)
	page.empty = emptyState(p)
	page.empty.Hide()
	page.root = container.NewStack(page.list, page.empty)
	page.head = page.heading()
	page.requery()
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject {
	return widgets.Border(widgets.Pad(0, 8, 0, 0, p.head), nil, nil, nil, p.root)
}

// SetRows shows the rows.
func (p *Page) SetRows(rows []present.Row) {
	p.rows, p.loaded = rows, true
	p.reading.Hide()
	p.requery()
}

// FocusSearch puts the cursor into the text filter.
func (p *Page) FocusSearch(c fyne.Canvas) { c.Focus(p.search) }

// FocusTable gives the keyboard to the table.
func (p *Page) FocusTable(c fyne.Canvas) { c.Focus(p.table) }

// Key gives a key to the table that nothing else has use for.
func (p *Page) Key(c fyne.Canvas, e *fyne.KeyEvent) {
	p.FocusTable(c)
	p.table.TypedKey(e)
}

// Copy hands the table in sight to the clipboard as tab-separated values and tells how many rows it has.
func (p *Page) Copy() int {
	rows := p.chosenRows()
	if len(rows) < 2 {
		rows = p.selection.Rows
	}
	p.p.OnCopy(present.InvoicesTSV(p.p.Locale, rows, p.columns))
	return len(rows)
}

// Visible returns the rows in sight, in their order.
func (p *Page) Visible() []present.Row { return p.selection.Rows }

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
		p.arrange(selection.Widest)
		p.table.SetColumns(p.columns)
	}
	p.selection = selection
	selected, at := p.places()
	p.table.Replace(tableModel{p.p.Locale, selection.Rows, selection.Widest}, selected, at)
	p.showSelection()
	for group, chip := range p.chips {
		chip.Set(p.p.Locale.Int(int64(selection.Counts[group])), p.group() == group)
		widgets.Show(chip, group != present.DoubleGroup || selection.Counts[group] > 0 || p.group() == group)
	}
	p.filters.show(p.p.Locale, p.p.State.Query)
	isEmpty := p.loaded && len(p.rows) == 0
	none := !isEmpty && p.loaded && len(selection.Rows) == 0
	if p.empty.Visible() != isEmpty || p.none.Visible() != none {
		widgets.Show(p.empty, isEmpty)
		widgets.Show(p.list, !isEmpty)
		widgets.Show(p.buttons, !isEmpty)
		widgets.Show(p.none, none)
		p.root.Refresh()
	}
}

// places finds the selected rows in the new order. A row that the filter hides is no longer selected: what is not seen must
// not be deleted.
func (p *Page) places() (selected []int, at int) {
	at = -1
	s := p.p.State
	if len(s.Selected) == 0 && s.At == (present.RowKey{}) {
		return nil, at
	}
	kept := make(map[present.RowKey]bool, len(s.Selected))
	for i, r := range p.selection.Rows {
		key := r.Key()
		if s.Selected[key] {
			selected = append(selected, i)
			kept[key] = true
		}
		if key == s.At {
			at = i
		}
	}
	s.Selected = kept
	return selected, at
}

func (p *Page) group() present.StatusGroup {
	if p.p.State.Query.Group == "" {
		return present.AnyStatus
	}
	return p.p.State.Query.Group
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

// selected takes over what the table has selected.
func (p *Page) selected(row int) {
	s := p.p.State
	s.Selected = map[present.RowKey]bool{}
	for _, i := range p.table.Selected() {
		if i < len(p.selection.Rows) {
			s.Selected[p.selection.Rows[i].Key()] = true
		}
	}
	if row >= 0 && row < len(p.selection.Rows) {
		s.At = p.selection.Rows[row].Key()
	}
	p.showSelection()
}

func (p *Page) activate(row int) {
	if row < 0 || row >= len(p.selection.Rows) {
		return
	}
	p.p.OnOpen(p.selection.Rows[row].Key())
}

// ClearSelection selects nothing and reports whether anything was selected.
func (p *Page) ClearSelection() bool {
	was := len(p.p.State.Selected) > 0
	p.p.State.Selected = map[present.RowKey]bool{}
	p.table.Select(-1)
	p.showSelection()
	return was
}

// chosenRows returns the selected rows.
func (p *Page) chosenRows() []present.Row {
	var rows []present.Row
	if len(p.p.State.Selected) == 0 {
		return nil // the usual case, many times a second
	}
	for _, r := range p.selection.Rows {
		if p.p.State.Selected[r.Key()] {
			rows = append(rows, r)
		}
	}
	return rows
}

// tableModel formats cells when they come into sight.
type tableModel struct {
	locale *present.Locale
	rows   []present.Row
	widest present.Widest
}

func (m tableModel) Len() int { return len(m.rows) }

func (m tableModel) Cell(row int, id present.ColumnID) present.Cell {
	return present.InvoiceCell(m.locale, m.rows[row], id, m.widest)
}

// noneFound says that the filter leaves nothing.
func noneFound(l *present.Locale, reset func()) *fyne.Container {
	text := widgets.Toned(l.T("invoices.none"), present.Muted)
	text.Alignment = fyne.TextAlignCenter
	return container.NewCenter(container.NewVBox(text, widgets.Gap(1, 6), container.NewHBox(layout.NewSpacer(), widgets.Button("close", l.T("invoices.clear"), reset), layout.NewSpacer())))
}
