package delta_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenLogs reads the logs below testdata/log, written in the manner of several engines, and compares the snapshots.
func TestGoldenLogs(t *testing.T) {
	folders, err := filepath.Glob("testdata/log/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no logs", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			objects := store.NewMemory()
			entries, err := filepath.Glob(filepath.Join(folder, "_delta_log", "*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range entries {
				content, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := objects.PutIfAbsent(t.Context(), root+"/_delta_log/"+lake.Key(filepath.Base(name)), content); err != nil {
					t.Fatal(err)
				}
			}
			table := delta.Open(objects, root)
			s, err := table.Snapshot(t.Context())
			got := golden(t, s, err)
			_, err = table.Commit(t.Context(), delta.Commit{ReadVersion: s.Version, Operation: "WRITE", Time: noon})
			compareGolden(t, filepath.Join(folder, "snapshot.golden.json"), append(got, golden(t, nil, err)...))
		})
	}
}

// golden gives a snapshot, or the code and the sentence of the error instead, as JSON.
func golden(t *testing.T, s any, err error) []byte {
	t.Helper()
	if err != nil {
		message, hint := lake.Explain(err)
		s = map[string]any{"code": lake.CodeOf(err), "error": err.Error(), "message": message, "hint": hint}
	}
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(content, '\n')
}

func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

var randomID = regexp.MustCompile(`"txnId":"[0-9a-f-]{36}"`)

// TestGoldenEntries pins the bytes that we write, but for the random id.
func TestGoldenEntries(t *testing.T) {
	objects := store.NewMemory()
	table := delta.Open(objects, root)
	odd := file("odd: ą&%<", "")
	odd.Stats = delta.Stats{}
	create(t, table, file("a", "2024"), odd)
	commit(t, table, delta.Commit{
		ReadVersion: 0, Operation: "MERGE", Parameters: map[string]string{"silver_version": "7"},
		Remove: []delta.File{odd}, Add: []delta.File{file("b", "2025")}, Metadata: &delta.Metadata{
			Schema:           delta.Schema{Fields: append(invoices().Schema.Fields, delta.Field{Name: "new", Type: delta.Timestamp, Nullable: true})},
			PartitionColumns: []string{"year"}, Properties: map[string]string{"delta.deletedFileRetentionDuration": "interval 1 week"},
		},
	})
	for _, name := range []string{"00000000000000000000.json", "00000000000000000001.json"} {
		entry, err := objects.Get(t.Context(), root+"/_delta_log/"+lake.Key(name))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(randomID.FindAll(entry, -1)); n != 1 {
			t.Errorf("%d random ids in %s, want 1", n, name)
		}
		entry = randomID.ReplaceAll(entry, []byte(`"txnId":"random"`))
		if !bytes.HasSuffix(entry, []byte("}\n")) {
			t.Errorf("%s does not end with a line", name)
		}
		compareGolden(t, filepath.Join("testdata", "entry", name), entry)
	}
}
