package delta_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// putData stores something under the file's path.
func putData(t *testing.T, objects storetest.Objects, f delta.File) delta.File {
	t.Helper()
	storetest.Put(t, objects, root+"/"+lake.Key(f.Path), "0123456789")
	return f
}

func dataFiles(t *testing.T, objects storetest.Objects) []lake.Key {
	t.Helper()
	return slices.DeleteFunc(storetest.Keys(t, objects, root), func(k lake.Key) bool { return strings.Contains(string(k), "_delta_log") })
}

func TestVacuum(t *testing.T) {
	const day = 24 * time.Hour
	then := time.Date(1990, 1, 1, 12, 0, 0, 0, time.UTC) // long before the files are really written
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			table := delta.Open(objects, root)
			live, early, late := putData(t, objects, file("live ż", "1")), putData(t, objects, file("early", "1")), putData(t, objects, file("late", "1"))
			orphan, hidden := putData(t, objects, file("orphan", "1")), putData(t, objects, delta.File{Path: "_change_data/x"})
			storetest.Put(t, objects, root+"2/other table", "x")
			create(t, table, live, early, late)
			commit(t, table, delta.Commit{ReadVersion: 0, Operation: "DELETE", Remove: []delta.File{early}, Time: then})
			commit(t, table, delta.Commit{ReadVersion: 1, Operation: "DELETE", Remove: []delta.File{late}, Time: then.Add(5 * day)})
			key := func(f delta.File) lake.Key { return root + "/" + lake.Key(f.Path) }
			before := dataFiles(t, objects)

			got, err := table.Vacuum(t.Context(), then.Add(8*day), 7*day, true)
			if want := []lake.ObjectInfo{{Key: key(early), Size: 10}}; err != nil || !cmp.Equal(got, want) {
				t.Errorf("dry run = %v, %v, want %v", got, err, want)
			}
			if !cmp.Equal(before, dataFiles(t, objects)) {
				t.Error("a dry run deleted something")
			}
			if _, err := table.Vacuum(t.Context(), then.Add(8*day), 7*day, false); err != nil {
				t.Fatal(err)
			}
			if got, want := dataFiles(t, objects), []lake.Key{key(hidden), key(late), key(live), key(orphan), root + "2/other table"}; !cmp.Equal(got, want) {
				t.Errorf("left = %v, want %v", got, want)
			}
			// Long after, the orphan goes too, where the store knows how old it is.
			if _, err := table.Vacuum(t.Context(), then.AddDate(200, 0, 0), 0, false); err != nil {
				t.Fatal(err)
			}
			want := []lake.Key{key(hidden), key(live), root + "2/other table"}
			if _, dated := objects.(delta.Dated); !dated {
				want = slices.Insert(want, 2, key(orphan))
			}
			if got := dataFiles(t, objects); !cmp.Equal(got, want) {
				t.Errorf("left = %v, want %v", got, want)
			}
		})
	}
}

func TestVacuumOfNoTableDeletesNothing(t *testing.T) {
	objects := newDir(t, t.TempDir())
	putData(t, objects, file("a", "1"))
	if got, err := delta.Open(objects, root).Vacuum(t.Context(), noon.AddDate(50, 0, 0), 0, false); err != nil || len(got) > 0 {
		t.Errorf("vacuum = %v, %v", got, err)
	}
	if got := dataFiles(t, objects); len(got) != 1 {
		t.Errorf("left = %v", got)
	}
}

func TestStoreThatCannotDelete(t *testing.T) {
	table := delta.Open(struct{ delta.Store }{store.NewMemory()}, root, delta.WithCheckpoints(jsonCodec{}))
	create(t, table)
	for v := range int64(25) { // checkpoints included
		commit(t, table, delta.Commit{ReadVersion: v, Add: []delta.File{file(fmt.Sprint(v), "1")}})
	}
	if _, err := table.Vacuum(t.Context(), noon, 0, false); lake.CodeOf(err) != delta.CodeUnsupported {
		t.Errorf("vacuum: %v", err)
	}
	if err := table.TrimLog(t.Context()); lake.CodeOf(err) != delta.CodeUnsupported {
		t.Errorf("trim: %v", err)
	}
	if got := len(snapshot(t, table).Files); got != 25 {
		t.Errorf("%d files, want 25", got)
	}
}

