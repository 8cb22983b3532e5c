package pipeline

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"wattlake/lake"
	"wattlake/lake/silver"
)

// A commit that lost the race for a version is computed anew, after a random pause that grows.
const (
	maxRaces     = 16
	firstPause   = 10 * time.Millisecond
	longestPause = time.Second
)

// foldSilver is the stage from parsed documents to rows, for a batch of documents in one commit. When somebody else commits
// meanwhile, as is usual in a team's lake, the rows are computed again from what is there then.
func (n *Node) foldSilver(ctx context.Context, ids []lake.DocumentID) (lake.Event, error) {
	pause := firstPause
	for race := 1; ; race++ {
		event, err := n.tryFold(ctx, ids)
		if lake.CodeOf(err) != lake.CodeConflict || race == maxRaces {
			return event, err
		}
		if err := n.sleep(ctx, pause/2+rand.N(pause)); err != nil { //nolint:gosec // spreads retries, guards nothing
			return lake.Event{}, err
		}
		pause = min(2*pause, longestPause)
	}
}

// tryFold folds once: the rows that a document is in now and was in before, from the facts of every document in them, so the
// result does not depend on order. Silver's version is read first and the facts after it, and the commit is refused when
// the version has moved on, so that nobody's rows are replaced by rows from older facts.
func (n *Node) tryFold(ctx context.Context, ids []lake.DocumentID) (lake.Event, error) {
	base, err := n.tables.SilverVersion(ctx)
	if err != nil {
		return lake.Event{}, fmt.Errorf("silver version: %w", err)
	}
	documents, keys, err := n.affected(ctx, ids)
	if err != nil {
		return lake.Event{}, err
	}
	facts := make([]lake.Facts, 0, len(documents))
	for _, f := range documents {
		facts = append(facts, f)
	}
	rows := slices.DeleteFunc(silver.Fold(facts), func(row lake.Invoice) bool { return !keys[row.Key] })
	removed := slices.Sorted(maps.Keys(keys))
	version, err := n.tables.CommitSilver(ctx, base, removed, rows)
	if err != nil {
		return lake.Event{}, fmt.Errorf("commit silver: %w", err)
	}
	n.rows.apply(base, version, removed, rows)
	return lake.NewTableEvent(lake.TopicSilver, n.lakeID, lake.TableEvent{
		Table: lake.SilverTable, Layer: "silver", Version: version, SilverVersion: version,
	})
}

// affected returns the keys whose rows may change, and the facts of every document that contributes to one of them.
func (n *Node) affected(ctx context.Context, ids []lake.DocumentID) (map[lake.DocumentID]lake.Facts, map[lake.InvoiceKey]bool, error) {
	documents := map[lake.DocumentID]lake.Facts{}
	keys := map[lake.InvoiceKey]bool{}
	for todo := ids; len(todo) > 0; {
		fresh, err := n.loadFacts(ctx, todo, documents)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range fresh {
			for _, key := range silver.Keys(f) {
				keys[key] = true
			}
		}
		rows, err := n.tables.Touching(ctx, todo, slices.Sorted(maps.Keys(keys)))
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

func (n *Node) loadFacts(ctx context.Context, ids []lake.DocumentID, into map[lake.DocumentID]lake.Facts) ([]lake.Facts, error) {
	fresh := make([]lake.Facts, 0, len(ids))
	for _, id := range ids {
		facts, err := n.bronze.Facts(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("load facts of %s: %w", id, err)
		}
		into[id] = facts
		fresh = append(fresh, facts)
	}
	return fresh, nil
}
