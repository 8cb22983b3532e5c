package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"

	"wattlake/lake"
)

// listedRows are the rows of Silver as lists show them, by the documents that carry them.
type listedRows struct {
	version int64 // of Silver
	loaded  bool
	briefs  map[lake.InvoiceKey]*lake.Brief
	carried carriedRows
}

// refresh reads the rows if they are not those of Silver's present version. g.mu is held.
func (g *listing) refresh(ctx context.Context) error {
	version, err := g.tables.SilverVersion(ctx)
	if err != nil {
		return fmt.Errorf("silver version: %w", err)
	}
	r := &g.rows
	if r.loaded && version == r.version {
		return nil
	}
	briefs, version, err := g.tables.Briefs(ctx)
	if err != nil {
		return fmt.Errorf("read silver: %w", err)
	}
	before := r.briefs
	first := len(before) == 0
	r.briefs, r.carried = make(map[lake.InvoiceKey]*lake.Brief, len(briefs)), newCarriedRows(len(briefs))
	for _, b := range briefs {
		old := before[b.Key]
		if old != nil && reflect.DeepEqual(old, b) {
			b = old // lists see that nothing changed
		} else if !first {
			b = b.Clone() // a few that are new must not keep all that were read in memory
		}
		if b != old && g.whole {
			g.touch(old)
			g.touch(b)
		}
		delete(before, b.Key)
		r.put(b)
	}
	for _, gone := range before {
		g.touch(gone)
	}
	r.version, r.loaded = version, true
	return nil
}

// touch has the documents of a row looked at again; there may be no row.
func (g *listing) touch(b *lake.Brief) {
	if b == nil {
		return
	}
	for _, d := range b.Documents {
		g.pending[d.Document] = true
	}
}

// rowsOf returns the rows that each document is in, at Silver's present version.
func (g *listing) rowsOf(ctx context.Context) (carriedRows, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(ctx); err != nil {
		return carriedRows{}, err
	}
	return g.rows.carried.clone(), nil
}

// apply takes over a commit of this process, see [rowCache.apply].
func (g *listing) apply(from, version int64, removed []lake.InvoiceKey, rows []lake.Invoice) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := &g.rows
	if !r.loaded || r.version != from || version > from+1 {
		r.loaded = r.loaded && version == from
		return
	}
	for _, key := range removed {
		g.touch(r.remove(key))
	}
	for _, row := range rows {
		b := lake.NewBrief(row)
		g.touch(r.remove(row.Key))
		g.touch(b)
		r.put(b)
	}
	r.version = version
}

func (r *listedRows) put(b *lake.Brief) {
	r.briefs[b.Key] = b
	for _, d := range b.Documents {
		r.carried.add(d.Document, b)
	}
}

func (r *listedRows) remove(key lake.InvoiceKey) *lake.Brief {
	b := r.briefs[key]
	if b == nil {
		return nil
	}
	delete(r.briefs, key)
	for _, d := range b.Documents {
		r.carried.remove(d.Document, b)
	}
	return b
}

// lines are those of a document's invoices, in the order of its parts.
func (r *listedRows) lines(base Entry, room *entryRoom) []*Entry {
	var lines []*Entry
	for _, b := range r.carried.of(base.Document) {
		for _, d := range b.Documents {
			if d.Document != base.Document {
				continue
			}
			e := base
			e.Part, e.Invoice = int(d.Part), b
			switch {
			case base.Status == lake.Processing:
			case d.Duplicate:
				e.Status = lake.StatusDoubled
			default:
				e.Status = b.Status
			}
			lines = append(lines, room.put(e))
		}
	}
	slices.SortStableFunc(lines, func(x, y *Entry) int { return cmp.Compare(x.Part, y.Part) })
	for i, e := range lines {
		e.Index = i
	}
	return lines
}
