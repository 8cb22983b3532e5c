package bronze

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"wattlake/lake"
)

// takeDecision lists a decision and returns the document that it is about. What cannot be read although its name tells its
// content was never a decision of this program's: it counts as none, so that one stray object does not keep a lake shut.
func (c *Catalogue) takeDecision(ctx context.Context, key lake.Key) (lake.DocumentID, error) {
	content, err := c.store.Get(ctx, key)
	if err != nil {
		return "", fmt.Errorf("load decision: %w", err)
	}
	about, err := c.AddDecision(content)
	if parsed, _ := lake.ParseKey(key); err != nil && !parsed.Holds(content) {
		return "", damaged(key, err)
	}
	return about, nil
}

// AddDecision lists a decision that is in the store, and returns the document that it is about.
func (c *Catalogue) AddDecision(content []byte) (lake.DocumentID, error) {
	var d lake.Decision
	if err := json.Unmarshal(content, &d); err != nil {
		return "", fmt.Errorf("decode decision: %w", err)
	}
	d.Content = lake.NewContentID(content)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lamport = max(c.lamport, d.Lamport)
	if c.decided[d.Content] { // the content holds the time too
		return d.Document, nil
	}
	c.decided[d.Content] = true
	ordered := c.decisions[d.Document]
	at, _ := slices.BinarySearchFunc(ordered, d, func(x, y lake.Decision) int {
		return cmp.Or(cmp.Compare(x.Lamport, y.Lamport), cmp.Compare(x.Content, y.Content))
	})
	c.decisions[d.Document] = slices.Insert(ordered, at, d)
	c.touch(d.Document)
	return d.Document, nil
}

// Decisions returns the decisions on a document, or those that name none for "", in the order in which they count.
func (c *Catalogue) Decisions(id lake.DocumentID) []lake.Decision {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.decisions[id])
}

func (c *Catalogue) hasDecision(id lake.ContentID) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.decided[id]
}

// NextLamport returns a time greater than that of every decision seen here.
func (c *Catalogue) NextLamport() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.lamport + 1
}

// Register returns what the decisions say about metering points and about findings of the audit.
func (c *Catalogue) Register() lake.Register { return lake.FoldRegister(c.Decisions("")) }

// Erased reports whether the document was taken out of the lake for good and nobody let it in again.
func (c *Catalogue) Erased(id lake.DocumentID) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return lake.Facts{Decisions: c.decisions[id]}.Erased()
}

// Erasures lists the decisions that took the document out for good.
func (c *Catalogue) Erasures(id lake.DocumentID) []lake.ContentID {
	var contents []lake.ContentID
	for _, d := range c.Decisions(id) {
		if d.Kind == lake.DecideErased {
			contents = append(contents, d.Content)
		}
	}
	return contents
}

// OpenErasures lists the erased documents of which any object is here, sorted.
func (c *Catalogue) OpenErasures() []lake.DocumentID {
	return slices.DeleteFunc(c.Listed(), func(id lake.DocumentID) bool { return !c.Erased(id) || len(c.ToErase(id)) == 0 })
}

// keepsOut reports whether the decision is of those that tell whether an erased document may come back: they outlive it.
func keepsOut(d lake.Decision) bool {
	return d.Kind == lake.DecideErased || d.Kind == lake.DecideRestore
}
