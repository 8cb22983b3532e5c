package pipeline

import (
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
		in, err = b.take(ctx, incoming{fileName: filepath.Base(file.path), content: content, source: b.request.Source})
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
			in, err := b.take(members, incoming{
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
func (b *batch) take(ctx context.Context, d incoming) (ingested, error) {
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
