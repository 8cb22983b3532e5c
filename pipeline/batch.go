package pipeline

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// ingestParallel is how many files are copied into Bronze at the same time: enough to share each fsync of a folder.
const ingestParallel = 8

// Ingest copies the files into Bronze and waits until each has a final state and Gold is up to date. Results come in the
// order of the files. update, which may be nil, is called from several goroutines. A file that is refused is a result, not
// an error. When ctx ends, what is in Bronze already stays there and is finished later.
func (n *Node) Ingest(ctx context.Context, request IngestRequest, update func(IngestUpdate)) ([]IngestResult, error) {
	files := walkSources(request.Paths)
	b := &batch{node: n, request: request, files: files, update: update, results: make([]IngestResult, len(files)), told: make([]IngestUpdate, len(files))}
	if err := b.copyAll(ctx); err != nil {
		return nil, err
	}
	if err := n.awaitResumed(ctx); err != nil { // a document that is dropped again may be one that was left behind
		return nil, err
	}
	if err := n.tracker.wait(ctx, b.documents(), b.report); err != nil {
		return nil, err
	}
	return b.finish(ctx)
}

// batch is one call of Ingest.
type batch struct {
	node    *Node
	request IngestRequest
	files   []sourceFile
	update  func(IngestUpdate)
	results []IngestResult // Status is empty while the document is on its way

	mu   sync.Mutex
	told []IngestUpdate // the last update per file, so that only news is told
	ends int            // files with a final state, as told
}

func (b *batch) copyAll(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(ingestParallel)
	for i := range b.files {
		group.Go(func() error { return b.copy(ctx, i) })
	}
	return group.Wait()
}

// copy ingests one file. Only what concerns the whole lake, such as a full disk, is an error.
func (b *batch) copy(ctx context.Context, i int) error {
	file := b.files[i]
	err := file.err
	var in ingested
	if err == nil {
		in, err = b.node.ingestWithPassword(ctx, file.path, b.request)
	}
	result := IngestResult{File: file.path, Document: in.document}
	switch outcome := outcomeOf(err); {
	case err == nil && in.known:
		result.Status = lake.StatusDoubled
	case err == nil:
	case lake.CodeOf(err) == lake.CodeUnreadable || outcome.verdict == reject:
		result.fail(err)
	default:
		return fmt.Errorf("ingest %s: %w", file.path, err)
	}
	b.results[i] = result
	b.tell(i, IngestUpdate{Document: in.document, Stage: lake.StageIngest, Status: result.Status})
	return nil
}

func (n *Node) ingestWithPassword(ctx context.Context, path string, request IngestRequest) (ingested, error) {
	if request.Password == "" {
		return n.ingestFile(ctx, path, request.Source)
	}
	content, err := readSource(path)
	if err != nil {
		return ingested{}, err
	}
	id := lake.NewDocumentID(content)
	n.passwords.Store(id, request.Password)
	in, err := n.ingestFile(ctx, path, request.Source)
	if err != nil || !in.known {
		return in, err
	}
	return in, n.retryWithPassword(ctx, id)
}

// retryWithPassword gives a document that failed for want of a password another try.
func (n *Node) retryWithPassword(ctx context.Context, id lake.DocumentID) error {
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil || facts.Status() != lake.Failed {
		return err
	}
	return n.Retry(ctx, []lake.DocumentID{id})
}

func (b *batch) documents() []lake.DocumentID {
	ids := []lake.DocumentID{} // not nil: nil would wait for all documents
	for _, r := range b.results {
		if r.Document != "" {
			ids = append(ids, r.Document)
		}
	}
	return ids
}

// report tells where each unfinished file is.
func (b *batch) report() {
	if b.update == nil {
		return
	}
	for i, r := range b.results {
		if r.Status != "" || r.Document == "" {
			continue
		}
		if s, active := b.node.tracker.step(r.Document); active {
			b.tell(i, IngestUpdate{Document: r.Document, Stage: s.stage, Status: lake.Processing, Page: s.page, Pages: s.pages})
			continue
		}
		b.tell(i, IngestUpdate{Document: r.Document, Stage: lake.StageSilver, Status: lake.Ready})
	}
}

func (b *batch) tell(i int, u IngestUpdate) {
	if b.update == nil {
		return
	}
	u.File = b.files[i].path
	b.mu.Lock()
	news := u != b.told[i]
	if news {
		if final(u.Status) && !final(b.told[i].Status) {
			b.ends++
		}
		b.told[i] = u
	}
	u.Done, u.Total = b.ends, len(b.files)
	b.mu.Unlock()
	if news {
		b.update(u)
	}
}

func final(s lake.Status) bool { return s != "" && s.Final() }

// finish looks up how each document ended.
func (b *batch) finish(ctx context.Context) ([]IngestResult, error) {
	for i := range b.results {
		r := &b.results[i]
		if r.Document == "" {
			continue
		}
		facts, err := b.node.bronze.Facts(ctx, r.Document)
		if err != nil {
			return nil, err
		}
		if best, ok := facts.Best(); ok {
			r.Readings = best.Invoices
		}
		status := facts.Status()
		switch {
		case status == lake.Failed:
			failure := facts.OpenFailures()[len(facts.OpenFailures())-1]
			r.Status, r.Code, r.Message, r.Hint = lake.Failed, failure.Code, failure.Message, failure.Hint
		case status == lake.Waiting:
			r.fail(b.node.putOff(r.Document))
		case r.Status == "":
			r.Status = status
		}
		b.tell(i, IngestUpdate{Document: r.Document, Stage: lake.StageSilver, Status: r.Status})
	}
	return b.results, nil
}

// putOff is why a document could not be finished now.
func (n *Node) putOff(id lake.DocumentID) error {
	if err := n.tracker.trouble(id); err != nil {
		return err
	}
	return &lake.Error{
		Code: lake.CodeInternal, Op: "pipeline: ingest",
		Message: lake.Text{PL: "Dokument czeka na przetworzenie.", EN: "The document waits to be processed."},
		Hint:    lake.Text{PL: "Uruchom program ponownie.", EN: "Start the program again."},
	}
}

func (r *IngestResult) fail(err error) {
	r.Status = lake.Failed
	r.Code = lake.CodeOf(err)
	r.Message, r.Hint = lake.Explain(err)
}
