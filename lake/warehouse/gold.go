package warehouse

import (
	"context"
	"database/sql"
	"errors"

	"wattlake/lake"
)

// noVersion stands for "there is none".
const noVersion = -1

// GoldBuiltFrom returns the Silver version that the present Gold was built from; -1 if there is none, some other engine
// changed the tables, or they are out of date for another reason: the register has changed, or this release computes
// something else.
func (w *Warehouse) GoldBuiltFrom(ctx context.Context) (int64, error) {
	snapshot, err := w.gold[len(w.gold)-1].log.Snapshot(ctx)
	if err != nil {
		return 0, failed("gold version", err)
	}
	b, err := w.basis(ctx)
	if err != nil {
		return 0, failed("gold version", err)
	}
	if !b.sameButSilver(snapshot) {
		return noVersion, nil
	}
	return builtFrom(snapshot), nil
}

// BuildGold brings every Gold table up to Silver's present version and commits those that changed. Where the last build
// tells from what it was made, only the part is computed that later changes of Silver can touch; the result is the same
// as that of [Warehouse.RebuildGold]. All checks pass before the first commit. The last table gets a commit, if only to
// name the Silver version, whenever Silver has a newer one; it is not reported unless its rows changed. Nothing is
// replaced that was built from a newer Silver version.
func (w *Warehouse) BuildGold(ctx context.Context) ([]lake.TableCommit, error) {
	return w.build(ctx, func(ctx context.Context, conn *sql.Conn, b basis) ([]lake.TableCommit, error) {
		if present, err := w.goldIsPresent(ctx, b); err != nil || present {
			return nil, err
		}
		commits, err := w.buildPart(ctx, conn, b)
		if !errors.Is(err, errWhole) {
			return commits, err
		}
		return w.buildWhole(ctx, conn, b)
	})
}

// RebuildGold computes all of Gold from Silver's present version, whatever the tables hold.
func (w *Warehouse) RebuildGold(ctx context.Context) ([]lake.TableCommit, error) {
	return w.build(ctx, w.buildWhole)
}

func (w *Warehouse) build(
	ctx context.Context, how func(context.Context, *sql.Conn, basis) ([]lake.TableCommit, error),
) (commits []lake.TableCommit, err error) {
	w.write.Lock()
	defer w.write.Unlock()
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return nil, failed("build gold", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	b, err := w.basis(ctx)
	if err != nil || b.silver.Version < 0 {
		return nil, failed("build gold", err)
	}
	defer func() { _ = dropComputed(context.WithoutCancel(ctx), conn) }() // the next build replaces what is left
	if commits, err = how(ctx, conn, b); err != nil {
		return commits, failed("build gold", errors.Join(err, w.raise(ctx, conn, err)))
	}
	_ = w.prune(ctx) // the tables are built; the next build prunes again
	return commits, nil
}

// goldIsPresent reports whether Gold was built from this already, and nobody else changed it since.
func (w *Warehouse) goldIsPresent(ctx context.Context, b basis) (bool, error) {
	for i, g := range w.gold {
		snapshot, err := g.log.Snapshot(ctx)
		if err != nil {
			return false, err
		}
		if builtFrom(snapshot) == noVersion || i == len(w.gold)-1 && !b.same(snapshot) {
			return false, nil
		}
	}
	return true, nil
}

// buildWhole computes everything and commits the years that differ.
func (w *Warehouse) buildWhole(ctx context.Context, conn *sql.Conn, b basis) ([]lake.TableCommit, error) {
	w.builtWhole++
	if err := w.compute(ctx, conn, b.silver); err != nil {
		return nil, err
	}
	return w.commitGold(b, func(g goldTable, always bool) (int64, bool, error) {
		return g.commit(ctx, conn, b, always)
	})
}

// commitGold commits table after table.
func (w *Warehouse) commitGold(b basis, commit func(g goldTable, always bool) (version int64, changed bool, err error)) (commits []lake.TableCommit, err error) {
	for i, g := range w.gold {
		// Where others build too, every table names its Silver version, so that none can go back to an older one.
		version, changed, err := commit(g, w.remote() || i == len(w.gold)-1)
		if err != nil {
			return commits, err
		}
		if changed {
			commits = append(commits, lake.TableCommit{Table: string(g.log.Root()), Version: version, SilverVersion: b.silver.Version})
		}
	}
	return commits, nil
}
