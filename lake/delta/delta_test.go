package delta_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

const root lake.Key = "02_silver/invoices"

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// everyStore returns an empty store of each kind that can be had here.
func everyStore(t *testing.T) map[string]storetest.Objects {
	t.Helper()
	stores := map[string]storetest.Objects{"dir": newDir(t, t.TempDir()), "memory": store.NewMemory()}
	if storetest.HasS3() {
		stores["s3"] = storetest.StartS3(t, true).Open(t, func(c *store.S3Config) { c.Prefix = "team" })
	}
	return stores
}

func newDir(tb testing.TB, folder string) *store.Dir {
	tb.Helper()
	dir, err := store.NewDir(folder)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = dir.Close() })
	return dir
}

func invoices() *delta.Metadata {
	return &delta.Metadata{
		ID: "11111111-2222-3333-4444-555555555555", Name: "invoices",
		Schema: delta.Schema{Fields: []delta.Field{
			{Name: "number", Type: delta.String, Nullable: true, Comment: "as printed"},
			{Name: "net", Type: delta.Decimal(18, 2), Nullable: true},
			{Name: "points", Nullable: true, Type: delta.List(delta.Struct(
				delta.Field{Name: "ppe", Type: delta.String, Nullable: true},
				delta.Field{Name: "kwh", Type: delta.Decimal(18, 3), Nullable: true},
			))},
			{Name: "year", Type: delta.Integer, Nullable: true},
		}},
		PartitionColumns: []string{"year"},
	}
}

func file(name, year string) delta.File {
	return delta.File{
		Path: "year=" + year + "/" + name + ".parquet", PartitionValues: map[string]string{"year": year}, Size: 10,
		ModificationTime: noon.UnixMilli(), Stats: delta.Stats{NumRecords: 3, NullCount: map[string]any{}},
	}
}

func create(tb testing.TB, table *delta.Table, files ...delta.File) {
	tb.Helper()
	commit(tb, table, delta.Commit{ReadVersion: -1, Operation: "CREATE TABLE", Metadata: invoices(), Add: files})
}

func commit(tb testing.TB, table *delta.Table, c delta.Commit) int64 {
	tb.Helper()
	c.DataChange = true
	if c.Time.IsZero() {
		c.Time = noon
	}
	version, err := table.Commit(tb.Context(), c)
	if err != nil {
		tb.Fatal(err)
	}
	return version
}

func snapshot(tb testing.TB, table *delta.Table) delta.Snapshot {
	tb.Helper()
	s, err := table.Snapshot(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func paths(s delta.Snapshot) []string {
	var names []string
	for _, f := range s.Files {
		names = append(names, f.Path)
	}
	return names
}

func TestNoTable(t *testing.T) {
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			table := delta.Open(objects, root)
			if s := snapshot(t, table); s.Version != -1 || len(s.Files) != 0 {
				t.Errorf("snapshot of nothing = %+v", s)
			}
			if _, err := table.SnapshotAt(t.Context(), 0); lake.CodeOf(err) != lake.CodeNotFound {
				t.Errorf("version 0 of nothing: %v", err)
			}
			if _, err := table.SnapshotAt(t.Context(), -1); lake.CodeOf(err) != lake.CodeNotFound {
				t.Errorf("version -1 of nothing: %v", err)
			}
		})
	}
}

