package child

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/pipeline/reader/internal/frame"
)

// formPDF is a page whose only text is filled into fields; one of them is hidden.
const formPDF = "%PDF-1.7\n" +
	"1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 7 0 R]/DA(/Helv 10 Tf)>>>>endobj\n" +
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[5 0 R 6 0 R 7 0 R]>>endobj\n" +
	"5 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(number)/V(Faktura FV/2026/0001  brutto 1 226,45)/Rect[50 700 400 714]/P 3 0 R/F 4>>endobj\n" +
	"6 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(secret)/V(hidden)/Rect[50 600 400 614]/P 3 0 R/F 2>>endobj\n" +
	"7 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/Ff 4096/T(address)/V(ul. Polna 1\\r00-950 Warszawa)/Rect[50 500 300 540]/P 3 0 R/F 4>>endobj\n" +
	"trailer<</Root 1 0 R>>\n%%EOF\n"

func TestFilledInFieldsAreRead(t *testing.T) {
	d := newDocumentReader(t)
	text, err := d.read(t.Context(), frame.Header{Document: "d"}, []byte(formPDF), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	page := text.Pages[0]
	if diff := cmp.Diff("Faktura FV/2026/0001 brutto 1 226,45\nul. Polna 1\n00-950 Warszawa", page.Text()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	first, last := page.Words[0].Box, page.Words[len(page.Words)-1].Box
	if first.X0 != 50 || first.Y0 != 842-714 || first.Y1 != 842-700 || last.Y1 > 842-500 || last.X1 > 300 {
		t.Errorf("boxes: %+v, %+v", first, last)
	}
}
