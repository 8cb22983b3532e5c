package warehouse

import (
	"context"
	"time"

	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
)

// Purge removes every version of every table but the newest: their data files, what unfinished commits left, and the log
// before. Time travel ends there. Whoever reads an older version at this moment in another process meets a missing file and
// has to read again.
func (w *Warehouse) Purge(ctx context.Context, now time.Time) error {
	w.write.Lock()
	defer w.write.Unlock()
	roots, err := w.tableRoots(ctx)
	if err != nil {
		return failed("purge", err)
	}
	for _, root := range roots {
		table := delta.Open(w.p.Store, root, delta.WithCheckpoints(checkpoint.New(w.db, w.temp)))
		if _, err := table.Vacuum(ctx, now, 0, false); err != nil {
			return failed("purge", err)
		}
		if err := table.TrimLog(ctx); err != nil {
			return failed("purge", err)
		}
	}
	return failed("purge", w.prune(ctx))
}