// TestTrimLogForgets expects that what a removed file's statistics said is nowhere any more.
func TestTrimLogForgets(t *testing.T) {
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			const secret = "Jan Kowalski"
			table := delta.Open(objects, root, delta.WithCheckpoints(jsonCodec{}))
			removed := file("removed", "1")
			removed.Stats.MinValues = map[string]any{"buyer": secret}
			create(t, table, removed, file("kept", "1"))
			for v := range int64(11) {
				commit(t, table, delta.Commit{ReadVersion: v, Add: []delta.File{file(fmt.Sprint(v), "1")}})
			}
			commit(t, table, delta.Commit{ReadVersion: 11, Remove: []delta.File{removed}})
			want := snapshot(t, table)
			if err := delta.Open(objects, root).TrimLog(t.Context()); lake.CodeOf(err) != lake.CodeMissingTool {
				t.Errorf("trim without Parquet: %v", err)
			}
			for range 2 {
				if err := table.TrimLog(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			for _, key := range storetest.Keys(t, objects, root) {
				if content, err := objects.Get(t.Context(), key); err != nil || strings.Contains(string(content), secret) {
					t.Errorf("%s still tells, %v", key, err)
				}
			}
			fresh := delta.Open(objects, root, delta.WithCheckpoints(jsonCodec{}))
			if diff := cmp.Diff(paths(want), paths(snapshot(t, fresh))); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if got := snapshot(t, fresh).Info; !cmp.Equal(got, want.Info) {
				t.Errorf("info = %+v, want %+v", got, want.Info)
			}
			commit(t, fresh, delta.Commit{ReadVersion: 12, Add: []delta.File{file("after", "1")}})
			if got := snapshot(t, table).Version; got != 13 {
				t.Errorf("version = %d, want 13", got)
			}
		})
	}
}

func TestPlanCompaction(t *testing.T) {
	sized := func(name, year string, size int64) delta.File {
		f := file(name, year)
		f.Size = size
		return f
	}
	a, b, c, d := sized("a", "1", 40), sized("b", "1", 30), sized("c", "1", 35), sized("d", "1", 10)
	other, big := sized("e", "2", 10), sized("f", "1", 50)
	got := delta.PlanCompaction([]delta.File{a, b, c, d, other, big}, 100)
	if want := [][]delta.File{{d, b, c}}; !cmp.Equal(got, want) {
		t.Errorf("plan = %v, want %v", got, want)
	}
}

func TestPlanCompactionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := rapid.Int64Range(1, 200).Draw(t, "target")
		var files []delta.File
		for i := range rapid.IntRange(0, 40).Draw(t, "files") {
			f := file(fmt.Sprint(i), rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "year"))
			f.Size = rapid.Int64Range(0, 150).Draw(t, "size")
			files = append(files, f)
		}
		plan := delta.PlanCompaction(files, target)
		if !cmp.Equal(plan, delta.PlanCompaction(rapid.Permutation(files).Draw(t, "order"), target)) {
			t.Fatal("another order gives another plan")
		}
		seen := map[string]bool{}
		for _, group := range plan {
			var size int64
			for _, f := range group {
				if seen[f.Path] || f.PartitionValues["year"] != group[0].PartitionValues["year"] {
					t.Fatalf("%s is planned twice, or with another partition", f.Path)
				}
				seen[f.Path] = true
				size += f.Size
			}
			if len(group) < 2 || size > target {
				t.Fatalf("group of %d files with %d bytes, target %d", len(group), size, target)
			}
		}
	})
}
