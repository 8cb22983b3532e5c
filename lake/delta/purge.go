package delta

import (
	"context"
	"strings"
	"time"

	"wattlake/lake"
)

// Purge deletes every data file that the newest version does not have: at once those that a commit has removed, and those that no
// commit knows if they were written before the given time, since a commit that is about to be written may name them. Older
// versions can no longer be read; with TrimLog after it, nothing of what the table once held is left.
func (t *Table) Purge(ctx context.Context, unknownBefore time.Time) error {
	deleter, can := t.store.(Deleter)
	if !can {
		return t.cannotDelete()
	}
	if err := t.acquire(ctx, "purge"); err != nil {
		return err
	}
	defer t.release()
	s, err := t.refresh(ctx)
	if err != nil || s.version == noTable {
		return err
	}
	if err := s.protocol.checkWrite(); err != nil {
		return t.unsupported("purge", err)
	}
	var garbage []lake.Key
	prefix := t.root + "/"
	for object, err := range t.store.List(ctx, prefix) {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(string(object.Key), string(prefix))
		if _, live := s.files[name]; live || hidden(name) {
			continue
		}
		expired := s.tombstones[name] != nil
		if !expired {
			if expired, err = t.expired(ctx, s, name, unknownBefore); err != nil {
				return err
			}
		}
		if expired {
			garbage = append(garbage, object.Key)
		}
	}
	for _, key := range garbage {
		if err := deleter.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
