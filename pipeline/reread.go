package pipeline

import (
	"context"

	"wattlake/lake"
)

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
