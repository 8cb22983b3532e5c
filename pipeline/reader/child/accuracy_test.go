package child

import (
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
	"wattlake/pipeline/reader/internal/frame"
)

func newDocumentReader(tb testing.TB) *documentReader {
	tb.Helper()
	limits := frame.Limits{CacheDir: tb.TempDir(), MaxPages: 100, MaxPixels: 50_000_000, MaxOutputBytes: 64 << 20}
	pdfs, err := openPDFLibrary(tb.Context(), limits)
	if err != nil {
		tb.Fatal(err)
	}
	engine := newTesseract(Config{})
	tb.Cleanup(func() { pdfs.Close(); engine.Close() })
	return &documentReader{limits: limits, pdfs: pdfs, engine: engine, attach: func(attachment) {}}
}

// degrade makes a scan of a clean picture: skew, grain and paper that is not white.
func degrade(src *image.Gray, degrees float64, noise int, random *rand.Rand) *image.Gray {
	dst := raster.Rotate(src, degrees)
	for i, v := range dst.Pix {
		level := int(v)*230/255 + 12 + random.IntN(2*noise+1) - noise
		dst.Pix[i] = uint8(min(max(level, 0), 255))
	}
	return dst
}

// The least accuracy on scans of the project's own invoices: digits and letters by edit distance, line order included.
const (
	maxErrorRate300 = 0.05
	maxErrorRate150 = 0.08
)

// TestRecognizedTextIsTheTextLayer scans invoices and compares what is recognised with their own text layer.
func TestRecognizedTextIsTheTextLayer(t *testing.T) {
	if testing.Short() {
		t.Skip("recognises several pages")
	}
	d := newDocumentReader(t)
	random := rand.New(rand.NewPCG(1, 2))
	tests := []struct {
		layout  string
		seed    int64
		dpi     int
		degrees float64
		most    float64
	}{
		{"L1", 11, 300, 1.3, maxErrorRate300},
		{"L3", 12, 300, -0.6, maxErrorRate300},
		{"L5", 13, 200, 0, maxErrorRate300},
		{"L6", 14, 150, 0.4, maxErrorRate150},
	}
	for _, test := range tests {
		want, picture := sampleScan(t, d, test.layout, test.seed, test.dpi)
		scan := degrade(picture, -test.degrees, 10, random)
		got, err := d.recognize(t.Context(), scan, float64(test.dpi), newPage(1, want.Width, want.Height, lake.SourceOCR))
		if err != nil {
			t.Fatal(err)
		}
		rate := errorRate(want, got)
		words, missing := wordAccuracy(want, got)
		t.Logf("%s at %d dpi, %v°: character errors %.2f%%, whole words %.1f%%, not found %q", test.layout, test.dpi, test.degrees, 100*rate, 100*words, missing[:min(len(missing), 12)])
		if rate > test.most {
			t.Errorf("%s: character error rate %.2f%%, at most %.0f%%", test.layout, 100*rate, 100*test.most)
		}
	}
}

// sampleScan returns the first page of a generated invoice, read from its text layer, and its picture.
func sampleScan(tb testing.TB, d *documentReader, layout string, seed int64, dpi int) (lake.Page, *image.Gray) {
	tb.Helper()
	sample, err := invoicegen.Make(layout, seed, invoicegen.Options{})
	for err == nil && slices.Contains(sample.Variants, "mangled-letters") { // its text layer is no truth
		seed += 1000
		sample, err = invoicegen.Make(layout, seed, invoicegen.Options{})
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer d.pdfs.Discard()
	document, err := d.pdfs.open(tb.Context(), sample.PDF, "")
	if err != nil {
		tb.Fatal(err)
	}
	page, err := d.readPDFPage(tb.Context(), document, 0)
	if err != nil {
		tb.Fatal(err)
	}
	picture, err := document.render(0, dpi)
	if err != nil {
		tb.Fatal(err)
	}
	return page, picture
}

// wordAccuracy is the share of wanted words that were read exactly, wherever.
func wordAccuracy(want, got lake.Page) (share float64, missing []string) {
	have := map[string]int{}
	for _, w := range got.Words {
		have[w.Text]++
	}
	for _, w := range want.Words {
		if have[w.Text] == 0 {
			missing = append(missing, w.Text)
			continue
		}
		have[w.Text]--
	}
	return 1 - float64(len(missing))/float64(max(len(want.Words), 1)), missing
}

// errorRate is the edit distance of the pages' texts per wanted character, line order included, white space not.
func errorRate(want, got lake.Page) float64 {
	squeeze := func(p lake.Page) []rune { return []rune(strings.Join(strings.Fields(p.Text()), "")) }
	w, g := squeeze(want), squeeze(got)
	return float64(editDistance(w, g)) / float64(max(len(w), 1))
}

func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ca := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, cb := range b {
			cost := diagonal
			if ca != cb {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
