package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-pdf/fpdf"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline"
)

// pdfAround returns a PDF whose page says something, with the files attached.
func pdfAround(t *testing.T, says string, files ...fpdf.Attachment) []byte {
	t.Helper()
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 12)
	pdf.Text(50, 50, says)
	pdf.SetAttachments(files)
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	// The library leaves one of the two names empty, which PDFium takes for "no file".
	return bytes.ReplaceAll(b.Bytes(), []byte("/F () /UF"), []byte("/F(a) /UF"))
}

// The XML in a PDF is the invoice, not what the page looks like; both are kept and are one row. A PDF in a PDF is a document
// of its own.
func TestDocumentsInsidePDFs(t *testing.T) {
	dir, source := t.TempDir(), t.TempDir()
	xml, err := os.ReadFile(filepath.Join("pipeline", "ksef", "testdata", "attachment.xml"))
	if err != nil {
		t.Fatal(err)
	}
	inner, err := invoicegen.Make("L1", 3, invoicegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(source, "wizualizacja.pdf")
	content := pdfAround(t, "Wizualizacja faktury, bez kwot i numerow", fpdf.Attachment{Content: xml, Filename: "faktura.xml"},
		fpdf.Attachment{Content: inner.PDF, Filename: "zalacznik.pdf"}, fpdf.Attachment{Content: []byte("x"), Filename: "uwagi.txt"})
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := openLake(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	results, err := o.node.Ingest(t.Context(), pipeline.IngestRequest{Paths: []string{path}, Source: "test"}, nil)
	if err != nil || len(results) != 3 {
		t.Fatalf("%+v, %v", results, err)
	}
	for i, name := range []string{path, path + "!/faktura.xml", path + "!/zalacznik.pdf"} {
		if r := results[i]; r.File != name || r.Status == lake.Failed || len(r.Readings) != 1 {
			t.Errorf("%s: %s %s, %d invoices", r.File, r.Status, r.Code, len(r.Readings))
		}
	}
	if got, want := results[0].Readings[0].Fields.Value(lake.FieldNumber), results[1].Readings[0].Fields.Value(lake.FieldNumber); got != want || got == "" {
		t.Errorf("the PDF says %q, its XML %q", got, want)
	}
	outer, err := o.node.Document(t.Context(), results[0].Document)
	if err != nil || outer.Source != lake.SourceXML || len(outer.Invoices) != 1 || len(outer.Invoices[0].Documents) != 2 {
		t.Errorf("%s, %+v, %v", outer.Source, outer.Invoices, err)
	}
	attached, err := o.node.Document(t.Context(), results[1].Document)
	if err != nil || len(attached.Origins) != 1 || attached.Origins[0].Container != "wizualizacja.pdf" || attached.Origins[0].Member != "faktura.xml" {
		t.Errorf("%+v, %v", attached.Origins, err)
	}
	if raw, _, err := o.node.Raw(t.Context(), results[0].Document); err != nil || !bytes.Equal(raw, content) {
		t.Errorf("the PDF's bytes changed: %v", err)
	}
	if err := o.node.Replay(t.Context(), lake.StageRead, nil); err != nil {
		t.Fatal(err)
	}
	if again, err := o.node.Document(t.Context(), results[1].Document); err != nil || len(again.Origins) != 1 {
		t.Errorf("reading again looks like another drop: %+v, %v", again.Origins, err)
	}
}
