package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// handle sends what a batch of the log is about.
func (r *Relay) handle(ctx context.Context, events []lake.Event) error {
	var ids []lake.DocumentID
	var tables []lake.Event
	fresh := make(map[string]lake.Event, len(events))
	for _, e := range events {
		switch e.Topic {
		case lake.TopicSilver, lake.TopicGold:
			if r.p.Tables && !r.p.Ledger.Has(e.ID) {
				tables = append(tables, e)
			}
		default:
			fresh[e.ID] = e
			ids = append(ids, lake.DocumentID(e.Key))
		}
	}
	slices.Sort(ids)
	r.sending.Lock()
	defer r.sending.Unlock()
	ready, err := r.prepare(ctx, slices.Compact(ids), fresh)
	if err != nil {
		return err
	}
	return r.publish(ctx, append(ready, tables...))
}

// prepare makes the events of the documents that are not in the ledger. Events at hand in fresh save making them anew.
func (r *Relay) prepare(ctx context.Context, ids []lake.DocumentID, fresh map[string]lake.Event) ([]lake.Event, error) {
	due, err := r.due(ctx, ids)
	if err != nil {
		return nil, err
	}
	events := make([]lake.Event, len(due))
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(relayReaders)
	for i, a := range due {
		if event, ok := fresh[a.ID]; ok {
			event.Value = withoutReplay(event.Value)
			events[i] = event
			continue
		}
		group.Go(func() (err error) {
			events[i], err = r.bronze.Event(reading, a)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(events, func(e lake.Event) bool { return e.ID == "" }), nil // erased meanwhile
}

// due lists what is to be announced of the documents, of each up to the first object that has not arrived yet: what comes
// after it waits with it. What people decided on a document, such as another try, must be there before anybody works on it.
func (r *Relay) due(ctx context.Context, ids []lake.DocumentID) ([]bronze.Announcement, error) {
	var due []bronze.Announcement
	var keys []lake.Key
	for _, id := range ids {
		before := len(due)
		for _, a := range r.bronze.Announcements(id) {
			if !r.p.Ledger.Has(a.ID) {
				due, keys = append(due, a), append(keys, a.Key)
			}
		}
		if len(due) == before {
			continue
		}
		for _, d := range r.bronze.Decisions(id) {
			keys = append(keys, d.Key())
		}
	}
	if r.p.Arrived == nil || len(due) == 0 {
		return due, nil
	}
	arrived, err := r.p.Arrived(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("ask which objects the team has: %w", err)
	}
	waiting := map[lake.DocumentID]bool{}
	return slices.DeleteFunc(due, func(a bronze.Announcement) bool {
		if _, looked := waiting[a.Document]; !looked {
			waiting[a.Document] = slices.ContainsFunc(r.bronze.Decisions(a.Document), func(d lake.Decision) bool { return !arrived[d.Key()] })
		}
		waiting[a.Document] = waiting[a.Document] || !arrived[a.Key]
		return waiting[a.Document]
	}), nil
}

// publish sends the events, a batch at a time.
func (r *Relay) publish(ctx context.Context, events []lake.Event) error {
	for batch := range slices.Chunk(events, relayBatch) {
		if err := r.publishBatch(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// publishBatch sends one batch. A ledger that cannot be written does not stop the relay: it remembers for as long as it runs.
func (r *Relay) publishBatch(ctx context.Context, events []lake.Event) error {
	if err := r.p.Brokers.Publish(ctx, events...); err != nil {
		return err
	}
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	err := r.p.Ledger.Sent(ids...)
	r.note(func(s *RelayState) {
		s.Sent += int64(len(events))
		if err != nil {
			s.Trouble, s.Hint = lake.Explain(err)
			s.Code = lake.CodeOf(err)
		}
	})
	return nil
}

// withoutReplay makes the payload what it was the first time: that the work is done again concerns this lake only.
func withoutReplay(value []byte) []byte {
	var payload lake.BronzeEvent
	if json.Unmarshal(value, &payload) != nil || !payload.Replay {
		return value
	}
	payload.Replay = false
	plain, err := json.Marshal(payload)
	if err != nil {
		return value
	}
	return plain
}
