package pipeline

import (
	"context"
	"time"
)

// A commit of Silver costs nearly the same for one row as for a hundred. While documents are being read, the silver stage
// rests after each commit for silverRest times as long as the commit took, so that the next one carries more; when none is,
// it does not. On a shared lake the brokers gather its batches.
const (
	silverRest    = 4
	maxSilverRest = 2 * time.Second
)

// restAfterSilver waits until more rows have gathered, or until nothing is left that could bring any.
func (n *stages) restAfterSilver(ctx context.Context, took time.Duration) error {
	if n.shared != nil || !n.tracker.reading() {
		return nil
	}
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = n.sleep(waiting, min(silverRest*took, maxSilverRest)) // cancelled or over: either way the rest ends
	}()
	for {
		changed := n.tracker.change()
		if !n.tracker.reading() {
			return ctx.Err()
		}
		select {
		case <-over:
			return ctx.Err()
		case <-changed:
		}
	}
}
