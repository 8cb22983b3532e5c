package warehouse

import "context"

// SilverFiles returns the number of data files of Silver.
func (w *Warehouse) SilverFiles(ctx context.Context) (int, error) {
	snapshot, err := w.silver.log.Snapshot(ctx)
	return len(snapshot.Files), err
}

// ScanSilver reads every column of every row with DuckDB.
func (w *Warehouse) ScanSilver(ctx context.Context) error {
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil {
		return err
	}
	relation, err := w.silver.rows(ctx, snapshot.Files)
	if err != nil {
		return err
	}
	_, err = scanAll[string](ctx, w.db, "SELECT bit_xor(hash(r))::VARCHAR FROM "+relation+" r")
	return err
}

// Builds returns how many builds computed everything, and how many a part.
func (w *Warehouse) Builds() (whole, part int) { return w.builtWhole, w.builtPart }

// BreakGold makes a check of the last Gold table fail.
func (w *Warehouse) BreakGold() {
	last := &w.gold[len(w.gold)-1]
	last.checks = append(last.checks, check{"always broken", "SELECT 1"})
}

// MendGold takes BreakGold back.
func (w *Warehouse) MendGold() {
	last := &w.gold[len(w.gold)-1]
	last.checks = last.checks[:len(last.checks)-1]
}
