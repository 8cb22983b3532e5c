package bronze

import (
	"cmp"
	"maps"
	"slices"

	"wattlake/lake"
)

// Artefacts are the keys of one document's objects.
type Artefacts struct {
	Raw      []lake.Key
	Origins  []lake.Key
	Words    []lake.Key
	Texts    []lake.Key
	Parsed   []lake.Key
	Failures []lake.Key
}

// All lists every key, the document's bytes first.
func (a *Artefacts) All() []lake.Key {
	return slices.Concat(a.Raw, a.Origins, a.Texts, a.Words, a.Parsed, a.Failures)
}

// Documents returns the ids of all documents whose raw bytes are here, sorted.
func (c *Catalogue) Documents() []lake.DocumentID {
	c.mu.RLock()
	defer c.mu.RUnlock()
	ids := make([]lake.DocumentID, 0, len(c.documents))
	for id, s := range c.documents {
		if s.count(lake.RawObject) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Listed returns the ids of all documents of which any object is here, those without their bytes too, sorted.
func (c *Catalogue) Listed() []lake.DocumentID {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Sorted(maps.Keys(c.documents))
}

// Artefacts returns the keys of the document's objects as they are now.
func (c *Catalogue) Artefacts(id lake.DocumentID) Artefacts {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.documents[id].artefacts()
}

// count tells how many objects of the kind the document has.
func (c *Catalogue) count(id lake.DocumentID, kind lake.ObjectKind) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.documents[id].count(kind)
}

// Has reports whether the raw bytes of the document are here.
func (c *Catalogue) Has(id lake.DocumentID) bool { return c.count(id, lake.RawObject) > 0 }

// RawKey returns the key of the document's bytes, "" if they are not here: of several, the smallest.
func (c *Catalogue) RawKey(id lake.DocumentID) lake.Key {
	c.mu.RLock()
	defer c.mu.RUnlock()
	raw := c.documents[id].keys(lake.RawObject)
	if len(raw) == 0 {
		return ""
	}
	return slices.Min(raw)
}

// Name returns the name that a document is shown and stored under, "" if its bytes are not here.
func (c *Catalogue) Name(id lake.DocumentID) lake.Name {
	key, _ := lake.ParseKey(c.RawKey(id))
	return key.Name
}

// FileName is the document's name with the extension of its bytes, "" if they are not here.
func (c *Catalogue) FileName(id lake.DocumentID) string {
	key, _ := lake.ParseKey(c.RawKey(id))
	return string(key.Name) + key.Ext
}

// ToErase lists every object of the document in the order in which they are erased: decisions that tell of its content first, its
// bytes last.
func (c *Catalogue) ToErase(id lake.DocumentID) []lake.Key {
	var keys []lake.Key
	for _, d := range c.Decisions(id) {
		if !keepsOut(d) {
			keys = append(keys, d.Key())
		}
	}
	a := c.Artefacts(id)
	all := a.All()
	slices.SortStableFunc(all, func(x, y lake.Key) int { return cmp.Compare(erasedLast(x), erasedLast(y)) })
	return append(keys, all...)
}

func erasedLast(key lake.Key) int {
	if parsed, _ := lake.ParseKey(key); parsed.Kind == lake.RawObject {
		return 1
	}
	return 0
}
