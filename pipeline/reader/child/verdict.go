package child

import (
	"regexp"
	"strings"
	"unicode"
)

// What a second look must be like to count, in confidence.
const (
	surerBy    = 0.05 // how much surer a look at letters must be
	hardlyRead = 0.40 // below it a look that is sure counts whatever its shape
	illegible  = 0.35 // letters that both looks are less sure of, and disagree about, are a barcode or a drawing
	guessed    = 0.15 // below it a word is no reading at all
	certain    = 0.90 // from it a look counts in the place of one
)

// stains are what recognition makes of the remains of a frame beside a word.
const stains = "„‚|¦[]{}()«»~'`"

// settledLetters returns what a word without digits is after a second look that saw something else: that, if it is surer and has the
// same shape, or if it is sure and the first hardly read anything. What neither look could read is no word.
func settledLetters(first, again Recognized) Recognized {
	same := sameShape(first.Text, again.Text) || again.Text != "" && again.Text == strings.Trim(first.Text, stains)
	switch {
	case again.Confidence >= first.Confidence+surerBy && same, replaces(first, again):
		return again
	case max(first.Confidence, again.Confidence) < illegible:
		first.Text = ""
	}
	return first
}

// amount is a number with decimals, which no letters resemble.
var amount = regexp.MustCompile(`^-?\d[\d.]*,\d{2,5}$`)

// isFigure reports whether the word has the form of a day that there is or of an amount, which noise does not come in.
func isFigure(text string) bool { return amount.MatchString(text) || isDate(text) && possible(text) }

// replaces reports whether a look is so much surer that it counts although it saw something of another shape.
func replaces(first, again Recognized) bool {
	hardly := first.Confidence < guessed || first.Confidence < illegible && amount.MatchString(again.Text)
	return hardly && again.Confidence >= certain ||
		first.Confidence < hardlyRead && again.Confidence >= doubtfulWord && isNumber(first.Text) == isNumber(again.Text)
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

// isNumber reports whether the word consists of digits, a few of which may have been taken for letters, and the signs of numbers. Letters
// alone before or behind a slash or dash are meant: "D/0030070/25".
func isNumber(text string) bool {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '/' || r == '-' }) {
		if !hasDigit(part) && strings.ContainsAny(part, digitTwins) {
			return false
		}
	}
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
