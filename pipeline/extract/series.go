package extract

import (
	"strings"

	"wattlake/lake"
)

// alignSeries spells the numbers of corrected invoices as the document spells its own where recognition read one character of a part twice,
// as the digit and as the letter that resembles it: "BNQ027192" beside "BN027192". The number stays in doubt.
func (f *facts) alignSeries() {
	own := strings.Split(f.own.number.value, "/")
	for i := range f.refs {
		ref := &f.refs[i].number
		parts := strings.Split(ref.value, "/")
		if ref.line == nil || !ref.line.ocr || len(parts) != len(own) {
			continue
		}
		for j, part := range parts {
			if readTwice(part, own[j]) {
				parts[j], ref.confidence = own[j], min(ref.confidence, doubtful)
			}
		}
		ref.value = strings.Join(parts, "/")
	}
}

// surestPrint gives the heading the number as it was read most surely where the document prints it again and recognition took one digit for
// another of its shape. Both readings then speak against each other, so that a person is asked.
func surestPrint(own heading, found []heading) heading {
	for _, h := range found {
		if l := h.number.line; l == nil || !l.ocr || h.reference || h.doubtful {
			continue
		}
		if h.number.confidence > own.number.confidence && roundApart(lake.FoldNumber(h.number.value), lake.FoldNumber(own.number.value)) == 1 {
			own.number = h.number
		}
	}
	return own
}

// readTwice reports whether a text is another with one letter more, beside the digit that it resembles.
func readTwice(text, other string) bool {
	if len(text) != len(other)+1 {
		return false
	}
	for i := 1; i < len(text); i++ {
		if text[:i]+text[i+1:] != other {
			continue
		}
		digit := lookalikes.Replace(strings.ToLower(text[i : i+1]))
		if digit != strings.ToLower(text[i:i+1]) && (text[i-1:i] == digit || (i+1 < len(text) && text[i+1:i+2] == digit)) {
			return true
		}
	}
	return false
}
