package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"wattlake/lake"
)

// runSilver folds a batch in one commit; if that fails, document by document, so that one cannot hold up the rest.
func (n *stages) runSilver(ctx context.Context, events []lake.Event) error {
	var ids []lake.DocumentID
	about := map[lake.DocumentID]lake.Event{}
	for _, event := range events {
		payload, err := decodeBronze(event)
		if err != nil {
			if err := n.refuse(ctx, lake.StageSilver, event, err); err != nil {
				return err
			}
			continue
		}
		n.heardOf(payload)
		if _, again := about[payload.Document]; !again {
			ids = append(ids, payload.Document)
			n.tracker.start(payload.Document, lake.StageSilver)
		}
		about[payload.Document] = event
	}
	begin := n.clock()
	err := n.commitSilver(ctx, ids)
	for err != nil && n.awaitStore(ctx) {
		err = n.commitSilver(ctx, ids)
	}
	if err == nil && ctx.Err() == nil {
		return n.restAfterSilver(ctx, n.clock().Sub(begin))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, id := range ids {
		if err := n.commitSilver(ctx, []lake.DocumentID{id}); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			n.logger.ErrorContext(ctx, "a document was put off", "stage", lake.StageSilver, "document", id, "error", err)
			n.tracker.finish(lake.StageSilver, false)
			n.tracker.settle(lake.Waiting, lake.StageSilver, err, id)
			if err := n.tellPutOff(ctx, lake.StageSilver, about[id], lake.BronzeEvent{Document: id}, err, maxAttempts); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *stages) commitSilver(ctx context.Context, ids []lake.DocumentID) error {
	if len(ids) == 0 {
		return nil
	}
	var ends map[lake.DocumentID]lake.Status
	outcome, _ := attempt(ctx, n.sleep, func(ctx context.Context) Outcome {
		event, statuses, err := n.foldSilver(ctx, ids)
		ends = statuses
		if err != nil {
			return outcomeOf(err)
		}
		return Done(event)
	})
	if outcome.verdict != done {
		return outcome.err
	}
	n.tracker.setGold(true)
	if err := n.log.Publish(ctx, outcome.events...); err != nil {
		return fmt.Errorf("publish silver event: %w", err)
	}
	for range ids {
		n.tracker.finish(lake.StageSilver, true)
	}
	for status, settled := range byStatus(ends) {
		n.tracker.settle(status, lake.StageSilver, nil, settled...)
	}
	return nil
}

func byStatus(ends map[lake.DocumentID]lake.Status) map[lake.Status][]lake.DocumentID {
	groups := map[lake.Status][]lake.DocumentID{}
	for id, status := range ends {
		groups[status] = append(groups[status], id)
	}
	return groups
}

// A commit that lost the race for a version is computed anew, after a random pause that grows.
const (
	maxRaces     = 16
	firstPause   = 10 * time.Millisecond
	longestPause = time.Second
)

// foldSilver is the stage from parsed documents to rows, for a batch of documents in one commit. When somebody else commits
// meanwhile, as is usual in a team's lake, the rows are computed again from what is there then.
func (n *stages) foldSilver(ctx context.Context, ids []lake.DocumentID) (lake.Event, map[lake.DocumentID]lake.Status, error) {
	pause := firstPause
	for race := 1; ; race++ {
		event, ends, err := n.tryFold(ctx, ids)
		if lake.CodeOf(err) != lake.CodeConflict || race == maxRaces {
			return event, ends, err
		}
		if err := n.sleep(ctx, pause/2+rand.N(pause)); err != nil { //nolint:gosec // spreads retries, guards nothing
			return lake.Event{}, nil, err
		}
		pause = min(2*pause, longestPause)
	}
}

// tryFold folds once and is refused if somebody else commits meanwhile.
func (n *stages) tryFold(ctx context.Context, ids []lake.DocumentID) (lake.Event, map[lake.DocumentID]lake.Status, error) {
	folded, err := n.fold(ctx, ids)
	if err != nil {
		return lake.Event{}, nil, err
	}
	n.committed(folded)
	event, err := lake.NewTableEvent(lake.TopicSilver, n.lakeID, lake.TableEvent{
		Table: lake.SilverTable, Layer: "silver", Version: folded.Version, SilverVersion: folded.Version,
	})
	return event, folded.Ends, err
}

func (n *stages) fold(ctx context.Context, ids []lake.DocumentID) (Folded, error) {
	if n.shared != nil {
		return n.foldShared(ctx, ids)
	}
	return Fold(ctx, n.bronze, n.tables, ids)
}
