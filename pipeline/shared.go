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
	healthy func(context.Context) error         // whether the store answers
	calm    func(context.Context) (bool, error) // whether nothing waits before Gold, for all workers together

	mu    sync.Mutex
	names map[lake.DocumentID][]lake.Name // under which documents were heard of
}

// A store that does not answer is asked again after a growing pause.
const (
	firstStorePause   = time.Second
	longestStorePause = 30 * time.Second
	listParallel      = 16 // documents listed at the same time
)

func newShared(healthy func(context.Context) error, calm func(context.Context) (bool, error)) *shared {
	return &shared{healthy: healthy, calm: calm, names: map[lake.DocumentID][]lake.Name{}}
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

// lookAt lists anew, on a shared lake, what a stage that works on one document wants to know: whether others did its work, or
// gave up on reading it, which may take long. The bytes themselves are where the event says.
func (n *stages) lookAt(ctx context.Context, stage lake.Stage, event lake.BronzeEvent) error {
	if n.shared == nil {
		return nil
	}
	n.heardOf(event)
	id := event.Document
	prefixes := []string{lake.ReadPrefix}
	if stage == lake.StageRead {
		prefixes = append(prefixes, lake.FailurePrefix)
	}
	raw := rawKeyOf(event)
	if raw == "" {
		prefixes = append(prefixes, lake.RawPrefix)
	}
	if err := n.relist(ctx, id, prefixes...); err != nil {
		return err
	}
	if parsed, ok := lake.ParseKey(raw); ok {
		n.bronze.Add(parsed)
	}
	if len(n.bronze.Artefacts(id).Failures) > 0 {
		if err := n.relist(ctx, id, lake.ParsedPrefix); err != nil {
			return err
		}
	}
	if !n.bronze.Has(id) {
		return &lake.Error{
			Code: lake.CodeNotFound, Op: "pipeline: look at " + string(event.ObjectKey()),
			Message: lake.Text{PL: "W jeziorze nie ma bajtów tego dokumentu.", EN: "The bytes of this document are not in the lake."},
			Hint:    lake.Text{PL: "Wyślij plik ponownie.", EN: "Send the file again."},
		}
	}
	return nil
}

// rawKeyOf is where the bytes lie of the document that the event is about, "" if it does not tell.
func rawKeyOf(event lake.BronzeEvent) lake.Key {
	key := event.S3Key
	if key == "" {
		key = lake.Key(lake.RawPrefix + event.FileName)
	}
	parsed, ok := lake.ParseKey(key)
	if !ok || parsed.Kind != lake.RawObject || parsed.Name.ID() != event.Document {
		return ""
	}
	return key
}

// relist lists the document's objects in these folders anew, under every name that was heard of.
func (n *stages) relist(ctx context.Context, id lake.DocumentID, prefixes ...string) error {
	return n.bronze.Relist(ctx, id, n.shared.namesOf(id), prefixes...)
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

// relistAll lists anew what rows are made of, some documents at a time.
func (n *stages) relistAll(ctx context.Context, ids []lake.DocumentID) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(listParallel)
	for _, id := range ids {
		group.Go(func() error { return n.relist(ctx, id, lake.ParsedPrefix) })
	}
	return group.Wait()
}

// foldShared is [Fold] on a shared lake: Silver's version is read first, then every fact is listed anew. The rows that list
// the documents already tell under which names others have seen them: whoever folds last knows every name, so that it does
// not matter who does.
func (n *stages) foldShared(ctx context.Context, ids []lake.DocumentID) (Folded, error) {
	base, err := n.tables.SilverVersion(ctx)
	if err != nil {
		return Folded{}, fmt.Errorf("silver version: %w", err)
	}
	tables := freshTables{n.tables, n}
	if _, err := tables.Touching(ctx, ids, nil); err != nil {
		return Folded{}, err
	}
	if err := errors.Join(n.bronze.RelistDecisions(ctx), n.relistAll(ctx, ids)); err != nil {
		return Folded{}, err
	}
	return FoldAt(ctx, n.bronze, tables, base, ids)
}
