package pipeline

import (
	"context"
	"fmt"
	"slices"

	"wattlake/lake"
)

// Replay does the work of a stage and of all after it again, for the documents or (with none named) for all. It waits for
// the end. Artefacts are deterministic, so that a replay changes nothing unless the program has.
func (n *Node) Replay(ctx context.Context, from lake.Stage, ids []lake.DocumentID) error {
	if err := n.Settle(ctx); err != nil {
		return err
	}
	if len(ids) == 0 {
		ids = n.bronze.Documents()
	}
	switch from {
	case lake.StageGold:
		return n.rebuildGold(ctx)
	case lake.StageRead, lake.StageParse, lake.StageSilver:
	default:
		return &lake.Error{
			Code: lake.CodeUsage, Op: "pipeline: replay",
			Message: lake.Text{PL: "Nie ma takiego etapu: " + string(from) + ".", EN: "There is no such stage: " + string(from) + "."},
			Hint:    lake.Text{PL: "Użyj: read, parse, silver albo gold.", EN: "Use read, parse, silver or gold."},
		}
	}
	for chunk := range slices.Chunk(ids, announceBatch) {
		var events []lake.Event
		for _, id := range chunk {
			event, ok, err := n.replayed(ctx, TopicOf(from), id)
			if err != nil {
				return fmt.Errorf("replay %s: %w", id, err)
			}
			if ok {
				events = append(events, event)
			}
		}
		if err := n.announce(ctx, events...); err != nil {
			return err
		}
	}
	return n.tracker.wait(ctx)
}

// Reread queues documents to be read once more from their bytes; it does not wait. A failed one gets another try.
func (n *Node) Reread(ctx context.Context, ids []lake.DocumentID) error {
	var events []lake.Event
	for _, id := range ids {
		facts, err := n.bronze.Facts(ctx, id)
		if err != nil {
			return err
		}
		if facts.Status() == lake.Failed {
			if err := n.Retry(ctx, []lake.DocumentID{id}); err != nil {
				return err
			}
			continue
		}
		event, ok, err := n.replayed(ctx, lake.TopicUploaded, id)
		if err != nil {
			return err
		}
		if ok {
			events = append(events, event)
		}
	}
	return n.announce(ctx, events...)
}

// replayed gives the event that starts the document at the topic, or earlier if it never came that far. A failed document is
// left to Retry.
func (n *Node) replayed(ctx context.Context, topic lake.Topic, id lake.DocumentID) (event lake.Event, ok bool, err error) {
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil {
		return lake.Event{}, false, err
	}
	if status := facts.Status(); status == lake.Failed || status == lake.Deleted {
		return lake.Event{}, false, nil
	}
	a := n.bronze.Artefacts(id)
	if topic == lake.TopicParsed && len(a.Parsed) == 0 {
		topic = lake.TopicRead
	}
	if topic == lake.TopicRead && len(a.Words) == 0 {
		topic = lake.TopicUploaded
	}
	event, err = n.eventAbout(ctx, topic, id, true)
	return event, err == nil, err
}

func (n *Node) rebuildGold(ctx context.Context) error {
	if err := n.tables.CommitRegister(ctx, n.bronze.Register()); err != nil {
		return fmt.Errorf("commit register: %w", err)
	}
	commits, err := n.tables.RebuildGold(ctx)
	if err != nil {
		return fmt.Errorf("build gold: %w", err)
	}
	events, err := n.tableEvents(commits)
	if err != nil {
		return err
	}
	if err := n.log.Publish(ctx, events...); err != nil {
		return fmt.Errorf("publish gold events: %w", err)
	}
	return n.noteGold(ctx)
}
