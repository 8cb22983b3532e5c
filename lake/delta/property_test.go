package delta_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// TestNoUpdateIsLost has writers merge one table, half of them over one Table, half each over their own. Each replaces the
// one file of the table by a file whose name counts the updates, so a lost update shows in the count.
func TestNoUpdateIsLost(t *testing.T) {
	const writers, updates = 6, 5
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			shared := delta.Open(objects, root)
			create(t, shared, file("0", "1"))
			var group sync.WaitGroup
			for writer := range writers {
				table := shared
				if writer%2 == 1 {
					table = delta.Open(objects, root)
				}
				group.Go(func() {
					for range updates {
						increment(t, table)
					}
				})
			}
			group.Wait()
			want := []string{fmt.Sprintf("year=1/%d.parquet", writers*updates)}
			for _, reader := range []*delta.Table{shared, delta.Open(objects, root)} {
				s := snapshot(t, reader)
				if !cmp.Equal(paths(s), want) || s.Version != writers*updates {
					t.Errorf("version %d has %v, want version %d with %v", s.Version, paths(s), writers*updates, want)
				}
			}
		})
	}
}

// increment reads, merges and commits until it wins.
func increment(t *testing.T, table *delta.Table) {
	t.Helper()
	for {
		s, err := table.Snapshot(t.Context())
		if err != nil {
			t.Error(err)
			return
		}
		var count int
		if _, err := fmt.Sscanf(s.Files[0].Path, "year=1/%d.parquet", &count); err != nil {
			t.Error(err)
			return
		}
		_, err = table.Commit(t.Context(), delta.Commit{
			ReadVersion: s.Version, Operation: "MERGE", Remove: s.Files, Add: []delta.File{file(fmt.Sprint(count+1), "1")},
			DataChange: true, Time: noon,
		})
		switch {
		case err == nil:
			return
		case !errors.Is(err, delta.ErrConflict):
			t.Error(err)
			return
		}
	}
}

// TestAnySequenceGivesTheModelsSet plays random commits and compares every version with a set, read through the writer,
// a reader that follows along and a fresh one; with and without checkpoints.
func TestAnySequenceGivesTheModelsSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := store.NewMemory()
		var options []delta.Option
		if rapid.Bool().Draw(t, "checkpoints") {
			options = append(options, delta.WithCheckpoints(jsonCodec{}))
		}
		table, follower := delta.Open(objects, root, options...), delta.Open(objects, root, options...)
		model := map[string]delta.File{}
		var history [][]string
		next := 0
		commits := rapid.IntRange(1, 25).Draw(t, "commits")
		for version := range commits {
			c := delta.Commit{ReadVersion: int64(version) - 1, Operation: "MERGE", Time: noon, DataChange: rapid.Bool().Draw(t, "dataChange")}
			if version == 0 {
				c.Metadata = invoices()
			}
			for _, name := range slices.Sorted(maps.Keys(model)) {
				if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
					c.Remove = append(c.Remove, model[name])
					delete(model, name)
				}
			}
			for range rapid.IntRange(0, 3).Draw(t, "adds") {
				f := file(fmt.Sprintf("%04d%s", next, rapid.SampledFrom([]string{"", " ", "%20", "ż", "+", "#"}).Draw(t, "odd")), rapid.SampledFrom([]string{"", "2024"}).Draw(t, "year"))
				next++
				c.Add = append(c.Add, f)
				model[f.Path] = f
			}
			if _, err := table.Commit(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			history = append(history, slices.Sorted(maps.Keys(model)))
			if rapid.Bool().Draw(t, "follow") {
				expectFiles(t, follower, history[version])
			}
		}
		for _, reader := range []*delta.Table{table, follower, delta.Open(objects, root, options...)} {
			expectFiles(t, reader, history[commits-1])
		}
		version := rapid.IntRange(0, commits-1).Draw(t, "travel to")
		s, err := table.SnapshotAt(t.Context(), int64(version))
		if err != nil || !slices.Equal(paths(s), history[version]) {
			t.Fatalf("version %d = %v, %v, want %v", version, paths(s), err, history[version])
		}
	})
}

func expectFiles(t *rapid.T, table *delta.Table, want []string) {
	s, err := table.Snapshot(t.Context())
	if err != nil || !slices.Equal(paths(s), want) {
		t.Fatalf("snapshot = %v, %v, want %v", paths(s), err, want)
	}
}

// TestCrashAtEveryStep stops the store at every operation of a commit, with and without its effect, and then expects the
// table at the version before or after, and a commit to succeed.
func TestCrashAtEveryStep(t *testing.T) {
	crash := errors.New("the machine stopped")
	for _, applied := range []bool{false, true} {
		for n := 1; ; n++ {
			faults := storetest.NewFaults(store.NewMemory())
			create(t, delta.Open(faults, root, delta.WithCheckpoints(jsonCodec{})), file("0", "1"))
			for v := range int64(9) {
				commit(t, delta.Open(faults, root), delta.Commit{ReadVersion: v, Add: []delta.File{file(fmt.Sprint(v+1), "1")}})
			}
			table := delta.Open(faults, root, delta.WithCheckpoints(jsonCodec{}))
			faults.Set(storetest.CrashAt(n, applied, crash))
			_, err := table.Commit(t.Context(), delta.Commit{ReadVersion: 9, Add: []delta.File{file("new", "1")}, Time: noon})
			finished := faults.Operations() < n
			faults.Set(nil)
			for _, reader := range []*delta.Table{table, delta.Open(faults, root, delta.WithCheckpoints(jsonCodec{}))} {
				s := snapshot(t, reader)
				if committed := s.Version == 10; committed != slices.Contains(paths(s), "year=1/new.parquet") || (err == nil && !committed) {
					t.Errorf("crash at %d (applied %v), error %v: version %d has %v", n, applied, err, s.Version, paths(s))
				}
			}
			increase := snapshot(t, table)
			commit(t, table, delta.Commit{ReadVersion: increase.Version, Add: []delta.File{file("after", "1")}})
			if finished {
				break
			}
		}
	}
}

// FuzzLog reads a table whose second log entry is arbitrary: it must give a snapshot or an error with a sentence.
func FuzzLog(f *testing.F) {
	f.Add([]byte(`{"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}`))
	f.Add([]byte(`{"remove":{"path":"year=1/a.parquet"}}` + "\n" + `{"txn":{"appId":"x","version":1}}`))
	f.Add([]byte(`{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"]}}`))
	f.Add([]byte(`{"metaData":{"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"decimal(1,\"}]}"}}`))
	f.Add([]byte(`{"commitInfo":{"operationParameters":{"mode":1,"x":null}}}`))
	f.Add([]byte("{\"add\":{\"path\":\"../../etc/passwd\"}}"))
	f.Add([]byte("[]\n{}"))
	f.Fuzz(func(t *testing.T, entry []byte) {
		objects := store.NewMemory()
		create(t, delta.Open(objects, root), file("a", "1"))
		storetest.Put(t, objects, root+"/_delta_log/00000000000000000001.json", string(entry))
		s, err := delta.Open(objects, root).Snapshot(t.Context())
		if err != nil {
			if message, _ := lake.Explain(err); lake.CodeOf(err) == lake.CodeInternal || message.IsZero() {
				t.Errorf("error without a sentence: %v", err)
			}
			return
		}
		for _, file := range s.Files {
			if key := root + "/" + lake.Key(file.Path); !key.Valid() || !strings.HasPrefix(string(key), string(root)) {
				t.Errorf("file outside the table: %q", file.Path)
			}
		}
	})
}
