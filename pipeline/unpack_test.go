package pipeline_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// An archive and a mail come in like folders: each document in them has its own result under "archive!/member", and its
// origin says where it was found.
func TestArchivesAndMailsAreOpened(t *testing.T) {
	r := newBench(t).start(t, nil)
	dir := t.TempDir()
	first, second := "%PDF-1.7\n"+invoice("A/1", 100), "%PDF-1.7\n"+invoice("A/2", 200)
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, f := range []struct{ name, content string }{
		{"2026/styczeń.pdf", first}, {"opis.txt", "…"}, {"zepsuta.pdf", "…"}, {"2026/kopia.pdf", first},
	} {
		entry, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	mail := "From: bok@example.com\r\nTo: gmina@example.com\r\nContent-Type: application/pdf; name=faktura.pdf\r\n" +
		"Content-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(second))
	for name, content := range map[string]string{
		"a.zip": archive.String(), "b.eml": mail, "c.zip": "PK\x03\x04 broken", "d.pdf": second,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	type line struct {
		File   string
		Status lake.Status
		Code   lake.Code
	}
	var got []line
	var mailed lake.DocumentID
	for _, result := range r.ingest(t, dir) {
		name, err := filepath.Rel(dir, result.File)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, line{name, result.Status, result.Code})
		if name == "b.eml!/faktura.pdf" {
			mailed = result.Document
		}
	}
	want := []line{
		{"a.zip!/2026/styczeń.pdf", lake.Ready, ""},
		{"a.zip!/zepsuta.pdf", lake.Failed, lake.CodeNotADocument},
		{"a.zip!/2026/kopia.pdf", lake.StatusDoubled, ""},
		{"b.eml!/faktura.pdf", lake.Ready, ""},
		{"c.zip", lake.Failed, lake.CodeDamaged},
		{"d.pdf", lake.StatusDoubled, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	detail, err := r.Document(t.Context(), mailed)
	if err != nil || len(detail.Origins) != 2 {
		t.Fatalf("%+v, %v", detail.Origins, err)
	}
	for _, o := range detail.Origins {
		if o.FileName == "faktura.pdf" && (o.Container != "b.eml" || o.Member != "faktura.pdf") || o.FileName == "d.pdf" && o.Container != "" {
			t.Errorf("origin: %+v", o)
		}
	}
}
