package child

import (
	"cmp"
	"image"
	"slices"
	"strings"
	"unicode"

	"wattlake/pipeline/reader/child/raster"
)

// Letters that look alike in both sizes, and what tells them apart.
const (
	twinLetters   = "cosvwxz"
	smallUpTo     = 0.86 // of the height of capitals and digits; small letters without strokes reach 0.75, capitals 1
	shortPrefix   = 4    // letters of a word without digits that may be the prefix of a number: "FV"
	leastInk      = 3    // pixels of ink of a letter or a point
	leastReadable = 12   // pixels of height of capitals below which the difference is a matter of grain
)

// settleHeights makes those letters of codes and numbers that look alike in both sizes capital or small as they stand on the
// page: "Fv2026/05" for "FV2026/05". Words whose letters touch stay as they were read.
func settleHeights(page *image.Gray, words []Recognized) {
	for i, w := range words {
		if mayBeCode(w.Text) {
			words[i].Text = settledHeights(page, w)
			if len(words[i].Text) < len(w.Text) { // nothing proves it
				words[i].Confidence = min(w.Confidence, doubtfulWord)
			}
		}
	}
}

// mayBeCode reports whether the case of a letter matters and is in doubt: in a word with digits, or a short one that begins with a
// capital.
func mayBeCode(text string) bool {
	runes := []rune(text)
	if !strings.ContainsFunc(text, isTwin) {
		return false
	}
	return strings.ContainsFunc(text, unicode.IsDigit) || len(runes) <= shortPrefix && unicode.IsUpper(runes[0]) && !isTwin(runes[0])
}

func isTwin(r rune) bool { return strings.ContainsRune(twinLetters, unicode.ToLower(r)) }

func settledHeights(page *image.Gray, w Recognized) string {
	runes := []rune(w.Text)
	box := image.Rect(int(w.Box.X0), int(w.Box.Y0), int(w.Box.X1)+1, int(w.Box.Y1)+1).Intersect(page.Rect)
	heights := glyphHeights(crop(page, box))
	if at := doubled(runes); at > 0 && len(heights) < len(runes) { // letters may touch, but there are not more than pieces of ink
		runes = slices.Delete(runes, at, at+1)
	}
	if len(heights) != len(runes) {
		return string(runes)
	}
	tall := 0
	for i, r := range runes {
		if unicode.IsDigit(r) || r < unicode.MaxASCII && unicode.IsUpper(r) && !isTwin(r) && r != 'Q' && r != 'J' {
			tall = max(tall, heights[i])
		}
	}
	if tall < leastReadable {
		return string(runes)
	}
	for i, r := range runes {
		switch {
		case !isTwin(r):
		case float64(heights[i]) <= smallUpTo*float64(tall):
			runes[i] = unicode.ToLower(r)
		default:
			runes[i] = unicode.ToUpper(r)
		}
	}
	return string(runes)
}

// doubled returns the place of a small letter behind its own capital, 0 if there is none: recognition that cannot decide may give both.
func doubled(runes []rune) int {
	for i := 1; i < len(runes); i++ {
		if isTwin(runes[i]) && unicode.IsLower(runes[i]) && unicode.ToUpper(runes[i]) == runes[i-1] {
			return i
		}
	}
	return 0
}

// glyphHeights returns the heights of the letters of a word, from left to right: its connected pieces of ink, those above each other
// taken together. Columns would not do: the arms of F and V overlap.
func glyphHeights(word *image.Gray) []int {
	threshold, _ := raster.Levels(word)
	pieces := inkPieces(word, threshold)
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(a.box.Min.X+a.box.Max.X, b.box.Min.X+b.box.Max.X) })
	var glyphs []image.Rectangle
	for _, p := range pieces {
		if n := len(glyphs); n > 0 {
			across := min(glyphs[n-1].Max.X, p.box.Max.X) - max(glyphs[n-1].Min.X, p.box.Min.X)
			if 2*across > min(glyphs[n-1].Dx(), p.box.Dx()) {
				glyphs[n-1] = glyphs[n-1].Union(p.box)
				continue
			}
		}
		glyphs = append(glyphs, p.box)
	}
	heights := make([]int, len(glyphs))
	for i, g := range glyphs {
		heights[i] = g.Dy()
	}
	return heights
}
