package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

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

// listing keeps the lines of the list in memory and makes anew only those that changed: with a hundred thousand documents
// and ten refreshes a second nothing else is fast enough. Safe for concurrent use.
type listing struct {
	tables Tables

	mu      sync.Mutex
	version int64 // of Silver
	loaded  bool
	briefs  map[lake.InvoiceKey]*lake.Brief
	of      map[lake.DocumentID][]place
	lines   map[lake.DocumentID]*lines
	order   []lake.DocumentID // of lines, newest drop first
}

// place is where a document stands in a row.
type place struct {
	brief *lake.Brief
	part  int
	role  lake.Role
}

// lines are the entries of one document and what they were made from.
type lines struct {
	entries []*Entry
	active  bool
	stage   lake.Stage
	places  []place
	facts   factCount
	drop    drop
}

// factCount tells whether anything was added to a document.
type factCount struct{ parsed, failures, decisions int }

func newListing(tables Tables) *listing {
	return &listing{tables: tables, lines: map[lake.DocumentID]*lines{}}
}

// Entries returns the lines of all documents that are not deleted, newest drop first.
func (l *Library) Entries(ctx context.Context) ([]*Entry, error) {
	return l.rows.listing.entries(ctx, l)
}

func (g *listing) entries(ctx context.Context, l *Library) ([]*Entry, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(ctx); err != nil {
		return nil, err
	}
	active := l.tracker.snapshot()
	ids := l.bronze.Documents()
	moved := len(ids) != len(g.order)
	count := 0
	for _, id := range ids {
		known := g.lines[id]
		fresh, changed, err := g.look(ctx, l, id, active, known)
		if err != nil {
			return nil, err
		}
		if changed {
			moved = moved || known == nil || known.drop != fresh.drop
			g.lines[id] = fresh
		}
		count += len(fresh.entries)
	}
	if moved {
		g.sort(ids)
	}
	entries := make([]*Entry, 0, count)
	for _, id := range g.order {
		entries = append(entries, g.lines[id].entries...)
	}
	return entries, nil
}

// early returns the lines of Silver's documents while Bronze is not known, latest invoice first.
func (g *listing) early(ctx context.Context, l *Library) ([]*Entry, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(ctx); err != nil {
		return nil, err
	}
	entries := make([]*Entry, 0, len(g.of))
	for id, places := range g.of {
		made, err := (&lines{places: places}).make(ctx, l, id)
		if err != nil {
			return nil, err
		}
		entries = append(entries, made...)
	}
	slices.SortFunc(entries, func(a, b *Entry) int {
		return cmp.Or(b.Invoice.IssueDate.Compare(a.Invoice.IssueDate), strings.Compare(string(a.Document), string(b.Document)), cmp.Compare(a.Index, b.Index))
	})
	return entries, nil
}

func (g *listing) sort(ids []lake.DocumentID) {
	g.order = ids
	if len(g.lines) > len(ids) { // documents are gone for good
		maps.DeleteFunc(g.lines, func(id lake.DocumentID, _ *lines) bool { _, here := slices.BinarySearch(ids, id); return !here })
		g.order = slices.Clone(ids)
	}
	slices.SortFunc(g.order, func(a, b lake.DocumentID) int {
		x, y := g.lines[a].drop, g.lines[b].drop
		return cmp.Or(strings.Compare(y.at, x.at), strings.Compare(x.fileName, y.fileName), strings.Compare(string(a), string(b)))
	})
}

// look returns the lines of a document, the known ones if nothing about it is different.
func (g *listing) look(ctx context.Context, l *Library, id lake.DocumentID, active map[lake.DocumentID]lake.Stage, known *lines) (*lines, bool, error) {
	dropped, err := l.bronze.dropped(ctx, id)
	if err != nil {
		return nil, false, err
	}
	stage, isActive := active[id]
	fresh := lines{active: isActive, stage: stage, places: g.of[id], facts: l.bronze.countFacts(id), drop: dropped}
	if known != nil && known.same(fresh) {
		return known, false, nil
	}
	if fresh.entries, err = fresh.make(ctx, l, id); err != nil {
		return nil, false, err
	}
	return &fresh, true, nil
}

// same reports whether the lines were made from the same. Facts beside the rows tell something only when there is no row.
func (s *lines) same(o lines) bool {
	return s.active == o.active && s.stage == o.stage && s.drop == o.drop && slices.Equal(s.places, o.places) &&
		(len(s.places) > 0 || s.active || s.facts == o.facts)
}

