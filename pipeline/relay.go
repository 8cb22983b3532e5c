package pipeline

import (
	"context"
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