func TestCommitAndReadBack(t *testing.T) {
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			table := delta.Open(objects, root)
			create(t, table, file("a", "2024"), file("b", ""))
			version := commit(t, table, delta.Commit{
				ReadVersion: 0, Operation: "MERGE", Parameters: map[string]string{"silver_version": "7"},
				Remove: []delta.File{file("a", "2024")}, Add: []delta.File{file("c ą%:", "2025")},
			})
			want := delta.Snapshot{
				Version: version, Metadata: *invoices(), Files: []delta.File{file("b", ""), file("c ą%:", "2025")},
				Info: delta.CommitInfo{Operation: "MERGE", Timestamp: noon.UnixMilli(), Parameters: map[string]string{"silver_version": "7"}, Version: 1},
			}
			want.Metadata.Properties = map[string]string{}
			for name, reader := range map[string]*delta.Table{"writer": table, "fresh": delta.Open(objects, root)} {
				got := snapshot(t, reader)
				for i := range got.Files {
					if fmt.Sprint(got.Files[i].Stats.NumRecords) != "3" {
						t.Errorf("%s: stats = %+v", name, got.Files[i].Stats)
					}
					got.Files[i].Stats = want.Files[i].Stats
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

func TestTimeTravel(t *testing.T) {
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			table := delta.Open(objects, root)
			create(t, table)
			want := [][]string{nil}
			for v := range int64(12) {
				f := file(fmt.Sprintf("f%02d", v), "2024")
				commit(t, table, delta.Commit{ReadVersion: v, Operation: "WRITE", Add: []delta.File{f}, Time: noon.Add(time.Duration(v+1) * time.Hour)})
				want = append(want, append(slices.Clone(want[v]), f.Path))
			}
			for v, names := range want {
				s, err := table.SnapshotAt(t.Context(), int64(v))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(names, paths(s)); diff != "" || s.Version != int64(v) {
					t.Errorf("version %d = %d (-want +got):\n%s", v, s.Version, diff)
				}
				at, err := table.VersionAt(t.Context(), noon.Add(time.Duration(v)*time.Hour+time.Minute))
				if err != nil || at != int64(v) {
					t.Errorf("version at hour %d = %d, %v", v, at, err)
				}
			}
			if _, err := table.SnapshotAt(t.Context(), 13); lake.CodeOf(err) != lake.CodeNotFound {
				t.Errorf("version 13: %v, want not found", err)
			}
			if _, err := table.VersionAt(t.Context(), noon.Add(-time.Hour)); lake.CodeOf(err) != lake.CodeNotFound {
				t.Errorf("before the table: %v, want not found", err)
			}
			history, err := table.History(t.Context(), 2)
			if err != nil || len(history) != 2 || history[0].Version != 12 || history[1].Version != 11 {
				t.Errorf("history = %+v, %v", history, err)
			}
		})
	}
}

func TestConflict(t *testing.T) {
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			ours, theirs := delta.Open(objects, root), delta.Open(objects, root)
			create(t, ours)
			snapshot(t, theirs)
			commit(t, theirs, delta.Commit{ReadVersion: 0, Operation: "WRITE", Add: []delta.File{file("theirs", "1")}})
			mine := delta.Commit{ReadVersion: 0, Operation: "WRITE", Add: []delta.File{file("ours", "1")}, DataChange: true, Time: noon}
			_, err := ours.Commit(t.Context(), mine)
			if !errors.Is(err, delta.ErrConflict) || lake.CodeOf(err) != lake.CodeConflict {
				t.Fatalf("error = %v, want a conflict", err)
			}
			if _, err := ours.Commit(t.Context(), delta.Commit{ReadVersion: -1, Metadata: invoices(), Time: noon}); !errors.Is(err, delta.ErrConflict) {
				t.Errorf("second creation: %v, want a conflict", err)
			}
			mine.ReadVersion = snapshot(t, ours).Version
			commit(t, ours, mine)
			if got, want := paths(snapshot(t, theirs)), []string{"year=1/ours.parquet", "year=1/theirs.parquet"}; !cmp.Equal(got, want) {
				t.Errorf("files = %v, want %v", got, want)
			}
		})
	}
}

