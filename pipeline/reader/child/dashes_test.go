package child

import (
	"image"
	"image/draw"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A dash that recognition took for dirt is seen between the digits that stood beside it; other ink there is none, and no ink is none.
func TestLostDashesAreFound(t *testing.T) {
	t.Parallel()
	page := image.NewGray(image.Rect(0, 0, 1200, 300))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	block := func(x0, y0, x1, y1 int) {
		draw.Draw(page, image.Rect(x0, y0, x1, y1), image.Black, image.Point{}, draw.Src)
	}
	for _, x := range []int{105, 165} { // "2026-04-04"
		block(x, 22, x+12, 25)
	}
	block(325, 31, 331, 35)   // a point, "12.5"
	block(445, 10, 448, 35)   // a stroke between cells
	block(218, 122, 240, 125) // a dash between two dates
	words := []Recognized{
		wordAt("2026", 20, 100, 10, 35, 0.9), wordAt("04", 122, 160, 10, 35, 0.8), wordAt("04", 182, 220, 10, 35, 0.9),
		wordAt("12", 290, 322, 10, 35, 0.9), wordAt("5", 334, 350, 10, 35, 0.9),
		wordAt("13", 400, 440, 10, 35, 0.9), wordAt("14", 452, 490, 10, 35, 0.9),
		wordAt("15", 600, 640, 10, 35, 0.9), wordAt("16", 652, 690, 10, 35, 0.9),
		wordAt("01.04.2026", 20, 200, 110, 135, 0.9), wordAt("30.04.2026", 258, 440, 110, 135, 0.9),
	}
	want := []string{"2026-04-04", "01.04.2026", "30.04.2026", "12", "5", "13", "14", "15", "16", "-"}
	got := mendDashes(page, words)
	if diff := cmp.Diff(want, texts(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if date := got[0]; date.Confidence != 0.8 || date.Box.X1 != 220 {
		t.Errorf("%+v", date)
	}
}

func TestCodesAndDays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ proven, broken bool }{
		"590310600000001023": {true, false}, "590310600000001023,": {true, false}, "590310600000001020": {false, true},
		"5903106000": {false, true}, "590310": {false, false}, "5903106O0000001023": {false, true}, "5903106000000010230000": {false, false},
		"90310600000001023": {false, true}, "9031060000000102": {false, false},
		"9990000014": {true, false}, "9990000015": {false, true}, "0000644070": {false, false},
		"31.12.2026": {false, false}, "31.13.2026": {false, true}, "81/07/2026": {false, true}, "2826-02-01": {false, true}, "2026-02-00.": {false, true},
		"3.04.2026": {false, false}, "12.84": {false, false}, "1.234.5678": {false, false},
	} {
		if proven(text) != want.proven || broken(text) != want.broken {
			t.Errorf("%s: proven %v, broken %v", text, proven(text), broken(text))
		}
	}
}
