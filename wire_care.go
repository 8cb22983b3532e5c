package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/forget"
	"wattlake/pipeline/handover"
	"wattlake/pipeline/pointlist"
	"wattlake/pipeline/verify"
	"wattlake/ui/cli"
)

// care wires the commands that look after a lake as a whole.
func care() cli.Care {
	return cli.Care{Verify: verifyLake, ReadPoints: pointlist.Read, MaxPointsFile: pointlist.MaxBytes}
}

// verifyLake checks the lake in the folder; to repair it, it takes the lake's lock in turn with the node that finishes the work.
func verifyLake(ctx context.Context, dir string, repair bool, update func(lake.CheckProgress)) (result cli.Verification, err error) {
	result.Repaired, result.Busy, err = repair, false, lakeExists(dir)
	if err != nil {
		return result, err
	}
	lease, err := handover.Acquire(dir)
	switch {
	case lake.CodeOf(err) == lake.CodeLocked && !repair:
		result.Busy = true
	case err != nil:
		return result, err
	default:
		if err := lease.Release(); err != nil {
			return result, err
		}
	}
	objects, tables, err := openTables(ctx, dir)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, tables.Close()) }()
	s := configuration().File.Sync
	v := &verify.Verifier{Objects: objects, Tables: tables, Busy: result.Busy, Partial: s.Bucket != "" && s.OnOpen}
	if repair && s.Bucket != "" {
		if team, err := openTeamStore(ctx, s); err == nil { // the sync says why not; what can be mended without it is
			v.Copy = team
		}
	}
	if !repair {
		result.Found, err = v.Check(ctx, update)
		result.Left = result.Found
		return result, err
	}
	result.Found, result.Left, err = v.Repair(ctx, verify.Work{
		At:        time.Now(),
		Exclusive: func(_ context.Context, f func() error) error { return exclusively(dir, f) },
		Resume: func(ctx context.Context, readAgain []lake.DocumentID) error {
			o, err := openLake(ctx, dir)
			if err != nil {
				return err
			}
			defer o.close()
			return cli.RepairResume(ctx, o.node, readAgain)
		},
	}, update)
	return result, err
}

// exclusively runs f while no other process can work on the lake.
func exclusively(dir string, f func() error) error {
	lease, err := handover.Acquire(dir)
	if err != nil {
		return err
	}
	return errors.Join(f(), lease.Release())
}

// lakeExists refuses a folder in which there is no lake: a check that made one would always find it sound.
func lakeExists(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(string(lake.BronzePrefix)))); err != nil {
		return noLake(dir, err)
	}
	return nil
}

func noLake(dir string, err error) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "open the lake", Err: err,
		Message: lake.Text{PL: "W folderze „" + dir + "” nie ma jeziora.", EN: "There is no lake in the folder “" + dir + "”."},
		Hint:    lake.Text{PL: "Wskaż folder jeziora: --lake.", EN: "Name the lake's folder: --lake."},
	}
}

// eraser takes documents out of a lake in a folder for good.
type eraser struct {
	*store.Dir

	tables *warehouse.Warehouse
	local  string
}

// Purge implements [pipeline.Eraser].
func (e eraser) Purge(ctx context.Context) error { return e.tables.Purge(ctx, time.Now()) }

// Forget implements [pipeline.Eraser]; it takes effect when the lake is closed.
func (e eraser) Forget(_ context.Context, gone pipeline.Erasure) error {
	return forget.Plan(e.local, gone)
}
