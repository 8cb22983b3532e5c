package warehouse

import (
	"context"
	"strings"

	"wattlake/lake"
)

// Costs returns the rows of monthly_energy_costs that pass the filter, ordered by month, point, seller and scope.
func (w *Warehouse) Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error) {
	return metrics[lake.MonthlyCost](ctx, w, "monthly_energy_costs", filter, "month", "ppe = ?",
		"month NULLS FIRST, ppe, seller_nip, seller_name, scope")
}

// Consumption returns the rows of consumption_per_ppe that pass the filter, ordered by point and month.
func (w *Warehouse) Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error) {
	return metrics[lake.Consumption](ctx, w, "consumption_per_ppe", filter, "month", "ppe = ?", "ppe, month")
}

// Breakdown returns the rows of cost_breakdown that pass the filter, ordered by month, point, seller, scope and component.
func (w *Warehouse) Breakdown(ctx context.Context, filter lake.MetricFilter) ([]lake.CostComponent, error) {
	return metrics[lake.CostComponent](ctx, w, "cost_breakdown", filter, "month", "ppe = ?",
		"month NULLS FIRST, ppe, seller_nip, seller_name, scope, component")
}

// Corrections returns the rows of corrections_vs_originals that pass the filter, newest last. From and To narrow by the
// month of the last correction.
func (w *Warehouse) Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error) {
	return metrics[lake.CorrectionSummary](ctx, w, "corrections_vs_originals", filter,
		"date_trunc('month', last_correction_date)", "list_contains(ppes, ?)",
		"last_correction_date NULLS FIRST, original_number, original_key, last_correction_number")
}

// Audit returns the rows of bill_audit that pass the filter, the worst first.
func (w *Warehouse) Audit(ctx context.Context, filter lake.MetricFilter) ([]lake.AuditFinding, error) {
	return metrics[lake.AuditFinding](ctx, w, "bill_audit", filter, "month", "ppe = ?",
		"decision, CASE severity WHEN 'needs_review' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, month NULLS LAST, code, ppe, finding_id")
}

// metrics reads a Gold table; month and ppe are the expressions that the filter applies to.
func metrics[T any](ctx context.Context, w *Warehouse, name string, filter lake.MetricFilter, month, ppe, order string) ([]T, error) {
	var conditions []string
	var args []any
	if !filter.From.IsZero() {
		conditions, args = append(conditions, month+" >= date_trunc('month', ?::DATE)"), append(args, filter.From.String())
	}
	if !filter.To.IsZero() {
		conditions, args = append(conditions, month+" <= date_trunc('month', ?::DATE)"), append(args, filter.To.String())
	}
	if filter.PPE != "" {
		code, err := w.register.present(ctx, filter.PPE)
		if err != nil {
			return nil, failed("read "+name, err)
		}
		conditions, args = append(conditions, ppe), append(args, code)
	}
	clauses := "ORDER BY " + order
	if len(conditions) > 0 {
		clauses = "WHERE " + strings.Join(conditions, " AND ") + " " + clauses
	}
	rows, err := readGold[T](ctx, w, name, filter.Past, clauses, args)
	return rows, failed("read "+name, err)
}

func readGold[T any](ctx context.Context, w *Warehouse, name string, past lake.Past, clauses string, args []any) ([]T, error) {
	for _, g := range w.gold {
		if g.name != name {
			continue
		}
		snapshot, err := g.at(ctx, past)
		if err != nil || len(snapshot.Files) == 0 {
			return nil, err
		}
		relation, err := g.relation(ctx, snapshot)
		if err != nil {
			return nil, err
		}
		return fetchFlat[T](ctx, w.db, relation, clauses, schemaOf(g.columns).Fields, args...)
	}
	return nil, nil
}
