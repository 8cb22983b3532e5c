package teamsync_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
	"wattlake/pipeline/teamsync"
)

var errCrash = errors.New("the power is gone")

// Four desktops with overlapping documents work, decide and sync in random order, and syncs stop dead at random operations
// on either side. After a last sync of each, all hold the same facts, and the tables are those of a rebuild from the union.
func TestAnyOrderWithInterruptions(t *testing.T) {
	seeds := []uint64{1}
	if soak() {
		seeds = []uint64{2, 3, 4, 5, 6, 7, 8, 9}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 2026))
			team := store.NewMemory()
			desktops := make([]*desktop, 4)
			for i := range desktops {
				desktops[i] = join(t, string(rune('a'+i)), storetest.NewFaults(store.NewMemory()), storetest.NewFaults(team))
			}
			crashes := 0
			for range 30 {
				i := r.IntN(len(desktops))
				d := desktops[i]
				switch r.IntN(4) {
				case 0, 1:
					for range 5 {
						d.ingest(t, 10*i+r.IntN(20)) // half of them are the next one's too
					}
				case 2:
					decideSomething(t, d, r)
				default:
					crashed := d.crashSync(t, r)
					if crashed {
						crashes++
						d.restart(t)
					}
				}
			}
			for range 2 {
				for _, d := range desktops {
					d.mustSync(t)
				}
			}
			converged(t, team, desktops...)
			if crashes < 3 {
				t.Errorf("only %d syncs were interrupted: the test is too kind", crashes)
			}
		})
	}
}

// crashSync syncs and stops both stores for good at a random operation, and reports whether that ended the sync.
func (d *desktop) crashSync(t *testing.T, r *rand.Rand) bool {
	t.Helper()
	for _, side := range []pipeline.Objects{d.local, d.team} {
		if faults, ok := side.(*storetest.Faults); ok {
			faults.Set(storetest.CrashAt(1+r.IntN(120), r.IntN(2) == 0, errCrash))
			defer faults.Set(nil)
		}
	}
	_, err := d.sync(t.Context(), teamsync.Options{})
	if err != nil && !errors.Is(err, errCrash) && lake.CodeOf(err) != lake.CodeInternal {
		t.Errorf("%s: %v", d.name, err)
	}
	return err != nil
}

func decideSomething(t *testing.T, d *desktop, r *rand.Rand) {
	t.Helper()
	catalogue := bronze.New(d.local)
	if err := catalogue.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	ids := catalogue.Documents()
	if len(ids) == 0 {
		return
	}
	decision := lake.Decision{Document: ids[r.IntN(len(ids))]}
	switch r.IntN(5) {
	case 4:
		decision = lake.NewPointDecision(lake.RegisteredPoint{PPE: pipelinetest.PPE, Name: fmt.Sprintf("Szkoła %d", r.IntN(9)), Group: d.name})
	case 0:
		decision.Kind = lake.DecideDelete
	case 1:
		decision.Kind = lake.DecideRestore
	case 2:
		decision.Kind = lake.DecideApprove
	default:
		decision.Kind, decision.Values = lake.DecideReview, map[string]string{"number": fmt.Sprintf("R/%d", r.IntN(5))}
	}
	d.decide(t, decision)
}

// Whatever operation a sync stops at, done or undone, the next one ends with the tables of an undisturbed one.
func TestEveryOperationMayBeTheLast(t *testing.T) {
	step := 13
	if soak() {
		step = 1
	}
	base := store.NewMemory()
	ola := join(t, "ola", nil, base)
	for n := range 4 {
		ola.ingest(t, n)
	}
	ola.mustSync(t)
	var want *tables
	for _, applied := range []bool{false, true} {
		for n := 1; ; n += step {
			team := storetest.NewFaults(clone(t, base))
			ala := join(t, "ala", nil, team)
			for number := 3; number < 6; number++ {
				ala.ingest(t, number)
			}
			if want == nil {
				undisturbed := clone(t, base)
				copyAll(t, ala.local, undisturbed)
				all := rebuild(t, undisturbed)
				want = &all
			}
			team.Set(storetest.CrashAt(n, applied, errCrash))
			_, err := ala.sync(t.Context(), teamsync.Options{})
			team.Set(nil)
			ala.restart(t)
			ala.mustSync(t)
			if diff := cmp.Diff(*want, read(t, ala.tables)); diff != "" {
				t.Fatalf("stopped at operation %d (done: %t):\n%s", n, applied, diff)
			}
			if err == nil {
				break
			}
		}
	}
}

