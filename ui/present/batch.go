package present

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Batch follows the files that were handed over since the last summary was put away. Several drops may run at once; they are
// shown as one. It is safe for concurrent use: the pipeline reports from many goroutines.
type Batch struct {
	Clock func() time.Time // nil: nothing is said about speed

	mu   sync.Mutex
	next int
	runs map[int]*batchRun
}

// batchRun is one drop.
type batchRun struct {
	began    time.Time
	ended    time.Time
	done     int
	total    int
	files    map[string]FileProgress
	finished bool
	err      error
}

func (b *Batch) now() time.Time {
	if b.Clock == nil {
		return time.Time{}
	}
	return b.Clock()
}

// Start notes a new drop and returns its number.
func (b *Batch) Start(paths []string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.runs == nil || b.allFinished() {
		b.runs = map[int]*batchRun{}
	}
	b.next++
	b.runs[b.next] = &batchRun{began: b.now(), total: len(paths), files: map[string]FileProgress{}}
	return b.next
}

// Update notes what the pipeline reports about one file. Reports may arrive late and out of order.
func (b *Batch) Update(run int, u pipeline.IngestUpdate) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.runs[run]
	if r == nil || r.finished {
		return
	}
	r.done, r.total = max(r.done, u.Done), max(r.total, u.Total)
	if u.File == "" {
		return
	}
	f, seen := r.files[u.File]
	if !seen {
		f = FileProgress{File: u.File, order: len(r.files)}
	}
	if u.Status == "" {
		u.Status = lake.Waiting // it is in Bronze, and nothing has begun yet
	}
	if seen && f.Status.Final() && !u.Status.Final() {
		return
	}
	f.Document, f.Status, f.Stage, f.Page, f.Pages = cmp.Or(u.Document, f.Document), u.Status, u.Stage, u.Page, u.Pages
	r.files[u.File] = f
}

// Finish notes the end of a drop: how its files ended, and the error if the drop as a whole did not.
func (b *Batch) Finish(run int, results []pipeline.IngestResult, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.runs[run]
	if r == nil {
		return
	}
	r.finished, r.err, r.ended = true, err, b.now()
	if err == nil {
		r.done, r.total = len(results), len(results)
	}
	for i, result := range results {
		f := r.files[result.File]
		f.File, f.Status, f.order = result.File, result.Status, i
		f.Reason = reason(result)
		r.files[result.File] = f
	}
}

// Taken returns what is known of the files of a drop that were taken in so far, in their order.
func (b *Batch) Taken(run int) []pipeline.IngestResult {
	b.mu.Lock()
	defer b.mu.Unlock()
	var results []pipeline.IngestResult
	r := b.runs[run]
	if r == nil {
		return nil
	}
	for _, f := range slices.SortedFunc(maps.Values(r.files), func(x, y FileProgress) int { return cmp.Compare(x.order, y.order) }) {
		if f.Document != "" {
			results = append(results, pipeline.IngestResult{File: f.File, Document: f.Document, Status: f.Status})
		}
	}
	return results
}

// MarkListed gives the documents of a drop that was cancelled the state that the list gives them, and reports whether that is final.
func MarkListed(results []pipeline.IngestResult, entries []*pipeline.Entry) (final bool) {
	of := make(map[lake.DocumentID]*pipeline.IngestResult, len(results))
	for i := range results {
		of[results[i].Document] = &results[i]
	}
	for _, e := range entries {
		r := of[e.Document]
		if r == nil {
			continue
		}
		if !e.Status.Final() {
			return false
		}
		if e.Index == 0 || e.Status == lake.StatusReview {
			r.Status = e.Status
		}
		if r.Status == lake.StatusDoubled {
			r.Status = lake.Ready // unless all its invoices are
		}
		if e.Failure != nil {
			r.Code, r.Message, r.Hint = e.Failure.Code, e.Failure.Message, e.Failure.Hint
		}
	}
	MarkDoubled(results, entries)
	return true
}

// MarkDoubled notes the documents whose every invoice another document carries already, as the list does. Only the same bytes are
// told apart while they come in.
func MarkDoubled(results []pipeline.IngestResult, entries []*pipeline.Entry) {
	ready := map[lake.DocumentID]*pipeline.IngestResult{}
	for i := range results {
		if r := &results[i]; r.Status == lake.Ready || r.Status == lake.StatusReview {
			ready[r.Document] = r
		}
	}
	doubled := map[lake.DocumentID]bool{}
	for _, e := range entries {
		if ready[e.Document] != nil {
			others, seen := doubled[e.Document]
			doubled[e.Document] = (others || !seen) && e.Status == lake.StatusDoubled
		}
	}
	for id, r := range ready {
		if doubled[id] {
			r.Status, r.Message = lake.StatusDoubled, sameInvoice
		}
	}
}

var sameInvoice = lake.Text{PL: "Tę samą fakturę ma inny dokument.", EN: "Another document has the same invoice."}

// Dismiss puts the summary away; what still runs stays.
func (b *Batch) Dismiss() {
	b.mu.Lock()
	defer b.mu.Unlock()
	maps.DeleteFunc(b.runs, func(_ int, r *batchRun) bool { return r.finished })
}

func (b *Batch) allFinished() bool {
	for _, r := range b.runs {
		if !r.finished {
			return false
		}
	}
	return true
}

// reason is the sentence beside a file that did not simply become an invoice.
func reason(result pipeline.IngestResult) lake.Text {
	if result.Status == lake.StatusDoubled {
		return result.Message
	}
	if result.Status == lake.Failed {
		return lake.Text{PL: join(result.Message.PL, result.Hint.PL), EN: join(result.Message.EN, result.Hint.EN)}
	}
	for _, r := range result.Readings {
		for _, f := range r.Findings {
			if f.Severity == lake.NeedsReview {
				return f.Message
			}
		}
	}
	return lake.Text{}
}

func join(sentence, hint string) string {
	if sentence == "" || hint == "" {
		return sentence + hint
	}
	return sentence + " " + hint
}
