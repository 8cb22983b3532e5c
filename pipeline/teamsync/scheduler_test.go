package teamsync_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/pipeline"
	"wattlake/pipeline/teamsync"
)

// timers are fired by hand.
type timers struct {
	mu  sync.Mutex
	set map[time.Duration]chan time.Time
}

func (c *timers) after(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	fires := make(chan time.Time, 1)
	c.set[d] = fires
	return fires
}

// fire lets the newest timer of this duration go off; it waits until there is one.
func (c *timers) fire(t *testing.T, s *teamsync.Scheduler, d time.Duration) {
	t.Helper()
	for {
		changed := s.Changed()
		c.mu.Lock()
		fires := c.set[d]
		delete(c.set, d)
		c.mu.Unlock()
		if fires != nil {
			fires <- noon()
			return
		}
		select {
		case <-changed:
		case <-time.After(time.Millisecond): // timers are set without a change of the state
		case <-t.Context().Done():
			t.Fatal("no such timer")
		}
	}
}

// until waits for a state.
func until(t *testing.T, s *teamsync.Scheduler, what string, ok func(pipeline.SyncState) bool) pipeline.SyncState {
	t.Helper()
	limit := time.After(20 * time.Second)
	for {
		changed := s.Changed()
		state := s.State()
		if ok(state) {
			return state
		}
		select {
		case <-changed:
		case <-limit:
			t.Fatalf("never: %s; %+v", what, state)
		}
	}
}

// A running program syncs at the start, after a batch, now and then, and when asked; a failed sync is told and tried again.
func TestScheduler(t *testing.T) {
	team := store.NewMemory()
	faults := storetest.NewFaults(team)
	ala := join(t, "ala", nil, faults)
	ala.ingest(t, 1)
	clock := &timers{set: map[time.Duration]chan time.Time{}}
	changes := make(chan pipeline.Change)
	s := teamsync.NewScheduler(teamsync.SchedulerParams{
		Syncer: ala.syncer(), Changes: changes, Every: time.Hour, Clock: noon, After: clock.after, Logger: slog.New(slog.DiscardHandler),
	})
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { s.Run(ctx) })
	defer group.Wait()
	defer stop()

	pushed := func(files int) func(pipeline.SyncState) bool {
		return func(state pipeline.SyncState) bool {
			return !state.Running && state.Report.Present == files && state.Backlog.Files == 0 && !state.Next.IsZero()
		}
	}
	first := until(t, s, "a sync at the start", pushed(4))
	if !first.Last.Equal(noon()) || !first.Next.Equal(noon().Add(time.Hour)) {
		t.Errorf("%+v", first)
	}
	ala.ingest(t, 7)
	changes <- pipeline.Change{Document: "d", Status: lake.Processing} // on its way: no reason to sync
	changes <- pipeline.Change{Document: "d", Status: lake.Ready}
	clock.fire(t, s, 10*time.Second)
	until(t, s, "a sync after the batch", pushed(8))

	ala.ingest(t, 9)
	faults.Set(storetest.CrashAt(1, false, &lake.Error{Code: store.CodeUnreachable, Message: lake.Text{PL: "nie", EN: "no"}}))
	s.Now()
	failed := until(t, s, "a failure", func(state pipeline.SyncState) bool { return state.Code != "" && !state.Running })
	if failed.Code != store.CodeUnreachable || failed.Trouble.EN != "no" {
		t.Errorf("%+v", failed)
	}
	until(t, s, "what waits", func(state pipeline.SyncState) bool { return state.Backlog.Files == 4 })
	faults.Set(nil)
	clock.fire(t, s, 30*time.Second)
	if again := until(t, s, "another try", pushed(12)); again.Code != "" {
		t.Errorf("%+v", again)
	}
	ala.ingest(t, 11)
	clock.fire(t, s, time.Hour)
	until(t, s, "a sync by the clock", pushed(16))

	s.Pause(true)
	ala.ingest(t, 13)
	s.Now()
	until(t, s, "a sync that waits", func(state pipeline.SyncState) bool {
		return state.Paused && state.Running && state.Progress.TotalFiles == 4 && state.Progress.Files == 0
	})
	s.Pause(false)
	until(t, s, "its end", pushed(20))
}

// Where the team's workers do the work, a document is sent although nothing has come of it yet, and what workers announce is
// fetched.
func TestSchedulerWithWorkers(t *testing.T) {
	team := store.NewMemory()
	ala, worker := join(t, "ala", nil, team), join(t, "worker", nil, team)
	clock := &timers{set: map[time.Duration]chan time.Time{}}
	changes := make(chan pipeline.Change)
	s := teamsync.NewScheduler(teamsync.SchedulerParams{
		Syncer: ala.syncer(), Changes: changes, Clock: noon, After: clock.after, Logger: slog.New(slog.DiscardHandler),
	})
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { s.Run(ctx) })
	defer group.Wait()
	defer stop()
	until(t, s, "a sync at the start", func(state pipeline.SyncState) bool { return !state.Running && !state.Last.IsZero() })

	ala.ingest(t, 1)
	changes <- pipeline.Change{Team: true}
	clock.fire(t, s, 3*time.Second)
	until(t, s, "the document is sent", func(state pipeline.SyncState) bool { return !state.Running && state.Report.Pushed.Files == 4 })

	worker.ingest(t, 7)
	worker.mustSync(t)
	changes <- pipeline.Change{Team: true}
	clock.fire(t, s, 3*time.Second)
	until(t, s, "the result is fetched", func(state pipeline.SyncState) bool { return !state.Running && state.Report.Pulled.Files == 4 })
}
