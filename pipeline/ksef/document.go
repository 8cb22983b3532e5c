package ksef

import (
	"slices"
	"strings"

	"wattlake/lake"
)

// document is what the places of an invoice say, before it is decided what they mean.
type document struct {
	root    *node
	fa      *node
	variety string // RodzajFaktury

	common    facts             // what is said of no certain point
	points    []*point          // in the order in which they are named
	byCode    map[string]*point // the same
	ppeOfLine map[string]string // by the number of the line
	rows      []*row            // the lines of the invoice
	details   []*row            // the rows of the attachment
	headings  []string          // folded: what lines, blocks and tables are about
	remarks   []string          // folded: keys and values of free descriptions
	forecast  bool
}

func newDocument(root *node) *document {
	d := &document{root: root, fa: root.child("Fa"), ppeOfLine: map[string]string{}, byCode: map[string]*point{}}
	d.variety = d.fa.value("RodzajFaktury")
	d.descriptions()
	d.billRows()
	for _, block := range root.child("Zalacznik").all("BlokDanych") {
		d.block(block)
	}
	for _, r := range d.rows {
		d.headings = append(d.headings, fold(r.name))
	}
	if len(d.points) == 0 {
		d.searchEverywhere()
	}
	d.assign()
	return d
}

// corrects reports whether the invoice is a correction.
func (d *document) corrects() bool { return strings.HasPrefix(d.variety, "KOR") }

// point returns the point with the code; path is the element that names it.
func (d *document) point(ppe, path string) *point {
	p, known := d.byCode[ppe]
	if !known {
		p = &point{ppe: ppe, path: path}
		d.points, d.byCode[ppe] = append(d.points, p), p
	}
	return p
}

// assign hands every row to its point; a row of no certain point belongs to the only one.
func (d *document) assign() {
	for _, r := range d.rows {
		if r.point == nil {
			r.point = d.only()
		}
		if r.point != nil {
			r.point.rows = append(r.point.rows, r)
		}
	}
	for _, r := range d.details {
		if r.point == nil {
			r.point = d.only()
		}
		if r.point != nil {
			r.point.details = append(r.point.details, r)
		}
	}
}

// descriptions reads the free key-value pairs. A pair may belong to one line.
func (d *document) descriptions() {
	for _, n := range d.fa.all("DodatkowyOpis") {
		key, value, line := n.value("Klucz"), n.value("Wartosc"), n.value("NrWiersza")
		folded := fold(key)
		d.remarks = append(d.remarks, folded+" "+fold(value))
		if forecastInvoice.MatchString(folded+" "+fold(value)) || (containsAny(folded, "typ", "rodzaj") && isForecast(fold(value))) {
			d.forecast = true
		}
		if line != "" {
			var own facts
			if ppe := own.pair(key, value, after); ppe != "" {
				d.ppeOfLine[line] = ppe
				d.point(ppe, "Fa/DodatkowyOpis").take(own)
			}
			continue
		}
		if ppe := d.common.pair(key, value, after); ppe != "" {
			d.point(ppe, "Fa/DodatkowyOpis")
		}
	}
}

// searchEverywhere looks for a code in every text: its check digit is proof enough.
func (d *document) searchEverywhere() {
	for _, n := range []*node{d.fa, d.root.child("Zalacznik"), d.root.child("Podmiot2"), d.root.child("Podmiot3"), d.root.child("Stopka")} {
		n.walk(func(text string) {
			if ppe := findPPE(text); ppe != "" {
				d.point(ppe, n.name)
			}
		})
	}
}

// only returns the point if there is just one.
func (d *document) only() *point {
	if len(d.points) == 1 {
		return d.points[0]
	}
	return nil
}

// kind tells what the invoice is for.
func (d *document) kind() lake.Kind {
	switch {
	case !d.isElectricity():
		return lake.Other
	case d.corrects():
		return lake.Correction
	case d.forecast || d.variety == "ZAL" || d.namesForecast():
		return lake.Forecast
	}
	return lake.Settlement
}

// isElectricity judges by what is charged. A correction without lines is taken for one: the invoice that it corrects decides.
func (d *document) isElectricity() bool {
	electric, fuel := false, false
	for _, h := range d.headings {
		electric = electric || electricity.MatchString(h)
		fuel = fuel || gas.MatchString(h)
	}
	for _, r := range slices.Concat(d.rows, d.details) {
		fuel = fuel || gas.MatchString(fold(r.unit))
	}
	if electric || fuel {
		return electric
	}
	for _, r := range d.remarks {
		electric = electric || electricity.MatchString(r)
		fuel = fuel || gas.MatchString(r)
	}
	for _, p := range d.points {
		electric = electric || lake.ValidPPE(p.ppe)
	}
	return !fuel && (electric || (d.corrects() && len(d.rows) == 0))
}

// namesForecast reports whether every line is a forecast by its name.
func (d *document) namesForecast() bool {
	for _, r := range d.rows {
		if !isForecast(fold(r.name)) {
			return false
		}
	}
	return len(d.rows) > 0
}

// scope tells which parts of the bill the lines and tables are about, "" if they do not say.
func (d *document) scope() lake.Scope {
	var sale, distribution bool
	for _, h := range d.headings {
		s, n := scopeOf(h)
		sale, distribution = sale || s, distribution || n
	}
	switch {
	case sale && distribution:
		return lake.Comprehensive
	case sale:
		return lake.Sale
	case distribution:
		return lake.Distribution
	}
	return ""
}
