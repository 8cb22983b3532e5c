package delta

import (
	"context"
	"fmt"
	"iter"

	"wattlake/lake"
)

// Store is where a table lies. A store that also has the methods of [Deleter] can be vacuumed.
type Store interface {
	PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error)
	Get(ctx context.Context, key lake.Key) ([]byte, error)
	List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error]
}

// Table is a Delta table. It is safe for concurrent use; whoever shares it shares what it remembers of the log.
type Table struct {
	store     Store
	root      lake.Key
	codec     CheckpointCodec
	onFailure func(error)
	lock      chan struct{} // held while the log is read or written; a channel, so that waiting ends with the context
	latest    *state        // nil before the first read
}

// Option changes how a table works.
type Option func(*Table)

// Open returns the table at root, such as "02_silver/invoices". It does no I/O, and the table need not exist.
func Open(store Store, root lake.Key, options ...Option) *Table {
	t := &Table{store: store, root: root, lock: make(chan struct{}, 1)}
	for _, option := range options {
		option(t)
	}
	return t
}

// Root returns where the table lies; data files are put below it.
func (t *Table) Root() lake.Key { return t.root }

// Snapshot is a table at one version. Its maps are shared: do not change them.
type Snapshot struct {
	Version  int64 // -1 if there is no table
	Metadata Metadata
	Files    []File     // by path
	Info     CommitInfo // of the last commit
}

// Snapshot returns the newest version. When nothing has changed since the last call it costs two reads of log entries and
// no listing.
func (t *Table) Snapshot(ctx context.Context) (Snapshot, error) {
	if err := t.acquire(ctx, "read"); err != nil {
		return Snapshot{}, err
	}
	defer t.release()
	s, err := t.refresh(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	return s.snapshot(), nil
}

// SnapshotAt returns the table as it was at the version, or an error with [lake.CodeNotFound] if it has no such version or
// the log no longer reaches back to it. Its data files may have been removed by Vacuum.
func (t *Table) SnapshotAt(ctx context.Context, version int64) (Snapshot, error) {
	if version < 0 {
		return Snapshot{}, t.noVersion(version)
	}
	if err := t.acquire(ctx, "read"); err != nil {
		return Snapshot{}, err
	}
	defer t.release()
	s, err := t.load(ctx, version)
	if err != nil {
		return Snapshot{}, err
	}
	return s.snapshot(), nil
}

func (t *Table) acquire(ctx context.Context, verb string) error {
	select {
	case t.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("delta: %s %s: %w", verb, t.root, ctx.Err())
	}
}

func (t *Table) release() { <-t.lock }
