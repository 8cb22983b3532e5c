package desktop

import (
	"context"
	"log/slog"
	"runtime/debug"
	"slices"

	"wattlake/lake"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// gathered are the Gold rows of all time, kept while the dashboard is in sight, so that another period or point reads nothing. It
// is of the goroutine that fetches figures.
type gathered struct {
	of    *session
	edits uint64 // changes of tables before it was read; one more makes it old
	all   present.Figures
}

// loadFigures fetches the Gold rows for the dashboard and shapes them.
func (w *Window) loadFigures(context.Context) {
	if !w.charted.Load() { // figures that nobody looks at cost time and memory all the same
		if w.gathered.of != nil {
			w.gathered = gathered{}
			debug.FreeOSMemory()
		}
		return
	}
	w.with(w.loadFiguresOf)
}

func (w *Window) loadFiguresOf(s *session) {
	ctx, began := s.ctx, w.p.Clock()
	q := w.ask.get()
	all, err := w.gather(s)
	if err == nil && q.filter.Period == present.Unchosen {
		q.filter.Period = present.FirstPeriod(all.Costs, all.Consumption, w.p.Clock())
	}
	var figures present.Figures
	if err == nil {
		figures, err = w.narrowed(ctx, s.Node, q.filter, all)
	}
	if err != nil {
		w.report("the figures could not be read", err)
		return
	}
	shaped := present.NewDashboard(q.locale, figures, q.options)
	shaped.Empty = len(all.Costs) == 0 && len(all.Consumption) == 0 && len(all.Corrections) == 0
	shaped.Stale = present.StaleNotice(q.locale, s.Node.Activity().Gold)
	choices := present.NewFilterChoices(q.locale, all.Costs, all.Consumption)
	thread.Do(func() {
		w.paintFigures(q, shaped, choices)
		w.p.Logger.InfoContext(ctx, "figures shown", slog.Duration("took", w.p.Clock().Sub(began)))
	})
}

// gather reads the Gold rows, unless they are those of before.
func (w *Window) gather(s *session) (present.Figures, error) {
	edits := w.edits.Load()
	if w.gathered.of == s && w.gathered.edits == edits {
		return w.gathered.all, nil
	}
	w.gathered = gathered{} // not two of them at a time
	all, err := fetchFigures(s.ctx, s.Node, lake.MetricFilter{})
	if err == nil {
		w.gathered = gathered{of: s, edits: edits, all: all}
	}
	return all, err
}

func fetchFigures(ctx context.Context, node Node, filter lake.MetricFilter) (f present.Figures, err error) {
	if f.Costs, err = node.Costs(ctx, filter); err != nil {
		return f, err
	}
	if f.Consumption, err = node.Consumption(ctx, filter); err != nil {
		return f, err
	}
	if f.Corrections, err = node.Corrections(ctx, filter); err != nil {
		return f, err
	}
	f.Audit, err = node.Audit(ctx, filter)
	return f, err
}

// narrowed returns the figures of the filter, with those of the period before and what is due soon.
func (w *Window) narrowed(ctx context.Context, node Node, filter present.DashboardFilter, all present.Figures) (present.Figures, error) {
	today := w.p.Clock()
	figures, err := within(ctx, node, all, filter.MetricFilter(today))
	if err != nil {
		return figures, err
	}
	figures.Audit = all.Audit // findings of every period: an old one that nobody looked at is still open
	if filter.PPE != "" {
		figures.Audit = slices.DeleteFunc(slices.Clone(all.Audit), func(f lake.AuditFinding) bool { return f.PPE != filter.PPE })
	}
	figures = filter.Narrow(figures)
	if period, ok := filter.Previous(today); ok {
		before, err := within(ctx, node, all, period)
		if err != nil {
			return figures, err
		}
		before = filter.Narrow(before)
		figures.Before = &before
	}
	entries, err := node.Entries(ctx)
	figures.Due = present.DueSoon(entries, lake.DateOf(today))
	return figures, err
}

// within returns the costs, the consumption and the corrections of a period and a metering point. Only the tables know the points
// of a correction.
func within(ctx context.Context, node Node, all present.Figures, filter lake.MetricFilter) (present.Figures, error) {
	figures := all.Within(filter)
	var err error
	if figures.Corrections = all.Corrections; filter != (lake.MetricFilter{}) && len(all.Corrections) > 0 {
		figures.Corrections, err = node.Corrections(ctx, filter)
	}
	return figures, err
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
