package extract

import (
	"slices"

	"wattlake/pipeline/extract/token"
)

// class says what a row is about, by the label at its beginning.
type class int

const (
	classPlain class = iota
	classTotal
	classFactual
	classForecast
	classBefore
	classAfter
	classDifference
	classCredit
)

var classes = map[label]class{
	labelTotal: classTotal, labelFactual: classFactual, labelForecast: classForecast, labelBefore: classBefore, labelAfter: classAfter,
	labelDifference: classDifference, labelCredit: classCredit, labelDecrease: classDifference, labelIncrease: classDifference,
}

// classOf returns the class of a line by its first such label in front of position at. A line without words of its own takes
// the class of the line above it.
func (p *part) classOf(l *line, at int) class {
	for _, h := range l.labels {
		if h.start < at {
			if c, ok := classes[h.entry.label]; ok {
				return c
			}
			if h.entry.total {
				return classTotal
			}
		}
	}
	if l.index > 0 && !hasLetters(l.fold[:at]) {
		above := p.lines[l.index-1]
		if above.page == l.page && len(amountsOf(above)) == 0 && near(above, l) && len(above.cells) == 1 {
			return p.classOf(above, len(above.fold))
		}
	}
	return classPlain
}

func hasLetters(text []byte) bool {
	return slices.ContainsFunc(text, token.IsLetter)
}
