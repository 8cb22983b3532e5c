package pipeline

import (
	"context"

	"wattlake/lake"
)

// Costs returns the monthly energy costs.
func (l *Library) Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error) {
	return l.tables.Costs(ctx, filter)
}

// Consumption returns the consumption per metering point and month.
func (l *Library) Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error) {
	return l.tables.Consumption(ctx, filter)
}

// Corrections returns the corrections against their originals.
func (l *Library) Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error) {
	return l.tables.Corrections(ctx, filter)
}

// Audit returns what a person should look at, the most severe first.
func (l *Library) Audit(ctx context.Context, filter lake.MetricFilter) ([]lake.AuditFinding, error) {
	return l.tables.Audit(ctx, filter)
}

// Breakdown returns what the monthly energy costs are made of.
func (l *Library) Breakdown(ctx context.Context, filter lake.MetricFilter) ([]lake.CostComponent, error) {
	return l.tables.Breakdown(ctx, filter)
}

// Overview adds up what the filter keeps of the metrics.
func (l *Library) Overview(ctx context.Context, filter lake.MetricFilter) (lake.Overview, error) {
	return l.tables.Overview(ctx, filter)
}

// Extent tells what there are metrics about.
func (l *Library) Extent(ctx context.Context) (lake.Extent, error) { return l.tables.Extent(ctx) }

// Due adds up what has to be paid from the first day to the last, both included.
func (l *Library) Due(ctx context.Context, first, last lake.Date) (lake.Due, error) {
	return l.tables.Due(ctx, first, last)
}
