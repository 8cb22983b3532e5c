package pipeline

import (
	"context"
	"encoding/json"
	"slices"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// FollowWorkers shows how the team's workers are getting on with the documents of this lake, as their events tell. follow
// hands over events until its context ends; it is started again when it fails.
func (n *Node) FollowWorkers(follow func(ctx context.Context, handle func([]lake.Event)) error) {
	n.running.Go(func() {
		for n.life.Err() == nil {
			err := follow(n.life, func(events []lake.Event) { n.followed(n.life, events) })
			if n.life.Err() == nil {
				n.logger.WarnContext(n.life, "the workers are out of sight for now", "error", err)
			}
			if n.sleep(n.life, restartDelay) != nil {
				return
			}
		}
	})
}

// followed takes note of events. What has been on the brokers need not be sent there, and what is news to this lake is for
// the next sync to fetch.
func (n *Node) followed(ctx context.Context, events []lake.Event) {
	ids := make([]string, len(events))
	news := false
	for i, e := range events {
		ids[i] = e.ID
		news = news || (worthFetching(e) && (n.ledger == nil || !n.ledger.Has(e.ID)))
	}
	if n.ledger != nil {
		if err := n.ledger.Foreign(ids...); err != nil {
			n.logger.WarnContext(ctx, "what workers announce may be announced again", "error", err)
		}
	}
	for _, e := range events {
		n.followOne(ctx, e)
	}
	if news {
		n.send(Change{Team: true})
	}
}

// worthFetching reports whether the event is about a document that somebody has added or finished.
func worthFetching(e lake.Event) bool {
	return e.Topic == lake.TopicUploaded || e.Topic == lake.TopicParsed || (e.Topic == lake.TopicFailed && !transient(e))
}

// transient reports whether a dead letter says that nothing is wrong with the document.
func transient(e lake.Event) bool {
	var letter lake.FailedEvent
	return json.Unmarshal(e.Value, &letter) == nil && letter.Transient
}

func (n *Node) followOne(ctx context.Context, e lake.Event) {
	id := lake.DocumentID(e.Key)
	if _, active := n.tracker.step(id); !active {
		return // of another desktop, or made here
	}
	switch e.Topic {
	case lake.TopicRead, lake.TopicParsed:
		n.tracker.queue(id, consumerOf(e.Topic))
	case lake.TopicFailed:
		var letter lake.FailedEvent
		if json.Unmarshal(e.Value, &letter) == nil && letter.Transient {
			n.tracker.settle(lake.Waiting, letter.Stage, putOffElsewhere(letter), id)
			return
		}
	case lake.TopicUploaded, lake.TopicSilver, lake.TopicGold:
		return
	}
	n.settleDone(ctx, id)
}

// settleDone ends the waiting for documents whose result has come from elsewhere.
func (n *Node) settleDone(ctx context.Context, ids ...lake.DocumentID) {
	for _, id := range ids {
		s, active := n.tracker.step(id)
		if !active {
			continue
		}
		var names []lake.Name
		for _, key := range n.bronze.Artefacts(id).Raw {
			if parsed, ok := lake.ParseKey(key); ok && !slices.Contains(names, parsed.Name) {
				names = append(names, parsed.Name)
			}
		}
		if err := n.bronze.Relist(ctx, id, names, bronze.DocumentFolders()...); err != nil {
			continue // the next event asks again
		}
		facts, err := n.bronze.Facts(ctx, id)
		if err == nil && facts.Status().Final() {
			n.tracker.settle(facts.Status(), s.stage, nil, id)
		}
	}
}

func putOffElsewhere(letter lake.FailedEvent) error {
	return &lake.Error{
		Code: letter.Code, Op: "pipeline: worker",
		Message: lake.Text{PL: "Dokument odłożył jeden z workerów: " + letter.Reason, EN: "A worker put the document off: " + letter.Reason},
		Hint:    lake.Text{PL: "Zostanie podjęty ponownie; można też użyć „ponów”.", EN: "It will be taken up again; retry does so at once."},
	}
}
