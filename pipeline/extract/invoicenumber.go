package extract

import (
	"bytes"
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// documentNumber returns the number that follows a heading or stands below it; its value is "" if there is none.
func (p *part) documentNumber(h heading) evidence {
	label := hit{line: h.line, start: h.start, end: h.end, entry: &entry{}}
	for _, z := range p.zones(label) {
		numbered := h.numbered
		if at := afterNumberWord(z); z.line != h.line && at > z.start {
			z.start, numbered = at, true
		}
		start, end, ok := numberToken(z)
		ok = ok || p.numberLikeDate(z.line, start, end, numbered)
		if z.line != h.line && !numbered && (!h.title || !ok || !looksListed(z.line.fold[start:end]) || !alone(z, end)) {
			continue
		}
		if ok {
			text := z.line.text(start, end)
			return newEvidence(z.line, start, end, text, z.rule, z.score)
		}
		if z.line == h.line && holdsWord(z) {
			continue
		}
	}
	return evidence{}
}

// numberLikeDate reports whether a token that could be a date is a number of the form 3/09/2025: it has slashes, and it stands behind
// "nr", its day is not padded, or the other dates of the document are written in another way.
func (p *part) numberLikeDate(l *line, start, end int, numbered bool) bool {
	if end-start < len("1/1/2026") || bytes.Count(l.fold[start:end], []byte("/")) != 2 || bytes.IndexByte([]byte("0"), l.fold[start]) >= 0 && !numbered {
		return false
	}
	if !slices.ContainsFunc(l.dates, func(d token.Date) bool { return !d.IsMonth() && d.Start == start && d.End == end }) {
		return false
	}
	if numbered || l.fold[start+1] == '/' {
		return true
	}
	for _, other := range p.lines {
		for _, d := range other.dates {
			if !d.IsMonth() && bytes.IndexByte(other.fold[d.Start:d.End], '/') >= 0 && !bytes.Equal(other.fold[d.Start:d.End], l.fold[start:end]) {
				return false
			}
		}
	}
	return true
}

// afterNumberWord returns where a zone goes on behind "nr", "numer" or "no." at its beginning, else its beginning.
func afterNumberWord(z zone) int {
	at := token.SkipMarks(z.line.fold, z.start)
	if at >= z.end {
		return z.start
	}
	word := digitsOrLetters(z.line.fold[at:z.end])
	switch string(word) {
	case "nr", "numer", "no", "number":
		return min(afterGloss(z.line.fold, at+len(word)), z.end)
	}
	return z.start
}

func digitsOrLetters(text []byte) []byte {
	end := 0
	for end < len(text) && token.IsAlnum(text[end]) {
		end++
	}
	return text[:end]
}

// bareNumber returns the number behind "Nr" or "Numer" at the beginning of a cell, for invoices whose heading has none beside it.
func (p *part) bareNumber() (heading, bool) {
	for _, l := range p.lines {
		if len(amountsOf(l)) > 0 {
			return heading{}, false // what follows are the rows
		}
		for _, c := range l.cells {
			z := zone{line: l, start: c.start, end: c.end}
			if z.start = afterNumberWord(z); z.start == c.start {
				continue
			}
			if alone(z, z.start) && lineHas(l, labelIssued) {
				if h, ok := p.numberBelow(l, c); ok {
					return h, true
				}
			}
			start, end, ok := numberToken(z)
			if ok = ok || p.numberLikeDate(l, start, end, true); ok && end-start > 3 {
				e := newEvidence(l, start, end, l.text(start, end), "number without the word invoice", 0.85)
				return heading{line: l, start: c.start, end: end, numbered: true, number: e}, true
			}
		}
	}
	return heading{}, false
}

// numberBelow returns the number below "Numer" beside the heading of the date of issue.
func (p *part) numberBelow(l *line, c cell) (heading, bool) {
	for _, z := range p.below(hit{line: l, start: c.start, end: c.end, entry: &entry{}}) {
		if start, end, ok := numberToken(z); ok && looksListed(z.line.fold[start:end]) && alone(z, end) {
			e := newEvidence(z.line, start, end, z.line.text(start, end), z.rule, min(z.score, 0.85))
			return heading{line: l, start: c.start, end: c.end, numbered: true, number: e}, true
		}
	}
	return heading{}, false
}

// alone reports whether nothing follows in the zone.
func alone(z zone, at int) bool { return token.SkipMarks(z.line.fold, at) >= z.end }

// holdsWord reports whether a zone begins with a word rather than with marks.
func holdsWord(z zone) bool {
	return token.SkipMarks(z.line.fold, z.start) < z.end
}

// numberToken returns the invoice number that begins a zone: a word with a digit that is no date and no other identifier. A
// short prefix without digits ("F 1234K20/12") and parts around a slash belong to it.
func numberToken(z zone) (start, end int, ok bool) {
	text := z.line.fold
	start = z.start
	for start < z.end && !token.IsAlnum(text[start]) && !opensPrefix(text[start:z.end]) {
		start++
	}
	end = wordEnd(text, start, z.end)
	if start < end && !hasDigit(text[start:end]) {
		next := token.SkipBlank(text, end)
		last := wordEnd(text, next, z.end)
		if next-end != 1 || next >= z.end || !isPrefix(z.line, start, end) || !hasDigit(text[next:last]) {
			return 0, 0, false
		}
		end = last
	}
	for end < z.end && end+1 < len(text) && (text[end-1] == '/' || text[end+1] == '/') && text[end] == ' ' {
		end = wordEnd(text, end+1, z.end)
	}
	for end > start && strings.IndexByte(".,;:-", text[end-1]) >= 0 {
		end--
	}
	return start, end, start < end && !takenByOther(z.line, start, end)
}

// takenByOther reports whether a span is a date, an amount or another identifier rather than an invoice number.
func takenByOther(l *line, start, end int) bool {
	dates := 0
	for _, d := range l.dates {
		if !d.IsMonth() && d.Start <= start+1 && d.End >= end-1 {
			return true
		}
		if d.Start >= start && d.End <= end && !d.IsMonth() {
			dates++
		}
	}
	if dates > 1 { // a period without blanks
		return true
	}
	for _, c := range l.codes {
		if c.start < end && c.end > start && c.kind != codeNIP {
			return true
		}
	}
	for _, n := range l.numbers {
		if n.Start <= start && n.End >= end && (n.Places > 0 || n.Unit != "") {
			return true
		}
	}
	return end-start < 2
}
