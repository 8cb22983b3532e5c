package reader_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/reader"
)

func TestReadTextLayer(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childRead)
	var steps []string
	text, err := pool.Read(t.Context(), request(invoicePDF(t, 2)), func(done, total int) { steps = append(steps, fmt.Sprint(done, "/", total)) })
	if err != nil {
		t.Fatal(err)
	}
	if text.Source() != lake.SourceTextLayer || text.Document != "d1" || text.Reader != reader.Ordinal || len(text.Pages) != 2 {
		t.Errorf("source %s, document %s, reader %d, %d pages", text.Source(), text.Document, text.Reader, len(text.Pages))
	}
	if diff := cmp.Diff([]string{"0/2", "1/2", "2/2"}, steps); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	for _, line := range []string{"FAKTURA VAT nr FV/2026/0002", polishLine, "Energia czynna strefa 1 1 000 0,67270 11,00 23% 13,00"} {
		if !strings.Contains(text.Text(), line) {
			t.Errorf("no line %q in:\n%s", line, text.Text())
		}
	}
}

func TestReadIsDeterministic(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{RecycleAfter: 1}, childRead)
	content := invoicePDF(t, 1)
	first, err := pool.Read(t.Context(), request(content), nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := pool.Read(t.Context(), request(content), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two readers differ:\n%s", diff)
	}
}

func TestRefusedDocuments(t *testing.T) {
	t.Parallel()
	whole := invoicePDF(t, 3)
	locked := newPDF()
	locked.SetProtection(fpdf.CnProtectPrint, "open sesame", "owner")
	locked.AddPage()
	locked.SetFont("Helvetica", "", 12)
	locked.Text(50, 50, "a secret invoice with enough text")
	blank := newPDF()
	blank.AddPage()
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 3000, 3000))); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		content  []byte
		password string
		want     lake.Code
	}{
		{"empty", nil, "", lake.CodeDamaged},
		{"header only", []byte("%PDF-1.7\n"), "", lake.CodeDamaged},
		{"cut in half", whole[:len(whole)/3], "", lake.CodeDamaged},
		{"something else", []byte("PK\x03\x04 not a document"), "", lake.CodeNotADocument},
		{"password missing", pdfBytes(t, locked), "", lake.CodeNeedsPassword},
		{"blank page", pdfBytes(t, blank), "", lake.CodeNoText},
		{"too many pages", whole, "", lake.CodeTooManyPages},
		{"no pages", []byte(noPagesPDF), "", lake.CodeDamaged},
		{"broken image", []byte("\x89PNG\r\n\x1a\n broken"), "", lake.CodeDamaged},
		{"too many pixels", huge.Bytes(), "", lake.CodeTooLarge},
	}
	pool := newPool(t, reader.Params{Budgets: reader.Budgets{MaxPages: 2, MaxPixelsPerPage: 8_900_000}}, childRead)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := request(test.content)
			r.Password = test.password
			_, err := pool.Read(t.Context(), r, nil)
			if got := lake.CodeOf(err); got != test.want {
				t.Fatalf("code %q, want %q: %v", got, test.want, err)
			}
			message, hint := lake.Explain(err)
			if message.PL == "" || message.EN == "" || hint.PL == "" || hint.EN == "" {
				t.Errorf("no sentence or hint: %+v %+v", message, hint)
			}
		})
	}
}

const noPagesPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func TestPassword(t *testing.T) {
	t.Parallel()
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetProtection(fpdf.CnProtectPrint, "open sesame", "owner")
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 12)
	pdf.Text(50, 50, "Faktura VAT, a secret invoice")
	pool := newPool(t, reader.Params{}, childRead)
	r := request(pdfBytes(t, pdf))
	r.Password = "wrong"
	if _, err := pool.Read(t.Context(), r, nil); lake.CodeOf(err) != lake.CodeNeedsPassword {
		t.Errorf("wrong password: %v", err)
	}
	r.Password = "open sesame"
	text, err := pool.Read(t.Context(), r, nil)
	if err != nil || !strings.Contains(text.Text(), "secret invoice") {
		t.Errorf("right password: %v, text %q", err, text.Text())
	}
}

func TestScanAndPlainImage(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childRead)
	picture := typewritten(t, 1654, 2339) // A4 at 200 dpi
	var plain bytes.Buffer
	if err := png.Encode(&plain, picture); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"scan in a PDF": scanPDF(t, picture), "PNG named .pdf": plain.Bytes()} {
		t.Run(name, func(t *testing.T) {
			text, err := pool.Read(t.Context(), request(content), nil)
			if err != nil {
				t.Fatal(err)
			}
			page := text.Pages[0]
			if page.Source != lake.SourceOCR || page.Width < 594 || page.Width > 597 || page.Height < 840 || page.Height > 844 {
				t.Errorf("source %s, size %v × %v points", page.Source, page.Width, page.Height)
			}
			if !strings.Contains(page.Text(), typedLine) {
				t.Errorf("no line %q in:\n%s", typedLine, page.Text())
			}
			at := slices.IndexFunc(page.Words, func(w lake.Word) bool { return w.Text == "Zażółć" })
			if at < 0 {
				t.Fatal("word not found")
			}
			if b := page.Words[at].Box; b.X0 < 68 || b.X0 > 76 || b.Y1 < 90 || b.Y1 > 112 {
				t.Errorf("word at %+v, want it about 72 points from the left and 108 from the top", b)
			}
		})
	}
}

// TestTurnedPages proves that words come in the coordinates of the page as it is displayed.
func TestTurnedPages(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childRead)
	for _, turn := range []int{0, 90, 180, 270} {
		pdf := turnedPDF(turn)
		text, err := pool.Read(t.Context(), request(pdf), nil)
		if err != nil {
			t.Fatal(err)
		}
		page := text.Pages[0]
		if page.Width != 400 || page.Height != 300 {
			t.Errorf("turn %d: size %v × %v, want 400 × 300", turn, page.Width, page.Height)
		}
		if got := page.Text(); got != "Faktura numer 12345\nRazem brutto 678,90" {
			t.Errorf("turn %d: text %q", turn, got)
		}
		b := page.Words[0].Box
		if b.X0 < 49 || b.X0 > 53 || b.Y1 < 98 || b.Y1 > 102 {
			t.Errorf("turn %d: first word at %+v, want left 50 and baseline 100", turn, b)
		}
	}
}

// turnedPDF returns a page that is displayed 400 × 300 points with upright text, stored with /Rotate and a crop box that
// does not begin at the origin.
func turnedPDF(turn int) []byte {
	var box, matrix string
	switch turn { // the displayed point (x, 300-y) in the page's own coordinates, moved by 20, 30
	case 90:
		box, matrix = "20 30 320 430", "0 1 -1 0 320 30"
	case 180:
		box, matrix = "20 30 420 330", "-1 0 0 -1 420 330"
	case 270:
		box, matrix = "20 30 320 430", "0 -1 1 0 20 430"
	default:
		box, matrix = "20 30 420 330", "1 0 0 1 20 30"
	}
	content := fmt.Sprintf("q %s cm BT /F1 14 Tf 50 200 Td (Faktura numer 12345) Tj 0 -40 Td (Razem brutto 678,90) Tj ET Q", matrix)
	return rawPDF(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/CropBox[%s]/Rotate %d/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", box, turn),
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	)
}

// rawPDF writes the objects, numbered from 1, the first of which is the catalogue.
func rawPDF(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj%s endobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

var _ = color.Black
