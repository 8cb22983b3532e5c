package extract

import (
	"math"
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// issueDate is the labelled date, else "z dnia" right behind the invoice's own number, else the date that heads the page as in a letter.
func (p *part) issueDate(own heading) (evidence, bool) {
	if e, ok := p.dated(labelIssued); ok {
		return e, true
	}
	if own.line == nil {
		return evidence{}, false
	}
	if e, ok := p.dateBehind(own); ok {
		return e, true
	}
	if e, ok := p.dateOfTitle(own); ok {
		return e, true
	}
	return p.letterDate(own)
}

// dateBehind returns the date that follows "z dnia" behind a heading's number, on its line or the next.
func (p *part) dateBehind(own heading) (evidence, bool) {
	for _, h := range p.hits(labelIssued) {
		if h.entry.Text != "z dnia" || h.line.page != own.line.page || h.line.index < own.line.index {
			continue
		}
		if h.line.index > own.line.index+1 && !p.belowNumber(h, own) {
			continue
		}
		if h.line == own.line && h.start < own.end || (h.line != own.line && (otherInvoice(h) || slices.ContainsFunc(headings(h.line), func(o heading) bool { return o.start < h.start }))) {
			continue
		}
		if e, ok := p.dateFor(h); ok {
			return e, true
		}
	}
	return evidence{}, false
}

// dateOfTitle returns the day that alone, behind "z", makes the line below the heading's number, or follows it: "z 16 kwietnia 2026 r.".
func (p *part) dateOfTitle(own heading) (evidence, bool) {
	number := own.number.line
	if number == nil {
		return evidence{}, false
	}
	for _, l := range p.lines[number.index:min(number.index+2, len(p.lines))] {
		for _, d := range l.dates {
			from := 0
			if l == number {
				from = min(own.end, d.Start)
			}
			before := strings.Fields(string(l.fold[from:d.Start]))
			if l.page == number.page && !d.IsMonth() && len(before) > 0 && before[len(before)-1] == "z" && (l == number || len(before) == 1) {
				return newEvidence(l, d.Start, d.End, d.From.String(), "date at the head of the page", 0.85), true
			}
		}
	}
	return evidence{}, false
}

// belowNumber reports whether a label begins a cell right below the invoice's number: heading, number and date below each other.
func (p *part) belowNumber(h hit, own heading) bool {
	c := h.line.cells[h.line.cellAt(h.start)]
	number := shifted(own.number.box, -h.line.skew)
	if l := own.number.line; l != nil && l.pieces[0].box != l.pieces[0].printed {
		number = l.box
	}
	return token.SkipMarks(h.line.fold, c.start) == h.start && c.box.Y0 > number.Y0 &&
		((aligned(c.box, number) && c.box.Y0-number.Y1 < maxBelowGap*h.line.height) || (aligned(c.box, number) && own.number.line != nil && h.line.index == own.number.line.index+1) || (math.Abs(c.box.X0-number.X0) < h.line.height/2 && c.box.Y0-number.Y1 < 2*maxBelowGap*h.line.height))
}

// letterDate returns the only date that stands as in a letter above the invoice's number: behind a place ("Zamość, dnia 08.06.2025"), or alone.
func (p *part) letterDate(own heading) (evidence, bool) {
	var found evidence
	for _, l := range p.lines[:min(own.line.index+2, len(p.lines))] {
		for _, d := range l.dates {
			score := p.letterScore(l, d)
			if d.IsMonth() || l.page != own.line.page || score == 0 {
				continue
			}
			if found.value != "" && found.value != d.From.String() {
				return evidence{}, false
			}
			found = newEvidence(l, d.Start, d.End, d.From.String(), "date at the head of the page", score)
		}
	}
	return found, found.value != ""
}

// letterScore tells how much a date looks like that of a letter: nothing but a place stands in front of it in its cell, nothing behind it.
func (p *part) letterScore(l *line, d token.Date) float64 {
	c := l.cells[l.cellAt(d.Start)]
	if d.End > c.end {
		return 0
	}
	behind := strings.Trim(string(l.fold[d.End:c.end]), " .")
	if (behind != "" && behind != "r" && behind != "roku") || slices.ContainsFunc(l.labels, func(h hit) bool { return h.start >= c.start && h.end <= c.end }) {
		return 0
	}
	place := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(string(l.fold[c.start:d.Start]), " "), "dnia"), " ")
	switch {
	case place == "" && !p.hasWordsAbove(l, c):
		return 0.7
	case strings.HasSuffix(place, ",") && len(place) <= maxPlaceName && !hasDigit([]byte(place)):
		return 0.85
	}
	return 0
}

// hasWordsAbove reports whether words stand right above a cell, which it may be the value of.
func (p *part) hasWordsAbove(l *line, c cell) bool {
	if l.index == 0 {
		return false
	}
	above := p.lines[l.index-1]
	at := columnCell(above, c.box)
	return above.page == l.page && at >= 0 && l.box.Y0-above.box.Y1 < maxBelowGap*l.height && hasLetters(above.fold[above.cells[at].start:above.cells[at].end])
}
