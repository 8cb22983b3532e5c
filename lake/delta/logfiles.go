package delta

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"wattlake/lake"
)

// logFiles is a listing of the log.
type logFiles struct {
	entries     []int64 // versions, ascending
	checkpoints []checkpointFile
}

// checkpointFile is a checkpoint in one part or several, ascending by version.
type checkpointFile struct {
	version int64
	parts   []lake.Key
	of      int // how many parts there must be
}

func (t *Table) list(ctx context.Context) (logFiles, error) {
	var files logFiles
	prefix := t.root + "/" + logFolder
	for info, err := range t.store.List(ctx, prefix) {
		if err != nil {
			return logFiles{}, err
		}
		files.note(info.Key, strings.TrimPrefix(string(info.Key), string(prefix)))
	}
	files.checkpoints = slices.DeleteFunc(files.checkpoints, func(c checkpointFile) bool { return len(c.parts) != c.of })
	return files, nil
}

// note sorts one object of the log in; names that this package does not know are left alone. Listings are in key order,
// so versions and parts arrive ascending.
func (l *logFiles) note(key lake.Key, name string) {
	if len(name) <= versionDigits {
		return
	}
	version, err := strconv.ParseInt(name[:versionDigits], 10, 64)
	if err != nil || version < 0 {
		return
	}
	switch rest := name[versionDigits:]; rest {
	case entrySuffix:
		l.entries = append(l.entries, version)
	case checkpointSuffix:
		l.checkpoints = append(l.checkpoints, checkpointFile{version, []lake.Key{key}, 1})
	default:
		l.notePart(key, version, rest)
	}
}

// notePart sorts in ".checkpoint.0000000001.0000000003.parquet".
func (l *logFiles) notePart(key lake.Key, version int64, rest string) {
	parts := strings.Split(rest, ".")
	if len(parts) != 5 || parts[0] != "" || parts[1] != "checkpoint" || parts[4] != "parquet" {
		return
	}
	of, err := strconv.Atoi(parts[3])
	if err != nil || of < 1 {
		return
	}
	if last := len(l.checkpoints) - 1; last >= 0 && l.checkpoints[last].version == version && l.checkpoints[last].of == of {
		l.checkpoints[last].parts = append(l.checkpoints[last].parts, key)
		return
	}
	l.checkpoints = append(l.checkpoints, checkpointFile{version, []lake.Key{key}, of})
}

// newest returns the newest version, or noTable.
func (l *logFiles) newest() int64 {
	version := noTable
	if n := len(l.entries); n > 0 {
		version = l.entries[n-1]
	}
	if n := len(l.checkpoints); n > 0 {
		version = max(version, l.checkpoints[n-1].version)
	}
	return version
}
