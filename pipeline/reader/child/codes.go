package child

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wattlake/lake"
)

const (
	ppeDigits = 18
	nipDigits = 10
	ppePrefix = "590" // of the country
	ppeAbout  = 2     // digits that recognition may have lost or seen twice
	ppeStump  = 8     // digits from which a word may be the beginning of a PPE
)

// closing is what may follow a code in a sentence, or seem to.
const closing = ".,;:)/"

// proven reports whether the word is a code with a right check digit.
func proven(text string) bool {
	text = strings.TrimRight(text, closing)
	switch {
	case !isDigits(text):
		return false
	case len(text) == ppeDigits:
		return strings.HasPrefix(text, ppePrefix) && lake.ValidPPE(text)
	default:
		return isNIP(text) && lake.ValidNIP(text)
	}
}

// broken reports whether the word cannot be right: a code whose check digit is wrong, nearly a PPE, or a day that no calendar has.
func broken(text string) bool {
	return brokenPPE(text) || isNIP(text) && !proven(text) || isDate(text) && !possible(text)
}

// isNIP reports whether the word has the form of a tax number. Those that begin with a zero are numbers of the court's register.
func isNIP(text string) bool { return isDigits(text) && len(text) == nipDigits && text[0] != '0' }

// brokenPPE reports whether the word is the code of a metering point, some of whose digits were lost, seen twice or taken for something else.
func brokenPPE(text string) bool {
	text = strings.TrimRight(text, closing)
	if headless(text) {
		return true
	}
	if proven(text) || !strings.HasPrefix(text, ppePrefix) || strings.ContainsAny(text, numberSigns) {
		return false
	}
	length := utf8.RuneCountInString(text)
	return length >= ppeStump && length <= ppeDigits+ppeAbout && digitsIn(text) >= length-2*ppeAbout
}

func digitsIn(text string) int {
	digits := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits
}

// headless reports whether the word is such a code without its first digit.
func headless(text string) bool {
	return isDigits(text) && len(text) == ppeDigits-1 && strings.HasPrefix(ppePrefix[:1]+text, ppePrefix)
}

// written is a day as invoices write it.
var written = regexp.MustCompile(`^(?:(\d{1,2})([./-])(\d{2})[./-](\d{4})|(\d{4})-(\d{2})-(\d{2}))$`)

func isDate(text string) bool { return written.MatchString(strings.TrimRight(text, closing)) }

// possible reports whether a day is in the calendar of the last or this century.
func possible(date string) bool {
	m := written.FindStringSubmatch(strings.TrimRight(date, closing))
	if m == nil {
		return false
	}
	number := func(a, b string) int {
		n, _ := strconv.Atoi(a + b) // one of them is empty
		return n
	}
	day, month, year := number(m[1], m[7]), number(m[3], m[6]), number(m[4], m[5])
	return day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 1900 && year < 2100
}

func isDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}