// Desktops that sync at the same time race for the team's tables; every one of them gets through.
func TestSyncsAtTheSameTime(t *testing.T) {
	team := store.NewMemory()
	desktops := make([]*desktop, 4)
	for i := range desktops {
		desktops[i] = join(t, string(rune('a'+i)), nil, team)
		for n := range 5 {
			desktops[i].ingest(t, 4*n+i) // the next document, with the same invoice, is on another desktop
		}
	}
	var group sync.WaitGroup
	for _, d := range desktops {
		group.Go(func() {
			if _, err := d.sync(t.Context(), teamsync.Options{}); err != nil {
				t.Errorf("%s: %v", d.name, err)
			}
		})
	}
	group.Wait()
	for _, d := range desktops { // whoever was last has folded everything
		if diff := cmp.Diff(rebuild(t, team), read(t, d.tables)); diff != "" {
			t.Fatalf("right after the race (-rebuilt +there):\n%s", diff)
		}
	}
	for _, d := range desktops {
		d.mustSync(t)
	}
	converged(t, team, desktops...)
}

// Somebody commits at the worst moment: after the version and the facts were read, before the commit. Then everything is
// read again, and the row that both have to do with holds both documents.
func TestLostRace(t *testing.T) {
	for name, moment := range map[string]lake.Key{"before the rows": "02_silver/invoices/year=", "before the log entry": "02_silver/invoices/_delta_log/"} {
		t.Run(name, func(t *testing.T) {
			team := store.NewMemory()
			faults := storetest.NewFaults(team)
			ala, ola := join(t, "ala", nil, faults), join(t, "ola", nil, team)
			ala.ingest(t, 2)
			ola.ingest(t, 3) // the same invoice
			raced := false
			faults.Set(func(op storetest.Operation) storetest.Fault {
				if !raced && op.Verb == "put" && strings.HasPrefix(string(op.Key), string(moment)) {
					raced = true
					ola.mustSync(t)
				}
				return storetest.Fault{}
			})
			if report := ala.mustSync(t); report.Races != 1 {
				t.Errorf("%d races lost, want 1", report.Races)
			}
			if diff := cmp.Diff(rebuild(t, team), read(t, ala.tables)); diff != "" {
				t.Errorf("right after the race (-rebuilt +there):\n%s", diff)
			}
			ola.mustSync(t)
			converged(t, team, ala, ola)
		})
	}
}

// Somebody registers a metering point while another desktop is about to write an older register: the newer one stays.
func TestRegisterRace(t *testing.T) {
	team := store.NewMemory()
	faults := storetest.NewFaults(team)
	ala, ola := join(t, "ala", nil, faults), join(t, "ola", nil, team)
	ala.ingest(t, 2)
	ala.decide(t, lake.NewPointDecision(lake.RegisteredPoint{PPE: pipelinetest.PPE, Name: "old"}))
	ola.ingest(t, 9)
	ola.mustSync(t)
	ola.decide(t, lake.Decision{Kind: lake.DecideReview, Document: ola.ingest(t, 7), Values: map[string]string{"number": "X"}}) // a later time
	ola.decide(t, lake.NewPointDecision(lake.RegisteredPoint{PPE: pipelinetest.PPE, Name: "new"}))
	raced := false
	faults.Set(func(op storetest.Operation) storetest.Fault {
		if !raced && op.Verb == "put" && strings.HasPrefix(string(op.Key), "02_silver/points/") {
			raced = true
			ola.mustSync(t)
		}
		return storetest.Fault{}
	})
	ala.mustSync(t)
	if diff := cmp.Diff(rebuild(t, team), read(t, ala.tables)); diff != "" || !raced {
		t.Errorf("right after the race (%t) (-rebuilt +there):\n%s", raced, diff)
	}
	ola.mustSync(t)
	converged(t, team, ala, ola)
	if costs := read(t, ala.tables).Costs; len(costs) == 0 || costs[0].PointName != "new" {
		t.Errorf("%+v", costs)
	}
}

