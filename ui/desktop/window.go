package desktop

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/desktop/dashboard"
	"wattlake/ui/desktop/firstrun"
	"wattlake/ui/desktop/invoices"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/points"
	"wattlake/ui/desktop/preferences"
	"wattlake/ui/desktop/review"
	"wattlake/ui/desktop/status"
	"wattlake/ui/desktop/strip"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// pageID names a page; it is what settings remember.
type pageID string

const (
	invoicesPage  pageID = "invoices"
	reviewPage    pageID = "review"
	dashboardPage pageID = "dashboard"
	activityPage  pageID = "activity"
	settingsPage  pageID = "settings"
)

var pageOrder = []pageID{invoicesPage, reviewPage, dashboardPage, activityPage, settingsPage}

// Window is the desktop's only window. Fields without a lock belong to the drawing thread.
type Window struct {
	p        Params
	ctx      context.Context //nolint:containedctx // the life of the window; callbacks of widgets have no context of their own
	win      fyne.Window
	settings settings.Settings
	locale   *present.Locale
	page     pageID
	running  sync.WaitGroup
	began    time.Time // when the window was asked for

	// What the pages remember through a rebuild for another language or theme.
	table  invoices.State
	charts dashboard.State
	checks review.State
	wishes preferences.State
	doings activity.State
	first  firstrun.State

	rows       []present.Row
	failed     []*pipeline.Entry
	waiting    int // that need a review
	working    int // on their way
	loaded     bool
	early      bool // rows are those that were known before the lake was looked through
	stale      bool // the metrics are not up to date
	doing      activity.View
	figures    present.Dashboard
	choices    present.FilterChoices
	busy       map[lake.DocumentID]bool // an action is on its way
	temporary  string                   // folder of originals that were opened
	lastFolder string                   // of the file dialog
	saveFolder string                   // where a file was saved last
	failure    error                    // why there is no lake
	path       string                   // of the lake
	restarting bool                     // the lake is closed to be opened again
	unwatch    context.CancelFunc       // ends the watch of folders; nil if there is none
	foundAgain time.Duration            // of watched folders, see the constant
	welcome    bool                     // the first start is not through
	tray       bool                     // there is a system tray
	away       bool                     // the person looks elsewhere

	batch   present.Batch
	cancels map[int]context.CancelFunc
	drops   drops

	// The parts on the screen; they are made anew by build.
	nav      map[pageID]*widgets.NavItem
	pages    map[pageID]fyne.CanvasObject
	content  *fyne.Container
	starting *firstrun.Page // while welcome
	invoices *invoices.Page
	review   *review.Page
	charting *dashboard.Page
	activity *activity.Page
	points   *points.Register
	bar      *status.Bar
	line     present.StatusLine
	strip    *strip.Strip
	stripBox *fyne.Container
	toast    *toast

	lake     *sessions
	ask      asked
	lists    *refresher // documents and activity
	metrics  *refresher // the dashboard's figures
	register *refresher // the PPE register
	teams    *refresher // the connections to the team
	progress *refresher // the batch strip
	details  *refresher // the invoice that is checked
	checked  checked
	charted  atomic.Bool   // the dashboard is in sight
	pointed  atomic.Bool   // the PPE register is in sight
	edits    atomic.Uint64 // changes of the tables so far
	gathered gathered
	spare    *time.Timer // gives memory back
	events   present.Events
	rates    present.Rates                    // of the goroutine that fetches lists
	observed atomic.Pointer[activity.Section] // the section of the activity page in sight; nil while there is none
}