func TestRebuiltTableIsReadAnew(t *testing.T) {
	for name, objects := range everyStore(t) {
		t.Run(name, func(t *testing.T) {
			table := delta.Open(objects, root)
			create(t, table, file("old", "1"))
			for _, key := range storetest.Keys(t, objects, root) {
				if err := objects.Delete(t.Context(), key); err != nil {
					t.Fatal(err)
				}
			}
			if s := snapshot(t, table); s.Version != -1 || len(s.Files) != 0 {
				t.Errorf("removed table = %+v", s)
			}
			create(t, delta.Open(objects, root), file("new", "1"))
			if got, want := paths(snapshot(t, table)), []string{"year=1/new.parquet"}; !cmp.Equal(got, want) {
				t.Errorf("files = %v, want %v", got, want)
			}
		})
	}
}

// TestLostAnswer has the store apply a put and lose its answer, as a network does, and then repeat it.
func TestLostAnswer(t *testing.T) {
	memory := store.NewMemory()
	table := delta.Open(repeating{memory}, root)
	create(t, table, file("a", "1"))
	if got := snapshot(t, table).Version; got != 0 {
		t.Errorf("version = %d, want 0", got)
	}
}

// repeating answers every put as a client does whose first attempt got through unheard.
type repeating struct{ storetest.Objects }

func (r repeating) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (bool, error) {
	if _, err := r.Objects.PutIfAbsent(ctx, key, content); err != nil {
		return false, err
	}
	return r.Objects.PutIfAbsent(ctx, key, content)
}

func TestRefusedCommits(t *testing.T) {
	table := delta.Open(store.NewMemory(), root)
	create(t, table, file("a", "1"))
	plain := file("x", "1")
	plain.PartitionValues = nil
	other := invoices()
	other.PartitionColumns = nil
	for name, c := range map[string]delta.Commit{
		"remove what is not there": {Remove: []delta.File{file("b", "1")}},
		"remove twice":             {Remove: []delta.File{file("a", "1"), file("a", "1")}},
		"add what is there":        {Add: []delta.File{file("a", "1")}},
		"add twice":                {Add: []delta.File{file("b", "1"), file("b", "1")}},
		"no partition":             {Add: []delta.File{plain}},
		"outside":                  {Add: []delta.File{{Path: "../x", PartitionValues: map[string]string{"year": "1"}}}},
		"hidden":                   {Add: []delta.File{{Path: "_x/y", PartitionValues: map[string]string{"year": "1"}}}},
		"repartition":              {Metadata: other},
	} {
		c.Time = noon
		if _, err := table.Commit(t.Context(), c); lake.CodeOf(err) != lake.CodeUsage {
			t.Errorf("%s: %v, want a usage error", name, err)
		}
	}
	if _, err := table.Commit(t.Context(), delta.Commit{}); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("no time: %v, want a usage error", err)
	}
	if _, err := delta.Open(store.NewMemory(), root).Commit(t.Context(), delta.Commit{ReadVersion: -1, Time: noon}); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("no metadata: %v, want a usage error", err)
	}
}

// TestUnchangedSnapshotIsCheap counts what reading costs.
func TestUnchangedSnapshotIsCheap(t *testing.T) {
	faults := storetest.NewFaults(store.NewMemory())
	table := delta.Open(faults, root)
	create(t, table)
	for v := range int64(30) {
		commit(t, table, delta.Commit{ReadVersion: v, Operation: "WRITE", Add: []delta.File{file(fmt.Sprint(v), "1")}})
	}
	verbs := map[string]int{}
	faults.Set(func(op storetest.Operation) storetest.Fault {
		verbs[op.Verb]++
		return storetest.Fault{}
	})
	snapshot(t, table)
	if want := map[string]int{"get": 2}; !cmp.Equal(verbs, want) {
		t.Errorf("an unchanged snapshot cost %v, want %v", verbs, want)
	}
}

func TestCancelled(t *testing.T) {
	table := delta.Open(store.NewMemory(), root)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := table.Snapshot(ctx); lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("snapshot: %v, want cancelled", err)
	}
	if _, err := table.Commit(ctx, delta.Commit{}); lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("commit: %v, want cancelled", err)
	}
}
