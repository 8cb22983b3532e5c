package warehouse

import (
	"context"
	"errors"
	"slices"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
)

// tableLayers are the folders in which tables lie.
var tableLayers = []lake.Key{lake.SilverPrefix, lake.GoldPrefix}

// VerifyTables checks the log and the files of every table in the lake, see [delta.Table.Verify].
func (w *Warehouse) VerifyTables(ctx context.Context) ([]lake.TableProblem, error) {
	roots, err := w.tableRoots(ctx)
	if err != nil {
		return nil, failed("verify", err)
	}
	var problems []lake.TableProblem
	for _, root := range roots {
		table := delta.Open(w.p.Store, root, delta.WithCheckpoints(checkpoint.New(w.db, w.temp)))
		found, err := table.Verify(ctx)
		if err != nil {
			return nil, failed("verify", err)
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

// tableRoots finds the tables by their logs.
func (w *Warehouse) tableRoots(ctx context.Context) ([]lake.Key, error) {
	var roots []lake.Key
	for _, layer := range tableLayers {
		for object, err := range w.p.Store.List(ctx, layer) {
			if err != nil {
				return nil, err
			}
			root, _, isLog := strings.Cut(string(object.Key), "/_delta_log/")
			if isLog && !slices.Contains(roots, lake.Key(root)) {
				roots = append(roots, lake.Key(root))
			}
		}
	}
	return roots, nil
}

// GoldDifferences computes Gold from Silver's present version once more, beside the tables, and returns the roots of those
// whose rows are not the computed ones. It commits nothing.
func (w *Warehouse) GoldDifferences(ctx context.Context) (roots []lake.Key, err error) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return nil, failed("verify gold", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil || snapshot.Version < 0 {
		return nil, failed("verify gold", err)
	}
	if err := w.compute(ctx, conn, snapshot); err != nil {
		return nil, failed("verify gold", err)
	}
	for _, g := range w.gold {
		present, err := g.log.Snapshot(ctx)
		if err != nil {
			return nil, failed("verify gold", err)
		}
		years, err := g.changedYears(ctx, conn, present)
		if err != nil {
			return nil, failed("verify gold", err)
		}
		if len(years) > 0 {
			roots = append(roots, g.log.Root())
		}
	}
	return roots, nil
}
