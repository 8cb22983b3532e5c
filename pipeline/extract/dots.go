package extract

import (
	"strings"

	"wattlake/pipeline/extract/token"
)

// dotStyle tells how a document uses the dot in numbers.
type dotStyle int

const (
	dotUnknown   dotStyle = iota
	dotThousands          // 1.105 is one thousand one hundred and five
	dotDecimal            // 1.105 is a little more than one
)

// dotStyleOf learns the style from numbers that leave no doubt.
func dotStyleOf(lines []*line) dotStyle {
	commas, dots := 0, 0
	for _, l := range lines {
		for _, n := range l.numbers {
			if !n.Primary || n.Places == 0 {
				continue
			}
			if strings.IndexByte(string(l.fold[n.Start:n.End]), ',') >= 0 {
				commas++
			} else if n.Places == token.MoneyPlaces {
				dots++
			}
		}
	}
	switch {
	case commas > 2*dots:
		return dotThousands
	case dots > 2*commas:
		return dotDecimal
	}
	return dotUnknown
}

// settleDots reads numbers such as 1.105 in the style of the document. MWh keep three decimals in every style, so there the
// reading stays dotted and arithmetic decides.
func settleDots(lines []*line, style dotStyle) {
	for _, l := range lines {
		for i, n := range l.numbers {
			if n.Dotted && style == dotDecimal {
				l.numbers[i].Value, l.numbers[i].Places, l.numbers[i].Dotted = n.Value/1000, 3, false
			}
		}
	}
}
