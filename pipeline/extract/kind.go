package extract

import (
	"slices"

	"wattlake/lake"
)

// kindOf decides the kind by the headings that carry the invoice's own number or stand alone above it.
func (p *part) kindOf(found []heading, own heading, hasOwn bool) lake.Kind {
	correcting, forecasting, note := false, false, false
	number := lake.FoldNumber(own.number.value)
	for _, h := range found {
		carries := hasOwn && lake.FoldNumber(h.number.value) == number && !h.reference && !h.doubtful
		above := h.title && h.number.value == "" && !h.reference && (!hasOwn || h.line.index <= own.line.index+1)
		if hasOwn && own.doubtful && h.start == own.start && h.line == own.line {
			carries = true
		}
		if !carries && !above {
			continue
		}
		correcting = correcting || h.correcting
		forecasting = forecasting || h.forecasting
		note = note || h.note
	}
	switch {
	case note:
		return lake.Other
	case p.isOtherGood():
		return lake.Other
	case correcting:
		return lake.Correction
	case forecasting:
		return lake.Forecast
	case !hasOwn && !p.isEnergy():
		return lake.Other
	}
	return lake.Settlement
}

var (
	otherGoods = []pattern{
		newPattern("współczynnik konwersji"), newPattern("paliwo gazowe"), newPattern("paliwa gazowego"), newPattern("gaz ziemny"), newPattern("gazu ziemnego"),
		newPattern("dystrybucja gazu"), newPattern("sprzedaż gazu"), newPattern("ciepło"), newPattern("energia cieplna"), newPattern("energii cieplnej"),
		newPattern("olej napędowy"), newPattern("benzyna*"), newPattern("pb95"), newPattern("pb 95"), newPattern("autogaz"),
	}
	electricityFees = []pattern{
		newPattern("energia czynna"), newPattern("energię czynną"), newPattern("energii czynnej"), newPattern("opłata mocowa"), newPattern("opłata oze"),
		newPattern("opłata kogeneracyjna"), newPattern("opłata jakościowa"),
	}
	energyWords = []pattern{
		newPattern("energii elektrycznej"), newPattern("energię elektryczną"), newPattern("energia elektryczna"), newPattern("energia czynna"), newPattern("energię czynną"),
		newPattern("energii czynnej"), newPattern("usługi dystrybucji"), newPattern("usług dystrybucji"), newPattern("opłata sieciowa"), newPattern("opłata zmienna sieciowa"),
		newPattern("prąd*"), newPattern("energię"), newPattern("energii"), newPattern("dystrybucj*"), newPattern("opłata mocowa"),
	}
)

// isOtherGood reports whether the invoice bills gas, heat or something that has nothing to do with energy.
func (p *part) isOtherGood() bool {
	if p.hasPPE() {
		return false
	}
	if p.has(otherGoods...) && !p.has(electricityFees...) {
		return true
	}
	return !p.isEnergy()
}

// isEnergy reports whether anything on the page speaks of electricity.
func (p *part) isEnergy() bool {
	return p.hasPPE() || p.has(energyWords...) || p.has(wordKWh, wordMWh)
}

func (p *part) hasPPE() bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		return slices.ContainsFunc(l.codes, func(c code) bool { return c.kind == codePPE || c.kind == codeBadPPE || c.kind == codeOldPPE })
	})
}

var (
	bothScopes = []pattern{
		newPattern("za energię elektryczną i usługi dystrybucji"), newPattern("energii elektrycznej i świadczenia usługi dystrybucji"), newPattern("sprzedaży i dystrybucji"),
		newPattern("sprzedaż i dystrybucja"), newPattern("umowa kompleksowa"), newPattern("umowy kompleksowej"), newPattern("usługa kompleksowa"),
		newPattern("energii elektrycznej i usług* dystrybucji"), newPattern("energia i dystrybucja"), newPattern("energii i dystrybucji"),
	}
	distributionHeads = []pattern{newPattern("za usługi dystrybucji"), newPattern("za usługę dystrybucji"), newPattern("usługa dystrybucji energii")}
	saleHeads         = []pattern{newPattern("za energię elektryczną"), newPattern("sprzedaż energii elektrycznej"), newPattern("za energię")}
)

// scopeOf decides which part of the bill the invoice covers: by heading, the longest wording first, else by its fees.
func (p *part) scopeOf() lake.Scope {
	switch {
	case p.has(bothScopes...):
		return lake.Comprehensive
	case p.headed(distributionHeads) && !p.names(feeActive):
		return lake.Distribution
	case p.headed(saleHeads) && !p.headed(distributionHeads) && !p.names(feeVariable, feePerKWh):
		return lake.Sale
	}
	sale, distribution := p.names(feeActive), p.names(feeVariable, feePerKWh) || p.headed(distributionHeads)
	switch {
	case distribution && !sale:
		return lake.Distribution
	case sale && distribution:
		return lake.Comprehensive
	case sale && p.singleBill():
		return lake.Comprehensive
	}
	return lake.Sale
}

// headed reports whether a short cell, as headings are and footers are not, contains one of the wordings.
func (p *part) headed(wordings []pattern) bool {
	for _, l := range p.lines {
		for _, c := range l.cells {
			if text := l.fold[c.start:c.end]; len(text) <= maxHeading && slices.ContainsFunc(wordings, func(w pattern) bool { return contains(text, w) }) {
				return true
			}
		}
	}
	return false
}

// maxHeading is the longest heading in characters.
const maxHeading = 70

// singleBill reports whether the invoice gives totals only, as bills for homes do.
func (p *part) singleBill() bool { return len(p.hits(labelPrice)) == 0 }

// names reports whether the page bills one of the fees; "energia elektryczna" without a figure may be a slogan.
func (p *part) names(wanted ...fee) bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		words := l.fold[:firstValue(l)]
		return slices.Contains(wanted, feeOf(words)) && (len(l.numbers) > 0 || !contains(words, energyWords[2]))
	})
}
