package extract

import "bytes"

// dateFor returns the date that a label announces.
func (p *part) dateFor(h hit) (evidence, bool) {
	for _, z := range p.zones(h) {
		for _, d := range z.line.dates {
			if d.isMonth() || d.start < z.start || d.end > z.end {
				continue
			}
			if leads(z.line.fold[z.start:d.start]) || afterPlace(z, d) {
				return newEvidence(z.line, d.start, d.end, d.from.String(), z.rule, z.score), true
			}
			break
		}
	}
	return evidence{}, false
}

// maxExplanation is the longest explanation between a label and the colon in front of its date, in characters.
const maxExplanation = 90

// afterPlace reports whether only a place name stands between a label and a date ("Wystawiono, Gdańsk: 10.04.2026"), or an
// explanation that ends in a colon.
func afterPlace(z zone, d dateToken) bool {
	between := bytes.TrimRight(z.line.fold[z.start:d.start], " \t")
	if len(between) > 0 && len(between) <= maxExplanation && between[len(between)-1] == ':' && bytes.Count(between, []byte(":")) == 1 {
		return true
	}
	letters := 0
	for _, b := range z.line.fold[z.start:d.start] {
		if isDigit(b) {
			return false
		}
		if isLetter(b) {
			letters++
		}
	}
	return letters <= maxPlaceName
}

// periodFor returns the period that a label announces.
func (p *part) periodFor(h hit) (period, *line, float64, string, bool) {
	for _, z := range p.zones(h) {
		for _, per := range periodsOf(z.line) {
			if per.start >= z.start && per.start < z.end && leads(z.line.fold[z.start:per.start]) {
				return per, z.line, z.score, z.rule, true
			}
		}
	}
	if per, l, ok := p.brokenPeriod(h); ok {
		return per, l, 0.85, "label above value, over two lines", true
	}
	return period{}, nil, 0, "", false
}

// brokenPeriod reads a period whose two dates stand in two lines below each other or beside the label.
func (p *part) brokenPeriod(h hit) (period, *line, bool) {
	var first *dateToken
	var firstLine *line
	for _, z := range p.zones(h) {
		for i := range z.line.dates {
			d := &z.line.dates[i]
			switch {
			case d.isMonth() || d.start < z.start || d.end > z.end:
			case first == nil && leads(z.line.fold[z.start:d.start]):
				first, firstLine = d, z.line
			case first != nil && z.line != firstLine && first.from.Before(d.from) && leads(z.line.fold[z.start:d.start]):
				return period{first.start, first.end, first.from, d.to}, firstLine, true
			}
		}
	}
	if first != nil { // label and first date on one line, second date below the first
		for _, z := range p.below(hit{line: firstLine, start: first.start, end: first.end}) {
			for _, d := range z.line.dates {
				if !d.isMonth() && d.start >= z.start && d.end <= z.end && first.from.Before(d.from) && leads(z.line.fold[z.start:d.start]) {
					return period{first.start, first.end, first.from, d.to}, firstLine, true
				}
			}
		}
	}
	return period{}, nil, false
}
