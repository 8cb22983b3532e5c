package delta

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"wattlake/lake"
)

// Deleter is a store that can delete. A missing object is no error.
type Deleter interface {
	Delete(ctx context.Context, key lake.Key) error
}

// Dated is a store that knows when its objects were written.
type Dated interface {
	Modified(ctx context.Context, key lake.Key) (time.Time, error)
}

// DefaultRetention is how long removed files stay for readers of older versions, Delta's default.
const DefaultRetention = 7 * 24 * time.Hour

// Vacuum deletes the files below the table that its newest version does not have, and returns them: those removed from the
// table longer ago than the retention, and those that no commit knows, of unfinished commits, if the store says that they
// are older than it. The retention must be longer than the longest commit and query. Versions before it can no longer be
// read. A dry run deletes nothing.
func (t *Table) Vacuum(ctx context.Context, now time.Time, retention time.Duration, dryRun bool) ([]lake.ObjectInfo, error) {
	deleter, can := t.store.(Deleter)
	if !can {
		return nil, t.cannotDelete()
	}
	if err := t.acquire(ctx, "vacuum"); err != nil {
		return nil, err
	}
	defer t.release()
	s, err := t.refresh(ctx)
	if err != nil || s.version == noTable {
		return nil, err
	}
	if err := s.protocol.checkWrite(); err != nil {
		return nil, t.unsupported("vacuum", err)
	}
	garbage, err := t.garbage(ctx, s, now.Add(-retention))
	if err != nil || dryRun {
		return garbage, err
	}
	for _, object := range garbage {
		if err := deleter.Delete(ctx, object.Key); err != nil {
			return nil, err
		}
	}
	return garbage, nil
}

// garbage lists the files that nothing newer than the cutoff can need.
func (t *Table) garbage(ctx context.Context, s *state, cutoff time.Time) ([]lake.ObjectInfo, error) {
	var found []lake.ObjectInfo
	prefix := t.root + "/"
	for object, err := range t.store.List(ctx, prefix) {
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(string(object.Key), string(prefix))
		if _, live := s.files[name]; live || hidden(name) {
			continue
		}
		expired, err := t.expired(ctx, s, name, cutoff)
		if err != nil {
			return nil, err
		}
		if expired {
			found = append(found, object)
		}
	}
	return found, nil
}

func (t *Table) expired(ctx context.Context, s *state, name string, cutoff time.Time) (bool, error) {
	if tombstone := s.tombstones[name]; tombstone != nil {
		return tombstone.DeletionTimestamp == nil || *tombstone.DeletionTimestamp <= cutoff.UnixMilli(), nil
	}
	dated, can := t.store.(Dated)
	if !can {
		return false, nil // it may belong to a commit that is about to be written
	}
	modified, err := dated.Modified(ctx, t.root+"/"+lake.Key(name))
	if lake.CodeOf(err) == lake.CodeNotFound {
		return false, nil // somebody else was faster
	}
	return err == nil && !modified.After(cutoff), err
}

// TrimLog forgets every version but the newest: it writes a checkpoint and deletes the log before it, so that nothing of
// what the table once held can be read from the log. Vacuum with no retention does the same for the data files.
func (t *Table) TrimLog(ctx context.Context) error {
	deleter, can := t.store.(Deleter)
	if !can {
		return t.cannotDelete()
	}
	if err := t.acquire(ctx, "trim"); err != nil {
		return err
	}
	defer t.release()
	s, err := t.refresh(ctx)
	if err != nil || s.version == noTable {
		return err
	}
	if err := t.checkWritable(s, Commit{}); err != nil {
		return err
	}
	if t.codec == nil {
		return t.fail(lake.CodeMissingTool, "trim", errNoCodec, lake.Text{
			PL: "Bez obsługi formatu Parquet nie można skrócić dziennika tabeli.", EN: "The table's log cannot be cut without Parquet.",
		})
	}
	if s.checkpoint != s.version {
		if err := t.writeCheckpoint(ctx, s); err != nil {
			return err
		}
	}
	return t.deleteLogBefore(ctx, deleter, s.version)
}

// deleteLogBefore deletes oldest first, so that what is left is whole if it is interrupted.
func (t *Table) deleteLogBefore(ctx context.Context, deleter Deleter, version int64) error {
	files, err := t.list(ctx)
	if err != nil {
		return err
	}
	var keys []lake.Key
	for _, entry := range files.entries {
		if entry < version {
			keys = append(keys, t.entryKey(entry))
		}
	}
	for _, checkpoint := range files.checkpoints {
		if checkpoint.version < version {
			keys = append(keys, checkpoint.parts...)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if err := deleter.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func (t *Table) cannotDelete() error {
	return t.fail(CodeUnsupported, "vacuum", errors.New("the store cannot delete"), lake.Text{
		PL: "W tym jeziorze nie można usuwać plików.", EN: "Files cannot be deleted from this lake.",
	})
}
