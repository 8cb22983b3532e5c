package warehouse

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// Overview adds up what the filter keeps of the Gold tables. Its questions are asked all at once: each leaves a processor idle in parts.
func (w *Warehouse) Overview(ctx context.Context, filter lake.MetricFilter) (o lake.Overview, err error) {
	anyMonth := filter
	anyMonth.From, anyMonth.To = lake.Date{}, lake.Date{}
	var costSQL, energySQL, correctionSQL string
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		o.Costs, costSQL, err = addUp[lake.CostSum](ctx, w, costSums, filter)
		return err
	})
	group.Go(func() (err error) {
		o.Consumption, energySQL, err = addUp[lake.EnergySum](ctx, w, energySums, filter)
		return err
	})
	group.Go(func() (err error) {
		o.Corrections, correctionSQL, err = w.correctionSums(ctx, filter)
		return err
	})
	group.Go(func() (err error) {
		o.Findings, err = w.findingSums(ctx, anyMonth)
		return err
	})
	group.Go(func() (err error) {
		o.YearAgo, err = w.yearAgo(ctx, filter)
		return err
	})
	if err := group.Wait(); err != nil {
		return lake.Overview{}, failed("add up", err)
	}
	o.Queries = map[string]string{costs.table: costSQL, consumption.table: energySQL, corrections.table: correctionSQL}
	return o, nil
}

// addUp asks a question about the rows that pass the filter, and returns the SQL of it, too.
func addUp[T any](ctx context.Context, w *Warehouse, s sums, filter lake.MetricFilter) (rows []T, query string, err error) {
	where, err := w.where(ctx, s.of, filter)
	if err != nil {
		return nil, "", err
	}
	columns := s.columns
	if columns == nil {
		columns = schemaOf(w.goldTable(s.of.table).columns).Fields
	}
	return ask[T](ctx, w, filter, fmt.Sprintf(s.query, where), s.order, columns)
}

// ask answers a query that names Gold tables, and returns it in full.
func ask[T any](ctx context.Context, w *Warehouse, filter lake.MetricFilter, query, order string, columns []delta.Field) (rows []T, full string, err error) {
	if query, err = w.complete(ctx, filter, query); err != nil {
		return nil, "", err
	}
	relation := "(\n" + query + "\n)"
	rows, err = fetchFlat[T](ctx, w.db, relation, order, columns)
	return rows, "FROM " + relation + "\n" + order, err
}

// total is addUp for a question with one answer.
func total[T any](ctx context.Context, w *Warehouse, s sums, filter lake.MetricFilter) (T, error) {
	rows, _, err := addUp[T](ctx, w, s, filter)
	if err != nil {
		return *new(T), err
	}
	return rows[0], nil
}

func (w *Warehouse) correctionSums(ctx context.Context, filter lake.MetricFilter) (c lake.CorrectionSums, query string, err error) {
	all, query, err := addUp[lake.CorrectionSums](ctx, w, correctionSums, filter)
	if err != nil {
		return c, "", err
	}
	if c = all[0]; c.NetPairs+c.GrossPairs > 0 {
		c.Latest, query, err = addUp[lake.CorrectionSummary](ctx, w, latestPairs, filter)
	}
	return c, query, err
}

func (w *Warehouse) findingSums(ctx context.Context, filter lake.MetricFilter) (f lake.FindingSums, err error) {
	if f, err = total[lake.FindingSums](ctx, w, findingSums, filter); err != nil {
		return f, err
	}
	f.First, _, err = addUp[lake.AuditFinding](ctx, w, firstFindings, filter)
	return f, err
}

// yearAgo returns the key figures of the same months a year before; nil where the months have no end.
func (w *Warehouse) yearAgo(ctx context.Context, filter lake.MetricFilter) (*lake.Totals, error) {
	if filter.From.IsZero() || filter.To.IsZero() {
		return nil, nil
	}
	filter.From = lake.Date{Year: filter.From.Year - 1, Month: filter.From.Month, Day: 1}
	filter.To = lake.Date{Year: filter.To.Year - 1, Month: filter.To.Month, Day: 1}
	cost, err := total[lake.Totals](ctx, w, costTotals, filter)
	if err != nil {
		return nil, err
	}
	energy, err := total[lake.Totals](ctx, w, energyTotals, filter)
	cost.Energy, cost.PricedNet, cost.PricedEnergy = energy.Energy, energy.PricedNet, energy.PricedEnergy
	return &cost, err
}

// Due adds up what has to be paid from the first day to the last, whatever it is for.
func (w *Warehouse) Due(ctx context.Context, first, last lake.Date) (lake.Due, error) {
	rows, _, err := ask[lake.Due](ctx, w, lake.MetricFilter{}, fmt.Sprintf(dueSums, quote(first.String()), quote(last.String())), "", dueColumns)
	if err != nil {
		return lake.Due{}, failed("add up what is due", err)
	}
	return rows[0], nil
}
