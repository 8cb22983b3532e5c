package pipeline

import (
	"context"
	"fmt"

	"wattlake/lake"
)

// reconcile walks Bronze and queues whatever has no successor, so that the event log may be lost at any time. It runs at
// every start; what is queued twice is skipped by the stages.
func (n *Node) reconcile(ctx context.Context) error {
	rows, err := n.tables.Invoices(ctx)
	if err != nil {
		return fmt.Errorf("read silver: %w", err)
	}
	folded := map[lake.DocumentID]map[lake.Key]bool{}
	for _, row := range rows {
		for _, d := range row.Documents {
			if folded[d.Document] == nil {
				folded[d.Document] = map[lake.Key]bool{}
			}
			folded[d.Document][d.Parsed] = true
		}
	}
	for _, id := range n.bronze.Documents() {
		if err := n.resume(ctx, id, folded[id]); err != nil {
			return fmt.Errorf("resume %s: %w", id, err)
		}
	}
	return n.resumeGold(ctx)
}

// resume queues the first stage whose result is missing. Whoever holds a document now knows better.
func (n *Node) resume(ctx context.Context, id lake.DocumentID, folded map[lake.Key]bool) error {
	if _, active := n.tracker.step(id); active {
		return nil
	}
	a := n.bronze.artefacts(id)
	decided := len(n.bronze.decisionsOf(id)) > 0
	switch {
	case len(a.parsed) == 1 && folded[a.parsed[0]] && !decided:
		return nil // the usual case costs no read
	case len(a.parsed) > 0:
		return n.requeue(ctx, lake.TopicParsed, id, false)
	}
	facts, err := n.bronze.Facts(ctx, id)
	if err != nil || facts.Status().Final() {
		return err
	}
	if len(a.words) > 0 {
		return n.requeue(ctx, lake.TopicRead, id, false)
	}
	return n.requeue(ctx, lake.TopicUploaded, id, false)
}

// requeue announces the object that the topic is about once more.
func (n *Node) requeue(ctx context.Context, topic lake.Topic, id lake.DocumentID, replay bool) error {
	key := n.bronze.RawKey(id)
	a := n.bronze.artefacts(id)
	switch {
	case topic == lake.TopicParsed && len(a.parsed) > 0:
		key = a.parsed[len(a.parsed)-1]
	case topic == lake.TopicRead && len(a.texts) > 0:
		key = a.texts[len(a.texts)-1]
	}
	content, err := n.bronze.Get(ctx, key)
	if err != nil {
		return err
	}
	return n.announce(ctx, topic, id, key, content, replay)
}

// resumeGold queues a build if Gold is behind Silver.
func (n *Node) resumeGold(ctx context.Context) error {
	silver, built, err := n.versions(ctx)
	if err != nil || silver == built {
		return err
	}
	event, err := lake.NewTableEvent(lake.TopicSilver, n.lakeID, lake.TableEvent{
		Table: lake.SilverTable, Layer: "silver", Version: silver, SilverVersion: silver,
	})
	if err != nil {
		return err
	}
	n.tracker.setGold(true)
	return n.log.Publish(ctx, event)
}
