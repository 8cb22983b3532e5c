// Package review is the page on which a person checks what was read from a document against the document itself, corrects it
// and approves it.
package review

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Node is what the page needs of the pipeline.
type Node interface {
	Document(ctx context.Context, id lake.DocumentID) (pipeline.DocumentDetail, error)
	PageImage(ctx context.Context, id lake.DocumentID, page, dpi int) (pipeline.PagePicture, error)
	Related(ctx context.Context, id lake.DocumentID, part int) (pipeline.Related, error)
	Review(ctx context.Context, id lake.DocumentID, part int, seen lake.ContentID, typed map[string]string) (lake.ContentID, error)
	ApprovePart(ctx context.Context, id lake.DocumentID, part int, seen lake.ContentID) error
	Unapprove(ctx context.Context, ids []lake.DocumentID) error
	Undo(ctx context.Context, id lake.DocumentID, decisions ...lake.ContentID) error
	Prefer(ctx context.Context, id lake.DocumentID, part int) error
	Separate(ctx context.Context, id lake.DocumentID, part int) error
}

// State is what the page remembers when the window is built anew for another language or theme.
type State struct {
	Queue present.Queue
	Typed map[string]string // not stored yet, by field
	Page  int               // in sight, from 1
	Turn  int               // quarters that the person turned it
	Mode  widgets.ZoomMode
	Point int    // in sight, from 0
	Field string // selected
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale     *present.Locale
	State      *State
	Node       func() Node                     // nil while there is none
	Go         func(func(ctx context.Context)) // runs beside the drawing thread
	Rows       func() []present.Row
	Busy       func(lake.DocumentID) bool
	When       func(rfc3339 string) string
	Report     func(what string, err error) // from any goroutine
	Say        func(text string)
	Offer      func(text string, undo func()) // says what was done, with a button that takes it back
	OnBack     func()
	OnShow     func(lake.DocumentID) // another document is in sight; "" for none
	OnRetry    func(lake.DocumentID)
	OnUnlock   func(lake.DocumentID) // asks for the password
	OnDelete   func(lake.DocumentID)
	OnOriginal func(lake.DocumentID)
	OnShortcut func(fyne.Shortcut)
	OnKey      func(*fyne.KeyEvent)
	OnCopy     func(text string)
	NewWindow  func(title string) fyne.Window
}

// Page is the review page. It may be used on the drawing thread only.
type Page struct {
	p       Params
	keys    keys
	sheet   *present.Sheet
	seen    *seen // of the sheet
	related present.Relations
	number  int               // of the last load; answers to older ones are dropped
	sent    map[string]string // values on their way to be stored

	cells map[string]*cell
	built []string // names that the form was built for
	view  *widgets.PageView
	shown shownPicture
	pops  []*popped
	jobs  jobs
	twins map[present.Link]twin // duplicates that were loaded for comparison

	form    *fyne.Container
	top     *fyne.Container
	notices *fyne.Container
	points  *fyne.Container
	extra   *fyne.Container
	sums    *fyne.Container
	foot    *fyne.Container
	tools   *fyne.Container
	scroll  *container.Scroll
	body    *fyne.Container
	none    *fyne.Container
	root    *fyne.Container
}

// New builds the page.
func New(p Params) *Page {
	page := &Page{p: p, cells: map[string]*cell{}, view: widgets.NewPageView(), twins: map[present.Link]twin{}}
	page.keys = keys{
		focused: page.focused, typed: page.typed, leave: page.leave, jump: page.jump, step: page.stepField, reset: page.reset,
		shortcut: page.shortcut, key: p.OnKey,
	}
	page.view.OnPick = page.pick
	page.view.OnZoom = page.sharpen
	page.view.OnKey = p.OnKey
	page.view.SetMode(p.State.Mode)
	page.form, page.notices, page.points, page.extra = column(10), widgets.Told(column(6)), column(6), column(8)
	page.sums, page.foot, page.top, page.tools = column(0), container.NewStack(), container.NewStack(), container.NewStack()
	content := widgets.Pad(4, 10, 2, 14, container.New(layout.NewCustomPaddedVBoxLayout(12), page.notices, page.form, page.points, page.extra))
	page.scroll = container.NewVScroll(container.New(&slim{}, content))
	side := widgets.Card(container.NewBorder(nil, container.NewVBox(widgets.Hairline(), page.sums, page.foot), nil, nil, page.scroll))
	picture := widgets.Surface(container.NewBorder(page.tools, nil, nil, nil, widgets.Called(p.Locale.T("review.picture"), page.view)))
	page.body = container.New(&sides{}, picture, side)
	page.none = container.NewCenter()
	page.root = container.NewStack(container.NewBorder(page.top, nil, nil, nil, page.body), page.none)
	page.showEmpty()
	return page
}

