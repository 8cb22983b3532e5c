package reader_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline/reader"
)

// bombs are documents made to hurt a reader. Each ends with words or a reason, and the next document is read.
func bombs(tb testing.TB) map[string][]byte {
	tb.Helper()
	page := func(box, content string) []byte {
		return rawPDF(
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R>>", box), content,
		)
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for range 192 {
		if _, err := z.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	plain := "<</Length 0>>stream\n\nendstream"
	return map[string][]byte{
		"stream that inflates to 192 MB": page("0 0 595 842", fmt.Sprintf("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", packed.Len(), packed.String())),
		"page of 20,000 inches":          page("0 0 1440000 1440000", "<</Length 31>>stream\n0 0 700000 700000 re 9 w 9 9 m f\nendstream"),
		"nested arrays":                  page("0 0 595 842", strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)),
		"page tree that contains itself": rawPDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
		"two thousand million pages":     rawPDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
		"page without size":              page("0 0 0 0", plain),
		"noise after a header":           append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte{0x93, 0x00, 0xf1, 0x5c, 0x28}, 9000)...),
		"PNG of 60,000 × 60,000":         []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x00\x00\x00\x00\x76\x5b\x2c\x13"),
		"TIFF whose pages go in circles": []byte("II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00"),
	}
}

func TestBombsEndWithAReason(t *testing.T) {
	t.Parallel()
	budgets := reader.Budgets{PerPage: 10 * time.Second, PerDocument: 20 * time.Second, MemoryBytes: 700 << 20, MaxPages: 100}
	pool := newPool(t, reader.Params{Budgets: budgets}, childRead)
	good := invoicePDF(t, 1)
	for name, content := range bombs(t) {
		t.Run(name, func(t *testing.T) {
			_, err := pool.Read(t.Context(), request(content), nil)
			if code := lake.CodeOf(err); err != nil && code == lake.CodeInternal {
				t.Errorf("no reason: %v", err)
			}
			t.Logf("%v", err)
			if _, err := pool.Read(t.Context(), request(good), nil); err != nil {
				t.Errorf("the next document: %v", err)
			}
		})
	}
}
