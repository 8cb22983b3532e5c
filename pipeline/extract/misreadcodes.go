package extract

import "wattlake/lake"

// mendCodes gives a recognised code whose check digit is wrong the value of the code beside it in the document, where the two differ in one
// digit that looks alike, or in two and that code stands in other rows, too: rows of one point repeat its code. No check digit
// proves it, so [part.judgePoints] has a person compare the two.
func mendCodes(lines []*line) {
	var all []*code
	times := map[string]int{}
	for _, l := range lines {
		for i := range l.codes {
			if c := &l.codes[i]; c.kind == codePPE || (c.kind == codeBadPPE && l.ocr) {
				all = append(all, c)
				times[c.value]++
			}
		}
	}
	const often = 2
	for i, c := range all {
		if c.kind != codeBadPPE {
			continue
		}
		for _, o := range neighbours(all, i) {
			if apart := roundApart(c.value, o.value); apart == 1 || apart == 2 && times[o.value] >= often {
				c.misread, c.value, c.kind = c.value, o.value, codePPE
				break
			}
		}
	}
}

// neighbours returns the nearest right codes before and after the i-th.
func neighbours(all []*code, i int) []*code {
	var found []*code
	for _, step := range []int{-1, 1} {
		for at := i + step; at >= 0 && at < len(all); at += step {
			if all[at].kind == codePPE && lake.ValidPPE(all[at].value) {
				found = append(found, all[at])
				break
			}
		}
	}
	return found
}

// roundApart returns in how many digits two codes differ; 0 if one of these is not of a round shape in both.
func roundApart(a, b string) int {
	if len(a) != len(b) {
		return 0
	}
	differing := 0
	for i := range len(a) {
		if a[i] == b[i] {
			continue
		}
		if !isRound(a[i]) || !isRound(b[i]) {
			return 0
		}
		differing++
	}
	return differing
}

func isRound(digit byte) bool { return digit == '0' || digit == '6' || digit == '8' || digit == '9' }
