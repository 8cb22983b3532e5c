package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// at returns the version of the table that is meant. Where its data files were vacuumed the error says so.
func (t *table) at(ctx context.Context, past lake.Past) (delta.Snapshot, error) {
	version := past.Version
	switch {
	case past.Numbered:
	case past.AsOf.IsZero():
		return t.log.Snapshot(ctx)
	default:
		var err error
		if version, err = t.log.VersionAt(ctx, past.AsOf); err != nil {
			return delta.Snapshot{}, err
		}
	}
	snapshot, err := t.log.SnapshotAt(ctx, version)
	if err != nil {
		return delta.Snapshot{}, err
	}
	return snapshot, t.checkThere(ctx, snapshot)
}

// checkThere gives an error with [lake.CodeNotFound] if a data file of an older version is gone.
func (t *table) checkThere(ctx context.Context, snapshot delta.Snapshot) error {
	for _, file := range snapshot.Files {
		path, err := t.w.localPath(ctx, t.log.Root(), file)
		if err == nil {
			_, err = os.Stat(path)
		}
		switch {
		case err == nil:
		case errors.Is(err, fs.ErrNotExist), lake.CodeOf(err) == lake.CodeNotFound:
			return vacuumed(t.log.Root(), snapshot.Version)
		default:
			return err
		}
	}
	return nil
}

func vacuumed(root lake.Key, version int64) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "warehouse: read " + string(root),
		Message: lake.Text{
			PL: fmt.Sprintf("Pliki wersji %d tabeli %s są już usunięte.", version, root),
			EN: fmt.Sprintf("The files of version %d of the table %s have been removed.", version, root),
		},
		Hint: lake.Text{
			PL: "Starsze wersje istnieją tak długo, jak każe „wattlake maintain --retention”; wybierz nowszą.",
			EN: "Older versions stay for as long as \"wattlake maintain --retention\" says; choose a newer one.",
		},
	}
}
