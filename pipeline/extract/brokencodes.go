package extract

import (
	"bytes"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// joinBrokenCodes completes a PPE code that is broken over two lines of one column; the check digit proves it.
func joinBrokenCodes(lines []*line) {
	const reach = 3 // lines: the row's own line may stand between the halves of a code in its cell
	for i := range lines {
		for j := i + 1; j < len(lines) && j <= i+reach && lines[i].page == lines[j].page && near(lines[i], lines[j]); j++ {
			joinBrokenCode(lines[i], lines[j])
		}
	}
}

func joinBrokenCode(above, below *line) {
	for _, upper := range above.cells {
		for from := upper.end; from > upper.start && ofCode(above.fold[from-1]); from-- {
			start := from - 1
			if !bytes.HasPrefix(above.fold[start:upper.end], []byte("590")) || (start > upper.start && token.IsAlnum(above.fold[start-1])) {
				continue
			}
			head := onlyDigits(above.fold[start:upper.end])
			if len(head) >= ppeDigits {
				continue
			}
			for _, lower := range below.cells {
				tail, end := digitsThrough(below.fold[:lower.end], lower.start, ppeDigits-len(head))
				if lake.ValidPPE(head+tail) && aligned(upper.box, lower.box) {
					above.codes = append(above.codes, code{start, upper.end, codePPE, head + tail, ""})
					dropNumbers(above, start, upper.end)
					dropNumbers(below, lower.start, end)
				}
			}
		}
	}
}

// ofCode reports whether a byte may be part of a code that is printed in groups.
func ofCode(b byte) bool { return token.IsDigit(b) || b == ' ' }

// digitsThrough returns so many digits from text[at] on, and where they end, whatever groups they are printed in; none where digits go on.
func digitsThrough(text []byte, at, count int) (digits string, end int) {
	for end = at; end < len(text) && ofCode(text[end]) && len(digits) < count; end++ {
		if token.IsDigit(text[end]) {
			digits += string(text[end])
		}
	}
	if end < len(text) && token.IsDigit(text[end]) {
		return "", at
	}
	return digits, end
}
