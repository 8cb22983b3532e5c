package delta

import (
	"context"
	"slices"
	"time"

	"wattlake/lake"
)

// History returns what the log says about the newest commits, newest first, at most limit of them.
func (t *Table) History(ctx context.Context, limit int) ([]CommitInfo, error) {
	var infos []CommitInfo
	err := t.eachCommit(ctx, func(info CommitInfo) bool {
		infos = append(infos, info)
		return len(infos) < limit
	})
	return infos, err
}

// VersionAt returns the newest version that had been committed at that time, by the clocks of those who committed; commits
// that do not tell their time are passed over. An error with [lake.CodeNotFound] means that the table, or its log, begins later.
func (t *Table) VersionAt(ctx context.Context, at time.Time) (int64, error) {
	version := noTable
	err := t.eachCommit(ctx, func(info CommitInfo) bool {
		if info.Timestamp == 0 || info.Timestamp > at.UnixMilli() {
			return true
		}
		version = info.Version
		return false
	})
	if err == nil && version == noTable {
		err = t.fail(lake.CodeNotFound, "read", nil, lake.Text{
			PL: "W tym czasie tabeli jeszcze nie było.", EN: "The table did not exist yet at that time.",
		})
	}
	return version, err
}

// eachCommit reads the log backwards until visit returns false.
func (t *Table) eachCommit(ctx context.Context, visit func(CommitInfo) bool) error {
	files, err := t.list(ctx)
	if err != nil {
		return err
	}
	for _, version := range slices.Backward(files.entries) {
		entry, err := t.store.Get(ctx, t.entryKey(version))
		if err != nil {
			return err
		}
		actions, err := decodeActions(entry)
		if err != nil {
			return t.corrupt(version, err)
		}
		if !visit(findInfo(version, actions)) {
			return nil
		}
	}
	return nil
}

func findInfo(version int64, actions []Action) CommitInfo {
	for _, action := range actions {
		if action.CommitInfo != nil {
			return infoOf(version, action.CommitInfo)
		}
	}
	return CommitInfo{Version: version}
}
