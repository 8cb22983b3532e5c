package delta

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

const (
	logFolder        = "_delta_log/"
	versionDigits    = 20
	entrySuffix      = ".json"
	checkpointSuffix = ".checkpoint.parquet"

	// maxProbes is how many new commits are looked for one by one before the log is listed instead.
	maxProbes = 16
	// parallelReads is how many log entries are read at a time.
	parallelReads = 8
)

func (t *Table) logKey(name string) lake.Key { return t.root + "/" + logFolder + lake.Key(name) }

func (t *Table) entryKey(version int64) lake.Key {
	return t.logKey(fmt.Sprintf("%0*d%s", versionDigits, version, entrySuffix))
}

// refresh brings the remembered state up to the newest version. The entry of the remembered version is compared first,
// because a table may have been removed and built anew, or its log cleaned up, since it was read.
func (t *Table) refresh(ctx context.Context) (*state, error) {
	if t.latest == nil || !t.latest.entryKnown {
		return t.reload(ctx)
	}
	entry, err := t.store.Get(ctx, t.entryKey(t.latest.version))
	if lake.CodeOf(err) == lake.CodeNotFound || (err == nil && sha256.Sum256(entry) != t.latest.entry) {
		return t.reload(ctx)
	}
	if err != nil {
		return nil, err
	}
	var news [][]byte
	for {
		entry, err := t.store.Get(ctx, t.entryKey(t.latest.version+int64(len(news))+1))
		if lake.CodeOf(err) == lake.CodeNotFound {
			break
		}
		if err != nil {
			return nil, err
		}
		if news = append(news, entry); len(news) > maxProbes {
			return t.reload(ctx)
		}
	}
	return t.advance(news)
}

// advance plays new log entries on the remembered state.
func (t *Table) advance(entries [][]byte) (*state, error) {
	if len(entries) == 0 {
		return t.latest, nil
	}
	next := t.latest.clone()
	for _, entry := range entries {
		if err := t.play(next, next.version+1, entry); err != nil {
			return nil, err
		}
	}
	if err := next.finish(); err != nil {
		return nil, t.corrupt(next.version, err)
	}
	t.latest = next
	return next, nil
}

func (t *Table) reload(ctx context.Context) (*state, error) {
	s, err := t.load(ctx, noTable)
	if err == nil {
		t.latest = s
	}
	return s, err
}

// load reads the table at the version, or the newest one for noTable, from the log.
func (t *Table) load(ctx context.Context, version int64) (*state, error) {
	files, err := t.list(ctx)
	if err != nil {
		return nil, err
	}
	newest := files.newest()
	if version == noTable {
		version = newest
	}
	if version > newest {
		return nil, t.noVersion(version)
	}
	if version == noTable {
		return newState(), nil
	}
	base, err := t.base(ctx, files, version)
	if err != nil {
		return nil, err
	}
	if err := t.replay(ctx, base, files, version); err != nil {
		return nil, err
	}
	if err := base.finish(); err != nil {
		return nil, t.corrupt(version, err)
	}
	return base, nil
}

// replay plays the entries after the base up to the version.
func (t *Table) replay(ctx context.Context, base *state, files logFiles, version int64) error {
	first := base.version + 1
	if base.version == version { // the checkpoint does not hold the commit's info, nor its identity
		first = version
	}
	from, _ := slices.BinarySearch(files.entries, first)
	to, found := slices.BinarySearch(files.entries, version)
	if found {
		to++
	}
	wanted := files.entries[from:to]
	if base.version != version && (int64(len(wanted)) != version-base.version || wanted[0] != first) {
		return t.gap(files, first, version)
	}
	entries, err := t.readEntries(ctx, wanted)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		if err := t.play(base, wanted[i], entry); err != nil {
			return err
		}
	}
	return nil
}

// gap tells a version that the log does not reach back to from a damaged log.
func (t *Table) gap(files logFiles, first, version int64) error {
	if len(files.entries) > 0 && version < files.entries[0] {
		return t.noVersion(version)
	}
	return t.corrupt(version, fmt.Errorf("log entries between %d and %d are missing", first, version))
}

func (t *Table) readEntries(ctx context.Context, versions []int64) ([][]byte, error) {
	entries := make([][]byte, len(versions))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelReads)
	for i, version := range versions {
		group.Go(func() (err error) {
			entries[i], err = t.store.Get(ctx, t.entryKey(version))
			return err
		})
	}
	return entries, group.Wait()
}

// play decodes one log entry and applies it.
func (t *Table) play(s *state, version int64, entry []byte) error {
	actions, err := decodeActions(entry)
	if err == nil {
		err = s.apply(version, actions)
	}
	switch {
	case errors.Is(err, errFeature), errors.Is(err, errOutside):
		return t.unsupported("read", err)
	case err != nil:
		return t.corrupt(version, err)
	}
	s.entry, s.entryKnown = sha256.Sum256(entry), true
	return nil
}
