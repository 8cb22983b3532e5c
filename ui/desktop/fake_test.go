package desktop

import (
	"context"
	"fmt"
	"image"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"wattlake/lake"
	"wattlake/pipeline"
)

// fakeNode is a lake in memory: the window is tested without a pipeline.
type fakeNode struct {
	mu        sync.Mutex
	documents []pipeline.Document
	costs     []lake.MonthlyCost
	points    []lake.RegisteredPoint
	summed    int // how often
	ingested  []pipeline.IngestRequest
	calls     []string
	late      []string // files that are not copied before ingesting is held
	err       error
	gold      error          // why the metrics are not up to date
	ends      chan ingestEnd // what calls of Ingest wait for and give when it is not nil
	held      chan struct{}  // Ingest waits for it when it is not nil
	begun     chan struct{}  // gets a word when Ingest has told about every file
	changes   chan pipeline.Change
	edits     map[lake.DocumentID]map[string]string
	deleted   []pipeline.Document
	related   pipeline.Related // of every document
	steps     map[lake.DocumentID][]pipeline.Step
}

// ingestEnd is how a call of Ingest ends.
type ingestEnd struct {
	code lake.Code // of every file, "" if it was taken
	err  error
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
		if update == nil {
			update = func(pipeline.IngestUpdate) {}
		}
		if slices.Contains(f.late, path) {
			continue
		}
		update(pipeline.IngestUpdate{File: path, Document: lake.DocumentID(strings.TrimSuffix(filepath.Base(path), ".pdf")), Stage: lake.StageRead, Status: lake.Processing, Total: len(request.Paths)})
		results[i] = pipeline.IngestResult{File: path, Status: lake.Ready}
	}
	if f.ends != nil {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case end := <-f.ends:
			for i := range results {
				results[i].Code = end.code
			}
			return results, end.err
		}
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

// requests are what was ingested so far.
func (f *fakeNode) requests() []pipeline.IngestRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.ingested)
}

func (f *fakeNode) Entries(context.Context) ([]*pipeline.Entry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var entries []*pipeline.Entry
	for _, d := range f.documents {
		e := pipeline.Entry{Document: d.ID, FileName: d.FileName, Status: d.Status, Stage: d.Stage, Failure: d.Failure}
		if len(d.Invoices) > 0 {
			brief := lake.NewBrief(d.Invoices[0])
			e.Invoice, e.Part = brief, 1
		}
		entries = append(entries, &e)
	}
	return entries, f.err
}

func (f *fakeNode) Document(_ context.Context, id lake.DocumentID) (pipeline.DocumentDetail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.documents {
		if d.ID == id {
			number := lake.Field{Value: d.Invoices[0].Number, Confidence: 1, Page: 1, Box: lake.Box{X0: 10, Y0: 10, X1: 60, Y1: 20}}
			reading := lake.Reading{Part: 1, Fields: lake.Fields{lake.FieldNumber: number, lake.FieldNet: {Value: "100.00", Confidence: 1}}}
			values := map[string]string{"number": number.Value, "net": "100.00"}
			maps.Copy(values, f.edits[id])
			return pipeline.DocumentDetail{
				Document: d, Readings: []lake.Reading{reading}, Text: "tekst faktury", Values: map[int]map[string]string{1: values}, Steps: f.steps[id],
			}, f.err
		}
	}
	return pipeline.DocumentDetail{}, &lake.Error{Code: lake.CodeNotFound}
}

func (f *fakeNode) Raw(context.Context, lake.DocumentID) (content []byte, ext string, err error) {
	return []byte("%PDF-"), ".pdf", f.note("raw")
}

func (f *fakeNode) PageImage(context.Context, lake.DocumentID, int, int) (pipeline.PagePicture, error) {
	return pipeline.PagePicture{Image: image.NewGray(image.Rect(0, 0, 100, 140)), Width: 100, Height: 140}, f.err
}

func (f *fakeNode) Related(context.Context, lake.DocumentID, int) (pipeline.Related, error) {
	return f.related, f.err
}

func (f *fakeNode) Review(_ context.Context, id lake.DocumentID, _ int, seen lake.ContentID, typed map[string]string) (lake.ContentID, error) {
	f.mu.Lock()
	if f.edits == nil {
		f.edits = map[lake.DocumentID]map[string]string{}
	}
	if f.edits[id] == nil {
		f.edits[id] = map[string]string{}
	}
	maps.Copy(f.edits[id], typed)
	f.mu.Unlock()
	return seen + "+", f.note(fmt.Sprintf("review %s %v", id, typed))
}

func (f *fakeNode) ApprovePart(_ context.Context, id lake.DocumentID, part int, _ lake.ContentID) error {
	return f.note(fmt.Sprintf("approve %s/%d", id, part))
}

func (f *fakeNode) Unapprove(_ context.Context, ids []lake.DocumentID) error {
	return f.note("unapprove " + join(ids))
}

func (f *fakeNode) Undo(_ context.Context, id lake.DocumentID, _ ...lake.ContentID) error {
	return f.note("undo " + string(id))
}

func (f *fakeNode) Prefer(_ context.Context, id lake.DocumentID, _ int) error {
	return f.note("prefer " + string(id))
}

