package pipeline

import (
	"context"

	"wattlake/lake"
)

// CancelReading ends the reading of documents, whose pages may be many: they fail at once with [lake.CodeReadCancelled], those
// that are queued and those that are being read. They stay in the lake, and [Node.Retry] reads them. A document that is read
// already, or by now, is left as it is.
func (n *Node) CancelReading(ctx context.Context, ids ...lake.DocumentID) error {
	for _, id := range ids {
		if !n.bronze.Has(id) {
			return notFound(string(id))
		}
		if s, active := n.tracker.step(id); active && s.stage == lake.StageRead && !n.runs(lake.StageRead) {
			return readElsewhere()
		}
		if !n.tracker.cancelReading(id) {
			continue
		}
		about := lake.BronzeEvent{FileName: n.bronze.FileName(id), Document: id}
		if err := n.conclude(ctx, lake.StageRead, lake.Event{Topic: lake.TopicUploaded}, about, Reject(readCancelled(nil)), 1); err != nil {
			return err
		}
	}
	return nil
}

// cancelReading notes that a document is to be read no further, if it is not through with that. With queued its stage will pass
// it over, and the caller records its end.
func (t *tracker) cancelReading(id lake.DocumentID) (queued bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, ok := t.active[id]
	if !ok || s.stage != lake.StageRead {
		return false
	}
	if !s.running {
		t.withdrawn[id] = true
		return true
	}
	s.cancelled = true
	if s.cancel != nil {
		s.cancel()
	}
	return false
}

// cancellable returns the context for the reading of a document, which [tracker.cancelReading] ends. The caller ends it too.
func (t *tracker) cancellable(ctx context.Context, id lake.DocumentID) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	if s, ok := t.active[id]; ok {
		s.cancel = cancel
		if s.cancelled {
			cancel()
		}
	}
	return ctx, cancel
}

func readCancelled(err error) error {
	return &lake.Error{
		Code: lake.CodeReadCancelled, Op: "pipeline: read", Err: err,
		Message: lake.Text{PL: "Odczyt dokumentu przerwano na życzenie.", EN: "The reading of the document was cancelled."},
		Hint:    lake.Text{PL: "Ponów próbę, jeśli dokument ma zostać odczytany.", EN: "Retry it if it is to be read."},
	}
}

func readElsewhere() error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "pipeline: cancel reading",
		Message: lake.Text{PL: "Dokument czyta inny komputer zespołu.", EN: "Another computer of the team reads the document."},
		Hint:    lake.Text{PL: "Można go usunąć, gdy będzie odczytany.", EN: "It can be deleted once it is read."},
	}
}
