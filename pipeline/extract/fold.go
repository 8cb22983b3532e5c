package extract

import (
	"unicode"

	"wattlake/lake"
)

// odd stands for a character that a reader mangled: it may be any letter.
const odd = '~'

// foldRune maps a character to one byte: ASCII in lower case, Polish letters to their base letter, all spaces to ' ', all
// dashes to '-', and everything else to odd. One byte per character keeps positions in both forms the same.
func foldRune(r rune) byte {
	switch {
	case r >= 'A' && r <= 'Z':
		return byte(r) + 'a' - 'A'
	case r == '\t' || (r > ' ' && r < unicode.MaxASCII):
		return byte(r) //nolint:gosec // at most 126, see the case
	case unicode.IsSpace(r) || r == '\u200b' || r == '\u2060':
		return ' '
	case unicode.Is(unicode.Pd, r) || r == '\u2212' || r == '\u00ad':
		return '-'
	case r == '’' || r == '`' || r == '´':
		return '\''
	}
	if base := lake.FoldPolish(string(r)); len(base) == 1 && base[0] < unicode.MaxASCII && base[0] > ' ' {
		return base[0] | 0x20 // FoldPolish gave an ASCII letter
	}
	return odd
}

func foldRunes(runes []rune) []byte {
	folded := make([]byte, len(runes))
	for i, r := range runes {
		folded[i] = foldRune(r)
	}
	return folded
}

// fold returns the folded form of a string.
func fold(s string) string { return string(foldRunes([]rune(s))) }

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return (b >= 'a' && b <= 'z') || b == odd }
func isAlnum(b byte) bool  { return isDigit(b) || isLetter(b) }
func isBlank(b byte) bool  { return b == ' ' || b == '\t' }

func hasAlnum(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// pattern is a wording to look for. At the place of a Polish letter any odd character or mark is accepted.
type pattern struct {
	text   string // folded
	polish []bool
	stem   bool // more letters may follow
}

// newPattern compiles a wording in small letters; a '*' at the end accepts any ending.
func newPattern(wording string) pattern {
	p := pattern{}
	for _, r := range wording {
		if r == '*' {
			p.stem = true
			break
		}
		p.text += string(foldRune(r))
		p.polish = append(p.polish, r > unicode.MaxASCII)
	}
	return p
}

// match returns the end of the pattern in text at position at, or -1. typos is how many other characters may be wrong.
func (p pattern) match(text []byte, at, typos int) int {
	if at+len(p.text) > len(text) {
		return -1
	}
	for i := range len(p.text) {
		got, want := text[at+i], p.text[i]
		switch {
		case got == want:
		case p.polish[i] && !isAlnum(got) && !isBlank(got) && got != ':':
		case got == odd && isLetter(want):
		case typos > 0 && isLetter(want) && isAlnum(got):
			typos--
		default:
			return -1
		}
	}
	end := at + len(p.text)
	if end < len(text) && !p.stem && isAlnum(text[end]) && isAlnum(text[end-1]) {
		return -1
	}
	if p.stem {
		for end < len(text) && isLetter(text[end]) {
			end++
		}
	}
	return end
}
