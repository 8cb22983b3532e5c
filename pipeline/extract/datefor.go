package extract

import (
	"bytes"

	"wattlake/pipeline/extract/token"
)

// dateFor returns the date that a label announces.
func (p *part) dateFor(h hit) (evidence, bool) {
	for _, z := range p.zones(h) {
		for _, d := range z.line.dates {
			if d.IsMonth() || d.Start < z.start || d.End > z.end {
				continue
			}
			if token.Leads(z.line.fold[z.start:d.Start]) || afterPlace(z, d) {
				return newEvidence(z.line, d.Start, d.End, d.From.String(), z.rule, z.score), true
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
func afterPlace(z zone, d token.Date) bool {
	between := bytes.TrimRight(z.line.fold[z.start:d.Start], " \t")
	if len(between) > 0 && len(between) <= maxExplanation && between[len(between)-1] == ':' && bytes.Count(between, []byte(":")) == 1 {
		return true
	}
	letters := 0
	for _, b := range z.line.fold[z.start:d.Start] {
		if token.IsDigit(b) {
			return false
		}
		if token.IsLetter(b) {
			letters++
		}
	}
	return letters <= maxPlaceName
}

// periodFor returns the period that a label announces.
func (p *part) periodFor(h hit) (period, *line, float64, string, bool) {
	for _, z := range p.zones(h) {
		for _, per := range periodsOf(z.line) {
			if per.start >= z.start && per.start < z.end && token.Leads(z.line.fold[z.start:per.start]) {
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
	var first *token.Date
	var firstLine *line
	for _, z := range p.zones(h) {
		for i := range z.line.dates {
			d := &z.line.dates[i]
			switch {
			case d.IsMonth() || d.Start < z.start || d.End > z.end:
			case first == nil && token.Leads(z.line.fold[z.start:d.Start]):
				first, firstLine = d, z.line
			case first != nil && z.line != firstLine && first.From.Before(d.From) && token.Leads(z.line.fold[z.start:d.Start]):
				return period{first.Start, first.End, first.From, d.To}, firstLine, true
			}
		}
	}
	if first != nil { // label and first date on one line, second date below the first
		for _, z := range p.below(hit{line: firstLine, start: first.Start, end: first.End}) {
			for _, d := range z.line.dates {
				if !d.IsMonth() && d.Start >= z.start && d.End <= z.end && first.From.Before(d.From) && token.Leads(z.line.fold[z.start:d.Start]) {
					return period{first.Start, first.End, first.From, d.To}, firstLine, true
				}
			}
		}
	}
	return period{}, nil, false
}
