package bronze

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// Store is where the objects lie. Implementations are safe for concurrent use.
type Store interface {
	// PutIfAbsent stores content durably under key, or reports created=false and leaves what is there.
	PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error)
	// Get returns the whole object, or an error with [lake.CodeNotFound].
	Get(ctx context.Context, key lake.Key) ([]byte, error)
	// List yields the objects whose key begins with prefix in key order. An error ends the sequence.
	List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error]
}

// Catalogue lists one lake's Bronze objects. Safe for concurrent use.
type Catalogue struct {
	store Store

	mu        sync.RWMutex
	documents map[lake.DocumentID]*shelf
	names     lake.TextPack                       // of the shelves
	drops     map[lake.DocumentID]dropSum         // what [Catalogue.Dropped] has loaded already
	decisions map[lake.DocumentID][]lake.Decision // in the order in which they count; those that name no document under ""
	decided   map[lake.ContentID]bool             // the decisions that are here
	lamport   uint64                              // of the latest decision seen
	touched   map[lake.DocumentID]bool            // since [Catalogue.TakeTouched]; nil until it is called
}

// New returns an empty catalogue over the store.
func New(store Store) *Catalogue {
	return &Catalogue{
		store: store, documents: map[lake.DocumentID]*shelf{}, drops: map[lake.DocumentID]dropSum{},
		decisions: map[lake.DocumentID][]lake.Decision{}, decided: map[lake.ContentID]bool{},
	}
}

// scanned are listed side by side, which is as fast as the disk or the bucket allows.
var scanned = []lake.Key{lake.RawPrefix, lake.ReadPrefix, lake.ParsedPrefix, lake.FailurePrefix, lake.DecisionPrefix}

// Scan lists Bronze once and adds what it finds. Keys that no rule of package lake makes are left alone.
func (c *Catalogue) Scan(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, folder := range scanned {
		group.Go(func() error { return c.scan(ctx, folder) })
	}
	return group.Wait()
}

func (c *Catalogue) scan(ctx context.Context, folder lake.Key) error {
	for found, err := range c.keys(ctx, folder) {
		if err != nil {
			return fmt.Errorf("list bronze: %w", err)
		}
		key, ok := lake.ParseKey(found)
		if !ok {
			continue
		}
		if key.Kind != lake.DecisionObject {
			c.Add(key)
			continue
		}
		if _, err := c.takeDecision(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

// keyLister is a store that lists keys in less time than objects.
type keyLister interface {
	// Keys yields the keys of the objects that List yields, in the same order.
	Keys(ctx context.Context, prefix lake.Key) iter.Seq2[lake.Key, error]
}

// keys yields the keys that begin with the prefix, in their order.
func (c *Catalogue) keys(ctx context.Context, prefix lake.Key) iter.Seq2[lake.Key, error] {
	if quick, ok := c.store.(keyLister); ok {
		return quick.Keys(ctx, prefix)
	}
	return func(yield func(lake.Key, error) bool) {
		for info, err := range c.store.List(ctx, prefix) {
			if !yield(info.Key, err) {
				return
			}
		}
	}
}

// Put stores an object durably and lists it.
func (c *Catalogue) Put(ctx context.Context, key lake.Key, content []byte) (created bool, err error) {
	parsed, ok := lake.ParseKey(key)
	if !ok {
		return false, fmt.Errorf("not a bronze key: %q", key)
	}
	created, err = c.store.PutIfAbsent(ctx, key, content)
	if err != nil {
		return false, err
	}
	if parsed.Kind == lake.DecisionObject {
		_, err := c.AddDecision(content)
		return created, err
	}
	c.Add(parsed)
	return created, nil
}

// Take lists objects that somebody else has put into the store, and returns the documents that they are about, sorted.
func (c *Catalogue) Take(ctx context.Context, keys []lake.Key) ([]lake.DocumentID, error) {
	var ids []lake.DocumentID
	for _, key := range keys {
		parsed, ok := lake.ParseKey(key)
		if !ok {
			continue
		}
		if parsed.Kind != lake.DecisionObject {
			c.Add(parsed)
			ids = append(ids, parsed.Name.ID())
			continue
		}
		about, err := c.takeDecision(ctx, key)
		if err != nil {
			return nil, err
		}
		if about != "" {
			ids = append(ids, about)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// Add lists an object that is in the store.
func (c *Catalogue) Add(parsed lake.ParsedBronzeKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.touch(parsed.Name.ID())
	s, ok := c.documents[parsed.Name.ID()]
	if !ok {
		s = &shelf{name: lake.Name(c.names.Keep(string(parsed.Name)))}
		c.documents[s.name.ID()] = s // the id is part of the name that is kept
	}
	s.add(parsed)
}

// Forget takes the document out of the catalogue, except for the decisions that keep it out of the lake.
func (c *Catalogue) Forget(id lake.DocumentID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.touch(id)
	delete(c.documents, id)
	delete(c.drops, id)
	c.decisions[id] = slices.DeleteFunc(c.decisions[id], func(d lake.Decision) bool { return !keepsOut(d) })
}

// TakeTouched returns the documents about which anything was added or removed since it was called last; all is true the first time.
func (c *Catalogue) TakeTouched() (touched map[lake.DocumentID]bool, all bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	touched, all = c.touched, c.touched == nil
	c.touched = map[lake.DocumentID]bool{}
	return touched, all
}

// touch notes a change of a document; c.mu is held.
func (c *Catalogue) touch(id lake.DocumentID) {
	if c.touched != nil {
		c.touched[id] = true
	}
}
