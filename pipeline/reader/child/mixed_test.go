package child

import (
	"testing"

	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/reader/internal/frame"
)

// TestMixedDocument reads a PDF of a text page with the scan of the same page behind it: each page comes from where it can be
// believed, and the words say so.
func TestMixedDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("recognises a page")
	}
	d := newDocumentReader(t)
	text, err := invoicegen.Make("L7", 31, invoicegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	scan, err := invoicegen.Make("L7", 31, invoicegen.Options{Scan: true})
	if err != nil {
		t.Fatal(err)
	}
	read, err := d.read(t.Context(), frame.Header{Document: "d"}, joinedPDF(t, d, text.PDF, scan.PDF), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Pages) != 2 || read.Pages[0].Source != lake.SourceTextLayer || read.Pages[1].Source != lake.SourceOCR {
		t.Fatalf("%d pages, the first from %s, the last from %s", len(read.Pages), read.Pages[0].Source, read.Pages[len(read.Pages)-1].Source)
	}
	if share, missing := wordAccuracy(read.Pages[0], read.Pages[1]); share < 0.85 {
		t.Errorf("only %.0f%% of the words are on the scan, not %q", 100*share, missing)
	}
	if read.Source() != lake.SourceOCR {
		t.Errorf("the document counts as %s", read.Source())
	}
}

// joinedPDF returns a PDF with the pages of both.
func joinedPDF(t *testing.T, d *documentReader, first, second []byte) []byte {
	t.Helper()
	defer d.pdfs.Discard()
	a, err := d.pdfs.open(t.Context(), first, "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.pdfs.open(t.Context(), second, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.pdf.FPDF_ImportPages(&requests.FPDF_ImportPages{Source: b.ref, Destination: a.ref, Index: a.pages}); err != nil {
		t.Fatal(err)
	}
	saved, err := a.pdf.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Document: a.ref})
	if err != nil {
		t.Fatal(err)
	}
	return *saved.FileBytes
}
