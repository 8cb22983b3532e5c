package extract

import (
	"regexp"
	"strings"
)

var tariffRE = regexp.MustCompile(`^(?:a2[1-4]|b1[1-3]|b2[1-4]|c1[1-4]|c2[1-4]|g1[1-4])[a-z]{0,2}$`)

// tariffOf returns the tariff group: behind its label, else the only word in the form of one.
func (p *part) tariffOf(lines []*line) evidence {
	for _, l := range lines {
		for _, h := range l.labels {
			if !h.is(labelTariff) {
				continue
			}
			for _, z := range p.zones(h) {
				if e, ok := tariffIn(z); ok {
					return e
				}
			}
		}
	}
	for _, l := range lines {
		if e, ok := tariffIn(zone{l, 0, len(l.fold), "form of a tariff group", 0.8}); ok {
			return e
		}
	}
	return evidence{}
}

// tariffGroup returns the printed group; in a recognised one, letters in the place of digits are read as digits.
func tariffGroup(l *line, start, end int) string {
	text := l.text(start, end)
	if !l.ocr || len(text) < 3 || len(text) > 5 {
		return text
	}
	return strings.ToUpper(text[:1]) + lookalikes.Replace(strings.ToLower(text[1:3])) + text[3:]
}

func tariffIn(z zone) (evidence, bool) {
	for _, piece := range z.line.pieces {
		start, end := max(piece.start, z.start), min(piece.end, z.end)
		if start >= end {
			continue
		}
		start, end = trimMarks(z.line.fold, start, end)
		if start >= end {
			continue
		}
		if group := tariffGroup(z.line, start, end); tariffRE.MatchString(strings.ToLower(group)) {
			return newEvidence(z.line, start, end, group, z.rule, z.score), true
		}
	}
	return evidence{}, false
}
