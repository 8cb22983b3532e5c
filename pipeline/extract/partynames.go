package extract

import (
	"regexp"
	"slices"
	"strings"

	"wattlake/pipeline/extract/token"
)

// nameIn returns the name that begins a zone, "" if it begins with something else. Behind its heading, other figures may follow it on the line.
func nameIn(z zone, headed bool) evidence {
	start := z.start
	for start < z.end && !token.IsAlnum(z.line.fold[start]) {
		start++
	}
	end := z.end
	for _, h := range z.line.labels {
		if h.start < start || h.start >= end {
			continue
		}
		switch {
		case string(z.line.fold[start:h.end]) == "nazwa":
			return nameIn(zone{line: z.line, start: h.end, end: z.end}, headed)
		case headed && h.is(labelAfter) && h.start == start, // "Nabywca po korekcie: …"
			headed && (h.is(labelBuyer) || h.is(labelSeller)) && joinsHeadings(z.line.fold[z.start:h.start]): // "Odbiorca i płatnik: …"
			return nameIn(zone{line: z.line, start: h.end, end: z.end}, headed)
		case h.is(labelNIP) || h.is(labelSeller) || h.is(labelBuyer) || announcesValue(z.line, h):
			end = h.start
		}
	}
	if contains(z.line.fold[start:max(start, end)], identificationWords) {
		return evidence{}
	}
	if tab := strings.IndexByte(string(z.line.fold[start:max(start, end)]), '\t'); tab >= 0 {
		end = start + tab
	}
	if end-start < 3 || !hasLetters(z.line.fold[start:end]) || (!headed && len(amountsOf(z.line)) > 0) || columnsOf(z.line) != nil {
		return evidence{}
	}
	if at := addressIn(z.line.fold[start:end]); at > 0 {
		end = start + at
	}
	if tellsValue(z.line, start, end) {
		return evidence{}
	}
	name := strings.TrimRight(z.line.text(start, end), " ,;:")
	if z.line.ocr {
		name = strings.Replace(name, " z 0.0", " z o.o", 1)
	}
	return newEvidence(z.line, start, end, name, "name below the party's heading", 0.85)
}

// joinsHeadings reports whether the words between two headings make them one: "Nabywca/Płatnik", "Odbiorca i płatnik".
func joinsHeadings(between []byte) bool {
	word := strings.TrimSpace(string(between))
	return word == "/" || word == "i" || word == "oraz"
}

// tellsValue reports whether a span holds what no name does: a date, an amount or a quantity of energy.
func tellsValue(l *line, start, end int) bool {
	return slices.ContainsFunc(l.dates, func(d token.Date) bool { return d.Start >= start && d.End <= end }) ||
		slices.ContainsFunc(l.numbers, func(n token.Number) bool {
			return n.Primary && n.Start >= start && n.End <= end && (n.IsAmount() || isEnergy(n))
		})
}

var addressStart = regexp.MustCompile(`, *(?:ul\.|al\.|pl\.|os\.|[0-9]{2}-[0-9]{3} )`)

// addressIn returns where the address begins behind a name on the same line, -1 if there is none.
func addressIn(text []byte) int {
	if at := addressStart.FindIndex(text); at != nil {
		return at[0]
	}
	return -1
}

// identificationWords head the block of a party in prints of e-invoices.
var identificationWords = token.NewPattern("dane identyfikacyjne")

var companyForms = []token.Pattern{token.NewPattern("s.a."), token.NewPattern("sp. z o.o."), token.NewPattern("sa"), token.NewPattern("s.a"), token.NewPattern("sp. z o. o.")}

// companyName returns the first cell that names a company by its legal form.
func (p *part) companyName() evidence {
	for _, l := range p.lines {
		for _, c := range l.cells {
			for _, form := range companyForms {
				if at := indexOf(l.fold[c.start:c.end], form); at > 3 {
					end := form.Match(l.fold, c.start+at, 0)
					return newEvidence(l, c.start, end, l.text(c.start, end), "first company name", 0.6)
				}
			}
		}
	}
	return evidence{}
}

// headsCard reports whether a heading is one of several beside each other, each with a card of its own below: then no other is its value.
func (p *part) headsCard(h hit) bool {
	own := h.line.cellAt(h.start)
	if len(h.line.cells) < 2 || token.SkipMarks(h.line.fold, h.end) < h.line.cells[own].end || h.line.index+1 >= len(p.lines) {
		return false
	}
	below := p.lines[h.line.index+1]
	if below.page != h.line.page || !near(h.line, below) || len(below.cells) != len(h.line.cells) {
		return false
	}
	for i, c := range below.cells {
		if off := c.box.X0 - h.line.cells[i].box.X0; max(off, -off) > h.line.height {
			return false
		}
	}
	c := below.cells[own]
	return !labelled(below, c) && below.fold[c.end-1] != ':' && hasLetters(below.fold[c.start:c.end])
}
