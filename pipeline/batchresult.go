package pipeline

import (
	"cmp"
	"context"
	"slices"

	"wattlake/lake"
)

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
