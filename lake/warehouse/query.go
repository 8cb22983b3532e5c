package warehouse

import (
	"context"
	"fmt"

	"wattlake/lake"
)

// Costs returns the rows of monthly_energy_costs that pass the filter, ordered by month, point, seller and scope.
func (w *Warehouse) Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error) {
	return metrics[lake.MonthlyCost](ctx, w, costs, filter)
}

// Consumption returns the rows of consumption_per_ppe that pass the filter, ordered by point and month.
func (w *Warehouse) Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error) {
	return metrics[lake.Consumption](ctx, w, consumption, filter)
}

// Breakdown returns the rows of cost_breakdown that pass the filter, ordered by month, point, seller, scope and component.
func (w *Warehouse) Breakdown(ctx context.Context, filter lake.MetricFilter) ([]lake.CostComponent, error) {
	return metrics[lake.CostComponent](ctx, w, breakdown, filter)
}

// Corrections returns the rows of corrections_vs_originals that pass the filter, newest last. From and To narrow by the
// month of the last correction.
func (w *Warehouse) Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error) {
	return metrics[lake.CorrectionSummary](ctx, w, corrections, filter)
}

// Audit returns the rows of bill_audit that pass the filter, the worst first.
func (w *Warehouse) Audit(ctx context.Context, filter lake.MetricFilter) ([]lake.AuditFinding, error) {
	return metrics[lake.AuditFinding](ctx, w, audit, filter)
}

// metrics reads rows of a Gold table.
func metrics[T any](ctx context.Context, w *Warehouse, s goldSource, filter lake.MetricFilter) ([]T, error) {
	clauses := "ORDER BY " + s.order
	if filter.Newest > 0 {
		clauses = fmt.Sprintf("ORDER BY %s LIMIT %d", s.newest, filter.Newest)
	}
	where, err := w.where(ctx, s, filter)
	if err != nil {
		return nil, failed("read "+s.table, err)
	}
	rows, _, err := ask[T](ctx, w, filter, "FROM "+s.table+where, clauses, schemaOf(w.goldTable(s.table).columns).Fields)
	return rows, failed("read "+s.table, err)
}
