package child

import (
	"image"
	"strings"
	"unicode"
)

// Letters that look alike in both sizes, and what tells them apart.
const (
	twinLetters   = "cosvwxz"
	smallUpTo     = 0.86 // of the height of capitals and digits; small letters without strokes reach 0.75, capitals 1
	shortPrefix   = 4    // letters of a word without digits that may be the prefix of a number: "FV"
	leastInk      = 2    // pixels of ink in a column of a letter
	leastReadable = 12   // pixels of height of capitals below which the difference is a matter of grain
)

// settleHeights makes those letters of codes and numbers that look alike in both sizes capital or small as they stand on the
// page: "Fv2026/05" for "FV2026/05". Words whose letters touch stay as they were read.
func settleHeights(page *image.Gray, words []Recognized) {
	for i, w := range words {
		if mayBeCode(w.Text) {
			words[i].Text = settledHeights(page, w)
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
	if len(heights) != len(runes) {
		return w.Text
	}
	tall := 0
	for i, r := range runes {
		if unicode.IsDigit(r) || r < unicode.MaxASCII && unicode.IsUpper(r) && !isTwin(r) && r != 'Q' && r != 'J' {
			tall = max(tall, heights[i])
		}
	}
	if tall < leastReadable {
		return w.Text
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

// glyphHeights returns the heights of the ink between the empty columns of a word, from left to right.
func glyphHeights(word *image.Gray) []int {
	threshold, _ := levels(word)
	var heights []int
	top, bottom := word.Rect.Dy(), -1
	for x := range word.Rect.Dx() + 1 {
		if from, to, ink := inkOfColumn(word, x, threshold); ink >= leastInk {
			top, bottom = min(top, from), max(bottom, to)
		} else if bottom >= 0 {
			heights = append(heights, bottom-top+1)
			top, bottom = word.Rect.Dy(), -1
		}
	}
	return heights
}

// inkOfColumn returns the first and the last dark row of a column and the number of dark pixels; none are beyond the picture.
func inkOfColumn(word *image.Gray, x int, threshold uint8) (from, to, ink int) {
	if x >= word.Rect.Dx() {
		return 0, 0, 0
	}
	for y := range word.Rect.Dy() {
		if word.Pix[y*word.Stride+x] > threshold {
			continue
		}
		if ink == 0 {
			from = y
		}
		to = y
		ink++
	}
	return from, to, ink
}
