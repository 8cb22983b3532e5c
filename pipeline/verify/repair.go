package verify

import (
	"context"
	"slices"
	"time"

	"wattlake/lake"
)

// Work is what [Verifier.Repair] needs from those who own the lake's lock.
type Work struct {
	At        time.Time
	Exclusive func(ctx context.Context, f func() error) error              // runs f while no node can work on the lake
	Resume    func(ctx context.Context, readAgain []lake.DocumentID) error // starts a node, lets it finish everything, and stops it
}

// maxRepairRounds bounds a repair: what one round makes again, such as a row, the next one compares.
const maxRepairRounds = 3

// Repair checks, mends, and checks again until nothing more can be mended. found is what was wrong, left what still is.
func (v *Verifier) Repair(ctx context.Context, w Work, update func(lake.CheckProgress)) (found, left []lake.Problem, err error) {
	if found, err = v.Check(ctx, update); err != nil {
		return nil, nil, err
	}
	left = found
	for round := 0; round < maxRepairRounds && len(left) > 0; round++ {
		var again []lake.DocumentID
		err := w.Exclusive(ctx, func() (err error) {
			again, err = v.Mend(ctx, left, w.At)
			return err
		})
		if err == nil {
			err = w.Resume(ctx, again)
		}
		if err != nil {
			return found, left, err
		}
		before := left
		if left, err = v.Check(ctx, update); err != nil {
			return found, left, err
		}
		if slices.EqualFunc(before, left, func(a, b lake.Problem) bool { return a.Code == b.Code && a.Key == b.Key && a.Invoice == b.Invoice }) {
			break
		}
	}
	return found, left, nil
}
