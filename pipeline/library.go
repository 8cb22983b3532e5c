package pipeline

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/silver"
)

// Library answers questions about a lake. It only reads, so it needs no lock and works beside a running [Node].
type Library struct {
	objects Objects
	bronze  *bronze.Catalogue
	tables  Tables
	rows    *rowCache // told of every commit, as is listing
	listing *listing
	tracker *tracker // of the node around it; never nil
}

// OpenLibrary scans Bronze once; what another process adds later is not seen.
func OpenLibrary(ctx context.Context, objects Objects, tables Tables) (*Library, error) {
	l := newLibrary(objects, tables)
	if err := l.bronze.Scan(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// newLibrary returns a library that knows nothing of Bronze yet.
func newLibrary(objects Objects, tables Tables) *Library {
	return &Library{objects: objects, bronze: bronze.New(objects), tables: tables, rows: newRowCache(tables), listing: newListing(tables), tracker: newTracker(newHub())}
}

// committed tells the caches of a commit to Silver.
func (l *Library) committed(f Folded) {
	l.listing.apply(f.Base, f.Version, f.Keys, f.Rows)
	l.rows.apply(f.Base, f.Version, f.Keys, f.Rows)
}

// Documents returns all documents that are not deleted, newest drop first.
func (l *Library) Documents(ctx context.Context) ([]Document, error) {
	return l.list(ctx, func(s lake.Status) bool { return s != lake.Deleted })
}

// Deleted returns the documents that [Node.Restore] brings back, the latest deletion first.
func (l *Library) Deleted(ctx context.Context) ([]Document, error) {
	documents, err := l.list(ctx, func(s lake.Status) bool { return s == lake.Deleted })
	deleted := func(d Document) string {
		if d.Deletion == nil {
			return "" // erased
		}
		return d.Deletion.At
	}
	slices.SortStableFunc(documents, func(a, b Document) int { return strings.Compare(deleted(b), deleted(a)) })
	return documents, err
}

func (l *Library) list(ctx context.Context, wanted func(lake.Status) bool) ([]Document, error) {
	rows, err := l.rows.byDocument(ctx)
	if err != nil {
		return nil, err
	}
	var documents []Document
	for _, id := range l.bronze.Documents() {
		d, err := l.document(ctx, id, rows[id])
		if err != nil {
			return nil, err
		}
		if wanted(d.Status) {
			documents = append(documents, d)
		}
	}
	slices.SortFunc(documents, func(a, b Document) int {
		return cmp.Or(strings.Compare(b.DroppedAt, a.DroppedAt), strings.Compare(a.FileName, b.FileName), strings.Compare(string(a.ID), string(b.ID)))
	})
	return documents, nil
}

// Document returns everything that is known about one document.
func (l *Library) Document(ctx context.Context, id lake.DocumentID) (DocumentDetail, error) {
	if !l.bronze.Has(id) {
		return DocumentDetail{}, notFound(string(id))
	}
	rows, err := l.tables.Touching(ctx, []lake.DocumentID{id}, nil)
	if err != nil {
		return DocumentDetail{}, err
	}
	d, err := l.document(ctx, id, rows)
	if err != nil {
		return DocumentDetail{}, err
	}
	detail := DocumentDetail{Document: d}
	if detail.Origins, err = l.bronze.Origins(ctx, id); err != nil {
		return DocumentDetail{}, err
	}
	facts, err := l.bronze.Facts(ctx, id)
	if err != nil {
		return DocumentDetail{}, err
	}
	if best, ok := facts.Best(); ok {
		detail.Readings, detail.Source = best.Invoices, best.Source
	}
	detail.Steps = history(detail.Readings, facts.Decisions)
	detail.Values = valuesOfParts(detail.Readings, lake.LiveDecisions(facts.Decisions))
	detail.Figures = silver.Figures(facts)
	text, _, _, err := l.bronze.Words(ctx, id)
	detail.Text = text.Text()
	return detail, err
}

// Raw returns the document's bytes as they came, and their extension.
func (l *Library) Raw(ctx context.Context, id lake.DocumentID) (content []byte, ext string, err error) {
	key := l.bronze.RawKey(id)
	if key == "" {
		return nil, "", notFound(string(id))
	}
	parsed, _ := lake.ParseKey(key)
	content, err = l.bronze.Get(ctx, key)
	return content, parsed.Ext, err
}

// Find resolves what a person typed: a document id, a name from a key, or a file name with or without extension under which it
// was dropped, once or again. A name as keys spell it will do where no document has just this one. Several documents may have
// one file name: the newest comes first. An extension tells an invoice as XML from the same one as PDF.
func (l *Library) Find(ctx context.Context, what string) ([]Document, error) {
	documents, err := l.Documents(ctx)
	if err != nil {
		return nil, err
	}
	var best bronze.Likeness
	var found []Document
	for _, d := range documents {
		how, err := l.bronze.IsCalled(ctx, d.ID, what)
		switch {
		case err != nil:
			return nil, err
		case how > best:
			best, found = how, []Document{d}
		case how == best && how > bronze.Unlike:
			found = append(found, d)
		}
	}
	if len(found) == 0 {
		return nil, notFound(what)
	}
	return found, nil
}

func (l *Library) document(ctx context.Context, id lake.DocumentID, rows []lake.Invoice) (Document, error) {
	key := l.bronze.RawKey(id)
	parsed, _ := lake.ParseKey(key)
	d := Document{ID: id, Name: parsed.Name, Ext: parsed.Ext, FileName: parsed.Name.Stem() + parsed.Ext, Invoices: rows}
	dropped, err := l.bronze.Dropped(ctx, id)
	if err != nil {
		return Document{}, err
	}
	if dropped.FileName != "" {
		d.FileName, d.DroppedAt = dropped.FileName, dropped.At
	}
	if step, active := l.tracker.step(id); active {
		d.Status, d.Stage = lake.Processing, step.stage
		return d, nil
	}
	return l.withState(ctx, d)
}

// withState fills in the state of a document that no stage has. Rows tell it without reading Bronze.
func (l *Library) withState(ctx context.Context, d Document) (Document, error) {
	if len(d.Invoices) > 0 {
		d.Status = worst(d.ID, d.Invoices)
		return d, nil
	}
	facts, err := l.bronze.Facts(ctx, d.ID)
	if err != nil {
		return Document{}, err
	}
	d.Status = facts.Status()
	if deletion, deleted := facts.Deletion(); deleted {
		d.Deletion = &deletion
	}
	if d.Status == lake.Failed {
		open := facts.OpenFailures()
		d.Failure = &open[len(open)-1].Failure
		d.Stage = d.Failure.Stage
	}
	return d, nil
}

// worst is the state of a document with these invoices: that of the one that needs a person most. Of invoices that count from
// another document it has copies; the state of their rows is the other's.
func worst(id lake.DocumentID, invoices []lake.Invoice) lake.Status {
	order := []lake.Status{lake.StatusReview, lake.Ready, lake.Reviewed, lake.StatusDoubled}
	status := lake.StatusDoubled
	for _, i := range invoices {
		if i.CountsFrom(id) && slices.Index(order, i.Status) < slices.Index(order, status) {
			status = i.Status
		}
	}
	return status
}

func notFound(what string) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "pipeline: find",
		Message: lake.Text{PL: "W jeziorze nie ma dokumentu „" + what + "”.", EN: "There is no document “" + what + "” in the lake."},
		Hint:    lake.Text{PL: "Listę dokumentów pokaże: wattlake status.", EN: "wattlake status lists the documents."},
	}
}