func newWindow(ctx context.Context, p Params) *Window {
	w := &Window{p: p, ctx: ctx, settings: p.Settings, busy: map[lake.DocumentID]bool{}, cancels: map[int]context.CancelFunc{}, lake: newSessions(), path: p.LakePath, welcome: p.First, tray: p.Tray, began: p.Clock(), foundAgain: foundAgain}
	if w.settings.Theme == "" {
		w.settings.Theme = string(look.System)
	}
	w.locale = present.NewLocale(w.language())
	w.page = invoicesPage
	for _, id := range pageOrder {
		if string(id) == w.settings.Page {
			w.page = id
		}
	}
	w.table.Query = present.Query{Group: present.AnyStatus, Sort: present.ColumnID(w.settings.Table.Sort), Descending: w.settings.Table.Descending}
	for _, id := range w.settings.Table.Columns {
		w.table.Wanted = append(w.table.Wanted, present.ColumnID(id))
	}
	w.table.Widths = make(map[present.ColumnID]float32, len(w.settings.Table.Widths))
	for id, width := range w.settings.Table.Widths {
		w.table.Widths[present.ColumnID(id)] = width
	}
	w.charts = dashboard.State{Options: present.CostOptions{Measure: present.Net, Stack: present.StackNone}}
	w.batch.Clock = p.Clock
	w.spare = time.AfterFunc(calm, giveBack)
	w.ask.set(w.question())
	w.lists, w.metrics = newRefresher(w.loadLists), newRefresher(w.loadFigures)
	w.teams, w.register = newRefresher(w.loadTeam), newRefresher(w.loadPoints)
	w.progress, w.details = newRefresher(w.showProgress), newRefresher(w.loadDetail)
	return w
}

func (w *Window) language() lake.Lang {
	if w.settings.Language != "" {
		return lake.Lang(w.settings.Language)
	}
	if w.p.Lang != "" {
		return w.p.Lang
	}
	return lake.Polish
}

// build makes every part of the screen for the present language and theme and shows what is known.
func (w *Window) build() {
	l := w.locale
	w.toast = newToast(l)
	w.strip = strip.New(strip.Params{Locale: l, OnCancel: w.cancelBatches, OnClose: w.dismissBatch})
	w.buildPages()
	w.content = accessible.As(container.NewStack(), func() accessible.Element {
		return accessible.Element{Role: accessible.Panel, Name: l.T("nav." + string(w.page))}
	})
	w.stripBox = container.NewStack(w.strip.Object())
	body := container.NewBorder(w.stripBox, nil, nil, nil, w.content)
	main := container.NewStack(widgets.Pad(14, 14, 18, 18, body), w.toast.root)
	w.bar = status.New(func() { w.show(activityPage) })
	rail := w.rail()
	w.win.SetContent(w.contentOf(rail, main))
	w.show(w.page)
	w.paintLists()
	w.charting.SetChoices(w.choices)
	w.charting.Set(w.figures)
	w.strip.Set(w.batch.View())
	w.placeStrip()
	w.details.trigger()
	w.teams.trigger()
}

func (w *Window) buildPages() {
	l := w.locale
	w.invoices = invoices.New(invoices.Params{
		Locale: l, State: &w.table, OnAdd: w.chooseFiles, OnSamples: w.samples, OnOpen: w.check, OnReviews: w.reviews,
		OnRead: w.reread, OnApprove: w.approve, OnDelete: w.remove, OnExport: w.exportInvoices, OnColumns: w.keepColumns, Busy: w.isBusy, Find: w.findText(),
		OnShortcut: w.shortcut, OnKey: w.key, OnCopy: w.copyText,
	})
	if w.review != nil {
		w.review.Close()
	}
	w.review = review.New(review.Params{
		Locale: l, State: &w.checks, Node: w.reviewNode, Go: w.goOn, Rows: func() []present.Row { return w.rows }, Busy: w.isBusy,
		When: func(at string) string { return l.Moment(at, time.Local) }, Report: w.report, Say: w.say, Offer: w.offerUndo, OnBack: w.backToInvoices, OnShow: w.checked.set,
		OnRetry: w.retry, OnUnlock: w.unlock, OnDelete: func(id lake.DocumentID) { w.remove([]lake.DocumentID{id}) }, OnOriginal: w.original,
		OnShortcut: w.shortcut, OnKey: w.key, OnCopy: w.copyText, NewWindow: w.p.App.NewWindow,
	})
	w.charting = dashboard.New(dashboard.Params{
		Locale: l, State: &w.charts, OnChange: w.refigure, OnTable: w.chartTable, OnCopy: func(id present.Panel) { w.copyTables(id) }, OnSaveRows: w.saveRows, OnPick: w.pick, OnSave: w.saveFigure, OnReport: w.printReport, OnSQL: w.showSQL,
		OnInvoice: w.showInvoice, OnAccept: w.accept,
	})
	w.activity = activity.New(activity.Params{
		Locale: l, State: &w.doings, OnSection: w.observe, OnRetryAll: w.retryAll, OnRetry: w.retry, OnShow: w.showDocument, OnUnlock: w.unlock, OnCancel: w.cancelReading, OnOpenLog: w.openLog,
		OnDelete: func(id lake.DocumentID) { w.remove([]lake.DocumentID{id}) }, OnRestore: w.restore, OnSync: w.syncNow, OnPause: w.pauseSync, OnSetUp: w.setUpTeam,
		OnShortcut: w.shortcut, OnKey: w.key,
	})
	w.points = points.New(points.Params{
		Locale: l, Window: func() fyne.Window { return w.win }, OnSave: w.savePoint, OnRemove: w.removePoint, OnImport: w.importer(), OnExport: w.exportPoints,
		OnShortcut: w.shortcut, OnKey: w.key,
	})
	w.pages = map[pageID]fyne.CanvasObject{
		invoicesPage: w.invoices.Object(), reviewPage: w.review.Object(), dashboardPage: w.charting.Object(), activityPage: w.activity.Object(),
		settingsPage: w.preferences(),
	}
}

