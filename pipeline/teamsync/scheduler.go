package teamsync

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

// The scheduler's pauses: how long nothing new must come before a batch counts as over, how long a batch may hold a sync
// back, and how soon a sync that failed is tried again, which doubles each time.
const (
	batchQuiet   = 10 * time.Second
	batchLongest = 5 * time.Minute
	teamQuiet    = 3 * time.Second // the same for what the rest of the team is doing
	teamLongest  = 20 * time.Second
	firstRetry   = 30 * time.Second
	longestRetry = 15 * time.Minute
)

// SchedulerParams are the parts of a [Scheduler].
type SchedulerParams struct {
	Syncer  *Syncer
	Changes <-chan pipeline.Change // of the running lake
	Every   time.Duration          // between syncs; 0 syncs at the start, after batches and when asked only
	Clock   func() time.Time
	After   func(time.Duration) <-chan time.Time
	Logger  *slog.Logger
}

// Scheduler syncs in the background: at the start, when a batch is over, every so often, and when asked. It is safe for
// concurrent use.
type Scheduler struct {
	p    SchedulerParams
	asks chan struct{} // buffered: somebody wants a sync now

	mu      sync.Mutex
	state   pipeline.SyncState
	changed chan struct{} // closed and replaced at each change
}

// NewScheduler returns a scheduler; Run starts it.
func NewScheduler(p SchedulerParams) *Scheduler {
	return &Scheduler{p: p, asks: make(chan struct{}, 1), changed: make(chan struct{})}
}

// Run works until ctx ends.
func (s *Scheduler) Run(ctx context.Context) {
	retry := firstRetry
	for ctx.Err() == nil {
		pause := s.p.Every
		if s.sync(ctx) {
			retry = firstRetry
		} else {
			pause, retry = retry, min(2*retry, longestRetry)
		}
		s.await(ctx, pause)
	}
}

// await returns when the next sync is due.
func (s *Scheduler) await(ctx context.Context, pause time.Duration) {
	var due <-chan time.Time // a nil channel never fires
	var batch, team debounce
	if pause > 0 {
		due = s.p.After(pause)
		s.update(func(state *pipeline.SyncState) { state.Next = s.p.Clock().Add(pause) })
	}
	changes := s.p.Changes
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.asks:
			return
		case <-due:
			return
		case <-batch.quiet:
			return
		case <-batch.latest:
			return
		case <-team.quiet:
			return
		case <-team.latest:
			return
		case change, open := <-changes:
			if !open {
				changes = nil
				continue
			}
			switch {
			case change.Team:
				team.again(s.p.After, teamQuiet, teamLongest)
			case change.Document != "" && change.Status.Final(): // else it is on its way, or was brought by a sync
				batch.again(s.p.After, batchQuiet, batchLongest)
			}
		}
	}
}

// debounce fires when nothing more has come for a while, or much has for long.
type debounce struct{ quiet, latest <-chan time.Time }

func (d *debounce) again(after func(time.Duration) <-chan time.Time, quiet, longest time.Duration) {
	d.quiet = after(quiet)
	if d.latest == nil {
		d.latest = after(longest)
	}
}

// sync syncs once and reports whether that went well.
func (s *Scheduler) sync(ctx context.Context) bool {
	s.count(ctx)
	s.update(func(state *pipeline.SyncState) { state.Running, state.Next = true, time.Time{} })
	report, err := s.p.Syncer.Run(ctx, Options{}, func(p pipeline.SyncProgress) {
		s.update(func(state *pipeline.SyncState) { state.Progress = p })
	})
	s.update(func(state *pipeline.SyncState) {
		state.Running, state.Progress = false, pipeline.SyncProgress{}
		if err != nil {
			state.Code = lake.CodeOf(err)
			state.Trouble, state.Hint = lake.Explain(err)
			return
		}
		state.Code, state.Trouble, state.Hint = "", report.Warning, report.Hint
		state.Last, state.Report = s.p.Clock(), report
	})
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		s.p.Logger.WarnContext(ctx, "a sync with the team failed", "error", err)
	}
	s.count(ctx)
	return err == nil
}

// count looks up what is only here. Where that fails the last figure stays.
func (s *Scheduler) count(ctx context.Context) {
	if backlog, err := s.p.Syncer.Backlog(ctx); err == nil {
		s.update(func(state *pipeline.SyncState) { state.Backlog = backlog })
	}
}

func (s *Scheduler) update(change func(*pipeline.SyncState)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.state)
	close(s.changed)
	s.changed = make(chan struct{})
}

// State is how things stand.
func (s *Scheduler) State() pipeline.SyncState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Changed is closed at the next change of the state.
func (s *Scheduler) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Now asks for a sync at once; while one is running, for another one after it.
func (s *Scheduler) Now() {
	select {
	case s.asks <- struct{}{}:
	default: // somebody has asked already
	}
}

// Pause holds transfers back, or lets them go on.
func (s *Scheduler) Pause(paused bool) {
	s.p.Syncer.Pause(paused)
	s.update(func(state *pipeline.SyncState) { state.Paused = paused })
}

// Backlog counts what is here and was not in the bucket at the last sync.
func (s *Syncer) Backlog(ctx context.Context) (pipeline.SyncCount, error) {
	known, err := loadMemory(s.p.Folder)
	if err != nil {
		return pipeline.SyncCount{}, err
	}
	here, err := listBronze(ctx, s.p.Local)
	if err != nil {
		return pipeline.SyncCount{}, err
	}
	onlyHere, _, _ := difference(here, known.index)
	return total(onlyHere), nil
}
