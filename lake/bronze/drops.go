package bronze

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"wattlake/lake"
)

// Drop is what an origin record says in a list: under which name a document came, and when.
type Drop struct {
	FileName string
	At       string // RFC 3339
}

// SumUp tells under which name a document came first, and when last.
func SumUp(drops []Drop) Drop {
	if len(drops) == 0 {
		return Drop{}
	}
	earlier := func(a, b Drop) int {
		return cmp.Or(strings.Compare(a.At, b.At), strings.Compare(a.FileName, b.FileName))
	}
	return Drop{FileName: slices.MinFunc(drops, earlier).FileName, At: slices.MaxFunc(drops, earlier).At}
}

// dropSum is the sum of a document's drops, see [SumUp].
type dropSum struct {
	Drop

	records int // origin records that this sums up
}

// Dropped sums up the drops of a document; it reads each record once.
func (c *Catalogue) Dropped(ctx context.Context, id lake.DocumentID) (Drop, error) {
	records := c.count(id, lake.OriginObject)
	c.mu.RLock()
	known := c.drops[id]
	c.mu.RUnlock()
	if known.records == records {
		return known.Drop, nil
	}
	origins, err := c.Origins(ctx, id)
	if err != nil {
		return Drop{}, err
	}
	drops := make([]Drop, len(origins))
	for i, o := range origins {
		drops[i] = Drop{FileName: o.FileName, At: o.At}
	}
	fresh := dropSum{SumUp(drops), records}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops[id] = fresh
	return fresh.Drop, nil
}

// OriginContents returns the content ids of the document's origin records, by which [Catalogue.DropOf] finds them.
func (c *Catalogue) OriginContents(id lake.DocumentID) []lake.PackedContent {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.documents[id].contentsOf(lake.OriginObject)
}

// DropOf loads the origin record of the document with this content; ok is false if there is none.
func (c *Catalogue) DropOf(ctx context.Context, id lake.DocumentID, content lake.PackedContent) (drop Drop, ok bool, err error) {
	for _, key := range c.Artefacts(id).Origins {
		if parsed, _ := lake.ParseKey(key); parsed.Content.Pack() == content {
			var origin lake.Origin
			err = c.load(ctx, key, &origin)
			return Drop{FileName: origin.FileName, At: origin.At}, true, err
		}
	}
	return Drop{}, false, nil
}
