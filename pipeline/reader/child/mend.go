package child

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The torn ends of amounts: "347" and ",94" are one number.
var (
	tornEnd   = regexp.MustCompile(`^[,.]\d{1,5}[-%]?$`)
	tornStart = regexp.MustCompile(`^-?\d{1,9}$`)
)

const maxTear = 0.6 // heights between the two parts of a number

// joinTorn puts amounts together that were taken apart before their decimals.
func joinTorn(words []Recognized) []Recognized {
	for i := range words {
		end := words[i]
		if !tornEnd.MatchString(end.Text) {
			continue
		}
		height := end.Box.Y1 - end.Box.Y0
		for j := range words {
			start := &words[j]
			gap := end.Box.X0 - start.Box.X1
			level := math.Abs(start.Box.Y1-end.Box.Y1) <= max(height, start.Box.Y1-start.Box.Y0)*baselineTolerance
			if j == i || !level || math.Abs(gap) > maxTear*max(height, start.Box.Y1-start.Box.Y0) || !tornStart.MatchString(start.Text) {
				continue
			}
			start.Text += end.Text
			start.Box = start.Box.Union(end.Box)
			start.Confidence = min(start.Confidence, end.Confidence)
			words[i].Text = ""
			break
		}
	}
	return slices.DeleteFunc(words, func(w Recognized) bool { return w.Text == "" })
}

// longDash is a dash between digits that came out longer than the hyphen of a date.
var longDash = regexp.MustCompile(`(\d)[—–](\d)`)

// sameShapeLetters are capitals that recognition takes for their small twins.
const sameShapeLetters = "ŁOSZŚŻŹCĆVXÓ"

// settleCase makes a capital small that stands alone between small letters: "ByŁo".
func settleCase(text string) string {
	runes := []rune(text)
	for i := 1; i < len(runes); i++ {
		if strings.ContainsRune(sameShapeLetters, runes[i]) && unicode.IsLower(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			runes[i] = unicode.ToLower(runes[i])
		}
	}
	return string(runes)
}
