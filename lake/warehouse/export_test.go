package warehouse

import (
	"context"
	"slices"

	"wattlake/lake/delta"
)

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

// Seen is a table as DuckDB sees it: its sums of money and energy, those inside the lists of points included; "" without such a column.
type Seen struct {
	Rows                   int
	Net, Points, PointNets string
}

// Seen reads a table, named by its key.
func (w *Warehouse) Seen(ctx context.Context, key string) (s Seen, err error) {
	for _, t := range w.tables() {
		if string(t.log.Root()) != key {
			continue
		}
		snapshot, err := t.log.Snapshot(ctx)
		if err != nil {
			return s, err
		}
		relation, err := t.relation(ctx, snapshot)
		if err != nil {
			return s, err
		}
		sum := func(name, expression, of string) string {
			if slices.ContainsFunc(t.columns, func(c delta.Field) bool { return c.Name == name }) {
				return "(SELECT coalesce(sum(" + expression + "), 0)::VARCHAR FROM " + of + ")"
			}
			return "''"
		}
		query := "SELECT (SELECT count(*) FROM r), " + sum("net", "net", "r") + ", " + sum("points", "p.consumption_kwh", "(SELECT unnest(points) AS p FROM r)") +
			", " + sum("points", "p.net", "(SELECT unnest(points) AS p FROM r)")
		err = w.db.QueryRowContext(ctx, "WITH r AS (FROM "+relation+") "+query).Scan(&s.Rows, &s.Net, &s.Points, &s.PointNets)
		return s, err
	}
	return s, nil
}