// Two desktops found the team's lake at the same time: one of them does, the other joins.
func TestFoundingRace(t *testing.T) {
	team := store.NewMemory()
	faults := storetest.NewFaults(team)
	ala, ola := join(t, "ala", nil, faults), join(t, "ola", nil, team)
	ola.ingest(t, 3)
	for _, verb := range []string{"list", "put"} {
		raced := false
		empty(t, team, "")
		faults.Set(func(op storetest.Operation) storetest.Fault {
			if !raced && op.Verb == verb {
				raced = true
				if _, err := ola.sync(t.Context(), teamsync.Options{Rejoin: true}); err != nil {
					t.Error(err)
				}
			}
			return storetest.Fault{}
		})
		if _, err := ala.sync(t.Context(), teamsync.Options{Rejoin: true}); err != nil {
			t.Errorf("%s: %v", verb, err)
		}
	}
}

// One desktop's window and command line sync at once: they take turns.
func TestOneSyncAtATime(t *testing.T) {
	team := store.NewMemory()
	ala := join(t, "ala", nil, team)
	for n := range 6 {
		ala.ingest(t, n)
	}
	syncer := ala.syncer()
	var group sync.WaitGroup
	var mu sync.Mutex
	pushed := 0
	for range 3 {
		group.Go(func() {
			report, err := syncer.Run(t.Context(), teamsync.Options{}, nil)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			pushed += report.Pushed.Files
		})
	}
	group.Wait()
	if pushed != 24 {
		t.Errorf("%d objects were sent, want each of 24 once", pushed)
	}
	converged(t, team, ala)
}

// A sync that is cancelled leaves a correct state, and what it had stored is adopted.
func TestCancel(t *testing.T) {
	team := store.NewMemory()
	ola := join(t, "ola", nil, team)
	for n := range 30 {
		ola.ingest(t, n)
	}
	ola.mustSync(t)
	ala := join(t, "ala", nil, team)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := ala.syncer().Run(ctx, teamsync.Options{}, func(p pipeline.SyncProgress) {
		if p.Phase == pipeline.SyncMoving {
			cancel()
		}
	})
	if lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("got %v", err)
	}
	if here := bronzeKeys(t, ala.local); len(here) != len(ala.adopted) {
		t.Errorf("%d objects are here, %d were adopted", len(here), len(ala.adopted))
	}
	ala.mustSync(t)
	converged(t, team, ala, ola)
}

// Paused transfers wait until they may go on.
func TestPause(t *testing.T) {
	team := store.NewMemory()
	ala := join(t, "ala", nil, team)
	ala.ingest(t, 1)
	syncer := ala.syncer()
	syncer.Pause(true)
	moving, done := make(chan struct{}, 1), make(chan error)
	go func() {
		_, err := syncer.Run(t.Context(), teamsync.Options{}, func(p pipeline.SyncProgress) {
			if p.Phase == pipeline.SyncMoving {
				select {
				case moving <- struct{}{}:
				default:
				}
			}
		})
		done <- err
	}()
	<-moving
	if sent := bronzeKeys(t, team); len(sent) > 0 {
		t.Errorf("sent while paused: %v", sent)
	}
	syncer.Pause(false)
	if err := <-done; err != nil {
		t.Error(err)
	}
	converged(t, team, ala)
}

func clone(t *testing.T, from pipeline.Objects) *store.Memory {
	t.Helper()
	to := store.NewMemory()
	copyAll(t, from, to)
	return to
}

func copyAll(t *testing.T, from, to pipeline.Objects) {
	t.Helper()
	for _, key := range keys(t, from) {
		content, err := from.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		put(t, to, key, content)
	}
}
