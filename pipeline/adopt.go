package pipeline

import (
	"context"
	"fmt"
	"slices"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// Adopt takes objects into the lake's catalogue that a sync with the team has stored, and brings the tables up to date. What
// others made is not announced again; a document that nobody has finished is queued here.
func (n *Node) Adopt(ctx context.Context, keys []lake.Key) error {
	if n.ledger != nil {
		if err := n.ledger.Foreign(bronze.EventIDs(keys)...); err != nil {
			n.logger.WarnContext(ctx, "what came from the team may be announced again", "error", err)
		}
	}
	ids, err := n.bronze.Take(ctx, keys)
	if err != nil {
		return err
	}
	var folded, open []lake.DocumentID
	for _, id := range ids {
		switch {
		case n.eraser != nil && n.bronze.Erased(id):
			if _, err := n.finishErasure(ctx, id); err != nil {
				return fmt.Errorf("erase %s: %w", id, err)
			}
		case len(n.bronze.Artefacts(id).Parsed) > 0:
			folded = append(folded, id)
		case n.bronze.Has(id):
			open = append(open, id)
		}
	}
	for chunk := range slices.Chunk(folded, silverBatch) {
		if err := n.adopt(ctx, chunk); err != nil {
			return err
		}
	}
	if !n.runs(lake.StageRead) {
		n.settleDone(ctx, ids...) // workers had them
	}
	for _, id := range open {
		n.send(Change{Document: id, Tables: true})
		if err := n.resume(ctx, id); err != nil {
			return fmt.Errorf("resume %s: %w", id, err)
		}
	}
	if len(folded) == 0 && slices.ContainsFunc(keys, isDecision) { // on the register, perhaps: no fold brings that to Gold
		return n.wakeGold(ctx)
	}
	return nil
}

func isDecision(key lake.Key) bool {
	parsed, ok := lake.ParseKey(key)
	return ok && parsed.Kind == lake.DecisionObject
}

// adopt is the silver stage for documents that came parsed.
func (n *Node) adopt(ctx context.Context, ids []lake.DocumentID) error {
	event, _, err := n.foldSilver(ctx, ids)
	if err != nil {
		return err
	}
	n.tracker.setGold(true)
	if err := n.log.Publish(ctx, event); err != nil {
		return fmt.Errorf("publish silver event: %w", err)
	}
	for _, id := range ids {
		n.send(Change{Document: id, Tables: true})
	}
	return nil
}
