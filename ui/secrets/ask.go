package secrets

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// limit is how long the system's keyring may take to answer. It may be waiting for a person who types its password: what has not
// answered by then counts when it is asked again.
const limit = 5 * time.Second

// overdue counts the questions that the keyring has not answered in time.
var overdue atomic.Int32

var errNoAnswer = errors.New("the keyring does not answer")

// ask puts a question to the keyring beside the caller, for the question itself cannot be taken back: without a session bus, or with a
// dead one, it may wait for good. While one is unanswered no other is put.
func ask[T any](ctx context.Context, question func() (T, error)) (T, error) {
	var none T
	if err := reachable(); err != nil {
		return none, err
	}
	if overdue.Load() > 0 {
		return none, errNoAnswer
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errNoAnswer)
	defer cancel()
	type answer struct {
		value T
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		value, err := question()
		answered <- answer{value, err}
	}()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-ctx.Done():
		overdue.Add(1)
		go func() {
			<-answered
			overdue.Add(-1)
		}()
		return none, context.Cause(ctx)
	}
}
