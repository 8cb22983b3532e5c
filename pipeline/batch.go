package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/pipeline/intake"
)

// ingestParallel is how many files are copied into Bronze at the same time: enough to share each fsync of a folder.
const ingestParallel = 8

// Ingest copies the files into Bronze and waits until each has a final state and Gold is up to date. Archives and mails are
// opened and the documents in them taken, each with a result of its own under "archive!/member". Results come in the order
// of the files. update, which may be nil, is called by one goroutine at a time. A file that is refused is a result, not an
// error. When ctx ends, what is in Bronze already stays there and is finished later.
func (n *Node) Ingest(ctx context.Context, request IngestRequest, update func(IngestUpdate)) ([]IngestResult, error) {
	files := walkSources(request.Paths)
	b := &batch{node: n, request: request, files: files, update: update, items: make([][]*item, len(files)), total: len(files), known: map[lake.DocumentID]bool{}}
	if err := b.copyAll(ctx); err != nil {
		return nil, err
	}
	if err := n.awaitResumed(ctx); err != nil { // a document that is dropped again may be one that was left behind
		return nil, err
	}
	for more := true; more; more = b.addAttached() {
		if err := n.tracker.await(ctx, b.documents(), b.report()); err != nil {
			return nil, err
		}
	}
	return b.finish(ctx)
}

// addAttached adds the documents that were found inside PDFs of the batch, and reports whether there are any new ones.
func (b *batch) addAttached() (more bool) {
	for file := range b.items {
		for _, it := range slices.Clone(b.items[file]) {
			links, ok := b.node.attached.LoadAndDelete(it.result.Document)
			if !ok {
				continue
			}
			attached, _ := links.([]lake.Attachment)
			for _, link := range attached {
				found := b.add(file, it.result.File+intake.MemberSign+link.Name)
				found.result.Document = link.Document
				more = true
			}
		}
	}
	return more
}

// batch is one call of Ingest.
type batch struct {
	node    *Node
	request IngestRequest
	files   []sourceFile
	update  func(IngestUpdate)

	telling sync.Mutex // one update at a time, in the order of the counts
	mu      sync.Mutex
	items   [][]*item                // per file: itself, or what was found inside
	made    int                      // items so far
	total   int                      // items known so far; a file counts as one until it is opened
	ends    int                      // items with a final state, as told
	known   map[lake.DocumentID]bool // documents of the batch: whether they were here before it
}

// item is one document of a batch, or a file that gave none.
type item struct {
	number int          // of the batch's items
	result IngestResult // Status is empty while the document is on its way
	told   IngestUpdate // the last update, so that only news is told
}

func (b *batch) copyAll(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(ingestParallel)
	for i := range b.files {
		group.Go(func() error { return b.copy(ctx, i) })
	}
	return group.Wait()
}

// copy ingests one file, or what is inside. Only what concerns the whole lake, such as a full disk, is an error.
func (b *batch) copy(ctx context.Context, i int) error {
	file := b.files[i]
	if file.err != nil {
		return b.settle(b.add(i, file.path), ingested{}, file.err)
	}
	opened, size, opens, err := openSource(file.path)
	if err != nil {
		return b.settle(b.add(i, file.path), ingested{}, err)
	}
	defer func() { _ = opened.Close() }() // only read
	if opens {
		return b.copyMembers(ctx, i, opened, size)
	}
	content, err := readSource(opened, size)
	var in ingested
	if err == nil {
		in, err = b.take(ctx, dropped{fileName: filepath.Base(file.path), content: content, source: b.request.Source})
	}
	return b.settle(b.add(i, file.path), in, err)
}

// copyMembers ingests what is inside an archive or mail. What cannot be opened (any further) is one more result, of the
// file itself.
func (b *batch) copyMembers(ctx context.Context, i int, source io.ReaderAt, size int64) error {
	file := b.files[i].path
	group, members := errgroup.WithContext(ctx)
	group.SetLimit(ingestParallel) // members in memory at the same time
	err := intake.Unpack(source, size, func(m intake.Member) error {
		if members.Err() != nil {
			return members.Err()
		}
		it := b.add(i, file+intake.MemberSign+m.Name)
		if m.Err != nil {
			return b.settle(it, ingested{}, m.Err)
		}
		group.Go(func() error {
			in, err := b.take(members, dropped{
				fileName: path.Base(m.Name), content: m.Content, source: b.request.Source, container: filepath.Base(file), member: m.Name,
			})
			return b.settle(it, in, err)
		})
		return nil
	})
	if failed := group.Wait(); failed != nil {
		return failed
	}
	if err == nil {
		return nil
	}
	return b.settle(b.add(i, file), ingested{}, err)
}

// add makes one more item of a file.
func (b *batch) add(file int, name string) *item {
	b.mu.Lock()
	defer b.mu.Unlock()
	it := &item{number: b.made, result: IngestResult{File: name}}
	b.made++
	if len(b.items[file]) > 0 {
		b.total++
	}
	b.items[file] = append(b.items[file], it)
	return it
}

