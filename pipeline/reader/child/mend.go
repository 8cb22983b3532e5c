package child

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The torn ends of amounts: "347" and ",94" are one number, "11.000" and ",18", "13" and ".073,72".
var (
	tornEnd   = regexp.MustCompile(`^(?:\.\d{3})*[,.]\d{1,5}[-%]?$`)
	tornStart = regexp.MustCompile(`^-?(?:\d{1,9}|\d{1,3}(?:\.\d{3})+)$`)
)

const maxTear = 0.6 // heights between the two parts of a number

// joinTorn puts amounts together that were taken apart before a point or comma.
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

// longDash is a dash between digits or capitals that came out longer than the hyphen of a date or number.
var longDash = regexp.MustCompile(`([\d\p{Lu}])[—–]([\d\p{Lu}])`)

// sameShapeLetters are capitals that recognition takes for their small twins.
const sameShapeLetters = "ŁLOSZŚŻŹCĆVXÓ"

// settleCase makes a capital small that stands alone between small letters: "ByŁo". An L behind a first capital is as alone: "ILość".
func settleCase(text string) string {
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		alone := unicode.IsLower(runes[i-1]) || i == 1 && runes[0] == 'I' && runes[1] == 'L'
		if strings.ContainsRune(sameShapeLetters, runes[i]) && alone && unicode.IsLower(runes[i+1]) {
			runes[i] = unicode.ToLower(runes[i])
		}
	}
	return string(runes)
}

// capitals is a word of capitals with a zero among them; two letters or more, or the zero may be meant.
var capitals = regexp.MustCompile(`^(\p{Lu}*)0(\p{Lu}+)$`)

// settleZero makes a zero among capitals the letter that it is: "0ZE". A word with other digits or signs may be a code and stays.
func settleZero(text string) string {
	if parts := capitals.FindStringSubmatch(text); parts != nil && utf8.RuneCountInString(text) > 2 {
		return parts[1] + "O" + parts[2]
	}
	return text
}
