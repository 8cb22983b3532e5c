package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// closeBelow is the widest gap, in heights of text, between the halves of an amount that is broken inside its cell.
const closeBelow = 0.8

// closeBeside is the widest gap, in heights of text, between words of one cell.
const closeBeside = 0.7

// joinBrokenAmounts puts amounts together that a narrow cell broke at the comma: "1 234," over "56", or "1 234" over ",56". The amount
// stands where most of its row does: beside the upper half, beside the lower one, or between the two.
func joinBrokenAmounts(words []lake.Word) []lake.Word {
	var rests []int
	for i, w := range words {
		if isRest(w.Text) && !besideOthers(words, i, i) {
			rests = append(rests, i)
		}
	}
	joined := map[int]bool{}
	for i := range words {
		for _, j := range rests {
			if !joined[j] && lacks(words[i].Text, words[j].Text) && completeAmount(words, i, j) {
				joined[j] = true
				break
			}
		}
	}
	return without(words, joined)
}

// completeAmount puts the rest of an amount behind its upper half if it stands right below it, and reports whether it does.
func completeAmount(words []lake.Word, upper, rest int) bool {
	groups := append(groupsBefore(words, upper), upper)
	first := slices.MinFunc(groups, func(a, b int) int { return cmp.Compare(words[a].Box.X0, words[b].Box.X0) })
	box := words[first].Box.Union(words[upper].Box)
	if !isBelow(box, words[rest].Box) || besideOthers(words, first, upper) {
		return false
	}
	band := rowOf(words, box, words[rest].Box)
	for _, k := range groups {
		words[k].Box.Y0, words[k].Box.Y1 = band.Y0, band.Y1
	}
	words[upper].Text += words[rest].Text
	words[upper].Box.X1 = max(words[upper].Box.X1, words[rest].Box.X1)
	words[upper].Confidence = min(words[upper].Confidence, words[rest].Confidence)
	return true
}

// endsInComma reports whether a word is the digits of an amount up to its comma.
func endsInComma(text string) bool {
	return len(text) > 1 && text[len(text)-1] == ',' && isWhole(text[:len(text)-1])
}

// isWhole reports whether a word is digits, with points between thousands, and perhaps a minus in front.
func isWhole(text string) bool {
	digits := 0
	for i := range len(text) {
		switch b := text[i]; {
		case token.IsDigit(b):
			digits++
		case b == '.' && i > 0, b == '-' && i == 0:
		default:
			return false
		}
	}
	return digits > 0
}

// isRest reports whether a word may be the grosze that a line above lacks, perhaps with the comma that belongs in front of them.
func isRest(text string) bool {
	digits := strings.TrimPrefix(text, ",")
	return len(digits) == token.MoneyPlaces && onlyDigits([]byte(digits)) == digits
}

// lacks reports whether the upper word is an amount without its grosze, and the lower one completes it with a single comma.
func lacks(upper, lower string) bool {
	return (endsInComma(upper) && lower[0] != ',') || (lower[0] == ',' && isWhole(upper))
}

// isBelow reports whether a word stands right below another, in the same column.
func isBelow(upper, lower lake.Box) bool {
	height := upper.Y1 - upper.Y0
	gap := lower.Y0 - upper.Y1
	return gap > -0.4*height && gap < closeBelow*height && aligned(upper, lower)
}

// besideOthers reports whether words stand close before the first or behind the last of some words: then they are part of a longer cell. A
// currency may follow, and a sign may stand in front.
func besideOthers(words []lake.Word, first, last int) bool {
	from, to := words[first].Box, words[last].Box
	height := to.Y1 - to.Y0
	return slices.ContainsFunc(words, func(o lake.Word) bool {
		if o.Box == from || o.Box == to || overlapShare(words[last], o) < lineOverlap {
			return false
		}
		before, after := from.X0-o.Box.X1, o.Box.X0-to.X1
		return (max(before, -before) < closeBeside*height && token.HasAlnum(o.Text)) || (max(after, -after) < closeBeside*height && !isCurrency(o.Text))
	})
}

func isCurrency(text string) bool {
	unit, end := token.UnitAt([]byte(token.Fold(text)), 0)
	return unit == token.UnitMoney && end == utf8.RuneCountInString(text)
}

// groupsBefore returns the groups of thousands in front of a word of digits: "1" of "1 234,".
func groupsBefore(words []lake.Word, at int) []int {
	var groups []int
	for first := at; ; {
		w := words[first]
		height := w.Box.Y1 - w.Box.Y0
		next := slices.IndexFunc(words, func(o lake.Word) bool {
			gap := w.Box.X0 - o.Box.X1
			return isWhole(o.Text) && gap > 0 && gap < closeBeside*height && overlapShare(o, w) > lineOverlap
		})
		if next < 0 || slices.Contains(groups, next) || len(groups) > 3 {
			return groups
		}
		groups, first = append(groups, next), next
	}
}

// rowOf returns the vertical place of the row that the halves of an amount belong to.
func rowOf(words []lake.Word, upper, lower lake.Box) lake.Box {
	height, middle := upper.Y1-upper.Y0, (upper.Y0+lower.Y1)/2
	between := lake.Box{X0: upper.X0, X1: upper.X1, Y0: middle - height/2, Y1: middle + height/2}
	best, most := upper, 0
	for _, band := range []lake.Box{upper, lower, between} {
		count := 0
		for _, w := range words {
			if !aligned(band, w.Box) && overlapShare(lake.Word{Text: "0", Box: band}, w) > 0.8 {
				count++
			}
		}
		if count > most {
			best, most = band, count
		}
	}
	return best
}
