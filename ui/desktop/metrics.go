package desktop

import (
	"context"
	"log/slog"

	"wattlake/lake"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// gathered are the answers of the lake that were asked for last. They are kept until the tables are others, so that another way to show
// them reads nothing. It is of the goroutine that fetches figures.
type gathered struct {
	of     *session
	edits  uint64 // changes of tables before it was read; one more makes it old
	extent lake.Extent
	filter lake.MetricFilter // of the sums
	sums   *lake.Overview    // nil while none were asked for
}

// loadFigures fetches the sums for the dashboard and shapes them.
func (w *Window) loadFigures(context.Context) {
	if w.charted.Load() { // figures that nobody looks at cost time all the same
		w.with(w.loadFiguresOf)
	}
}

func (w *Window) loadFiguresOf(s *session) {
	ctx, began := s.ctx, w.p.Clock()
	q := w.ask.get()
	figures, extent, err := w.figuresOf(s, &q.filter)
	if err != nil {
		w.report("the figures could not be read", err)
		return
	}
	w.giveBack(calm)
	shaped := present.NewDashboard(q.locale, figures, q.options)
	shaped.Empty = extent.Empty
	shaped.Stale = present.StaleNotice(q.locale, s.Node.Activity().Gold)
	choices := present.NewFilterChoices(q.locale, extent)
	asked := w.p.Clock().Sub(began)
	thread.Do(func() {
		w.paintFigures(q, shaped, choices)
		w.p.Logger.InfoContext(ctx, "figures shown", slog.Duration("took", w.p.Clock().Sub(began)), slog.Duration("asked", asked))
	})
}

// figuresOf asks for the figures, unless they are those of before, and chooses the period if nobody has.
func (w *Window) figuresOf(s *session, chosen *present.DashboardFilter) (f present.Figures, e lake.Extent, err error) {
	g, edits, today := &w.gathered, w.edits.Load(), w.p.Clock()
	if g.of != s || g.edits != edits {
		if e, err = s.Node.Extent(s.ctx); err != nil {
			return f, e, err
		}
		*g = gathered{of: s, edits: edits, extent: e}
	}
	if chosen.Period == present.Unchosen {
		chosen.Period = present.FirstPeriod(g.extent.Months, today)
	}
	if filter := chosen.MetricFilter(today); g.sums == nil || g.filter != filter {
		sums, err := s.Node.Overview(s.ctx, filter)
		if err != nil {
			return f, e, err
		}
		g.filter, g.sums = filter, &sums
	}
	day := lake.DateOf(today)
	due, err := s.Node.Due(s.ctx, day, day.AddDays(present.DueDays-1))
	return present.Figures{Overview: *g.sums, Due: due}, g.extent, err
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
