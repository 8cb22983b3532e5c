package child

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strings"
	"unicode"

	"wattlake/lake"
)

// More looks at words that are doubtful: enlarged and alone on clean paper, numbers with digits as the only choice.
const (
	doubtfulNumber  = 0.87  // confidence below which a word with digits is looked at again
	doubtfulWord    = 0.60  // and one without
	surerBy         = 0.05  // how much surer a look at letters must be to count
	hardlyRead      = 0.40  // confidence below which a look that is sure counts whatever its shape
	illegible       = 0.35  // letters that both looks are less sure of, and disagree about, are a barcode or a drawing
	maxSecondLooks  = 24    // words per page that are looked at again
	secondLookEdge  = 0.012 // inches of the page around the word
	secondLookPaper = 0.06  // inches of empty paper around that
	ppeDigits       = 18
	nipDigits       = 10
)

// look is how many times a word is enlarged to be looked at again. Looks differ, so that the same grain does not deceive each.
type look struct{ wide, high float64 }

// looks are tried one after the other: at letters the first, at numbers two unless the first agrees with what was read, at codes
// all until a check digit proves one.
var looks = []look{{2, 2}, {1.3, 1.5}, {3, 3}, {1, 1}}

const numberLooks = 2

// doubt is a word that deserves another look.
type doubt struct {
	index int
	rank  int // codes with a wrong check digit first, then numbers, then letters
}

// secondLooks reads doubtful words again, settles what they are, and returns those that are words.
func (r recognizer) secondLooks(ctx context.Context, page *image.Gray, dpi float64, words []Recognized) ([]Recognized, error) {
	for _, d := range doubts(words) {
		var err error
		if words[d.index], err = r.lookAgain(ctx, page, dpi, words[d.index]); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(words, func(w Recognized) bool { return w.Text == "" }), nil
}

// doubts returns the words worth another look, the most important first.
func doubts(words []Recognized) []doubt {
	var found []doubt
	for i, w := range words {
		switch {
		case isCode(w.Text) && !brokenCode(w.Text):
		case brokenCode(w.Text):
			found = append(found, doubt{i, 0})
		case hasDigit(w.Text):
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

// lookAgain looks at one word until it is settled, and returns what it is.
func (r recognizer) lookAgain(ctx context.Context, page *image.Gray, dpi float64, first Recognized) (Recognized, error) {
	broken, number := brokenCode(first.Text), hasDigit(first.Text)
	seen := []Recognized{first}
	for i, l := range looks {
		if !broken && i > 0 && (!number || i == numberLooks) {
			break
		}
		again, err := r.look(ctx, page, dpi, first, l)
		if err != nil {
			return Recognized{}, err
		}
		again.Box = first.Box
		switch {
		case broken && isCode(again.Text) && !brokenCode(again.Text):
			return again, nil
		case broken: // only a check digit is believed
		case again.Text == first.Text:
			first.Confidence = max(first.Confidence, again.Confidence)
			return first, nil
		case !number:
			return settledLetters(first, again), nil
		}
		seen = append(seen, again)
	}
	if broken {
		return first, nil
	}
	return elected(seen), nil
}

// look reads one word alone and enlarged.
func (r recognizer) look(ctx context.Context, page *image.Gray, dpi float64, w Recognized, l look) (Recognized, error) {
	edge := int(secondLookEdge*dpi + 0.5)
	cut := image.Rect(int(w.Box.X0)-edge, int(w.Box.Y0)-edge, int(w.Box.X1)+edge, int(w.Box.Y1)+edge).Intersect(page.Rect)
	if cut.Empty() {
		return Recognized{}, nil
	}
	mode := Line
	if isNumber(w.Text) || brokenCode(w.Text) {
		mode = Digits
	}
	found, err := r.engine.Recognize(ctx, onPaper(crop(page, cut), l, int(secondLookPaper*dpi*l.high)), dpi*l.high, mode)
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

// onPaper returns the part enlarged, with so many pixels of its own paper around it.
func onPaper(part *image.Gray, l look, margin int) *image.Gray {
	large := enlarge(part, l.wide, l.high)
	sheet := image.NewGray(image.Rect(0, 0, large.Rect.Dx()+2*margin, large.Rect.Dy()+2*margin))
	_, light := levels(part)
	for i := range sheet.Pix {
		sheet.Pix[i] = light
	}
	for y := range large.Rect.Dy() {
		copy(sheet.Pix[(y+margin)*sheet.Stride+margin:], large.Pix[y*large.Stride:y*large.Stride+large.Rect.Dx()])
	}
	return sheet
}

// settledLetters returns what a word without digits is after a second look that saw something else: that, if it is surer and has the
// same shape, or if it is sure and the first hardly read anything. What neither look could read is no word.
func settledLetters(first, again Recognized) Recognized {
	switch {
	case again.Confidence >= first.Confidence+surerBy && sameShape(first.Text, again.Text), replaces(first, again):
		return again
	case max(first.Confidence, again.Confidence) < illegible:
		first.Text = ""
	}
	return first
}

// replaces reports whether a look is so much surer that it counts although it saw something of another shape.
func replaces(first, again Recognized) bool {
	return first.Confidence < hardlyRead && again.Confidence >= doubtfulWord && isNumber(first.Text) == isNumber(again.Text)
}

// elected returns the reading with the most confidence among all looks at a word, the first of which is what was read. One of another
// shape must have been seen twice, each time more surely. Those who agree are as sure as the surest of them.
func elected(seen []Recognized) Recognized {
	first := seen[0]
	best, most := first, first.Confidence
	for i, candidate := range seen[1:] {
		sum, least := 0.0, 1.0
		votes := 0
		for _, w := range seen {
			if w.Text == candidate.Text {
				sum, least, votes = sum+w.Confidence, min(least, w.Confidence), votes+1
				candidate.Confidence = max(candidate.Confidence, w.Confidence)
			}
		}
		twice := votes > 1 && least >= first.Confidence && isNumber(first.Text) == isNumber(candidate.Text)
		allowed := sameShape(first.Text, candidate.Text) || twice || replaces(first, seen[i+1])
		if candidate.Text != "" && allowed && sum > most {
			best, most = candidate, sum
		}
	}
	return best
}

func hasDigit(text string) bool { return strings.ContainsFunc(text, unicode.IsDigit) }

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
		return strings.HasPrefix(text, ppePrefix)
	default:
		return len(text) == nipDigits && text[0] != '0' // those that begin with zeros are numbers of the court's register
	}
}

const (
	ppePrefix = "590" // of the country
	ppeAbout  = 2     // digits that recognition may have lost or seen twice
)

// brokenCode reports whether the word is a code whose check digit is wrong, or nearly a PPE.
func brokenCode(text string) bool {
	switch {
	case nearlyPPE(text):
		return len(text) != ppeDigits || !isDigits(text) || !lake.ValidPPE(text)
	case isCode(text):
		return !lake.ValidNIP(text)
	}
	return false
}

// nearlyPPE reports whether the word is a PPE, some of whose digits may have been lost, seen twice or taken for letters.
func nearlyPPE(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case !strings.ContainsRune(digitTwins, r):
			return false
		}
	}
	return strings.HasPrefix(text, ppePrefix) && len(text) >= ppeDigits-ppeAbout && len(text) <= ppeDigits+ppeAbout && digits >= ppeDigits-2*ppeAbout
}

func isDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}