func (s *lines) make(ctx context.Context, l *Library, id lake.DocumentID) ([]*Entry, error) {
	base := Entry{Document: id, FileName: s.drop.fileName, DroppedAt: s.drop.at}
	if base.FileName == "" {
		parsed, _ := lake.ParseKey(l.bronze.RawKey(id))
		base.FileName = parsed.Name.Stem() + parsed.Ext
	}
	if s.active {
		base.Status, base.Stage = lake.Processing, s.stage
	}
	if len(s.places) == 0 {
		if s.active {
			return []*Entry{&base}, nil
		}
		return base.withoutInvoice(ctx, l)
	}
	entries := make([]*Entry, len(s.places))
	for i, p := range s.places {
		e := base
		e.Index, e.Part, e.Invoice = i, p.part, p.brief
		switch {
		case s.active:
		case p.role == lake.Duplicate:
			e.Status = lake.StatusDoubled
		default:
			e.Status = p.brief.Status
		}
		entries[i] = &e
	}
	return entries, nil
}

// withoutInvoice reads from Bronze why a document has no row; a deleted one has no line.
func (e Entry) withoutInvoice(ctx context.Context, l *Library) ([]*Entry, error) {
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

func (g *listing) refresh(ctx context.Context) error {
	version, err := g.tables.SilverVersion(ctx)
	if err != nil {
		return fmt.Errorf("silver version: %w", err)
	}
	if g.loaded && version == g.version {
		return nil
	}
	briefs, version, err := g.tables.Briefs(ctx)
	if err != nil {
		return fmt.Errorf("read silver: %w", err)
	}
	before := g.briefs
	g.briefs, g.of = make(map[lake.InvoiceKey]*lake.Brief, len(briefs)), make(map[lake.DocumentID][]place, len(briefs))
	for i := range briefs {
		b := &briefs[i]
		if old := before[b.Key]; old != nil && reflect.DeepEqual(old, b) {
			b = old // lists see that nothing changed
		} else {
			b = new(lake.Brief)
			*b = briefs[i] // of its own, so that a row that is replaced frees its memory
		}
		g.put(b)
	}
	g.version, g.loaded = version, true
	return nil
}

// places returns where each document stands in the rows, at Silver's present version.
func (g *listing) places(ctx context.Context) (map[lake.DocumentID][]place, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(ctx); err != nil {
		return nil, err
	}
	return maps.Clone(g.of), nil
}

// put adds a row to the places of its documents, which stand in the order of their parts.
func (g *listing) put(b *lake.Brief) {
	g.briefs[b.Key] = b
	for _, d := range b.Documents {
		places := append(slices.Clone(g.of[d.Document]), place{b, d.Part, d.Role})
		slices.SortStableFunc(places, func(x, y place) int { return cmp.Compare(x.part, y.part) })
		g.of[d.Document] = places
	}
}

func (g *listing) remove(key lake.InvoiceKey) {
	b := g.briefs[key]
	if b == nil {
		return
	}
	delete(g.briefs, key)
	for _, d := range b.Documents {
		places := slices.DeleteFunc(slices.Clone(g.of[d.Document]), func(p place) bool { return p.brief == b })
		if len(places) == 0 {
			delete(g.of, d.Document)
		} else {
			g.of[d.Document] = places
		}
	}
}

// apply takes over a commit of this process, see [rowCache.apply].
func (g *listing) apply(from, version int64, removed []lake.InvoiceKey, rows []lake.Invoice) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.loaded || g.version != from || version > from+1 {
		g.loaded = g.loaded && version == from
		return
	}
	for _, key := range removed {
		g.remove(key)
	}
	for _, row := range rows {
		g.remove(row.Key)
		b := lake.NewBrief(row)
		g.put(&b)
	}
	g.version = version
}

// countFacts counts what is known about a document.
func (b *Bronze) countFacts(id lake.DocumentID) factCount {
	b.mu.RLock()
	defer b.mu.RUnlock()
	s := b.documents[id]
	return factCount{parsed: s.count(lake.ParsedObject), failures: s.count(lake.FailureObject), decisions: len(b.decisions[id])}
}

// snapshot returns the stage of every document that is on its way.
func (t *tracker) snapshot() map[lake.DocumentID]lake.Stage {
	t.mu.Lock()
	defer t.mu.Unlock()
	stages := make(map[lake.DocumentID]lake.Stage, len(t.active))
	for id, s := range t.active {
		stages[id] = s.stage
	}
	return stages
}
