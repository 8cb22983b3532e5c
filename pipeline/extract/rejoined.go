package extract

import (
	"slices"
	"strings"

	"wattlake/lake"
)

// joinOverlapping puts the parts of a metering point's code together that recognition returned as words over each other, "590310600001469"
// under "136,": the check digit proves that they are one code.
func joinOverlapping(words []lake.Word) []lake.Word {
	gone := map[int]bool{}
	for i, head := range words {
		if len(head.Text) >= ppeDigits || len(head.Text) < ppeDigits/2 || onlyDigits([]byte(head.Text)) != head.Text {
			continue
		}
		j := slices.IndexFunc(words, func(tail lake.Word) bool {
			digits := strings.TrimRight(tail.Text, ".,;")
			return digits != "" && tail.Box.X0 > head.Box.X0 && tail.Box.X0 < head.Box.X1 && overlapShare(head, tail) > lineOverlap && lake.ValidPPE(head.Text+digits)
		})
		if j < 0 || gone[j] {
			continue
		}
		words[i].Text += words[j].Text
		words[i].Box.X1 = max(head.Box.X1, words[j].Box.X1)
		words[i].Confidence = min(head.Confidence, words[j].Confidence)
		gone[j] = true
	}
	return without(words, gone)
}
