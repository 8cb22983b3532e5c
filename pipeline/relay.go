package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// Brokers are the team's Kafka.
type Brokers interface {
	// Connect returns the cluster's id when the brokers answer and the topics are there. It fails soon if they do not.
	Connect(ctx context.Context) (cluster string, err error)
	// Publish returns when the brokers have the events on disk. After an error some may be there.
	Publish(ctx context.Context, events ...lake.Event) error
}

// Ledger remembers which events need not be sent to the team, by their ids. It is safe for concurrent use.
type Ledger interface {
	Bind(cluster string) error // from now on this cluster acknowledges
	Has(id string) bool
	Sent(ids ...string) error    // the brokers have acknowledged them
	Foreign(ids ...string) error // they are about objects that came from the team
	Again(ids ...string) error   // they are to be sent once more
}

// RelayParams are the parts of a [Relay].
type RelayParams struct {
	Brokers Brokers
	Ledger  Ledger
	// Arrived returns which of the objects are where the team can get them. nil: wherever the lake is, the team sees it.
	Arrived func(ctx context.Context, keys []lake.Key) (map[lake.Key]bool, error)
	// Tables also announces the tables of this lake: only if there is no team lake, whose tables are others.
	Tables bool
	// Sleep waits between attempts and looks; nil takes the node's.
	Sleep func(context.Context, time.Duration) error
}

// Relay announces to the team what is made in this lake. The lake is what it goes by: whatever is in Bronze and not in the
// ledger is sent, in the order of the stages for each document; the event log only wakes it.
type Relay struct {
	p       RelayParams
	bronze  *bronze.Catalogue
	log     Log
	sleep   func(context.Context, time.Duration) error
	hub     *hub
	sending sync.Mutex    // one batch at a time keeps the order
	kicked  chan struct{} // buffered: there may be something new to send
	arrives func(lake.DocumentID) bool

	mu    sync.Mutex
	state RelayState
}

// RelayState is how the connection to the team's brokers is getting on.
type RelayState struct {
	Connected bool
	Trouble   lake.Text // why not, zero while there is none
	Hint      lake.Text
	Code      lake.Code // of the trouble
	Backlog   int       // events that have not been sent yet, see [Relay.Backlog]
	Sent      int64     // since the start
}

// Timing of the relay: the first and the longest pause while the brokers are away, and how often it looks for what an upload
// has made sendable.
const (
	firstAbsence   = time.Second
	longestAbsence = time.Minute
	sweepEvery     = 30 * time.Second
)

const (
	relayGroup   = "wattlake-relay"
	relayBatch   = 2048 // events sent, or handed over by the log, at once
	relaySweep   = 1024 // documents looked at in one go
	relayReaders = 8    // objects read at the same time to make events anew
)

// StartRelay starts announcing; it ends with the node. There may be one relay on a node.
func (n *Node) StartRelay(p RelayParams) *Relay {
	r := &Relay{p: p, bronze: n.bronze, log: n.log, sleep: n.sleep, hub: n.hub, kicked: make(chan struct{}, 1), arrives: n.arrivals.has}
	if p.Sleep != nil {
		r.sleep = p.Sleep
	}
	n.running.Go(func() { r.run(n.life) })
	return r
}

// run keeps a connection, with growing pauses while there is none.
func (r *Relay) run(ctx context.Context) {
	pause := firstAbsence
	for ctx.Err() == nil {
		began := r.Sent()
		err := r.session(ctx)
		if ctx.Err() != nil {
			return
		}
		r.note(func(s *RelayState) {
			s.Connected, s.Code = false, lake.CodeOf(err)
			s.Trouble, s.Hint = lake.Explain(err)
		})
		if r.Sent() > began {
			pause = firstAbsence
		}
		if r.sleep(ctx, pause) != nil {
			return
		}
		pause = min(2*pause, longestAbsence)
	}
}

// session works until the brokers or the log fail, or ctx ends.
func (r *Relay) session(ctx context.Context) error {
	cluster, err := r.p.Brokers.Connect(ctx)
	if err != nil {
		return err
	}
	if err := r.p.Ledger.Bind(cluster); err != nil {
		return err
	}
	r.note(func(s *RelayState) { s.Connected, s.Trouble, s.Hint, s.Code = true, lake.Text{}, lake.Text{}, "" })
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return r.sweeps(ctx) })
	for _, topic := range lake.Topics() {
		group.Go(func() error { return r.log.Consume(ctx, relayGroup, topic, relayBatch, r.handle) })
	}
	return group.Wait()
}

// sweeps sends what Bronze holds and the ledger does not: at the start, and whenever something may have become sendable.
func (r *Relay) sweeps(ctx context.Context) error {
	for {
		if err := r.sweep(ctx); err != nil {
			return err
		}
		waiting, done := context.WithCancel(ctx)
		go func() {
			defer done()
			_ = r.sleep(waiting, sweepEvery) // over or cancelled
		}()
		select {
		case <-waiting.Done():
		case <-r.kicked:
		}
		done()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// sweep makes the next batch ready while the brokers have the last one.
func (r *Relay) sweep(ctx context.Context) error {
	r.sending.Lock()
	defer r.sending.Unlock()
	ready := make(chan []lake.Event, 1)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(ready)
		for ids := range slices.Chunk(slices.DeleteFunc(r.bronze.Documents(), r.arrives), relaySweep) {
			events, err := r.prepare(ctx, ids, nil)
			if err != nil {
				return err
			}
			select {
			case ready <- events:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	group.Go(func() error {
		for events := range ready {
			if err := r.publish(ctx, events); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// Kick tells the relay that something may have become sendable, for example after an upload.
func (r *Relay) Kick() {
	select {
	case r.kicked <- struct{}{}:
	default:
	}
}

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

// Backlog counts the events of Bronze that have not been sent.
func (r *Relay) Backlog() int { return backlog(r.bronze, r.p.Ledger) }

func backlog(catalogue *bronze.Catalogue, ledger Ledger) int {
	waiting := 0
	for _, id := range catalogue.Documents() {
		for _, a := range catalogue.Announcements(id) {
			if !ledger.Has(a.ID) {
				waiting++
			}
		}
	}
	return waiting
}

// RelayBacklog counts the events that the ledger does not know, for those who only look at a lake.
func (l *Library) RelayBacklog(ledger Ledger) int { return backlog(l.bronze, ledger) }

// State returns how the relay is getting on.
func (r *Relay) State() RelayState {
	r.mu.Lock()
	state := r.state
	r.mu.Unlock()
	state.Backlog = r.Backlog()
	return state
}

// Sent returns how many events were sent since the start.
func (r *Relay) Sent() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Sent
}

func (r *Relay) note(change func(*RelayState)) {
	r.mu.Lock()
	change(&r.state)
	r.mu.Unlock()
	r.hub.send(Change{Relay: true})
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
