package httpapi

import (
	"context"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Node is what the HTTP face needs of a running lake; [pipeline.Node] is one.
type Node interface {
	Documents(ctx context.Context) ([]pipeline.Document, error)
	Document(ctx context.Context, id lake.DocumentID) (pipeline.DocumentDetail, error)
	Find(ctx context.Context, what string) ([]pipeline.Document, error)

	Upload(ctx context.Context, fileName string, content []byte, source string) (id lake.DocumentID, known bool, err error)
	Delete(ctx context.Context, ids []lake.DocumentID) error
	ApproveAs(ctx context.Context, author string, ids []lake.DocumentID) error

	Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error)
	Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error)
	Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error)
	Audit(ctx context.Context, filter lake.MetricFilter) ([]lake.AuditFinding, error)
	Breakdown(ctx context.Context, filter lake.MetricFilter) ([]lake.CostComponent, error)

	Activity() pipeline.Activity
	Subscribe() (changes <-chan pipeline.Change, cancel func())
}

var _ Node = (*pipeline.Node)(nil)
