package pipeline_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/pipelinetest"
)

// A backup of one lake, restored into an empty one, gives the same documents and tables without anything being read again; into
// the same lake it changes nothing.
func TestBackupAndRestore(t *testing.T) {
	ours, theirs := newBench(t), newBench(t)
	from := ours.start(t, nil)
	results := from.ingest(t, drop(t, pipelinetest.Invoice("A/1", 100), pipelinetest.Invoice("A/2", 200), pipelinetest.Damaged)...)
	if err := from.Delete(t.Context(), []lake.DocumentID{results[1].Document}); err != nil {
		t.Fatal(err)
	}
	from.settle(t)
	want := state(t, from)
	path := filepath.Join(t.TempDir(), "kopia.zip")
	last := 0
	objects, err := from.Backup(t.Context(), path, func(done, _ int) { last = done })
	if err != nil || objects == 0 || last != objects {
		t.Fatalf("%d objects, progress up to %d, %v", objects, last, err)
	}

	to := theirs.start(t, nil)
	report, err := to.RestoreBackup(t.Context(), path, nil)
	if err != nil || report.Added != objects || report.Present != 0 || report.Refused != 0 {
		t.Fatalf("%+v of %d objects, %v", report, objects, err)
	}
	to.settle(t)
	if diff := cmp.Diff(want, state(t, to)); diff != "" {
		t.Errorf("- ours, + restored:\n%s", diff)
	}
	if reads := theirs.reader.Reads.Load(); reads != 0 {
		t.Errorf("%d documents were read again", reads)
	}
	if report, err = from.RestoreBackup(t.Context(), path, nil); err != nil || report.Present != objects {
		t.Errorf("restored where it came from: %+v, %v", report, err)
	}
}

// What a hostile archive holds stays outside: foreign names, paths out of the lake, content that does not fit its name.
func TestRestoreRefusesWhatIsNoObject(t *testing.T) {
	node := newBench(t).start(t, nil)
	path := filepath.Join(t.TempDir(), "zly.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	good := []byte(pipelinetest.Header + pipelinetest.Invoice("B/1", 100))
	name := "01_bronze/raw_faktury/b-" + string(lake.NewDocumentID(good)) + ".pdf"
	for _, entry := range []struct {
		name    string
		content []byte
	}{
		{name, good},
		{"01_bronze/raw_faktury/c-" + string(lake.NewDocumentID(good)) + ".pdf", []byte("something else")},
		{"../../../etc/passwd", good},
		{"02_silver/invoices/x.parquet", good},
		{"01_bronze/decisions/../../x.json", good},
	} {
		w, err := archive.Create(entry.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(entry.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	report, err := node.RestoreBackup(t.Context(), path, nil)
	if err != nil || report.Added != 1 || report.Refused != 4 {
		t.Errorf("%+v, %v", report, err)
	}
	node.settle(t)
	if documents, err := node.Documents(t.Context()); err != nil || len(documents) != 1 || len(documents[0].Invoices) != 1 {
		t.Errorf("%+v, %v", documents, err)
	}
	for name, content := range map[string]string{"no archive": "PK", "nothing": ""} {
		path := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := node.RestoreBackup(t.Context(), path, nil); lake.CodeOf(err) != lake.CodeUsage {
			t.Errorf("%s: %v", name, err)
		}
	}
}
