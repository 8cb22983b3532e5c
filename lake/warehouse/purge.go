package warehouse

import (
	"context"
	"time"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
)

// remoteCommit is longer than a commit to a bucket takes: files of tables there that no commit knows are left alone as long.
const remoteCommit = time.Hour

// Purge removes every version of every table but the newest: their data files and the log before. Time travel ends there.
// Whoever reads an older version at this moment in another process meets a missing file and has to read again. In a bucket
// that keeps versions of objects they go too.
func (w *Warehouse) Purge(ctx context.Context, now time.Time) error {
	w.write.Lock()
	defer w.write.Unlock()
	roots, err := w.tableRoots(ctx)
	if err != nil {
		return failed("purge", err)
	}
	unknownBefore := now
	if w.remote() {
		unknownBefore = now.Add(-remoteCommit)
	}
	for _, root := range roots {
		table := delta.Open(forGood(w.p.Store), root, delta.WithCheckpoints(checkpoint.New(w.db, w.temp)))
		if err := table.Purge(ctx, unknownBefore); err != nil {
			return failed("purge", err)
		}
		if err := table.TrimLog(ctx); err != nil {
			return failed("purge", err)
		}
	}
	return failed("purge", w.prune(ctx))
}

// versioned is a store that keeps versions of what is deleted, and can erase them.
type versioned interface {
	delta.Store
	delta.Dated
	Erase(ctx context.Context, key lake.Key) error
}

// erasing deletes with all versions.
type erasing struct{ versioned }

// Delete implements [delta.Deleter].
func (e erasing) Delete(ctx context.Context, key lake.Key) error { return e.Erase(ctx, key) }

func forGood(store delta.Store) delta.Store {
	if v, keeps := store.(versioned); keeps {
		return erasing{v}
	}
	return store
}
