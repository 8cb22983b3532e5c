package desktop

import (
	"context"
	"log/slog"
	"sync"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// question is what the pages want to know at present.
type question struct {
	locale  *present.Locale
	filter  present.DashboardFilter
	options present.CostOptions
	folder  string // of the lake
}

// asked hands the question from the drawing thread to those who fetch.
type asked struct {
	mu sync.Mutex
	q  question
}

func (a *asked) set(q question) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.q = q
}

func (a *asked) get() question {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.q
}

// question gathers the question from the pages' states.
func (w *Window) question() question {
	return question{locale: w.locale, filter: w.charts.Filter, options: w.charts.Options, folder: w.path}
}

// start opens the lake and keeps the pages up to date, all beside the drawing thread.
func (w *Window) start() {
	for _, r := range []*refresher{w.lists, w.metrics, w.teams, w.progress, w.details, w.register} {
		w.running.Go(func() { r.run(w.ctx, w.p.Clock) })
	}
	if folder := w.path; !w.welcome {
		w.running.Go(func() { w.openFirst(folder) })
		w.watchFolders()
	}
	if w.p.OpenPaths != nil {
		w.running.Go(w.serveSecondStarts)
	}
}

// wait returns when nothing runs any more.
func (w *Window) wait() { w.running.Wait() }

func (w *Window) changed(change pipeline.Change) {
	w.events.Note(w.p.Clock(), change)
	w.lists.trigger()
	w.teams.trigger()
	if change.Tables {
		w.edits.Add(1)
		w.metrics.trigger()
		w.register.trigger()
	}
	if id := w.checked.get(); id != "" && (change.Document == "" || change.Document == id) {
		w.details.trigger()
	}
}

// loadLists fetches the documents for the table and the activity page.
func (w *Window) loadLists(context.Context) { w.with(w.loadListsOf) }

func (w *Window) loadListsOf(s *session) {
	ctx, node := s.ctx, s.Node
	entries, err := node.Entries(ctx)
	if err != nil {
		w.report("the documents could not be listed", err)
		return
	}
	rows := present.Shape(entries)
	w.giveBack(calm)
	waiting, working := count(entries)
	failed, stale := failures(entries), node.Activity().Gold != nil
	thread.Do(func() {
		if !w.loaded {
			w.p.Logger.InfoContext(ctx, "table shown", slog.Int("rows", len(rows)), slog.Duration("after", w.p.Clock().Sub(w.began)))
		}
		w.rows, w.loaded, w.failed, w.waiting, w.working, w.stale = rows, true, failed, waiting, working, stale
		if w.early {
			w.early = false
			w.details.trigger() // its actions are free now
		}
		w.paintLists()
	})
	w.loadActivity(s, entries)
}

// showEarly shows what is known of a lake while it is still looked through: with many documents that takes a while.
func (w *Window) showEarly(entries []*pipeline.Entry) {
	rows := present.Shape(entries)
	waiting, _ := count(entries)
	thread.Do(func() {
		w.p.Logger.InfoContext(w.ctx, "early table shown", slog.Int("rows", len(rows)), slog.Duration("after", w.p.Clock().Sub(w.began)))
		w.rows, w.waiting, w.early = rows, waiting, true
		w.paintLists()
	})
}

// forgetRows empties the list: another lake is opened, or none could be.
func (w *Window) forgetRows() {
	w.rows, w.failed, w.waiting, w.working, w.loaded, w.early = nil, nil, 0, 0, false, false
}

// count tells how many entries wait for a person and how many are on their way.
func count(entries []*pipeline.Entry) (waiting, working int) {
	for _, e := range entries {
		switch {
		case !e.Status.Final():
			working++
		case e.Status == lake.StatusReview:
			waiting++
		}
	}
	return waiting, working
}

// failures are the entries that failed.
func failures(entries []*pipeline.Entry) []*pipeline.Entry {
	var failed []*pipeline.Entry
	for _, e := range entries {
		if e.Status == lake.Failed {
			failed = append(failed, e)
		}
	}
	return failed
}

// paintLists shows the documents that are known. A page out of sight is brought up to date when it comes into sight: with
// many rows that is what holds the window up.
func (w *Window) paintLists() {
	l := w.locale
	switch w.page {
	case invoicesPage:
		if w.loaded || w.early {
			w.invoices.SetRows(w.rows)
		}
	case activityPage:
		w.doing.Failed, w.doing.Busy = present.FailedRows(l, w.failed), w.working
		w.activity.Set(w.doing)
	case reviewPage, dashboardPage, settingsPage:
	}
	w.line.Queue = present.QueuePart(l, w.loaded, w.working, len(w.failed), w.stale)
	if w.early {
		w.line.Queue = present.EarlyPart(l)
	}
	w.bar.Set(w.line)
	w.nav[reviewPage].SetBadge(badge(l, w.waiting))
	w.nav[activityPage].SetBadge(badge(l, len(w.failed)))
}

func badge(l *present.Locale, n int) string {
	const most = 999
	switch {
	case n == 0:
		return ""
	case n > most:
		return "999+"
	default:
		return l.Int(int64(n))
	}
}

// loadDetail looks again at the invoice that is checked.
func (w *Window) loadDetail(context.Context) {
	thread.Do(func() {
		if w.page == reviewPage {
			w.review.Reload()
		}
	})
}

// checked tells those who fetch which document a person checks at present.
type checked struct {
	mu sync.Mutex
	id lake.DocumentID
}

func (c *checked) set(id lake.DocumentID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.id = id
}

func (c *checked) get() lake.DocumentID {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.id
}

// report logs an error and shows it as a sentence with what to do.
func (w *Window) report(what string, err error) {
	if lake.CodeOf(err) == lake.CodeCancelled || w.ctx.Err() != nil {
		return
	}
	w.p.Logger.ErrorContext(w.ctx, "the window reports an error", slog.String("what", what), slog.Any("error", err))
	thread.Do(func() { w.toast.fail(err) })
}
