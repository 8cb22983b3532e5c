package pipeline

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// listing keeps the list in memory and looks only at documents that something happened to: with a hundred thousand of them and
// several refreshes a second nothing else is fast enough. Safe for concurrent use.
type listing struct {
	tables Tables

	mu      sync.Mutex
	rows    listedRows
	notes   dropNotes
	pending map[lake.DocumentID]bool // that must be looked at
	active  map[lake.DocumentID]lake.Stage
	list    []*Entry // newest drop first; never changed, only replaced
	whole   bool     // all documents were looked at once
}

func newListing(tables Tables) *listing {
	return &listing{tables: tables, pending: map[lake.DocumentID]bool{}}
}

// Entries returns the lines of all documents that are not deleted, newest drop first. The slice must not be changed.
func (l *Library) Entries(ctx context.Context) ([]*Entry, error) {
	return l.listing.entries(ctx, l)
}

func (g *listing) entries(ctx context.Context, l *Library) ([]*Entry, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(ctx); err != nil {
		return nil, err
	}
	g.gather(l)
	if len(g.pending) == 0 {
		return g.list, nil
	}
	kept, before := g.split()
	fresh, used, err := g.look(ctx, l, before)
	if err != nil {
		return nil, err // what is pending stays so
	}
	g.list = merged(kept, fresh)
	g.pending = map[lake.DocumentID]bool{} // the first has been great
	if g.whole {
		_ = g.notes.append() // what is not kept is read from Bronze at the next start
	} else {
		_ = g.notes.replace(used)
	}
	g.whole = true
	return g.list, nil
}

// gather adds to what is pending the documents that something happened to since the last look: all of them the first time.
func (g *listing) gather(l *Library) {
	touched, all := l.bronze.TakeTouched()
	if all {
		for _, id := range l.bronze.Documents() {
			g.pending[id] = true
		}
		_ = g.notes.load() // what it does not tell is read from Bronze
	}
	maps.Copy(g.pending, touched)
	active := l.tracker.snapshot()
	for id, stage := range active {
		if before, was := g.active[id]; !was || before != stage {
			g.pending[id] = true
		}
	}
	for id := range g.active {
		if _, is := active[id]; !is {
			g.pending[id] = true
		}
	}
	g.active = active
}

// split tells the lines of pending documents from the others.
func (g *listing) split() (kept []*Entry, before map[lake.DocumentID][]*Entry) {
	kept, before = make([]*Entry, 0, len(g.list)), map[lake.DocumentID][]*Entry{}
	for _, e := range g.list {
		if g.pending[e.Document] {
			before[e.Document] = append(before[e.Document], e)
		} else {
			kept = append(kept, e)
		}
	}
	return kept, before
}

// look makes the lines of the pending documents, the same ones if nothing about them is different, and lists the origin records
// that they came with.
func (g *listing) look(ctx context.Context, l *Library, before map[lake.DocumentID][]*Entry) (fresh []*Entry, used []lake.PackedContent, err error) {
	fresh = make([]*Entry, 0, len(g.pending))
	room := entryRoom{single: g.whole}
	for id := range g.pending {
		if !l.bronze.Has(id) {
			continue
		}
		origins := l.bronze.OriginContents(id)
		used = append(used, origins...)
		base, err := g.base(ctx, l, id, origins)
		if err != nil {
			return nil, nil, err
		}
		lines := g.rows.lines(base, &room)
		if len(lines) == 0 {
			if lines, err = base.withoutInvoice(ctx, l); err != nil {
				return nil, nil, err
			}
		}
		for i, e := range lines {
			if old := before[id]; i < len(old) && reflect.DeepEqual(old[i], e) {
				lines[i] = old[i]
			}
		}
		fresh = append(fresh, lines...)
	}
	slices.SortFunc(fresh, newestFirst)
	return fresh, used, nil
}

// base is what all lines of a document have in common.
func (g *listing) base(ctx context.Context, l *Library, id lake.DocumentID, origins []lake.PackedContent) (Entry, error) {
	e := Entry{Document: id}
	drops := make([]bronze.Drop, len(origins))
	for i, content := range origins {
		var err error
		if drops[i], err = g.dropped(ctx, l.bronze, id, content); err != nil {
			return e, err
		}
	}
	sum := bronze.SumUp(drops)
	e.DroppedAt = sum.At
	if e.FileName = sum.FileName; e.FileName == "" {
		parsed, _ := lake.ParseKey(l.bronze.RawKey(id))
		e.FileName = parsed.Name.Stem() + parsed.Ext
	}
	if stage, active := g.active[id]; active {
		e.Status, e.Stage = lake.Processing, stage
	}
	return e, nil
}

// dropped returns what an origin record says; it reads each at most once, usually never.
func (g *listing) dropped(ctx context.Context, catalogue *bronze.Catalogue, id lake.DocumentID, content lake.PackedContent) (bronze.Drop, error) {
	if told, ok := g.notes.known[content]; ok {
		return told, nil
	}
	told, ok, err := catalogue.DropOf(ctx, id, content)
	if err != nil {
		return bronze.Drop{}, err
	}
	if !ok {
		return bronze.Drop{}, notFound(string(id))
	}
	return g.notes.add(content, told), nil
}

// early returns the lines of Silver's documents while Bronze is not known, latest invoice first.
func (g *listing) early(ctx context.Context) ([]*Entry, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(ctx); err != nil {
		return nil, err
	}
	var entries []*Entry
	var room entryRoom
	for id := range g.rows.carried.documents() {
		entries = append(entries, g.rows.lines(Entry{Document: id}, &room)...)
	}
	slices.SortFunc(entries, func(a, b *Entry) int {
		return cmp.Or(b.Invoice.IssueDate.Compare(a.Invoice.IssueDate), strings.Compare(string(a.Document), string(b.Document)), cmp.Compare(a.Index, b.Index))
	})
	return entries, nil
}

// forget removes what is noted beside the lake, because a document is erased.
func (g *listing) forget() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.notes.erase()
}

// entryRoom is where lines lie together that come together, which spares the garbage collector a look at each.
type entryRoom struct {
	single bool // each by itself: a few lines must not keep many in memory
	free   []Entry
}

func (r *entryRoom) put(e Entry) *Entry {
	if r.single {
		return &e
	}
	if len(r.free) == 0 {
		const together = 512
		r.free = make([]Entry, together)
	}
	place := &r.free[0]
	*place, r.free = e, r.free[1:]
	return place
}
