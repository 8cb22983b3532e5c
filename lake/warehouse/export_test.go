package warehouse

import "context"

// SilverFiles returns the number of data files of Silver.
func (w *Warehouse) SilverFiles(ctx context.Context) (int, error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	return len(snapshot.Files), err
}
