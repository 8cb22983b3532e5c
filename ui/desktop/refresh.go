package desktop

import (
	"context"
	"time"
)

// The pause between two refreshes: at most four a second, which is as fast as anybody reads, and longer when one takes long, so
// that watching the work never takes more than a quarter of the machine's time. Each refresh draws the whole window anew.
const (
	minPause    = 250 * time.Millisecond
	pauseFactor = 3
)

// refresher coalesces triggers: however many come, fetch runs once after the last one.
type refresher struct {
	wake  chan struct{}
	fetch func(context.Context)
}

func newRefresher(fetch func(context.Context)) *refresher {
	return &refresher{wake: make(chan struct{}, 1), fetch: fetch}
}

// trigger asks for a refresh and returns at once.
func (r *refresher) trigger() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// run serves triggers until ctx ends.
func (r *refresher) run(ctx context.Context, now func() time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		}
		began := now()
		r.fetch(ctx)
		pause := time.NewTimer(max(minPause, pauseFactor*now().Sub(began)))
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
		}
	}
}
