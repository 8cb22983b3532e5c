package delta

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wattlake/lake"
)

// Verify reads the table's whole log and looks for every file that its newest version names: entries that are missing or
// cannot be read, checkpoints that say something else than the entries before them, a pointer to a checkpoint that is not
// there, data files that are missing or of another size. It changes nothing. What cannot be read at all, such as a store that
// does not answer, is an error.
func (t *Table) Verify(ctx context.Context) ([]lake.TableProblem, error) {
	sizes := map[lake.Key]int64{}
	for object, err := range t.store.List(ctx, t.root+"/") {
		if err != nil {
			return nil, err
		}
		sizes[object.Key] = object.Size
	}
	files, err := t.list(ctx)
	if err != nil || files.newest() == noTable {
		return nil, err
	}
	v := &verification{table: t, files: files, sizes: sizes}
	v.findGaps()
	if err := v.play(ctx); err != nil {
		return nil, err
	}
	if err := v.checkPointer(ctx); err != nil {
		return nil, err
	}
	v.checkFiles()
	return v.problems, nil
}

type verification struct {
	table    *Table
	files    logFiles
	sizes    map[lake.Key]int64
	state    *state // at the newest version; nil if it could not be computed
	problems []lake.TableProblem
}

func (v *verification) report(kind lake.TableProblemKind, key lake.Key, detail string) {
	v.problems = append(v.problems, lake.TableProblem{Table: v.table.root, Kind: kind, Key: key, Detail: detail})
}

// findGaps reports the versions between the first that the log must hold and the newest whose entries are missing. A log
// that was cut begins after a checkpoint, whose own entry may be gone too.
func (v *verification) findGaps() {
	next := int64(0)
	if entries := v.files.entries; len(v.files.checkpoints) > 0 && (len(entries) == 0 || entries[0] > 0) {
		next = v.files.checkpoints[0].version
		if len(entries) > 0 {
			next = min(next+1, entries[0])
		}
	}
	for _, entry := range append(slices.Clone(v.files.entries), v.files.newest()+1) {
		for ; next < entry; next++ {
			v.report(lake.LogEntryMissing, v.table.entryKey(next), fmt.Sprintf("version %d", next))
		}
		next = entry + 1
	}
}

// play replays the log from its beginning, or from its first checkpoint, and compares every checkpoint on the way.
func (v *verification) play(ctx context.Context) error {
	s := newState()
	checkpoints := map[int64]checkpointFile{}
	for _, c := range v.files.checkpoints {
		checkpoints[c.version] = c
	}
	if len(v.files.entries) == 0 || v.files.entries[0] > 0 {
		base, err := v.firstCheckpoint(ctx)
		if base == nil || err != nil {
			return err
		}
		s = base
	}
	sound := len(v.problems) == 0
	for _, version := range v.files.entries {
		entry, err := v.table.store.Get(ctx, v.table.entryKey(version))
		if err != nil {
			return err
		}
		if version <= s.version && s.checkpoint != noTable { // before the checkpoint that was begun with
			continue
		}
		if err := v.table.play(s, version, entry); err != nil {
			v.report(lake.LogEntryDamaged, v.table.entryKey(version), cause(err))
			sound = false
		}
		if c, has := checkpoints[version]; has && sound {
			if err := v.compare(ctx, c, s); err != nil {
				return err
			}
		}
	}
	if !sound {
		return nil
	}
	if err := s.finish(); err != nil {
		v.report(lake.LogEntryDamaged, v.table.entryKey(v.files.newest()), err.Error())
		return nil
	}
	v.state = s
	return nil
}

// firstCheckpoint reads the checkpoint that a cut log begins with; nil if it cannot be read, which is reported.
func (v *verification) firstCheckpoint(ctx context.Context) (*state, error) {
	if len(v.files.checkpoints) == 0 {
		return nil, nil //nolint:nilnil // the missing entries are reported already
	}
	return v.readCheckpoint(ctx, v.files.checkpoints[0])
}

func (v *verification) readCheckpoint(ctx context.Context, c checkpointFile) (*state, error) {
	if v.table.codec == nil {
		return nil, v.table.fail(lake.CodeMissingTool, "verify", errNoCodec, lake.Text{
			PL: "Bez obsługi formatu Parquet nie można sprawdzić dziennika tabeli.", EN: "The table's log cannot be checked without Parquet.",
		})
	}
	s, err := v.table.readCheckpoint(ctx, c)
	if err == nil {
		return s, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if code := lake.CodeOf(err); code == lake.CodeIO || code == CodeUnsupported {
		return nil, err
	}
	v.report(lake.CheckpointDamaged, c.parts[0], cause(err))
	return nil, nil //nolint:nilnil // reported
}

// compare reports a checkpoint that does not say what the log before it says. Tombstones are dropped with time, so they
// are not compared.
func (v *verification) compare(ctx context.Context, c checkpointFile, s *state) error {
	got, err := v.readCheckpoint(ctx, c)
	if got == nil || err != nil {
		return err
	}
	same := maps.EqualFunc(got.files, s.files, func(a, b File) bool {
		return a.Path == b.Path && a.Size == b.Size && maps.Equal(a.PartitionValues, b.PartitionValues)
	})
	if s.rawMeta != nil {
		same = same && got.rawMeta.ID == s.rawMeta.ID && got.rawMeta.SchemaString == s.rawMeta.SchemaString
	}
	if !same {
		v.report(lake.CheckpointDamaged, c.parts[0], "it lists other files than the log before it")
	}
	return nil
}

// checkPointer reports a _last_checkpoint that leads nowhere. A missing one is none: it is a hint.
func (v *verification) checkPointer(ctx context.Context) error {
	key := v.table.logKey(lastCheckpointName)
	if _, there := v.sizes[key]; !there {
		return nil
	}
	content, err := v.table.store.Get(ctx, key)
	if err != nil {
		return err
	}
	var last lastCheckpoint
	if err := json.Unmarshal(content, &last); err != nil {
		v.report(lake.CheckpointDamaged, key, err.Error())
		return nil
	}
	if !slices.ContainsFunc(v.files.checkpoints, func(c checkpointFile) bool { return c.version == last.Version }) {
		v.report(lake.CheckpointDamaged, key, fmt.Sprintf("there is no checkpoint of version %d", last.Version))
	}
	return nil
}

func (v *verification) checkFiles() {
	if v.state == nil {
		return
	}
	for _, file := range v.state.sorted {
		key := v.table.root + "/" + lake.Key(file.Path)
		size, there := v.sizes[key]
		switch {
		case !there:
			v.report(lake.DataFileMissing, key, "")
		case size != file.Size:
			v.report(lake.DataFileSize, key, fmt.Sprintf("%d bytes instead of %d", size, file.Size))
		}
	}
}

// cause is what stands behind the sentence for people.
func cause(err error) string {
	if e, ok := errors.AsType[*lake.Error](err); ok && e.Err != nil {
		return strings.TrimSpace(e.Err.Error())
	}
	return err.Error()
}
