package teamsync

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"wattlake/lake"
	"wattlake/pipeline"
)

// What [Syncer.Verify] finds, beside what is damaged here.
const (
	ProblemMissingHere  lake.ProblemCode = "missing_here"
	ProblemMissingThere lake.ProblemCode = "missing_in_team"
	ProblemThere        lake.ProblemCode = "damaged_in_team"
)

// deleter is a store from which a damaged object can be taken before the good one is put.
type deleter interface {
	Delete(ctx context.Context, key lake.Key) error
}

// Verification is the comparison of both sides, object by object.
type Verification struct {
	Found []lake.Problem
	Left  []lake.Problem // after a repair; the same as Found without one
}

// Verify reads every object on both sides and checks it against its name. A repair brings each side what only the other has
// or has undamaged, and lets the next sync compute the team's tables anew; what is damaged on both stays. Documents that are to be fetched when opened are not missing here.
func (s *Syncer) Verify(ctx context.Context, repair bool, progress func(lake.CheckProgress)) (Verification, error) {
	s.one.Lock()
	defer s.one.Unlock()
	r := &run{Syncer: s, meter: newMeter(s.p.Clock, nil), options: Options{DryRun: true}}
	var err error
	if r.known, err = loadMemory(s.p.Folder); err != nil {
		return Verification{}, err
	}
	if err := r.connect(ctx); err != nil {
		return Verification{}, err
	}
	here, there, err := r.listBoth(ctx)
	if err != nil {
		return Verification{}, err
	}
	erased, err := r.erased(ctx, here, there)
	if err != nil {
		return Verification{}, err
	}
	v := &verification{Syncer: s, repair: repair, progress: progress, budget: semaphore.NewWeighted(memoryBudget)}
	err = v.all(ctx, slices.DeleteFunc(here, erased), slices.DeleteFunc(there, erased))
	if adoptErr := r.adopt(ctx, v.brought); err == nil {
		err = adoptErr
	}
	if err == nil && repair && r.known.LakeID != "" {
		r.known.Folded = false // the next sync computes all rows of the team anew
		err = r.known.save(s.p.Folder)
	}
	return v.sorted(), err
}

type verification struct {
	*Syncer
	repair   bool
	progress func(lake.CheckProgress) // may be nil
	budget   *semaphore.Weighted

	mu      sync.Mutex
	result  Verification
	brought []lake.Key // that a repair has stored here
	done    int
	total   int
}

func (v *verification) all(ctx context.Context, here, there []lake.ObjectInfo) error {
	union := slices.Concat(here, there)
	slices.SortFunc(union, func(a, b lake.ObjectInfo) int { return cmp.Or(byKey(a, b), cmp.Compare(b.Size, a.Size)) })
	union = slices.CompactFunc(union, func(a, b lake.ObjectInfo) bool { return a.Key == b.Key })
	v.total = len(union)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelTransfers)
	for _, o := range union {
		group.Go(func() error { return v.object(ctx, o) })
	}
	return group.Wait()
}

// object compares one object; the larger of its sizes counts against the budget, twice.
func (v *verification) object(ctx context.Context, o lake.ObjectInfo) error {
	weight := min(2*o.Size, memoryBudget)
	if err := v.budget.Acquire(ctx, weight); err != nil {
		return err
	}
	defer v.budget.Release(weight)
	here, errHere := getVerified(ctx, v.p.Local, o.Key)
	there, errThere := getVerified(ctx, v.p.Team, o.Key)
	for _, err := range []error{errHere, errThere} {
		if err != nil && !missing(err) && !errors.Is(err, errDamaged) {
			return err
		}
	}
	defer v.step()
	if errHere != nil && !v.toBeOpened(o.Key, errHere) {
		if err := v.side(ctx, o.Key, errHere, errThere, v.p.Local, there, true); err != nil {
			return err
		}
	}
	if errThere != nil && (!v.p.ReadOnly || !missing(errThere)) {
		return v.side(ctx, o.Key, errThere, errHere, v.p.Team, here, false)
	}
	return nil
}

func missing(err error) bool { return lake.CodeOf(err) == lake.CodeNotFound }

func (v *verification) toBeOpened(key lake.Key, err error) bool {
	parsed, _ := lake.ParseKey(key)
	return v.p.OnOpen && parsed.Kind == lake.RawObject && missing(err)
}

// side notes what is wrong on one side, and puts it right if the other side's content is good.
func (v *verification) side(
	ctx context.Context, key lake.Key, wrong, other error, to pipeline.Objects, content []byte, here bool,
) error {
	problem := problemOf(key, wrong, here)
	repaired := false
	if v.repair && other == nil {
		if errors.Is(wrong, errDamaged) {
			d, can := to.(deleter)
			if !can {
				return fmt.Errorf("repair %s: the store cannot delete", key)
			}
			if err := d.Delete(ctx, key); err != nil {
				return err
			}
		}
		if _, err := to.PutIfAbsent(ctx, key, content); err != nil {
			return err
		}
		repaired = true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.result.Found = append(v.result.Found, problem)
	if !repaired {
		v.result.Left = append(v.result.Left, problem)
	} else if here {
		v.brought = append(v.brought, key)
	}
	return nil
}

func (v *verification) step() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.done++
	if v.progress != nil {
		v.progress(lake.CheckProgress{Step: "team", Done: v.done, Total: v.total})
	}
}

func (v *verification) sorted() Verification {
	byPlace := func(a, b lake.Problem) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Code, b.Code)) }
	slices.SortFunc(v.result.Found, byPlace)
	slices.SortFunc(v.result.Left, byPlace)
	return v.result
}

func problemOf(key lake.Key, err error, here bool) lake.Problem {
	parsed, _ := lake.ParseKey(key)
	p := lake.Problem{Key: key, Document: parsed.Name.ID(), Detail: err.Error(), Hint: lake.Text{
		PL: "Napraw: wattlake verify --remote --repair.", EN: "Repair it: wattlake verify --remote --repair.",
	}}
	switch {
	case here && missing(err):
		p.Code = ProblemMissingHere
		p.Message = lake.Text{PL: "Obiekt jest w koszyku zespołu, ale nie tutaj.", EN: "The object is in the team's bucket but not here."}
	case here:
		p.Code = lake.ProblemDamaged
		p.Message = lake.Text{PL: "Obiekt na tym komputerze jest uszkodzony.", EN: "The object on this computer is damaged."}
	case missing(err):
		p.Code = ProblemMissingThere
		p.Message = lake.Text{PL: "Obiekt jest tutaj, ale nie w koszyku zespołu.", EN: "The object is here but not in the team's bucket."}
	default:
		p.Code = ProblemThere
		p.Message = lake.Text{PL: "Obiekt w koszyku zespołu jest uszkodzony.", EN: "The object in the team's bucket is damaged."}
	}
	return p
}
