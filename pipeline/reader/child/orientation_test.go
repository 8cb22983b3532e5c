package child

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

func TestSkewIsFound(t *testing.T) {
	t.Parallel()
	lines := image.NewGray(image.Rect(0, 0, 1700, 2300))
	for i := range lines.Pix {
		lines.Pix[i] = raster.Paper
	}
	random := rand.New(rand.NewPCG(3, 4))
	for y := 200; y < 2100; y += 60 { // rows of strokes, like letters
		for x := 150; x < 1500; x += 14 {
			height := 12 + random.IntN(14)
			for dy := range height {
				for dx := range 5 {
					lines.Pix[(y-dy)*lines.Stride+x+dx] = 20
				}
			}
		}
	}
	for _, degrees := range []float64{0, 0.3, -0.7, 2, -3.4, 4.9} {
		got, _ := raster.InkOf(raster.Rotate(lines, -degrees)).Skew()
		if math.Abs(got-degrees) > 0.11 {
			t.Errorf("skew of a page turned by %v: %v", -degrees, got)
		}
	}
}

func TestQuarterTurns(t *testing.T) {
	t.Parallel()
	const w, h = 60, 40
	for quarters, want := range []image.Point{{5, 7}, {h - 1 - 7, 5}, {w - 1 - 5, h - 1 - 7}, {7, w - 1 - 5}} {
		src := image.NewGray(image.Rect(0, 0, w, h))
		src.SetGray(5, 7, color.Gray{Y: 99})
		if got := raster.QuarterTurn(src, quarters).GrayAt(want.X, want.Y).Y; got != 99 {
			t.Errorf("%d quarters: the pixel is not at %v", quarters, want)
		}
	}
}

// TestTurnedScansAreRead proves that a scan in any orientation is read, and that its words lie on the upright page.
func TestTurnedScansAreRead(t *testing.T) {
	if testing.Short() {
		t.Skip("recognises several pages")
	}
	d := newDocumentReader(t)
	want, upright := sampleScan(t, d, "L5", 21, 200)
	for _, quarters := range []int{1, 2, 3} {
		t.Run(fmt.Sprint(90*quarters), func(t *testing.T) {
			picture := raster.QuarterTurn(upright, quarters)
			page := newPage(1, want.Width, want.Height, lake.SourceOCR)
			if quarters%2 == 1 {
				page = newPage(1, want.Height, want.Width, lake.SourceOCR)
			}
			got, err := d.recognize(t.Context(), picture, 200, page)
			if err != nil {
				t.Fatal(err)
			}
			if share, missing := wordAccuracy(want, got); share < 0.85 {
				t.Errorf("only %.0f%% of the words found, not %q", 100*share, missing)
			}
			if got.Turned != 4-quarters || got.Width != want.Width || got.Height != want.Height {
				t.Errorf("turned %d, size %v × %v", got.Turned, got.Width, got.Height)
			}
			for _, w := range got.Words {
				if w.Box.X0 < 0 || w.Box.Y0 < 0 || w.Box.X1 > want.Width || w.Box.Y1 > want.Height {
					t.Errorf("%q lies outside the page: %+v", w.Text, w.Box)
				}
			}
		})
	}
}
