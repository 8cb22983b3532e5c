package bronze

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// DocumentFolders returns the folders with objects of documents.
func DocumentFolders() []string {
	return []string{lake.RawPrefix, lake.ReadPrefix, lake.ParsedPrefix, lake.FailurePrefix}
}

// Relist replaces what the catalogue says about the document under these names in these folders by what the store says. Objects can
// be listed by name, not by document.
func (c *Catalogue) Relist(ctx context.Context, id lake.DocumentID, names []lake.Name, folders ...string) error {
	found := make([][]lake.Key, len(folders)*len(names))
	group, ctx := errgroup.WithContext(ctx)
	for i, folder := range folders {
		for j, name := range names {
			group.Go(func() error {
				for info, err := range c.store.List(ctx, lake.Key(folder+string(name)+".")) {
					if err != nil {
						return fmt.Errorf("list %s: %w", name, err)
					}
					found[i*len(names)+j] = append(found[i*len(names)+j], info.Key)
				}
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.documents[id].artefacts()
	for _, folder := range folders {
		kept.clear(folder)
	}
	fresh := &shelf{}
	for _, key := range slices.Concat(kept.All(), slices.Concat(found...)) {
		if parsed, ok := lake.ParseKey(key); ok && parsed.Name.ID() == id {
			fresh.add(parsed)
		}
	}
	c.documents[id] = fresh
	c.touch(id)
	return nil
}

// clear forgets what lies in the folder.
func (a *Artefacts) clear(folder string) {
	switch folder {
	case lake.RawPrefix:
		a.Raw, a.Origins = nil, nil
	case lake.ReadPrefix:
		a.Words, a.Texts = nil, nil
	case lake.ParsedPrefix:
		a.Parsed = nil
	case lake.FailurePrefix:
		a.Failures = nil
	}
}

// RelistDecisions loads the decisions that are not here yet.
func (c *Catalogue) RelistDecisions(ctx context.Context) error {
	for info, err := range c.store.List(ctx, lake.DecisionPrefix) {
		if err != nil {
			return fmt.Errorf("list decisions: %w", err)
		}
		key, ok := lake.ParseKey(info.Key)
		if !ok || c.hasDecision(key.Content) {
			continue
		}
		if _, err := c.takeDecision(ctx, info.Key); err != nil && lake.CodeOf(err) != lake.CodeNotFound { // erased meanwhile
			return err
		}
	}
	return nil
}
