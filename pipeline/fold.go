package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/silver"
)

// Folded is a commit to Silver.
type Folded struct {
	Base    int64             // the version that it was computed from
	Version int64             // the version that it made; Base if there was nothing to change
	Keys    []lake.InvoiceKey // whose rows were looked at, sorted
	Rows    []lake.Invoice    // that these keys have now

	Ends map[lake.DocumentID]lake.Status // how the documents that were folded have ended
}

// Fold brings the rows of the documents up to date: those that they are in now and were in before, from the facts of every
// document in them, so the result does not depend on order. Silver's version is read before any fact, and the commit is
// refused with [lake.CodeConflict] when the version has moved on, so that nobody's rows are replaced by rows from older facts.
func Fold(ctx context.Context, catalogue *bronze.Catalogue, tables Tables, ids []lake.DocumentID) (Folded, error) {
	base, err := tables.SilverVersion(ctx)
	if err != nil {
		return Folded{}, fmt.Errorf("silver version: %w", err)
	}
	return FoldAt(ctx, catalogue, tables, base, ids)
}

// FoldAt is [Fold] where the caller has read Silver's version before it listed the facts.
func FoldAt(ctx context.Context, catalogue *bronze.Catalogue, tables Tables, base int64, ids []lake.DocumentID) (Folded, error) {
	documents, keys, err := affected(ctx, catalogue, tables, ids)
	if err != nil {
		return Folded{}, err
	}
	facts := make([]lake.Facts, 0, len(documents))
	for _, f := range documents {
		facts = append(facts, f)
	}
	folded := Folded{Base: base, Keys: slices.Sorted(maps.Keys(keys))}
	folded.Rows = slices.DeleteFunc(silver.Fold(facts), func(row lake.Invoice) bool { return !keys[row.Key] })
	folded.Ends = endings(ids, documents, folded.Rows)
	if folded.Version, err = tables.CommitSilver(ctx, base, folded.Keys, folded.Rows); err != nil {
		return Folded{}, fmt.Errorf("commit silver: %w", err)
	}
	return folded, nil
}

// endings tells of documents what their rows say, since other documents and decisions count there, and what was read of those without a row.
func endings(ids []lake.DocumentID, documents map[lake.DocumentID]lake.Facts, rows []lake.Invoice) map[lake.DocumentID]lake.Status {
	carried := map[lake.DocumentID][]lake.Invoice{}
	for _, row := range rows {
		for _, d := range row.Documents {
			carried[d.Document] = append(carried[d.Document], row)
		}
	}
	statuses := make(map[lake.DocumentID]lake.Status, len(ids))
	for _, id := range ids {
		if statuses[id] = documents[id].Status(); len(carried[id]) > 0 {
			statuses[id] = worst(id, carried[id])
		}
	}
	return statuses
}

// affected returns the facts of every document that contributes to a row that may change, and the keys of these rows.
func affected(
	ctx context.Context, catalogue *bronze.Catalogue, tables Tables, ids []lake.DocumentID,
) (map[lake.DocumentID]lake.Facts, map[lake.InvoiceKey]bool, error) {
	documents := map[lake.DocumentID]lake.Facts{}
	keys := map[lake.InvoiceKey]bool{}
	for todo := ids; len(todo) > 0; {
		fresh, err := loadFacts(ctx, catalogue, todo, documents)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range fresh {
			for _, key := range silver.Keys(f) {
				keys[key] = true
			}
		}
		rows, err := tables.Touching(ctx, todo, slices.Sorted(maps.Keys(keys)))
		if err != nil {
			return nil, nil, fmt.Errorf("look up silver rows: %w", err)
		}
		todo = nil
		for _, row := range rows {
			keys[row.Key] = true
			for _, d := range row.Documents {
				if _, known := documents[d.Document]; !known && !slices.Contains(todo, d.Document) {
					todo = append(todo, d.Document)
				}
			}
		}
	}
	return documents, keys, nil
}

func loadFacts(ctx context.Context, catalogue *bronze.Catalogue, ids []lake.DocumentID, into map[lake.DocumentID]lake.Facts) ([]lake.Facts, error) {
	fresh := make([]lake.Facts, len(ids))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(listParallel)
	for i, id := range ids {
		group.Go(func() (err error) {
			if fresh[i], err = catalogue.Facts(ctx, id); err != nil {
				return fmt.Errorf("load facts of %s: %w", id, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, facts := range fresh {
		into[facts.ID] = facts
	}
	return fresh, nil
}
