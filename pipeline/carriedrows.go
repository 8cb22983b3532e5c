package pipeline

import (
	"iter"
	"maps"
	"slices"

	"wattlake/lake"
)

// carriedRows are the rows that each document is in. That is one almost always, which takes a third of the memory of a slice.
type carriedRows struct {
	one  map[lake.DocumentID]*lake.Brief   // of the documents that have one row
	many map[lake.DocumentID][]*lake.Brief // of the others; the slices are never changed
}

func newCarriedRows(documents int) carriedRows {
	return carriedRows{make(map[lake.DocumentID]*lake.Brief, documents), map[lake.DocumentID][]*lake.Brief{}}
}

// of returns the rows of a document, in the order in which they came.
func (c carriedRows) of(id lake.DocumentID) []*lake.Brief {
	if b := c.one[id]; b != nil {
		return []*lake.Brief{b}
	}
	return c.many[id]
}

// documents yields those that have rows.
func (c carriedRows) documents() iter.Seq[lake.DocumentID] {
	return func(yield func(lake.DocumentID) bool) {
		for id := range c.one {
			if !yield(id) {
				return
			}
		}
		for id := range c.many {
			if !yield(id) {
				return
			}
		}
	}
}

func (c carriedRows) add(id lake.DocumentID, b *lake.Brief) {
	if rows := c.of(id); !slices.Contains(rows, b) {
		c.set(id, append(slices.Clip(rows), b))
	}
}

func (c carriedRows) remove(id lake.DocumentID, b *lake.Brief) {
	c.set(id, slices.DeleteFunc(slices.Clone(c.of(id)), func(other *lake.Brief) bool { return other == b }))
}

func (c carriedRows) set(id lake.DocumentID, rows []*lake.Brief) {
	delete(c.one, id)
	delete(c.many, id)
	switch len(rows) {
	case 0:
	case 1:
		c.one[id] = rows[0]
	default:
		c.many[id] = rows
	}
}

func (c carriedRows) clone() carriedRows { return carriedRows{maps.Clone(c.one), maps.Clone(c.many)} }
