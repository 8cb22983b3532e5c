// Package eventlog is the built-in event log: a Kafka broker inside the process that keeps its topics in a folder of the
// lake and is reached over an in-memory listener, so that nothing needs installing and no port is open.
//
// The lake is the truth and the log only wakes the stages: a log that is lost or damaged is replaced by an empty one, and
// the caller then emits again whatever has no successor in Bronze. The caller holds the lake's lock; the log has none.
package eventlog

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"wattlake/lake"
)

// ErrClosed is returned by the methods of a closed log.
var ErrClosed = errors.New("the event log is closed")

// Log is the built-in log. It is safe for concurrent use.
type Log struct {
	cfg     config
	cluster *kfake.Cluster
	network *listener
	client  *kgo.Client // produces, and asks about topics and groups
	admin   *kadm.Client
	damaged string

	closing sync.Once
	mu      sync.Mutex
	closed  bool
	stop    context.CancelCauseFunc
	running context.Context // ends with Close, so that consumers and reads end before the broker
	users   sync.WaitGroup  // everything that talks to the broker
}

// Open opens the log in dir, which is created if needed, with the topics of [lake.Topics]. A folder that cannot be read as
// a log is moved aside and an empty log takes its place, see [Log.Damaged].
func Open(ctx context.Context, dir string, opts ...Option) (*Log, error) {
	cfg := newConfig(opts)
	if err := checkListen(cfg.listen); err != nil {
		return nil, err
	}
	l, err := start(ctx, dir, cfg)
	var damage *damageError
	if !errors.As(err, &damage) {
		return l, openError(err)
	}
	aside, err := moveAside(dir)
	if err != nil {
		return nil, openError(errors.Join(damage, err))
	}
	cfg.logger.WarnContext(ctx, "event log was damaged and starts empty", "moved_to", aside, "cause", damage.Error())
	l, err = start(ctx, dir, cfg)
	if err != nil {
		return nil, openError(err)
	}
	l.damaged = aside
	return l, nil
}

// Damaged returns the folder that a damaged log was moved to when this one was opened, "" if all was well. After damage
// the log is empty and the caller has to reconcile.
func (l *Log) Damaged() string { return l.damaged }

// Close ends every Consume, waits for it, and closes the log. Every call returns when that is done.
func (l *Log) Close() error {
	l.closing.Do(func() {
		l.mu.Lock()
		l.closed = true
		l.mu.Unlock()
		l.stop(ErrClosed)
		l.users.Wait() // a member that has not left its group would hold up the next start
		l.client.Close()
		l.cluster.Close()
		l.network.wait()
	})
	return nil
}

// enter returns a context that ends with ctx or with Close, which waits until leave is called.
func (l *Log) enter(ctx context.Context) (_ context.Context, leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil, ErrClosed
	}
	l.users.Add(1)
	inner, cancel := context.WithCancelCause(ctx)
	unhook := context.AfterFunc(l.running, func() { cancel(ErrClosed) })
	return inner, func() {
		unhook()
		cancel(nil)
		l.users.Done()
	}, nil
}

func openError(err error) error {
	if err == nil {
		return nil
	}
	if lakeErr, ok := errors.AsType[*lake.Error](err); ok {
		return lakeErr
	}
	return &lake.Error{
		Code: lake.CodeIO, Op: "eventlog: open", Err: err,
		Message: lake.Text{
			PL: "Nie udało się otworzyć dziennika zdarzeń.",
			EN: "The event log could not be opened.",
		},
		Hint: lake.Text{
			PL: "Sprawdź, czy folder jeziora jest zapisywalny i czy na dysku jest miejsce.",
			EN: "Check that the lake's folder is writable and that the disk has space.",
		},
	}
}

// failed wraps the error of an operation; the end of a context stays what it is.
func failed(ctx context.Context, op string, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("eventlog: %s: %w", op, cause)
	}
	return &lake.Error{
		Code: lake.CodeIO, Op: "eventlog: " + op, Err: err,
		Message: lake.Text{
			PL: "Dziennik zdarzeń nie przyjął operacji.",
			EN: "The event log did not accept the operation.",
		},
		Hint: lake.Text{
			PL: "Sprawdź, czy na dysku jest miejsce, i uruchom program ponownie.",
			EN: "Check that the disk has space, then start the program again.",
		},
	}
}