func (f *fakeNode) Separate(_ context.Context, id lake.DocumentID, _ int) error {
	return f.note("separate " + string(id))
}

func (f *fakeNode) Reread(_ context.Context, ids []lake.DocumentID) error {
	return f.note("reread " + join(ids))
}

func (f *fakeNode) Retry(_ context.Context, ids []lake.DocumentID) error {
	return f.note("retry " + join(ids))
}

func (f *fakeNode) Delete(_ context.Context, ids []lake.DocumentID) error {
	return f.note("delete " + join(ids))
}

func (f *fakeNode) Deleted(context.Context) ([]pipeline.Document, error) {
	return f.deleted, f.err
}

func (f *fakeNode) Restore(_ context.Context, ids []lake.DocumentID) error {
	return f.note("restore " + join(ids))
}

func (f *fakeNode) ApproveShown(_ context.Context, lines []*pipeline.Entry) error {
	var ids []lake.DocumentID
	for _, line := range lines {
		ids = append(ids, line.Document)
	}
	return f.note("approve " + join(ids))
}

func join(ids []lake.DocumentID) string {
	s := ""
	for _, id := range ids {
		s += string(id)
	}
	return s
}

// Overview adds up the costs; there is nothing else in this lake.
func (f *fakeNode) Overview(ctx context.Context, filter lake.MetricFilter) (o lake.Overview, err error) {
	f.mu.Lock()
	f.summed++
	f.mu.Unlock()
	rows, err := f.Costs(ctx, filter)
	for _, c := range rows {
		o.Costs = append(o.Costs, lake.CostSum{Month: c.Month, SellerName: c.SellerName, Net: c.Net, Gross: c.Gross, NetUnreviewed: c.NetUnreviewed})
	}
	return o, err
}

func (f *fakeNode) Due(context.Context, lake.Date, lake.Date) (lake.Due, error) {
	return lake.Due{}, f.err
}

func (f *fakeNode) Extent(context.Context) (lake.Extent, error) {
	e := lake.Extent{Empty: len(f.costs) == 0}
	for _, c := range f.costs {
		e.Months, e.Points = append(e.Months, c.Month), append(e.Points, lake.NamedPoint{PPE: c.PPE})
	}
	return e, nil
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

func (f *fakeNode) Export(_ context.Context, e lake.Export, path string, _ bool) (int64, error) {
	return int64(len(e.Invoices)), f.note("export " + path)
}

func (f *fakeNode) Unlock(_ context.Context, id lake.DocumentID, password string, keep bool) error {
	return f.note(fmt.Sprintf("unlock %s %s %v", id, password, keep))
}

func (f *fakeNode) CanKeepPasswords(context.Context) error { return nil }

func (f *fakeNode) Backup(_ context.Context, path string, _ func(done, total int)) (int, error) {
	return 7, f.note("backup " + path)
}

func (f *fakeNode) RestoreBackup(_ context.Context, path string, _ func(done, total int)) (pipeline.RestoreReport, error) {
	return pipeline.RestoreReport{Added: 3, Present: 4}, f.note("restore backup " + path)
}

func (f *fakeNode) Points() []lake.RegisteredPoint {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.points)
}

func (f *fakeNode) PreviewPoints(points []lake.RegisteredPoint) pipeline.RegisterChange {
	return pipeline.RegisterChange{Added: len(points)}
}

func (f *fakeNode) CheckRegister(context.Context) (pipeline.RegisterReport, error) {
	return pipeline.RegisterReport{Unregistered: []pipeline.UnregisteredPoint{{PPE: "590310600000000012", Invoices: []string{"FV/1"}}}}, f.err
}

func (f *fakeNode) SavePoints(_ context.Context, points []lake.RegisteredPoint) (pipeline.RegisterChange, error) {
	f.mu.Lock()
	f.points = append(f.points, points...)
	f.mu.Unlock()
	return pipeline.RegisterChange{Added: len(points)}, f.note("save point " + points[0].PPE + " " + points[0].Name)
}

func (f *fakeNode) RemovePoint(_ context.Context, ppe string) error {
	return f.note("remove point " + ppe)
}

func (f *fakeNode) UndoRegister(context.Context) (int, error) { return 1, f.note("undo register") }

func (f *fakeNode) CancelReading(_ context.Context, ids ...lake.DocumentID) error {
	return f.note("cancel " + join(ids))
}

func (f *fakeNode) AcceptFinding(_ context.Context, id string) error { return f.note("accept " + id) }

func (f *fakeNode) Corrections(context.Context, lake.MetricFilter) ([]lake.CorrectionSummary, error) {
	return nil, nil
}

func (f *fakeNode) Subscribe() (changes <-chan pipeline.Change, cancel func()) {
	return f.changes, func() {}
}

func (f *fakeNode) Waiting(int) []pipeline.Waiting {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []pipeline.Waiting
	for _, d := range f.documents {
		if d.Status == lake.Processing {
			list = append(list, pipeline.Waiting{Document: d.ID, Stage: lake.StageRead, Running: true})
		}
	}
	return list
}

func (f *fakeNode) Activity() pipeline.Activity { return pipeline.Activity{Gold: f.gold} }
