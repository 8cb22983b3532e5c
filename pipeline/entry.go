package pipeline

import (
	"cmp"
	"context"
	"strings"

	"wattlake/lake"
)

// Entry is one line of the list of invoices: an invoice that a document carries, or a document without one. It is never
// changed: a line that is different is another Entry, so that whoever keeps lists sees by the pointer what is new.
type Entry struct {
	Document  lake.DocumentID
	Index     int // which of the document's invoices, from 0
	Part      int // its part in the document, from 1; 0 when nothing was read
	FileName  string
	DroppedAt string        // RFC 3339
	Status    lake.Status   // of the invoice; of the document while nothing was read or a stage is at work
	Stage     lake.Stage    // the stage at work, or the one that failed
	Failure   *lake.Failure // when failed, else nil
	Invoice   *lake.Brief   // nil when nothing was read
}

// withoutInvoice is the line of a document that has no row: from Bronze comes why. A deleted one has no line.
func (e Entry) withoutInvoice(ctx context.Context, l *Library) ([]*Entry, error) {
	if e.Status == lake.Processing {
		return []*Entry{&e}, nil
	}
	facts, err := l.bronze.Facts(ctx, e.Document)
	if err != nil {
		return nil, err
	}
	e.Status = facts.Status()
	switch e.Status {
	case lake.Deleted:
		return nil, nil
	case lake.Failed:
		open := facts.OpenFailures()
		e.Failure = &open[len(open)-1].Failure
		e.Stage = e.Failure.Stage
	default:
	}
	return []*Entry{&e}, nil
}

func newestFirst(a, b *Entry) int {
	return cmp.Or(strings.Compare(b.DroppedAt, a.DroppedAt), strings.Compare(a.FileName, b.FileName), strings.Compare(string(a.Document), string(b.Document)),
		cmp.Compare(a.Index, b.Index))
}

// merged puts two sorted lists together.
func merged(a, b []*Entry) []*Entry {
	list := make([]*Entry, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if newestFirst(a[0], b[0]) <= 0 {
			list, a = append(list, a[0]), a[1:]
		} else {
			list, b = append(list, b[0]), b[1:]
		}
	}
	return append(append(list, a...), b...)
}
