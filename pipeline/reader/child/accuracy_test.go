package child

import (
	"fmt"
	"image"
	"math/rand/v2"
	"strings"
	"os"
	"image/png"
	"testing"
	"time"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/reader/internal/frame"
)

func newDocumentReader(tb testing.TB) *documentReader {
	tb.Helper()
	limits := frame.Limits{CacheDir: "/tmp/wl/wazcache", MaxPages: 100, MaxPixels: 50_000_000, MaxOutputBytes: 64 << 20}
	pdfs, err := openPDFLibrary(tb.Context(), limits)
	if err != nil {
		tb.Fatal(err)
	}
	engine := newTesseract(Config{})
	tb.Cleanup(func() { pdfs.Close(); engine.Close() })
	return &documentReader{limits: limits, pdfs: pdfs, engine: engine}
}

// degrade makes a scan of a clean picture: skew, grain and paper that is not white.
func degrade(src *image.Gray, degrees float64, noise int, random *rand.Rand) *image.Gray {
	dst := rotate(src, degrees)
	for i, v := range dst.Pix {
		grain := random.IntN(2*noise+1) - noise
		dst.Pix[i] = uint8(min(max(int(v)*230/255+12+grain, 0), 255))
	}
	return dst
}

func TestOCRAccuracy(t *testing.T) {
	d := newDocumentReader(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, layout := range []string{"L1", "L3", "L5", "L6"} {
		sample, err := invoicegen.Make(layout, 11, invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, dpi := range []int{300,150} {
			document, err := d.pdfs.open(t.Context(), sample.PDF, "")
			if err != nil {
				t.Fatal(err)
			}
			want, err := d.readPDFPage(t.Context(), document, 0)
			if err != nil {
				t.Fatal(err)
			}
			picture, err := document.render(0, dpi)
			if err != nil {
				t.Fatal(err)
			}
			scan := degrade(picture, 0, 12, random)
			real := float64(dpi)
			if dpi < 240 {
				scan, real = forRecognition(scan, real, 1<<30)
			}
			for _, psm := range []string{"11", "6", "4"} {
				te := d.engine.(*tesseract)
				if err := te.start(); err != nil {
					t.Fatal(err)
				}
				te.client.SetVariable("tessedit_pageseg_mode", psm)
				start := time.Now()
				got, err := d.recognize(t.Context(), scan, real, newPage(1, want.Width, want.Height, lake.SourceOCR))
				if err != nil {
					t.Fatal(err)
				}
				took := time.Since(start)
				wa, missing := wordAccuracy(want, got)
				if layout == "L1" || layout == "L5" {
					f, _ := os.Create("/tmp/wl/scan_" + layout + ".png")
					png.Encode(f, withoutRules(scan,real))
					f.Close()
				}
				if psm == "11" {
					t.Log(pairs(want, got))
				}
				t.Logf("%s %d dpi psm %s: words %.1f%%  line-CER %.2f%% %v missing %v", layout, dpi, psm, 100*wa, 100*lineCER(want, got), took.Round(time.Millisecond), head(missing, 8))
			}
			d.pdfs.Discard()
		}
	}
}

func head(s []string, n int) []string { return s[:min(n, len(s))] }

// wordAccuracy is the share of wanted words that were read exactly, wherever.
func wordAccuracy(want, got lake.Page) (float64, []string) {
	have := map[string]int{}
	for _, w := range got.Words {
		have[w.Text]++
	}
	right := 0
	var missing []string
	for _, w := range want.Words {
		if have[w.Text] > 0 {
			have[w.Text]--
			right++
		} else {
			missing = append(missing, w.Text)
		}
	}
	return float64(right) / float64(max(len(want.Words), 1)), missing
}

// lineCER is the edit distance of the pages' texts per wanted character, line order included, white space not.
func lineCER(want, got lake.Page) float64 {
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

var _ = fmt.Sprint

func pairs(want, got lake.Page) (out []string) {
	for _, w := range want.Words {
		best, area := "", 0.0
		for _, g := range got.Words {
			x := min(w.Box.X1, g.Box.X1) - max(w.Box.X0, g.Box.X0)
			y := min(w.Box.Y1, g.Box.Y1) - max(w.Box.Y0, g.Box.Y0)
			if x > 0 && y > 0 && x*y > area {
				best, area = g.Text, x*y
			}
		}
		if best != w.Text {
			out = append(out, w.Text+" → "+best)
		}
	}
	return out
}
