package lake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// polish maps the Polish letters to ASCII.
var polish = strings.NewReplacer(
	"ą", "a", "ć", "c", "ę", "e", "ł", "l", "ń", "n", "ó", "o", "ś", "s", "ź", "z", "ż", "z",
	"Ą", "A", "Ć", "C", "Ę", "E", "Ł", "L", "Ń", "N", "Ó", "O", "Ś", "S", "Ź", "Z", "Ż", "Z",
)

// FoldPolish replaces the Polish letters by their ASCII base letters and leaves everything else.
func FoldPolish(s string) string { return polish.Replace(s) }

// FoldName brings a company's name to the form in which names are compared: lower-case ASCII letters and digits only.
func FoldName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, FoldPolish(name))
}

// FoldSearch brings text to the form in which it is searched and sorted: lower case, no Polish letters. It is [FoldPolish] and
// strings.ToLower in one pass, because it runs over everything that is searched.
func FoldSearch(s string) string { return string(AppendFoldSearch(nil, s)) }

// AppendFoldSearch appends what [FoldSearch] makes of the text.
func AppendFoldSearch(folded []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return append(folded, foldRunes(s[i:])...)
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		folded = append(folded, c)
	}
	return folded
}

func foldRunes(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + ('a' - 'A')
		case r < unicode.MaxASCII:
			return r
		}
		r = unicode.ToLower(r)
		if base, ok := polishLower[r]; ok {
			return base
		}
		return r
	}, s)
}

var polishLower = map[rune]rune{'ą': 'a', 'ć': 'c', 'ę': 'e', 'ł': 'l', 'ń': 'n', 'ó': 'o', 'ś': 's', 'ź': 'z', 'ż': 'z'}
