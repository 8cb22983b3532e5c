package widgets

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestAxisCoversItsValues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low, high := rapid.Float64Range(-1e12, 1e12).Draw(t, "low"), rapid.Float64Range(-1e12, 1e12).Draw(t, "high")
		if low > high {
			low, high = high, low
		}
		wanted := rapid.IntRange(0, 12).Draw(t, "steps")
		a := niceRange(low, high, wanted)
		ticks := a.ticks()
		switch {
		case a.low > math.Min(0, low), a.high < math.Max(0, high):
			t.Fatalf("%v to %v: the axis reaches from %v to %v", low, high, a.low, a.high)
		case a.step < 1 || a.step != math.Trunc(a.step):
			t.Fatalf("a step of %v", a.step)
		case len(ticks) > wanted+4:
			t.Fatalf("%d ticks, wanted about %d", len(ticks), wanted)
		case a.place(a.low, 100) != 0 || math.Abs(float64(a.place(a.high, 100))-100) > 0.01:
			t.Fatalf("the ends lie at %v and %v", a.place(a.low, 100), a.place(a.high, 100))
		}
	})
}

func TestFitNeverExceedsItsRoom(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aąWi 0–ŻłM"))).Draw(t, "text")
		width := rapid.Float32Range(0, 200).Draw(t, "width")
		got := fit(text, 13, fyne.TextStyle{}, width)
		if got != ellipsis && measure(got, 13, fyne.TextStyle{}).Width > width {
			t.Fatalf("fit(%q, %v) = %q, which is wider", text, width, got)
		}
		if measure(text, 13, fyne.TextStyle{}).Width <= width && width > 0 && got != text {
			t.Fatalf("%q fits into %v and became %q", text, width, got)
		}
	})
}
