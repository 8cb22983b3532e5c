package extract

import (
	"slices"

	"wattlake/pipeline/extract/token"
)

// Settlements end with what comes next: instalments of the next forecast, with amounts, dates and quantities of their own.

var (
	forecastWord = token.NewPattern("prognoz*")
	laterWords   = []token.Pattern{token.NewPattern("kolejn*"), token.NewPattern("następn*"), token.NewPattern("przyszł*"), token.NewPattern("nadchodząc*"), token.NewPattern("najbliższ*"), token.NewPattern("twoje prognozy"), token.NewPattern("harmonogram")}
)

// silence takes what the lines about later forecasts say out of the reading of an invoice that is no forecast; their words stay.
func (p *part) silence() {
	for i := 0; i < len(p.lines); i++ {
		if !headsForecasts(p.lines[i]) {
			continue
		}
		for j := i; j < len(p.lines) && (j == i || p.goesOnAside(j)); j++ {
			l := p.lines[j]
			l.labels, l.numbers, l.dates = nil, nil, nil
			i = j
		}
		p.known, p.rows = nil, nil
	}
}

var leafletWord = token.NewPattern("jak czytać")

// withoutLeaflets drops the pages behind the first that explain how to read an invoice, with numbers and amounts of an example. A page that
// names a metering point is kept: it may go on with the invoice, or begin another.
func withoutLeaflets(lines []*line) []*line {
	const headLines = 3 // of a page, in one of which the title stands
	leaflets := map[int]bool{}
	for i, seen := 0, 0; i < len(lines); i++ {
		if i == 0 || lines[i].page != lines[i-1].page {
			seen = 0
		}
		if seen++; seen <= headLines && lines[i].page != lines[0].page && contains(lines[i].fold, leafletWord) {
			leaflets[lines[i].page] = true
		}
	}
	for _, l := range lines {
		if slices.ContainsFunc(l.codes, func(c code) bool { return c.kind == codePPE || c.kind == codeOldPPE }) {
			delete(leaflets, l.page)
		}
	}
	return slices.DeleteFunc(lines, func(l *line) bool { return leaflets[l.page] })
}

// headsForecasts reports whether a line is the heading of later forecasts.
func headsForecasts(l *line) bool {
	return len(l.cells) == 1 && len(l.fold) <= maxHeading && len(amountsOf(l)) == 0 && len(l.codes) == 0 && contains(l.fold, forecastWord) &&
		slices.ContainsFunc(laterWords, func(w token.Pattern) bool { return contains(l.fold, w) })
}

// goesOnAside reports whether a line is still about later forecasts: it stands right below such a line, and it names them, heads their table, or
// prints a date and does not speak of the invoice.
func (p *part) goesOnAside(at int) bool {
	above, l := p.lines[at-1], p.lines[at]
	if above.page != l.page || l.box.Y0-above.box.Y1 > widestAside*max(above.height, l.height) || len(l.codes) > 0 {
		return false
	}
	return contains(l.fold, forecastWord) || columnsOf(l) != nil ||
		(len(l.dates) > 0 && !lineHas(l, labelIssued, labelSold, labelPeriod, labelDue, labelRefund, labelNet, labelVAT, labelGross))
}

// widestAside is the gap, in heights of text, that ends what is said of later forecasts.
const widestAside = 1.5
