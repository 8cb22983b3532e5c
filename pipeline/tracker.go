package pipeline

import (
	"context"
	"sync"
	"time"

	"wattlake/lake"
)

// tracker knows which documents are on their way through the stages in this process, and wakes who waits for them. It holds
// nothing that Bronze does not say better: after a restart the reconciler fills it again.
type tracker struct {
	mu        sync.Mutex
	active    map[lake.DocumentID]*step
	withdrawn map[lake.DocumentID]bool // cancelled before its turn to be read
	counts    map[lake.Stage]StageCount
	troubles  map[lake.DocumentID]error // why a document was snoozed
	gold      bool                      // Gold is behind Silver and will be built
	goldErr   error                     // why Gold could not be built; nil when it was
	changed   chan struct{}             // closed and replaced at each change
	waiters   map[*waiter]bool
	hub       *hub
	clock     func() time.Time // nil: nobody asks since when
}

// step is where an active document is.
type step struct {
	stage       lake.Stage
	running     bool
	page, pages int
	since       time.Time // when it came to the stage
	cancelled   bool      // a person wants it read no further
	cancel      context.CancelFunc
}

func newTracker(h *hub) *tracker {
	return &tracker{
		active: map[lake.DocumentID]*step{}, withdrawn: map[lake.DocumentID]bool{}, counts: map[lake.Stage]StageCount{}, troubles: map[lake.DocumentID]error{},
		changed: make(chan struct{}), waiters: map[*waiter]bool{}, hub: h,
	}
}

// queue notes that an event for the stage is on its way. It brings back a document that was withdrawn.
func (t *tracker) queue(id lake.DocumentID, stage lake.Stage) {
	t.mu.Lock()
	delete(t.withdrawn, id)
	t.set(id, step{stage: stage})
	t.mu.Unlock()
	t.hub.send(Change{Document: id, Stage: stage, Status: lake.Processing})
}

// start notes that the stage is at work on the document, and reports whether it is to be: not on one that was withdrawn.
func (t *tracker) start(id lake.DocumentID, stage lake.Stage) bool {
	t.mu.Lock()
	if t.withdrawn[id] {
		delete(t.withdrawn, id)
		t.mu.Unlock()
		return false
	}
	t.set(id, step{stage: stage, running: true})
	t.mu.Unlock()
	t.hub.send(Change{Document: id, Stage: stage, Status: lake.Processing})
	return true
}

// set must be called with the lock held.
func (t *tracker) set(id lake.DocumentID, s step) {
	delete(t.troubles, id)
	if before := t.active[id]; before != nil && before.stage == s.stage {
		s.since = before.since
	} else if t.clock != nil {
		s.since = t.clock()
	}
	t.active[id] = &s
	t.wake(id)
}

// page notes how far the read stage is.
func (t *tracker) page(id lake.DocumentID, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s, ok := t.active[id]; ok {
		s.page, s.pages = done, total
		t.wake(id)
	}
}

// finish counts one end of a stage.
func (t *tracker) finish(stage lake.Stage, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.counts[stage]
	if ok {
		c.Done++
	} else {
		c.Failed++
	}
	t.counts[stage] = c
}

// settle notes that the documents are through: a table row, a failure, or (with trouble) put off.
func (t *tracker) settle(status lake.Status, stage lake.Stage, trouble error, ids ...lake.DocumentID) {
	t.mu.Lock()
	for _, id := range ids {
		delete(t.active, id)
		if trouble != nil {
			t.troubles[id] = trouble
		}
	}
	t.wake(ids...)
	t.mu.Unlock()
	for _, id := range ids {
		t.hub.send(Change{Document: id, Stage: stage, Status: status})
	}
}

// setGold notes whether Gold is behind.
func (t *tracker) setGold(behind bool) { t.noteGold(behind, nil) }

// failGold notes that Gold stays as it was.
func (t *tracker) failGold(err error) { t.noteGold(false, err) }

func (t *tracker) noteGold(behind bool, err error) {
	t.mu.Lock()
	t.gold = behind
	if !behind {
		t.goldErr = err
	}
	t.wake()
	t.mu.Unlock()
	if !behind {
		t.hub.send(Change{Tables: true})
	}
}

// wait returns when no document is on its way and Gold is up to date, or with ctx's error.
func (t *tracker) wait(ctx context.Context) error {
	for {
		t.mu.Lock()
		changed, waiting := t.changed, t.gold || len(t.active) > 0
		t.mu.Unlock()
		if !waiting {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// change returns a channel that closes at the next change.
func (t *tracker) change() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.changed
}
