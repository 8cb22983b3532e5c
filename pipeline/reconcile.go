package pipeline

import (
	"context"
	"fmt"
	"slices"

	"wattlake/lake"
)

// reconcile walks Bronze and queues whatever has no successor, so that the event log may be lost at any time. It runs at
// every start; what is queued twice is skipped by the stages.
func (n *stages) reconcile(ctx context.Context) error {
	rows, err := n.listing.rowsOf(ctx)
	if err != nil {
		return err
	}
	var batch []lake.Event
	for _, id := range n.bronze.Documents() {
		event, ok, err := n.unfinished(ctx, id, rows.of(id))
		if err != nil {
			return fmt.Errorf("resume %s: %w", id, err)
		}
		if ok {
			batch = append(batch, event)
		}
		if len(batch) == announceBatch {
			if err := n.announce(ctx, batch...); err != nil {
				return err
			}
			batch = nil
		}
	}
	if err := n.announce(ctx, batch...); err != nil {
		return err
	}
	return n.resumeGold(ctx)
}

// resume queues the document's first stage whose result is missing, if there is one.
func (n *stages) resume(ctx context.Context, id lake.DocumentID) error {
	event, ok, err := n.unfinished(ctx, id, nil)
	if err != nil || !ok {
		return err
	}
	return n.announce(ctx, event)
}

// unfinished gives the event that wakes the first stage whose result is missing; rows are those of Silver that list the
// document. Whoever holds a document now knows better.
func (n *stages) unfinished(ctx context.Context, id lake.DocumentID, rows []*lake.Brief) (event lake.Event, ok bool, err error) {
	if _, active := n.tracker.step(id); active {
		return lake.Event{}, false, nil
	}
	return n.missing(ctx, id, rows)
}

// missing is unfinished, whoever holds the document.
func (n *stages) missing(ctx context.Context, id lake.DocumentID, rows []*lake.Brief) (event lake.Event, ok bool, err error) {
	a := n.bronze.Artefacts(id)
	decided := len(n.bronze.Decisions(id)) > 0
	topic := lake.TopicUploaded
	switch {
	case len(a.Parsed) == 1 && folded(id, rows, a.Parsed[0]) && !decided:
		return lake.Event{}, false, nil // the usual case costs no read
	case len(a.Parsed) > 0:
		topic = lake.TopicParsed
	case len(a.Words) == 0 && len(a.Raw) == 0:
		return lake.Event{}, false, nil // erased, or not here yet
	default:
		facts, err := n.bronze.Facts(ctx, id)
		if err != nil || facts.Status().Final() {
			return lake.Event{}, false, err
		}
		if len(a.Words) > 0 {
			topic = lake.TopicRead
		}
	}
	event, err = n.eventAbout(ctx, topic, id, false)
	return event, err == nil, err
}

// folded reports whether one of the rows was made from the document's parse result.
func folded(id lake.DocumentID, rows []*lake.Brief, parsed lake.Key) bool {
	key, _ := lake.ParseKey(parsed)
	content := key.Content.Pack()
	return slices.ContainsFunc(rows, func(b *lake.Brief) bool {
		return slices.ContainsFunc(b.Documents, func(d lake.BriefRef) bool { return d.Document == id && d.Parsed == content })
	})
}

// resumeGold queues a build if Gold is behind Silver.
func (n *stages) resumeGold(ctx context.Context) error {
	silver, built, err := n.versions(ctx)
	if err != nil || silver == built {
		return err
	}
	return n.wakeGold(ctx)
}

// wakeGold has the gold stage look whether there is anything to build.
func (n *stages) wakeGold(ctx context.Context) error {
	silver, err := n.tables.SilverVersion(ctx)
	if err != nil {
		return fmt.Errorf("silver version: %w", err)
	}
	if silver < 0 {
		return nil
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
