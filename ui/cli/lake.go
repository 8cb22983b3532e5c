package cli

import (
	"context"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Library is what commands need that only read a lake.
type Library interface {
	Documents(ctx context.Context) ([]pipeline.Document, error)
	Document(ctx context.Context, id lake.DocumentID) (pipeline.DocumentDetail, error)
	Deleted(ctx context.Context) ([]pipeline.Document, error)
	Find(ctx context.Context, what string) ([]pipeline.Document, error)
	Costs(ctx context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error)
	Consumption(ctx context.Context, filter lake.MetricFilter) ([]lake.Consumption, error)
	Corrections(ctx context.Context, filter lake.MetricFilter) ([]lake.CorrectionSummary, error)
	Audit(ctx context.Context, filter lake.MetricFilter) ([]lake.AuditFinding, error)
	Breakdown(ctx context.Context, filter lake.MetricFilter) ([]lake.CostComponent, error)
	Export(ctx context.Context, e lake.Export, path string, force bool) (rows int64, err error)
	RegisterReader
}

// Node is what commands need that change a lake.
type Node interface {
	Library
	Ingest(ctx context.Context, request pipeline.IngestRequest, update func(pipeline.IngestUpdate)) ([]pipeline.IngestResult, error)
	Settle(ctx context.Context) error
	Replay(ctx context.Context, from lake.Stage, ids []lake.DocumentID) error
	Retry(ctx context.Context, ids []lake.DocumentID) error
	Waiting(most int) []pipeline.Waiting
	Unlock(ctx context.Context, id lake.DocumentID, password string, keep bool) error
	CanKeepPasswords(ctx context.Context) error
	Delete(ctx context.Context, ids []lake.DocumentID) error
	Restore(ctx context.Context, ids []lake.DocumentID) error
	Erase(ctx context.Context, id lake.DocumentID, reason string) (pipeline.Erased, error)
	Registrar
	Reviewer
	Keeper
	Profiler
}

// withLibrary runs f on the lake without taking its lock.
func (p *Program) withLibrary(ctx context.Context, f func(Library) error) error {
	library, closeLibrary, err := p.OpenLibrary(ctx, p.lakeDir)
	if err != nil {
		return err
	}
	defer closeLibrary()
	return f(library)
}

// withNode runs f on the lake that this process works on.
func (p *Program) withNode(ctx context.Context, f func(Node) error) error {
	node, closeNode, err := p.OpenNode(ctx, p.lakeDir)
	if err != nil {
		return err
	}
	defer closeNode()
	return f(node)
}

// withSettled is withNode for commands that need the result of whatever an earlier run left behind.
func (p *Program) withSettled(ctx context.Context, f func(Node) error) error {
	return p.withNode(ctx, func(node Node) error {
		if err := node.Settle(ctx); err != nil {
			return err
		}
		return f(node)
	})
}
