package child

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/draw"

	"wattlake/lake"
)

// A second look at numbers that are doubtful: enlarged, alone, and with digits as the only choice.
const (
	doubtfulNumber  = 0.80 // confidence below which a number is looked at again
	surerBy         = 0.05 // how much surer the second look must be if no check digit decides
	maxSecondLooks  = 24   // per page
	secondLookScale = 1.5
	secondLookEdge  = 0.04 // inches of paper around the number
	ppeDigits       = 18
	nipDigits       = 10
)

// secondLooks reads doubtful numbers again and changes those in words that are better now.
func (r recognizer) secondLooks(ctx context.Context, page *image.Gray, dpi float64, words []Recognized) error {
	type doubt struct {
		index  int
		broken bool // its check digit is wrong
	}
	var doubts []doubt
	for i, w := range words {
		broken := brokenCode(w.Text)
		if broken || w.Confidence < doubtfulNumber && looksLikeNumber(w.Text) {
			doubts = append(doubts, doubt{i, broken})
		}
	}
	slices.SortStableFunc(doubts, func(a, b doubt) int {
		if a.broken != b.broken {
			return cmp.Compare(boolRank(b.broken), boolRank(a.broken))
		}
		return cmp.Compare(words[a.index].Confidence, words[b.index].Confidence)
	})
	for _, d := range doubts[:min(len(doubts), maxSecondLooks)] {
		again, err := r.lookAgain(ctx, page, dpi, words[d.index])
		if err != nil {
			return err
		}
		if improves(words[d.index], again, d.broken) {
			words[d.index].Text, words[d.index].Confidence = again.Text, again.Confidence
		}
	}
	return nil
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lookAgain reads one word alone and enlarged.
func (r recognizer) lookAgain(ctx context.Context, page *image.Gray, dpi float64, w Recognized) (Recognized, error) {
	edge := int(secondLookEdge * dpi)
	cut := image.Rect(int(w.Box.X0)-edge, int(w.Box.Y0)-edge, int(w.Box.X1)+edge, int(w.Box.Y1)+edge).Intersect(page.Rect)
	if cut.Empty() {
		return Recognized{}, nil
	}
	part := crop(page, cut)
	large := image.NewGray(image.Rect(0, 0, int(float64(cut.Dx())*secondLookScale), int(float64(cut.Dy())*secondLookScale)))
	draw.CatmullRom.Scale(large, large.Rect, part, part.Rect, draw.Src, nil)
	found, err := r.engine.Recognize(ctx, large, dpi*secondLookScale, Digits)
	if err != nil {
		return Recognized{}, err
	}
	again := Recognized{Confidence: 1}
	slices.SortFunc(found, func(a, b Recognized) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	for _, f := range found {
		again.Text += f.Text
		again.Confidence = min(again.Confidence, f.Confidence)
	}
	return again, nil
}

// improves reports whether the second look replaces the first: a code whose check digit is right now, or a number of the
// same shape that is surer.
func improves(first, again Recognized, broken bool) bool {
	if broken {
		return len(again.Text) == len(first.Text) && isDigits(again.Text) && !brokenCode(again.Text)
	}
	return again.Text != first.Text && again.Confidence >= first.Confidence+surerBy && sameShape(first.Text, again.Text)
}

// sameShape reports whether two numbers have digits, or letters that look like digits, and signs in the same places.
func sameShape(first, again string) bool {
	a, b := []rune(first), []rune(again)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		digit := unicode.IsDigit(a[i]) || strings.ContainsRune("OoQDlIiSsBZzG", a[i])
		if digit != unicode.IsDigit(b[i]) || !digit && a[i] != b[i] {
			return false
		}
	}
	return true
}

// looksLikeNumber reports whether most of the word are digits.
func looksLikeNumber(text string) bool {
	digits, all := 0, 0
	for _, r := range text {
		all++
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits > 0 && 2*digits >= all
}

// brokenCode reports whether the word has the form of a code with a check digit, and the digit is wrong.
func brokenCode(text string) bool {
	switch {
	case !isDigits(text):
		return false
	case len(text) == ppeDigits && strings.HasPrefix(text, "590"):
		return !lake.ValidPPE(text)
	case len(text) == nipDigits && text[0] != '0': // those that begin with zeros are numbers of the court's register
		return !lake.ValidNIP(text)
	default:
		return false
	}
}

func isDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}
