package child

import (
	"image"
	"image/draw"
	"testing"
	"unicode"
)

// Letters that look alike in both sizes get the case that their height shows.
func TestLetterHeights(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, read, printed, want string }{
		{"a prefix", "Fv2026", "FV2026", "FV2026"},
		{"a prefix by itself", "Fv", "FV", "FV"},
		{"the end of a tariff", "C11O", "C11o", "C11o"},
		{"right already", "C11o", "C11o", "C11o"},
		{"nothing to compare with", "vx", "VX", "vx"},
		{"no code", "Środków", "ŚRODKÓW", "Środków"},
		{"one letter in both sizes", "FVv2026", "FV2026", "FV2026"},
		{"two letters", "FVv2026", "FVv2026", "FVv2026"},
		{"letters that touch", "Fv20261", "FV2026", "Fv20261"},
	}
	for _, test := range tests {
		page, word := printed(test.printed)
		word.Text = test.read
		words := []Recognized{word}
		settleHeights(page, words)
		if words[0].Text != test.want {
			t.Errorf("%s: %q, want %q", test.name, words[0].Text, test.want)
		}
	}
}

// printed draws a block for each letter, as high as the letter.
func printed(text string) (*image.Gray, Recognized) {
	const capital, small, wide, gap, base = 30, 22, 14, 5, 45
	page := image.NewGray(image.Rect(0, 0, 400, 60))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	x := 10
	for _, r := range text {
		height := capital
		if unicode.IsLower(r) {
			height = small
		}
		draw.Draw(page, image.Rect(x, base-height, x+wide, base), image.Black, image.Point{}, draw.Src)
		x += wide + gap
	}
	return page, wordAt("", 10, float64(x-gap), base-capital, base, 0.9)
}
