package pipeline_test

import (
	"testing"

	"wattlake/lake"
)

// An upload is a drop whose bytes are in memory: durable and on its way when Upload returns, known at the second time.
func TestUpload(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	content := []byte("%PDF-1.7\n" + invoice("U/1", 100))
	id, known, err := r.Upload(t.Context(), "../faktura_1.pdf", content, "http")
	if err != nil || known || id != lake.NewDocumentID(content) {
		t.Fatalf("first upload: %q, known %v, %v", id, known, err)
	}
	if stored, ext, err := r.Raw(t.Context(), id); err != nil || string(stored) != string(content) || ext != ".pdf" {
		t.Errorf("not durable when Upload returns: %q %v", ext, err)
	}
	if _, known, err := r.Upload(t.Context(), "again.pdf", content, "http"); err != nil || !known {
		t.Errorf("second upload: known %v, %v", known, err)
	}
	r.settle(t)
	d, err := r.Document(t.Context(), id)
	if err != nil || d.Status != lake.Ready || len(d.Origins) != 2 || d.Origins[0].Source != "http" {
		t.Errorf("after the pipeline: %+v, %v", d.Document, err)
	}
	if _, _, err := r.Upload(t.Context(), "a.zip", []byte("PK\x03\x04"), "http"); lake.CodeOf(err) != lake.CodeNotADocument {
		t.Errorf("an archive: %v", err)
	}
	if _, _, err := r.Upload(t.Context(), "notatka.pdf", []byte("no invoice"), "http"); lake.CodeOf(err) != lake.CodeNotADocument {
		t.Errorf("a text file: %v", err)
	}
}
