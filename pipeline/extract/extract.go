package extract

import (
	"cmp"
	"sync"

	"wattlake/lake"
)

// ordinal is the version of the rules. It rises whenever a change should replace stored results.
const ordinal = 10

// Extractor turns words into invoices. It is pure and safe for concurrent use.
type Extractor struct {
	builtin []lake.Profile
	dicts   sync.Map // JSON of profiles → *dictionary
}

// New returns an extractor with the general rules and the built-in profiles.
func New() *Extractor {
	profiles, err := builtin()
	if err != nil {
		profiles = nil // a test reads them all
	}
	return &Extractor{builtin: profiles}
}

// Ordinal is the version of the rules: a higher one replaces earlier results.
func (e *Extractor) Ordinal() int { return ordinal }

// Extract returns one reading per invoice in the document, at least one.
func (e *Extractor) Extract(text lake.PageText) []lake.Reading {
	readings, _ := e.ExtractWith(text, nil)
	return readings
}

// read finds the labels of the lines and reads the invoices.
func (e *Extractor) read(text lake.PageText, lines []*line, dict *dictionary) []lake.Reading {
	settleDots(lines, cmp.Or(dict.dot, dotStyleOf(lines)))
	dict.findLabels(lines)
	var readings []lake.Reading
	for i, lines := range split(withoutLeaflets(lines), dict) {
		p := newPart(lines, dict)
		r := p.read()
		r.Part = i + 1
		if len(r.Pages) == 0 {
			for _, page := range text.Pages {
				r.Pages = append(r.Pages, page.Number)
			}
		}
		readings = append(readings, r)
	}
	return readings
}

// split cuts the lines where a page begins with the heading of another invoice. There is always at least one part.
func split(lines []*line, dict *dictionary) [][]*line {
	var parts [][]*line
	start, current := 0, ""
	for i := 0; i < len(lines); {
		end := i
		for end < len(lines) && lines[end].page == lines[i].page {
			end++
		}
		page := newPart(lines[i:end], dict)
		if own, ok := ownHeading(page.headingsOf()); ok && own.numbered {
			number := lake.FoldNumber(own.number.value)
			switch {
			case current != "" && number != current && !page.continues(own, current):
				parts = append(parts, lines[start:i])
				start, current = i, number
			case current == "":
				current = number
			}
		}
		i = end
	}
	return append(parts, lines[start:])
}

// continues reports whether a recognised page only seems to begin another invoice: its number is nearly that of the page before
// and it has neither a date of issue nor a seller of its own.
func (p *part) continues(own heading, current string) bool {
	const misread = 2 // characters
	if own.number.confidence == 1 || distance(lake.FoldNumber(own.number.value), current, misread) > misread {
		return false
	}
	_, dated := p.dated(labelIssued)
	return !dated && len(p.hits(labelSeller)) == 0
}

// read reads one invoice.
func (p *part) read() lake.Reading {
	f := p.facts()
	findings := p.judge(&f) // before the fields: it lowers what it doubts
	r := lake.Reading{Pages: p.pages, Fields: f.fields(), Findings: findings}
	if f.kind == lake.Correction || f.own.correcting {
		for _, ref := range f.refs {
			r.Corrects = append(r.Corrects, p.reference(ref))
		}
	}
	if f.kind == lake.Other {
		return r
	}
	for _, pt := range f.points {
		r.Points = append(r.Points, pt.reading())
	}
	ppe := ""
	if len(f.points) == 1 {
		ppe = f.points[0].code.value
	}
	for _, it := range f.items {
		r.Lines = append(r.Lines, it.reading(f.ppeOf(it, ppe)))
	}
	r.VATRows = f.vatRows
	return r
}

// vatRowsOf returns the rows of the VAT summary: rows of known rates that add up to the invoice, else the invoice as one row.
func (p *part) vatRowsOf(total sums) []lake.VATRow {
	if total.gross == 0 && total.net == 0 {
		return nil
	}
	return vatSummary(p, total)
}
