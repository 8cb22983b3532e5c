package token

import (
	"unicode"

	"wattlake/lake"
)

// Odd stands for a character that a reader mangled: it may be any letter.
const Odd = '~'

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
	case unicode.Is(unicode.Pd, r) || r == '\u2212' || r == '\u00ad' || r == '÷': // "1.03÷31.03.2026"
		return '-'
	case r == '’' || r == '`' || r == '´':
		return '\''
	}
	if base := lake.FoldPolish(string(r)); len(base) == 1 && base[0] < unicode.MaxASCII && base[0] > ' ' {
		return base[0] | 0x20 // FoldPolish gave an ASCII letter
	}
	return Odd
}

// FoldRunes folds rune by rune, so that places in the text and in its folded form are the same.
func FoldRunes(runes []rune) []byte {
	folded := make([]byte, len(runes))
	for i, r := range runes {
		folded[i] = foldRune(r)
	}
	return folded
}

// Fold returns the folded form of a string.
func Fold(s string) string { return string(FoldRunes([]rune(s))) }

// IsDigit reports whether a byte of folded text is a digit.
func IsDigit(b byte) bool { return b >= '0' && b <= '9' }

// IsLetter reports whether it is a letter, or a character that may be any letter.
func IsLetter(b byte) bool { return (b >= 'a' && b <= 'z') || b == Odd }

// IsAlnum reports whether it is a digit or a letter.
func IsAlnum(b byte) bool { return IsDigit(b) || IsLetter(b) }

// IsBlank reports whether it is a space, or the seam of two cells.
func IsBlank(b byte) bool { return b == ' ' || b == '\t' }

// HasAlnum reports whether a text, not folded, has a letter or digit.
func HasAlnum(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// Pattern is a wording to look for. At the place of a Polish letter any odd character or mark is accepted.
type Pattern struct {
	Text   string // folded
	Polish []bool
	stem   bool // more letters may follow
}

// NewPattern compiles a wording in small letters; a '*' at the end accepts any ending.
func NewPattern(wording string) Pattern {
	p := Pattern{}
	for _, r := range wording {
		if r == '*' {
			p.stem = true
			break
		}
		p.Text += string(foldRune(r))
		p.Polish = append(p.Polish, r > unicode.MaxASCII)
	}
	return p
}

// Match returns the end of the pattern in text at position at, or -1. typos is how many other characters may be wrong.
func (p Pattern) Match(text []byte, at, typos int) int {
	if at+len(p.Text) > len(text) {
		return -1
	}
	for i := range len(p.Text) {
		got, want := text[at+i], p.Text[i]
		switch {
		case got == want:
		case p.Polish[i] && !IsAlnum(got) && !IsBlank(got) && got != ':':
		case got == Odd && IsLetter(want):
		case typos > 0 && IsLetter(want) && IsAlnum(got):
			typos--
		default:
			return -1
		}
	}
	end := at + len(p.Text)
	if end < len(text) && !p.stem && IsAlnum(text[end]) && IsAlnum(text[end-1]) {
		return -1
	}
	if p.stem {
		for end < len(text) && IsLetter(text[end]) {
			end++
		}
	}
	return end
}