// The measures of the navigation rail.
const (
	logoSize = 40
	railTop  = 16
)

func (w *Window) rail() fyne.CanvasObject {
	background := canvas.NewRectangle(look.Color(look.Rail))
	logo := canvas.NewImageFromResource(look.AppIcon())
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSquareSize(logoSize))
	items := container.New(layout.NewCustomPaddedVBoxLayout(2), widgets.Pad(railTop, railTop, 0, 0, container.NewCenter(logo)))
	w.nav = map[pageID]*widgets.NavItem{}
	for _, id := range pageOrder {
		item := widgets.NewNavItem(string(id), w.locale.T("nav."+string(id)), func() { w.show(id) })
		w.nav[id] = item
		if id == settingsPage {
			items.Add(layout.NewSpacer())
		}
		items.Add(item)
	}
	items.Add(widgets.Gap(1, 8))
	accessible.As(items, func() accessible.Element { return accessible.Element{Role: accessible.PageTabList} })
	return container.NewStack(background, items)
}

// show brings a page into sight.
func (w *Window) show(id pageID) {
	if (w.page == reviewPage || w.page == dashboardPage) && id != w.page {
		w.giveBack(left)
	}
	w.page = id
	for other, item := range w.nav {
		item.SetOn(other == id)
	}
	w.content.Objects = []fyne.CanvasObject{w.pages[id]}
	if w.failure != nil && id != settingsPage {
		w.content.Objects[0] = failurePage(w.locale, w.failure)
	}
	w.content.Refresh()
	w.placeStrip()
	w.arrived(id)
}

// arrived brings a page up to date that has come into sight, and gives it the keyboard.
func (w *Window) arrived(id pageID) {
	w.checked.set("")
	w.charted.Store(id == dashboardPage)
	switch id {
	case invoicesPage:
		w.paintLists()
		if w.welcome {
			w.starting.Focus(w.win.Canvas())
			break
		}
		w.invoices.FocusTable(w.win.Canvas())
	case reviewPage:
		w.review.Shown()
		if key, ok := w.review.Now(); ok {
			w.checked.set(key.Document)
		}
	case activityPage, dashboardPage, settingsPage:
	}
	w.observe()
	w.observePoints()
	w.metrics.trigger()
}

// placeStrip shows the strip everywhere while something runs, and its summary above the invoices. The activity page lists
// documents itself.
func (w *Window) placeStrip() {
	shown := w.page == invoicesPage || w.batch.View().Running
	w.strip.SetBrief(w.page != invoicesPage)
	if w.stripBox.Visible() != shown {
		widgets.Show(w.stripBox, shown)
		w.win.Content().Refresh()
	}
}

// failureWidth keeps the sentence readable.
const failureWidth = 560

// failurePage stands in for the pages when the lake could not be opened.
func failurePage(l *present.Locale, err error) fyne.CanvasObject {
	message, hint := l.Explain(err)
	notice := widgets.NoticeBox(present.Notice{Tone: present.Bad, Message: message, Hint: hint})
	title := widgets.Heading(l.T("error.no_lake"))
	title.Alignment = fyne.TextAlignCenter
	return widgets.Surface(container.NewCenter(container.NewVBox(
		widgets.Icon("failed", look.Bad, failureIcon), widgets.Gap(1, 8), title, widgets.Gap(1, 8), widgets.Wide(failureWidth, notice))))
}

const failureIcon = 56
