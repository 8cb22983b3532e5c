package desktop

import (
	"context"
	"sync"

	"wattlake/lake"
	"wattlake/pipeline"
)

// fakeNode is a lake in memory: the window is tested without a pipeline.
type fakeNode struct {
	mu        sync.Mutex
	documents []pipeline.Document
	costs     []lake.MonthlyCost
	ingested  []pipeline.IngestRequest
	calls     []string
	err       error
	held      chan struct{} // Ingest waits for it when it is not nil
	begun     chan struct{} // gets a word when Ingest has told about every file
	changes   chan pipeline.Change
}

func (f *fakeNode) note(call string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, call)
	return f.err
}

func (f *fakeNode) Ingest(ctx context.Context, request pipeline.IngestRequest, update func(pipeline.IngestUpdate)) ([]pipeline.IngestResult, error) {
	f.mu.Lock()
	f.ingested = append(f.ingested, request)
	f.mu.Unlock()
	results := make([]pipeline.IngestResult, len(request.Paths))
	for i, path := range request.Paths {
		update(pipeline.IngestUpdate{File: path, Stage: lake.StageRead, Status: lake.Processing, Total: len(request.Paths)})
		results[i] = pipeline.IngestResult{File: path, Status: lake.Ready}
	}
	if f.held != nil {
		f.begun <- struct{}{}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.held:
		}
	}
	return results, nil
}

func (f *fakeNode) Documents(context.Context) ([]pipeline.Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.documents, f.err
}

func (f *fakeNode) Document(_ context.Context, id lake.DocumentID) (pipeline.DocumentDetail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.documents {
		if d.ID == id {
			reading := lake.Reading{Part: 1, Fields: lake.Fields{lake.FieldNumber: {Value: "FV/1", Confidence: 1}}}
			return pipeline.DocumentDetail{Document: d, Readings: []lake.Reading{reading}, Text: "tekst faktury"}, f.err
		}
	}
	return pipeline.DocumentDetail{}, &lake.Error{Code: lake.CodeNotFound}
}

func (f *fakeNode) Raw(context.Context, lake.DocumentID) (content []byte, ext string, err error) {
	return []byte("%PDF-"), ".pdf", f.note("raw")
}

func (f *fakeNode) Retry(_ context.Context, ids []lake.DocumentID) error {
	return f.note("retry " + join(ids))
}

func (f *fakeNode) Delete(_ context.Context, ids []lake.DocumentID) error {
	return f.note("delete " + join(ids))
}

func (f *fakeNode) Restore(_ context.Context, ids []lake.DocumentID) error {
	return f.note("restore " + join(ids))
}

func (f *fakeNode) Approve(_ context.Context, ids []lake.DocumentID) error {
	return f.note("approve " + join(ids))
}

func join(ids []lake.DocumentID) string {
	s := ""
	for _, id := range ids {
		s += string(id)
	}
	return s
}

func (f *fakeNode) Costs(_ context.Context, filter lake.MetricFilter) ([]lake.MonthlyCost, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var found []lake.MonthlyCost
	for _, c := range f.costs {
		if !c.Month.Before(filter.From) && (filter.To.IsZero() || !filter.To.Before(c.Month)) && (filter.PPE == "" || filter.PPE == c.PPE) {
			found = append(found, c)
		}
	}
	return found, f.err
}

func (f *fakeNode) Consumption(context.Context, lake.MetricFilter) ([]lake.Consumption, error) {
	return nil, nil
}

func (f *fakeNode) Corrections(context.Context, lake.MetricFilter) ([]lake.CorrectionSummary, error) {
	return nil, nil
}

func (f *fakeNode) Subscribe() (changes <-chan pipeline.Change, cancel func()) {
	return f.changes, func() {}
}

func (f *fakeNode) Activity() pipeline.Activity { return pipeline.Activity{} }
