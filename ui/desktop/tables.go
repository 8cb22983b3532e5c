package desktop

import (
	"context"
	"strings"

	"wattlake/lake"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// chartSource is where the figures of a chart come from.
type chartSource struct {
	table  string // of Gold
	export string // its name as an export
	rows   func(ctx context.Context, node Node, l *present.Locale, filter lake.MetricFilter) (present.Grid, error)
}

// sourceOf is the table behind a chart.
func sourceOf(id present.Panel) chartSource {
	switch id {
	case present.CostsPanel:
		return chartSource{"monthly_energy_costs", lake.ExportCosts, grid(Node.Costs, present.CostsGrid)}
	case present.CorrectionsPanel:
		return chartSource{"corrections_vs_originals", lake.ExportCorrections, grid(Node.Corrections, present.CorrectionsGrid)}
	default:
		return chartSource{"consumption_per_ppe", lake.ExportConsumption, grid(Node.Consumption, present.ConsumptionGrid)}
	}
}

func grid[Row any](
	load func(Node, context.Context, lake.MetricFilter) ([]Row, error), shape func(*present.Locale, []Row) present.Grid,
) func(context.Context, Node, *present.Locale, lake.MetricFilter) (present.Grid, error) {
	return func(ctx context.Context, node Node, l *present.Locale, filter lake.MetricFilter) (present.Grid, error) {
		rows, err := load(node, ctx, filter)
		return shape(l, rows), err
	}
}

// mostRows is how many rows behind a chart are shown or copied; a file of them has all.
const mostRows = 10_000

// newestRows fetches the newest rows behind a chart; whole is false if there are more.
func newestRows(ctx context.Context, node Node, l *present.Locale, id present.Panel, filter lake.MetricFilter) (g present.Grid, whole bool, err error) {
	filter.Newest = mostRows + 1
	g, err = sourceOf(id).rows(ctx, node, l, filter)
	if len(g.Rows) <= mostRows {
		return g, true, err
	}
	g.Rows, g.Raw = g.Rows[:mostRows], g.Raw[:mostRows]
	return g, false, err
}

// chartTable hands the rows behind a chart to the page, with a note where they are not all.
func (w *Window) chartTable(id present.Panel, show func(present.Grid, string)) {
	l, filter := w.locale, w.charts.Filter.MetricFilter(w.p.Clock())
	w.work(func(ctx context.Context, node Node) {
		rows, whole, err := newestRows(ctx, node, l, id, filter)
		if err != nil {
			w.report("the rows behind a chart could not be read", err)
			return
		}
		note := ""
		if !whole {
			note = l.N("chart.newest_rows", mostRows)
		}
		thread.Do(func() { show(rows, note) })
	})
}

// copyTables puts the rows behind charts on the clipboard, under the titles of the charts if there are several.
func (w *Window) copyTables(ids ...present.Panel) {
	l, filter, figures := w.locale, w.charts.Filter.MetricFilter(w.p.Clock()), w.figures
	w.work(func(ctx context.Context, node Node) {
		said := l.T("toast.copied")
		var parts []string
		for _, id := range ids {
			rows, whole, err := newestRows(ctx, node, l, id, filter)
			if err != nil {
				w.report("the rows behind a chart could not be read", err)
				return
			}
			if !whole {
				said = l.N("toast.copied_newest", mostRows)
			}
			text := rows.TSV()
			if len(ids) > 1 {
				text = figures.Panels[id].Title + "\n" + text
			}
			parts = append(parts, text)
		}
		thread.Do(func() {
			w.copyText(strings.Join(parts, "\n"))
			w.toast.say(said)
		})
	})
}

// saveRows asks where to keep all rows behind a chart, and writes them.
func (w *Window) saveRows(id present.Panel) {
	e := lake.Export{What: sourceOf(id).export, Filter: w.charts.Filter.MetricFilter(w.p.Clock())}
	w.saveAs(lake.Stem(w.figures.Panels[id].Title)+".csv", tables(), func(ctx context.Context, node Node, path string) {
		w.exportTo(ctx, node, e, path, "export.rows")
	})
}
