package extract

import (
	"bytes"
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// maxPrefix is the longest prefix of a number that stands apart from it: "F 1234K20/12", "KOR/FV 12/2026".
const maxPrefix = 8

// isPrefix reports whether a word may begin a number: a few capitals, more if a slash parts them.
func isPrefix(l *line, start, end int) bool {
	limit := maxPrefix / 2
	if bytes.IndexByte(l.fold[start:end], '/') > 0 {
		limit = maxPrefix
	}
	return end-start <= limit && upper(l.runes[start:end])
}

// opensPrefix reports whether the text begins with a short prefix in brackets that is glued to more: "(S)FS-12/2026".
func opensPrefix(text []byte) bool {
	const widest = 4
	end := bytes.IndexByte(text, ')')
	return text[0] == '(' && end > 1 && end <= widest && end+1 < len(text) && token.IsAlnum(text[end+1])
}

func wordEnd(text []byte, at, limit int) int {
	for at < limit && !token.IsBlank(text[at]) && text[at] != ';' && text[at] != ')' {
		if text[at] == '(' {
			if !opensPrefix(text[at:limit]) {
				break
			}
			at += bytes.IndexByte(text[at:limit], ')')
		}
		at++
	}
	return at
}

func hasDigit(text []byte) bool {
	return slices.ContainsFunc(text, token.IsDigit)
}

func upper(runes []rune) bool {
	return strings.ToUpper(string(runes)) == string(runes)
}
