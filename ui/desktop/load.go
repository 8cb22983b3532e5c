package desktop

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/activity"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// question is what the pages want to know at present.
type question struct {
	locale  *present.Locale
	filter  present.DashboardFilter
	options present.CostOptions
	chosen  lake.DocumentID // "" for none
	busy    bool            // an action on it is on its way
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
	q := question{locale: w.locale, filter: w.charts.Filter, options: w.charts.Options}
	if w.table.Open {
		q.chosen = w.table.Chosen.Document
		q.busy = w.busy[q.chosen]
	}
	return q
}

// start opens the pipeline and keeps the pages up to date, all beside the drawing thread.
func (w *Window) start() {
	for _, r := range []*refresher{w.lists, w.metrics, w.progress, w.details} {
		w.running.Go(func() { r.run(w.ctx, w.p.Clock) })
	}
	w.running.Go(w.open)
	if w.p.OpenPaths != nil {
		w.running.Go(w.serveSecondStarts)
	}
}

// wait returns when nothing runs any more.
func (w *Window) wait() { w.running.Wait() }

func (w *Window) open() {
	node, err := w.p.Open(w.ctx)
	if err != nil {
		w.p.Logger.ErrorContext(w.ctx, "the lake could not be opened", slog.Any("error", err))
		thread.Do(func() {
			w.failure = err
			w.show(w.page)
		})
		return
	}
	w.node = node
	close(w.ready)
	changes, stop := node.Subscribe()
	defer stop()
	w.lists.trigger()
	w.metrics.trigger()
	w.details.trigger()
	for {
		select {
		case <-w.ctx.Done():
			return
		case change, ok := <-changes:
			if !ok {
				return
			}
			w.changed(change)
		}
	}
}

func (w *Window) changed(change pipeline.Change) {
	w.lists.trigger()
	if change.Tables {
		w.metrics.trigger()
	}
	if q := w.ask.get(); q.chosen != "" && (change.Tables || change.Document == q.chosen) {
		w.details.trigger()
	}
}

// opened returns the node, or nil while it is not there yet.
func (w *Window) opened() Node {
	select {
	case <-w.ready:
		return w.node
	default:
		return nil
	}
}

// loadLists fetches the documents for the table and the activity page.
func (w *Window) loadLists(ctx context.Context) {
	node := w.opened()
	if node == nil {
		return
	}
	documents, err := node.Documents(ctx)
	if err != nil {
		w.report("the documents could not be listed", err)
		return
	}
	rows := present.Shape(documents)
	doing := node.Activity()
	thread.Do(func() {
		if !w.loaded {
			w.p.Logger.InfoContext(ctx, "table shown", slog.Int("rows", len(rows)), slog.Duration("after", w.p.Clock().Sub(w.began)))
		}
		w.documents, w.rows, w.loaded = documents, rows, true
		w.stages = doing
		w.paintLists()
	})
}

// paintLists shows the documents that are known.
func (w *Window) paintLists() {
	l := w.locale
	if w.loaded {
		w.invoices.SetRows(w.rows)
	}
	view := activity.View{Stages: present.StagesGrid(l, w.stages), Failed: present.FailedRows(l, w.documents)}
	review := 0
	for i := range w.documents {
		switch {
		case !w.documents[i].Status.Final():
			view.Busy++
		case w.documents[i].Status == lake.StatusReview:
			review++
		}
	}
	w.activity.Set(view)
	w.nav[invoicesPage].SetBadge(badge(l, review))
	w.nav[activityPage].SetBadge(badge(l, len(view.Failed)))
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

// loadFigures fetches the Gold rows for the dashboard and shapes them.
func (w *Window) loadFigures(ctx context.Context) {
	node := w.opened()
	if node == nil {
		return
	}
	q := w.ask.get()
	all, err := fetchFigures(ctx, node, lake.MetricFilter{})
	if err == nil && q.filter.Period == present.Unchosen {
		q.filter.Period = present.FirstPeriod(all.Costs, all.Consumption, w.p.Clock())
	}
	figures := all
	if narrowed := q.filter != (present.DashboardFilter{Period: present.AllTime}); err == nil && narrowed {
		figures, err = fetchFigures(ctx, node, q.filter.MetricFilter(w.p.Clock()))
	}
	if err != nil {
		w.report("the figures could not be read", err)
		return
	}
	shaped := present.NewDashboard(q.locale, figures, q.options)
	shaped.Empty = len(all.Costs) == 0 && len(all.Consumption) == 0 && len(all.Corrections) == 0
	choices := present.NewFilterChoices(q.locale, all.Costs, all.Consumption)
	thread.Do(func() { w.paintFigures(q, shaped, choices) })
}

func (w *Window) paintFigures(q question, shaped present.Dashboard, choices present.FilterChoices) {
	if q.locale != w.locale {
		return // the language was switched meanwhile; the next refresh is on its way
	}
	if w.charts.Filter.Period == present.Unchosen && !shaped.Empty {
		w.charts.Filter.Period = q.filter.Period
		w.ask.set(w.question())
	}
	w.figures, w.choices = shaped, choices
	w.charting.SetChoices(choices)
	w.charting.Set(shaped)
}

func fetchFigures(ctx context.Context, node Node, filter lake.MetricFilter) (f present.Figures, err error) {
	if f.Costs, err = node.Costs(ctx, filter); err != nil {
		return f, err
	}
	if f.Consumption, err = node.Consumption(ctx, filter); err != nil {
		return f, err
	}
	f.Corrections, err = node.Corrections(ctx, filter)
	return f, err
}

// loadDetail fetches the document beside the table.
func (w *Window) loadDetail(ctx context.Context) {
	node, q := w.opened(), w.ask.get()
	if node == nil || q.chosen == "" {
		return
	}
	document, err := node.Document(ctx, q.chosen)
	if err != nil {
		if lake.CodeOf(err) != lake.CodeNotFound { // deleted meanwhile: the list says so
			w.report("the document could not be read", err)
		}
		return
	}
	shaped := present.NewDetail(q.locale, document, q.busy, func(at string) string { return q.locale.Moment(at, time.Local) })
	thread.Do(func() { w.invoices.ShowDetail(shaped) })
}

// report logs an error and shows it as a sentence with what to do.
func (w *Window) report(what string, err error) {
	if lake.CodeOf(err) == lake.CodeCancelled || w.ctx.Err() != nil {
		return
	}
	w.p.Logger.ErrorContext(w.ctx, "the window reports an error", slog.String("what", what), slog.Any("error", err))
	thread.Do(func() { w.toast.fail(err) })
}
