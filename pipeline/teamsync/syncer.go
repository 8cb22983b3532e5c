package teamsync

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
)

// Params are the parts of a [Syncer]. Every field is required unless it says otherwise.
type Params struct {
	Local    pipeline.Objects // the lake on this machine
	Team     pipeline.Objects // the lake in the bucket
	Tables   pipeline.Tables  // the team's, in the bucket
	Folder   string           // what is remembered between syncs; on this machine only
	Location string           // of the team's lake, for people: s3://bucket/prefix
	Author   string           // who may found the team's lake
	Program  string           // names the rules that rows are folded by; another name folds all of them again
	NewID    func() string
	Clock    func() time.Time
	Sleep    func(context.Context, time.Duration) error // ends early with ctx's error
	Adopt    func(context.Context, []lake.Key) error    // takes pulled objects into the running lake; nil if none runs
	ReadOnly bool                                       // pulls, and changes nothing in the bucket
	OnOpen   bool                                       // leaves documents' bytes in the bucket until somebody opens them
}

// Options are for one sync.
type Options struct {
	DryRun bool // says what would move
	Rejoin bool // syncs although the bucket was emptied or holds another lake than before
}

// A commit that lost the race for the team's tables begins anew after a random pause that grows.
const (
	maxRaces     = 20
	firstPause   = 50 * time.Millisecond
	longestPause = 5 * time.Second
)

// Syncer syncs one lake with one bucket. It is safe for concurrent use; syncs follow each other.
type Syncer struct {
	p     Params
	pause gate

	one     sync.Mutex // held during a sync
	pending []lake.Key // stored here, but not adopted yet
}

// New returns a syncer. It does no I/O.
func New(p Params) *Syncer { return &Syncer{p: p} }

// Pause holds transfers back, or lets them go on. What is on its way arrives.
func (s *Syncer) Pause(paused bool) { s.pause.set(paused) }

// Run syncs once. Whatever it is interrupted by, the next run finishes the work. progress, which may be nil, is called now
// and then from several goroutines, and once at the end.
func (s *Syncer) Run(ctx context.Context, o Options, progress func(pipeline.SyncProgress)) (pipeline.SyncReport, error) {
	s.one.Lock()
	defer s.one.Unlock()
	r := &run{Syncer: s, options: o, meter: newMeter(s.p.Clock, progress), report: pipeline.SyncReport{Silver: noTable, DryRun: o.DryRun}}
	defer r.meter.end()
	err := r.sync(ctx)
	return r.report, err
}

// noTable is the version of a table that does not exist.
const noTable = -1

// run is one sync.
type run struct {
	*Syncer
	options  Options
	meter    *meter
	report   pipeline.SyncReport
	known    memory
	readOnly bool // by choice, or because the keys do not allow more
	noTables bool // the server cannot be trusted with tables
}

func (r *run) sync(ctx context.Context) (err error) {
	r.meter.phase(pipeline.SyncConnecting)
	if r.known, err = loadMemory(r.p.Folder); err != nil {
		return err
	}
	r.readOnly = r.p.ReadOnly
	if err := r.connect(ctx); err != nil {
		return err
	}
	pause := firstPause
	for r.report.Races = 0; ; r.report.Races++ {
		err := r.round(ctx)
		if !errors.Is(err, errMoved) && lake.CodeOf(err) != lake.CodeConflict || r.report.Races == maxRaces {
			return err
		}
		if err := r.p.Sleep(ctx, pause/2+rand.N(pause)); err != nil { //nolint:gosec // spreads retries, guards nothing
			return err
		}
		pause = min(2*pause, longestPause)
	}
}

// errMoved says that somebody else committed while objects were exchanged: list again.
var errMoved = errors.New("the team's tables have moved on")

// round reads the version of the team's Silver, exchanges Bronze, and commits what follows from it to that version.
func (r *run) round(ctx context.Context) error {
	base, err := r.silverVersion(ctx)
	if err != nil {
		return err
	}
	r.meter.phase(pipeline.SyncComparing)
	plan, err := r.compare(ctx)
	if err != nil {
		return err
	}
	r.report.OnOpen, r.report.Present = plan.onOpen, len(plan.team)
	if r.options.DryRun {
		r.report.Pushed, r.report.Pulled = total(plan.push), total(plan.pull)
		return nil
	}
	moved, err := r.exchange(ctx, plan)
	if adoptErr := r.adopt(ctx, moved.pulled); adoptErr != nil || err != nil { // also what came before an interruption
		return errors.Join(err, adoptErr)
	}
	facts := plan.after(moved)
	r.report.Present = len(facts)
	if err := savePresent(r.p.Folder, r.p.Location, facts); err != nil {
		return err
	}
	if r.writesTables() {
		if err := r.commit(ctx, base, facts); err != nil {
			return err
		}
		switch err := r.eraseThere(ctx, plan.doomed); {
		case lake.CodeOf(err) == store.CodeAccessDenied: // a member's keys; somebody else's sync will
			r.report.Warning, r.report.Hint = mayNotErase()
		case err != nil:
			return err
		}
	}
	r.known.Folded = r.writesTables()
	return r.remember(facts)
}

func (r *run) writesTables() bool { return !r.readOnly && !r.noTables }

// silverVersion is not asked for by those who do not write.
func (r *run) silverVersion(ctx context.Context) (int64, error) {
	if !r.writesTables() || r.options.DryRun {
		return noTable, nil
	}
	version, err := r.p.Tables.SilverVersion(ctx)
	if err == nil {
		r.report.Silver = version
	}
	return version, err
}

func (r *run) adopt(ctx context.Context, pulled []lake.Key) error {
	r.pending = append(r.pending, pulled...)
	if r.p.Adopt == nil || len(r.pending) == 0 {
		return nil
	}
	if err := r.p.Adopt(context.WithoutCancel(ctx), r.pending); err != nil { // they are stored: the lake must not overlook them
		return err
	}
	r.pending = nil
	return nil
}

func (r *run) remember(facts []lake.ObjectInfo) error {
	r.known.Location, r.known.Seen = r.p.Location, len(facts)
	r.known.Silver, r.known.Program = r.report.Silver, r.p.Program
	r.known.index = facts
	return r.known.save(r.p.Folder)
}

func total(objects []lake.ObjectInfo) (count pipeline.SyncCount) {
	for _, o := range objects {
		count.Add(o.Size)
	}
	return count
}

// gate holds back whoever passes while it is closed. The zero gate is open.
type gate struct {
	mu     sync.Mutex
	closed chan struct{} // nil while open
}

func (g *gate) set(closed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case closed && g.closed == nil:
		g.closed = make(chan struct{})
	case !closed && g.closed != nil:
		close(g.closed)
		g.closed = nil
	}
}

func (g *gate) pass(ctx context.Context) error {
	g.mu.Lock()
	closed := g.closed
	g.mu.Unlock()
	if closed == nil {
		return ctx.Err()
	}
	select {
	case <-closed:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