// settle notes how copying ended; a file that is refused is a result, anything else that fails ends the batch.
func (b *batch) settle(it *item, in ingested, err error) error {
	it.result.Document = in.document
	switch outcome := outcomeOf(err); {
	case err == nil && in.known:
		it.result.Status = lake.StatusDoubled
	case err == nil:
	case lake.CodeOf(err) == lake.CodeUnreadable || outcome.verdict == reject:
		it.result.fail(err)
	default:
		return fmt.Errorf("ingest %s: %w", it.result.File, err)
	}
	b.tell(it, IngestUpdate{Document: in.document, Stage: lake.StageIngest, Status: it.result.Status})
	return nil
}

// take ingests one document. Known are those that were here before the batch: the same bytes twice in one batch are new once.
func (b *batch) take(ctx context.Context, d dropped) (ingested, error) {
	id := lake.NewDocumentID(d.content)
	b.mu.Lock()
	known, claimed := b.known[id]
	if !claimed {
		known = b.node.bronze.Has(id)
		b.known[id] = known
	}
	b.mu.Unlock()
	if b.request.Password != "" {
		b.node.passwords.give(id, givenPassword{b.request.Password, b.request.KeepPassword})
	}
	in, err := b.node.ingestBytes(ctx, d)
	retried := false
	if err == nil && in.known && b.request.Password != "" {
		retried, err = b.node.retryWithPassword(ctx, id)
	}
	in.known = known && !retried
	return in, err
}

// retryWithPassword gives a document that failed for want of a password another try.
func (n *Node) retryWithPassword(ctx context.Context, id lake.DocumentID) (retried bool, err error) {
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil || facts.Status() != lake.Failed {
		return false, err
	}
	return true, n.Retry(ctx, []lake.DocumentID{id})
}

// all returns the items in the order of the files.
func (b *batch) all() []*item { return slices.Concat(b.items...) }

func (b *batch) documents() []lake.DocumentID {
	var ids []lake.DocumentID
	for _, it := range b.all() {
		if it.result.Document != "" {
			ids = append(ids, it.result.Document)
		}
	}
	return ids
}

// report returns a function that tells where unfinished documents are.
func (b *batch) report() func([]lake.DocumentID) {
	unfinished := map[lake.DocumentID][]*item{}
	for _, it := range b.all() {
		if id := it.result.Document; it.result.Status == "" && id != "" {
			unfinished[id] = append(unfinished[id], it)
		}
	}
	return func(ids []lake.DocumentID) {
		if b.update == nil {
			return
		}
		var moved []*item
		for _, id := range ids {
			moved = append(moved, unfinished[id]...)
		}
		slices.SortFunc(moved, func(x, y *item) int { return cmp.Compare(x.number, y.number) })
		for _, it := range moved {
			b.locate(it)
		}
	}
}

// locate tells where an unfinished document is.
func (b *batch) locate(it *item) {
	id := it.result.Document
	if s, active := b.node.tracker.step(id); active {
		b.tell(it, IngestUpdate{Document: id, Stage: s.stage, Status: lake.Processing, Page: s.page, Pages: s.pages})
		return
	}
	b.tell(it, IngestUpdate{Document: id, Stage: lake.StageSilver, Status: lake.Ready})
}

func (b *batch) tell(it *item, u IngestUpdate) {
	if b.update == nil {
		return
	}
	b.telling.Lock()
	defer b.telling.Unlock()
	u.File = it.result.File
	b.mu.Lock()
	news := u != it.told
	if news {
		b.ends += ends(u) - ends(it.told) // between two stages a document seems to have ended
		it.told = u
	}
	u.Done, u.Total = b.ends, b.total
	b.mu.Unlock()
	if news {
		b.update(u)
	}
}

// ends is how many documents the update counts as ended.
func ends(u IngestUpdate) int {
	if u.Status != "" && u.Status.Final() {
		return 1
	}
	return 0
}

// finish looks up how each document ended. Of files with the same bytes the first counts, the others are duplicates.
func (b *batch) finish(ctx context.Context) ([]IngestResult, error) {
	items := b.all()
	results := make([]IngestResult, len(items))
	first := map[lake.DocumentID]bool{}
	for i, it := range items {
		r := &it.result
		if r.Document != "" {
			doubled := first[r.Document]
			first[r.Document] = true
			if err := b.conclude(ctx, r, doubled); err != nil {
				return nil, err
			}
			b.tell(it, IngestUpdate{Document: r.Document, Stage: lake.StageSilver, Status: r.Status})
		}
		results[i] = *r
	}
	return results, nil
}

// conclude fills in the end of a document that is in Bronze.
func (b *batch) conclude(ctx context.Context, r *IngestResult, doubled bool) error {
	facts, err := b.node.bronze.Facts(ctx, r.Document)
	if err != nil {
		return err
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
	case doubled:
		r.Status = lake.StatusDoubled
	case r.Status == "":
		r.Status = status
	}
	return nil
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
