package warehouse

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"wattlake/lake/delta"
)

// Lost races for a commit are repeated with growing, random pauses.
const (
	maxCommitAttempts = 12
	firstPause        = 10 * time.Millisecond
	longestPause      = time.Second
)

// retry repeats attempt while it loses the race for a commit. The caller holds the write lock, so that only other
// processes compete.
func retry(ctx context.Context, attempt func() error) error {
	pause := firstPause
	for n := 1; ; n++ {
		err := attempt()
		if !errors.Is(err, delta.ErrConflict) || n == maxCommitAttempts {
			return err
		}
		timer := time.NewTimer(pause/2 + rand.N(pause)) //nolint:gosec // spreads retries, guards nothing
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		pause = min(2*pause, longestPause)
	}
}