func column(gap float32) *fyne.Container { return container.New(layout.NewCustomPaddedVBoxLayout(gap)) }

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Open shows an invoice and remembers what comes after it.
func (p *Page) Open(queue present.Queue) {
	p.keep()
	p.p.State.Queue = queue
	p.begin()
}

// OpenReviews begins with what needs a person most.
func (p *Page) OpenReviews() { p.Open(present.ReviewQueue(p.p.Rows())) }

// Now returns the invoice in sight.
func (p *Page) Now() (present.RowKey, bool) { return p.p.State.Queue.Now() }

// begin loads the invoice that the queue stands at.
func (p *Page) begin() {
	s := p.p.State
	s.Typed, s.Page, s.Turn, s.Point, s.Field = nil, 1, 0, 0, ""
	p.sheet, p.related, p.shown, p.twins = nil, present.Relations{}, shownPicture{}, map[present.Link]twin{}
	p.selectBox("")
	p.number++
	if c := p.canvas(); c != nil {
		c.Unfocus() // what is typed now is about nothing
	}
	key, ok := s.Queue.Now()
	p.p.OnShow(key.Document)
	if !ok {
		p.showEmpty()
		return
	}
	p.showInvoice()
	p.message(p.p.Locale.T("invoices.loading"))
	p.scroll.Offset = fyne.Position{}
	p.Reload()
}

// Reload looks again at the invoice in sight, for something about it has changed. What a person is typing stays.
func (p *Page) Reload() {
	key, ok := p.Now()
	node := p.p.Node()
	if !ok || node == nil {
		return
	}
	number := p.number
	p.p.Go(func(ctx context.Context) { p.load(ctx, node, key, number) })
}

// Shown tells the page that it came into sight.
func (p *Page) Shown() {
	if _, ok := p.Now(); !ok || p.p.State.Queue.Review && p.p.State.Queue.Left() == 0 {
		p.OpenReviews()
		return
	}
	if p.sheet == nil {
		p.Reload()
	}
}

func (p *Page) showInvoice() {
	p.none.Hide()
	p.body.Show()
}

func (p *Page) showEmpty() {
	l := p.p.Locale
	title := widgets.Heading(l.T("review.none"))
	title.Alignment = fyne.TextAlignCenter
	text := widgets.Toned(l.T("review.none.hint"), present.Muted)
	text.Alignment = fyne.TextAlignCenter
	back := container.NewHBox(layout.NewSpacer(), widgets.PrimaryButton("back", l.T("review.back"), p.p.OnBack), layout.NewSpacer())
	p.none.Objects = []fyne.CanvasObject{container.NewVBox(
		widgets.Icon("reviewed", widgets.ToneColor(present.Good), emptyIcon), widgets.Gap(1, 8), title, text, widgets.Gap(1, 10), back)}
	p.body.Hide()
	p.top.Objects = nil
	p.none.Show()
	p.root.Refresh()
}

const emptyIcon = 56

// sides gives the form what it needs and the picture the rest.
type sides struct{}

// The measures of the form.
const (
	minForm   = 440
	maxForm   = 620
	formShare = 0.42
	sideGap   = 10
)

// Layout implements fyne.Layout.
func (*sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	form := max(minForm, min(size.Width*formShare, maxForm))
	picture := size.Width - form - sideGap
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(picture, size.Height))
	objects[1].Move(fyne.NewPos(picture+sideGap, 0))
	objects[1].Resize(fyne.NewSize(form, size.Height))
}

// MinSize implements fyne.Layout.
func (*sides) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(minForm+300, 300) }

// slim lets content be as narrow as its room: what is too long is cut or wraps.
type slim struct{}

// Layout implements fyne.Layout.
func (*slim) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize implements fyne.Layout.
func (*slim) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// jobs runs what a person asked for one after the other, beside the drawing thread.
type jobs struct {
	mu      sync.Mutex
	waiting []func(context.Context)
	running bool
}

func (p *Page) enqueue(job func(context.Context)) {
	p.jobs.mu.Lock()
	defer p.jobs.mu.Unlock()
	p.jobs.waiting = append(p.jobs.waiting, job)
	if p.jobs.running {
		return
	}
	p.jobs.running = true
	p.p.Go(func(ctx context.Context) {
		for {
			p.jobs.mu.Lock()
			if len(p.jobs.waiting) == 0 {
				p.jobs.running = false
				p.jobs.mu.Unlock()
				return
			}
			next := p.jobs.waiting[0]
			p.jobs.waiting = p.jobs.waiting[1:]
			p.jobs.mu.Unlock()
			next(ctx)
		}
	})
}

func button(icon, label string, enabled bool, do func()) *widgets.Push {
	b := widgets.Button(icon, label, do)
	widgets.Enable(b, icon, enabled)
	return b
}
