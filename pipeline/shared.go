package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// shared is what a lake takes that others write to at the same time: nothing that was listed once can be relied on.
type shared struct {
	healthy func(context.Context) error // whether the store answers

	mu    sync.Mutex
	names map[lake.DocumentID][]lake.Name // under which documents were heard of
}

// A store that does not answer is asked again after a growing pause.
const (
	firstStorePause   = time.Second
	longestStorePause = 30 * time.Second
	listParallel      = 16 // documents listed at the same time
)

func newShared(healthy func(context.Context) error) *shared {
	return &shared{healthy: healthy, names: map[lake.DocumentID][]lake.Name{}}
}

// hear remembers the name in a key: objects can be listed by name, not by document.
func (s *shared) hear(key lake.Key) {
	parsed, ok := lake.ParseKey(key)
	if !ok || parsed.Name == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := parsed.Name.ID()
	if !slices.Contains(s.names[id], parsed.Name) {
		s.names[id] = append(s.names[id], parsed.Name)
	}
}

func (s *shared) namesOf(id lake.DocumentID) []lake.Name {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.names[id])
}

// heardOf remembers which objects an event names, on a shared lake.
func (n *stages) heardOf(event lake.BronzeEvent) {
	if n.shared != nil {
		n.shared.hear(event.ObjectKey())
	}
}

// lookAt lists the document's objects anew on a shared lake.
func (n *stages) lookAt(ctx context.Context, event lake.BronzeEvent) error {
	if n.shared == nil {
		return nil
	}
	n.heardOf(event)
	if err := n.bronze.relist(ctx, event.Document, n.shared.namesOf(event.Document)); err != nil {
		return err
	}
	if !n.bronze.Has(event.Document) {
		return &lake.Error{
			Code: lake.CodeNotFound, Op: "pipeline: look at " + string(event.ObjectKey()),
			Message: lake.Text{PL: "W jeziorze nie ma bajtów tego dokumentu.", EN: "The bytes of this document are not in the lake."},
			Hint:    lake.Text{PL: "Wyślij plik ponownie.", EN: "Send the file again."},
		}
	}
	return nil
}

// awaitStore reports false if the store answers, or ctx ends. Else it waits until the store does and reports true.
func (n *stages) awaitStore(ctx context.Context) bool {
	if n.shared == nil {
		return false
	}
	pause := firstStorePause
	for waited := false; ; waited = true {
		err := n.shared.healthy(ctx)
		if ctx.Err() != nil || err == nil {
			return waited && ctx.Err() == nil
		}
		n.logger.WarnContext(ctx, "the store does not answer", "error", err)
		if n.sleep(ctx, pause) != nil {
			return false
		}
		pause = min(2*pause, longestStorePause)
	}
}

// relist replaces what the catalogue says about the document under these names by what the store says.
func (b *Bronze) relist(ctx context.Context, id lake.DocumentID, names []lake.Name) error {
	fresh := &artefacts{}
	for _, name := range names {
		for _, prefix := range []string{lake.RawPrefix, lake.ReadPrefix, lake.ParsedPrefix, lake.FailurePrefix} {
			for info, err := range b.objects.List(ctx, lake.Key(prefix+string(name)+".")) {
				if err != nil {
					return fmt.Errorf("list %s: %w", name, err)
				}
				if parsed, ok := lake.ParseKey(info.Key); ok && parsed.Name == name {
					list := fresh.list(parsed.Kind)
					*list = append(*list, info.Key)
				}
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.documents[id] = fresh
	return nil
}

// relistDecisions loads the decisions that are not here yet.
func (b *Bronze) relistDecisions(ctx context.Context) error {
	for info, err := range b.objects.List(ctx, lake.DecisionPrefix) {
		if err != nil {
			return fmt.Errorf("list decisions: %w", err)
		}
		key, ok := lake.ParseKey(info.Key)
		if !ok || b.hasDecision(key.Content) {
			continue
		}
		content, err := b.objects.Get(ctx, info.Key)
		if lake.CodeOf(err) == lake.CodeNotFound {
			continue // erased meanwhile
		}
		if err != nil {
			return fmt.Errorf("load decision: %w", err)
		}
		if err := b.addDecision(content); err != nil {
			return fmt.Errorf("decision %s: %w", info.Key, err)
		}
	}
	return nil
}

func (b *Bronze) hasDecision(id lake.ContentID) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.decided[id]
}

// freshTables are the tables of a shared lake: before rows are folded, the facts of the documents in them are listed anew.
type freshTables struct {
	Tables
	stages *stages
}

// Touching lists the facts of the documents that it is asked for and of those that it finds.
func (t freshTables) Touching(ctx context.Context, documents []lake.DocumentID, keys []lake.InvoiceKey) ([]lake.Invoice, error) {
	rows, err := t.Tables.Touching(ctx, documents, keys)
	if err != nil {
		return nil, err
	}
	found := map[lake.DocumentID]bool{}
	for _, row := range rows {
		for _, d := range row.Documents {
			t.stages.shared.hear(d.Parsed)
			found[d.Document] = true
		}
	}
	ids := make([]lake.DocumentID, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	return rows, t.stages.relistAll(ctx, ids)
}

// relistAll lists the documents anew, some at a time.
func (n *stages) relistAll(ctx context.Context, ids []lake.DocumentID) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(listParallel)
	for _, id := range ids {
		group.Go(func() error { return n.bronze.relist(ctx, id, n.shared.namesOf(id)) })
	}
	return group.Wait()
}

// foldShared is [Fold] on a shared lake: Silver's version is read first, then every fact is listed anew.
func (n *stages) foldShared(ctx context.Context, ids []lake.DocumentID) (Folded, error) {
	base, err := n.tables.SilverVersion(ctx)
	if err != nil {
		return Folded{}, fmt.Errorf("silver version: %w", err)
	}
	if err := errors.Join(n.bronze.relistDecisions(ctx), n.relistAll(ctx, ids)); err != nil {
		return Folded{}, err
	}
	return FoldAt(ctx, n.bronze, freshTables{n.tables, n}, base, ids)
}
