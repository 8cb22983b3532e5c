package checkpoint_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

const root lake.Key = "t"

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newCodec(tb testing.TB) *checkpoint.Codec {
	tb.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	scratch := filepath.Join(tb.TempDir(), "it's")
	if err := os.Mkdir(scratch, 0o700); err != nil {
		tb.Fatal(err)
	}
	return checkpoint.New(db, scratch)
}

func write(tb testing.TB, table *delta.Table, commits int64) {
	tb.Helper()
	schema := delta.Schema{Fields: []delta.Field{{Name: "a", Type: delta.Long, Nullable: true}, {Name: "y", Type: delta.Integer, Nullable: true}}}
	for v := range commits {
		c := delta.Commit{ReadVersion: v - 1, Operation: "WRITE", DataChange: true, Time: noon, Add: []delta.File{newFile(v)}}
		if v == 0 {
			c.Metadata = &delta.Metadata{Name: "t", Schema: schema, PartitionColumns: []string{"y"}, Properties: map[string]string{"a.b": "c"}}
		} else if v%3 == 0 {
			c.Remove = []delta.File{newFile(v - 1)}
		}
		if _, err := table.Commit(tb.Context(), c); err != nil {
			tb.Fatal(err)
		}
	}
}

func newFile(v int64) delta.File {
	return delta.File{
		Path: fmt.Sprintf("y=1/ż %d.parquet", v), PartitionValues: map[string]string{"y": []string{"", "2024"}[v%2]}, Size: v, ModificationTime: v + 1,
		Stats: delta.Stats{NumRecords: v + 1, MinValues: map[string]any{"s": "a\"ą"}, NullCount: map[string]any{}},
		Tags:  map[string]string{"k": "v"},
	}
}

// TestCheckpointEqualsLog reads one table by its checkpoints, with the entries before them gone, and by its whole log.
func TestCheckpointEqualsLog(t *testing.T) {
	objects := store.NewMemory()
	codec := newCodec(t)
	failed := delta.OnCheckpointFailure(func(err error) { t.Error(err) })
	write(t, delta.Open(objects, root, delta.WithCheckpoints(codec), failed), 24)
	want, err := delta.Open(objects, root).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	checkpoints := 0
	for _, key := range storetest.Keys(t, objects, root) {
		if strings.HasSuffix(string(key), ".checkpoint.parquet") {
			checkpoints++
		}
	}
	if checkpoints != 2 {
		t.Errorf("%d checkpoints, want those of versions 10 and 20", checkpoints)
	}
	for v := range 20 {
		if err := objects.Delete(t.Context(), root+lake.Key(fmt.Sprintf("/_delta_log/%020d.json", v))); err != nil {
			t.Fatal(err)
		}
	}
	table := delta.Open(objects, root, delta.WithCheckpoints(codec))
	got, err := table.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("snapshot (-log +checkpoint):\n%s", diff)
	}
	for _, version := range []int64{9, 15} {
		if _, err := table.SnapshotAt(t.Context(), version); lake.CodeOf(err) != lake.CodeNotFound {
			t.Errorf("version %d: %v, want not found", version, err)
		}
	}
	if s, err := table.SnapshotAt(t.Context(), 10); err != nil || s.Version != 10 {
		t.Errorf("version 10 = %d, %v", s.Version, err)
	}
	if _, err := delta.Open(objects, root).Snapshot(t.Context()); lake.CodeOf(err) != lake.CodeCorrupt {
		t.Errorf("without a codec: %v, want an error with a sentence", err)
	}
}

// TestDamagedCheckpointIsSkipped falls back to an older checkpoint, then to the log.
func TestDamagedCheckpointIsSkipped(t *testing.T) {
	objects := store.NewMemory()
	codec := newCodec(t)
	write(t, delta.Open(objects, root, delta.WithCheckpoints(codec)), 22)
	for _, version := range []int{20, 10} {
		key := root + lake.Key(fmt.Sprintf("/_delta_log/%020d.checkpoint.parquet", version))
		if err := objects.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		storetest.Put(t, objects, key, "not Parquet")
		s, err := delta.Open(objects, root, delta.WithCheckpoints(codec)).Snapshot(t.Context())
		if err != nil || s.Version != 21 || len(s.Files) != 22-7 {
			t.Errorf("version %d with %d files, %v", s.Version, len(s.Files), err)
		}
	}
}

func BenchmarkSnapshotAfter1000Commits(b *testing.B) {
	dir, err := store.NewDir(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = dir.Close() }()
	codec := newCodec(b)
	memory := store.NewMemory()
	write(b, delta.Open(memory, root, delta.WithCheckpoints(codec)), 1001)
	for info, err := range memory.List(b.Context(), "") {
		content, getErr := memory.Get(b.Context(), info.Key)
		if err != nil || getErr != nil {
			b.Fatal(err, getErr)
		}
		if _, err := dir.PutIfAbsent(b.Context(), info.Key, content); err != nil {
			b.Fatal(err)
		}
	}
	for name, options := range map[string][]delta.Option{"log": nil, "checkpoints": {delta.WithCheckpoints(codec)}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := delta.Open(dir, root, options...).Snapshot(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	table := delta.Open(dir, root)
	if _, err := table.Snapshot(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			if _, err := table.Snapshot(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
