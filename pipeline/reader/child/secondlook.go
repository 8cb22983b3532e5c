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

// A second look at words that are doubtful: enlarged and alone on clean paper, numbers with digits as the only choice.
const (
	doubtfulNumber  = 0.85 // confidence below which a word with digits is looked at again
	doubtfulWord    = 0.60 // and one without
	surerBy         = 0.05 // how much surer the second look must be if no check digit decides
	hardlyRead      = 0.40 // confidence below which a second look that is sure counts whatever its shape
	illegible       = 0.35 // letters that both looks are less sure of, and disagree about, are a barcode or a drawing
	maxSecondLooks  = 24   // per page
	secondLookScale = 1.5
	secondLookEdge  = 0.012 // inches of the page around the word
	secondLookPaper = 0.06  // inches of empty paper around that
	ppeDigits       = 18
	nipDigits       = 10
)

// doubt is a word that deserves a second look.
type doubt struct {
	index int
	rank  int // codes with a wrong check digit first, then numbers, then letters
}

// secondLooks reads doubtful words again, settles what they are, and returns those that are words.
func (r recognizer) secondLooks(ctx context.Context, page *image.Gray, dpi float64, words []Recognized) ([]Recognized, error) {
	for _, d := range doubts(words) {
		again, err := r.lookAgain(ctx, page, dpi, words[d.index])
		if err != nil {
			return nil, err
		}
		words[d.index] = settled(words[d.index], again)
	}
	return slices.DeleteFunc(words, func(w Recognized) bool { return w.Text == "" }), nil
}

// doubts returns the words worth a second look, the most important first.
func doubts(words []Recognized) []doubt {
	var found []doubt
	for i, w := range words {
		switch {
		case isCode(w.Text) && !brokenCode(w.Text):
		case isCode(w.Text):
			found = append(found, doubt{i, 0})
		case strings.ContainsFunc(w.Text, unicode.IsDigit):
			if w.Confidence < doubtfulNumber {
				found = append(found, doubt{i, 1})
			}
		case w.Confidence < doubtfulWord:
			found = append(found, doubt{i, 2})
		}
	}
	slices.SortStableFunc(found, func(a, b doubt) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(words[a.index].Confidence, words[b.index].Confidence))
	})
	return found[:min(len(found), maxSecondLooks)]
}

// lookAgain reads one word alone and enlarged.
func (r recognizer) lookAgain(ctx context.Context, page *image.Gray, dpi float64, w Recognized) (Recognized, error) {
	edge := int(secondLookEdge*dpi + 0.5)
	cut := image.Rect(int(w.Box.X0)-edge, int(w.Box.Y0)-edge, int(w.Box.X1)+edge, int(w.Box.Y1)+edge).Intersect(page.Rect)
	if cut.Empty() {
		return Recognized{}, nil
	}
	mode := Line
	if isNumber(w.Text) {
		mode = Digits
	}
	found, err := r.engine.Recognize(ctx, onPaper(crop(page, cut), int(secondLookPaper*dpi)), dpi*secondLookScale, mode)
	if err != nil {
		return Recognized{}, err
	}
	again := Recognized{Confidence: 1}
	slices.SortFunc(found, func(a, b Recognized) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	for _, f := range found {
		again.Text += f.Text
		again.Confidence = min(again.Confidence, f.Confidence)
	}
	again.Text = tidy(again.Text)
	return again, nil
}

// onPaper returns the part enlarged, with so much of its own paper around it, in its pixels.
func onPaper(part *image.Gray, margin int) *image.Gray {
	w, h, m := int(float64(part.Rect.Dx())*secondLookScale), int(float64(part.Rect.Dy())*secondLookScale), int(float64(margin)*secondLookScale)
	large := image.NewGray(image.Rect(0, 0, w+2*m, h+2*m))
	_, light := levels(part)
	for i := range large.Pix {
		large.Pix[i] = light
	}
	draw.CatmullRom.Scale(large, image.Rect(m, m, m+w, m+h), part, part.Rect, draw.Src, nil)
	return large
}

// settled returns what a word is after two looks at it. Two that agree are as sure as the surer one; else the second counts if a
// check digit proves it, if it is surer and has the same shape, or if it is sure and the first hardly read anything. A word of
// letters that neither look could read is none.
func settled(first, again Recognized) Recognized {
	box := first.Box
	broken := brokenCode(first.Text)
	switch {
	case again.Text == first.Text:
		first.Confidence = max(first.Confidence, again.Confidence)
	case broken && (len(again.Text) != len(first.Text) || !isDigits(again.Text) || brokenCode(again.Text)):
	case broken,
		again.Confidence >= first.Confidence+surerBy && sameShape(first.Text, again.Text),
		first.Confidence < hardlyRead && again.Confidence >= doubtfulWord && isNumber(first.Text) == isNumber(again.Text):
		first = again
	case max(first.Confidence, again.Confidence) < illegible && !strings.ContainsFunc(first.Text, unicode.IsDigit):
		first.Text = ""
	}
	first.Box = box
	return first
}

// What numbers are made of: signs, and letters that look like digits.
const (
	numberSigns = ".,-/%"
	digitTwins  = "OoQDlIiSsBZzG"
)

// sameShape reports whether two numbers have digits, or letters that look like digits, and signs in the same places.
func sameShape(first, again string) bool {
	a, b := []rune(first), []rune(again)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		digit := unicode.IsDigit(a[i]) || strings.ContainsRune(digitTwins, a[i])
		if digit != unicode.IsDigit(b[i]) || !digit && a[i] != b[i] {
			return false
		}
	}
	return true
}

// isNumber reports whether the word consists of digits, a few of which may have been taken for letters, and the signs of numbers.
func isNumber(text string) bool {
	digits, letters := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case strings.ContainsRune(digitTwins, r):
			letters++
		case !strings.ContainsRune(numberSigns, r):
			return false
		}
	}
	return digits > letters
}

// isCode reports whether the word has the form of a code with a check digit.
func isCode(text string) bool {
	switch {
	case !isDigits(text):
		return false
	case len(text) == ppeDigits:
		return strings.HasPrefix(text, "590")
	default:
		return len(text) == nipDigits && text[0] != '0' // those that begin with zeros are numbers of the court's register
	}
}

// brokenCode reports whether the word is a code whose check digit is wrong.
func brokenCode(text string) bool {
	if !isCode(text) {
		return false
	}
	if len(text) == ppeDigits {
		return !lake.ValidPPE(text)
	}
	return !lake.ValidNIP(text)
}

func isDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}
