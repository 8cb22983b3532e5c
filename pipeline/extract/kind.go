package extract

import (
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// kindOf decides the kind by the headings that carry the invoice's own number or stand alone above it.
func (p *part) kindOf(found []heading, own heading, hasOwn bool) lake.Kind {
	correcting, forecasting, note := false, false, false
	number := lake.FoldNumber(own.number.value)
	for _, h := range found {
		correcting = correcting || (h.corrected && h.number.value != "" && len(amountsOf(h.line)) == 0) // below "Faktura VAT nr"
		carries := hasOwn && lake.FoldNumber(h.number.value) == number && !h.reference && !h.doubtful
		above := h.title && h.number.value == "" && !h.reference && (!hasOwn || h.line.index <= own.line.index+1 || besideNumber(h, own))
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
	case p.chargesForecast(), slices.ContainsFunc(p.lines, func(l *line) bool { return namedForecast.Match(l.fold) }):
		return lake.Forecast
	}
	return lake.Settlement
}

// besideNumber reports whether a title stands close below the invoice's number, as on prints of e-invoices.
func besideNumber(title, own heading) bool {
	const closeBy = 3 // lines
	l := own.number.line
	return l != nil && title.line.page == l.page && title.line.index > l.index && title.line.index <= l.index+closeBy
}

var (
	// gasWords are wordings of gas, whose points have codes like those of electricity.
	gasWords = []token.Pattern{
		token.NewPattern("współczynnik konwersji"), token.NewPattern("współczynnika konwersji"), token.NewPattern("wsp. konwersji"), token.NewPattern("współcz. konwersji"),
		token.NewPattern("paliwo gazowe"), token.NewPattern("paliwa gazowego"), token.NewPattern("paliwem gazowym"), token.NewPattern("gaz ziemny"), token.NewPattern("gazu ziemnego"),
		token.NewPattern("gazem ziemnym"), token.NewPattern("dystrybucja gazu"), token.NewPattern("dystrybucji gazu"), token.NewPattern("sprzedaż gazu"), token.NewPattern("sprzedaży gazu"),
	}
	otherGoods = append(slices.Clone(gasWords),
		token.NewPattern("ciepło"), token.NewPattern("energia cieplna"), token.NewPattern("energii cieplnej"), token.NewPattern("ciepła"),
		token.NewPattern("ciepłej wody"), token.NewPattern("moc cieplna"), token.NewPattern("nośnik ciepła"), token.NewPattern("gj"),
	)
	// strangers are goods that are not measured in kWh: their words in an address or a name say nothing on a page that speaks of kWh.
	strangers = []token.Pattern{
		token.NewPattern("olej napędowy"), token.NewPattern("olej opałowy"), token.NewPattern("benzyna*"), token.NewPattern("pb95"), token.NewPattern("pb 95"), token.NewPattern("autogaz"), token.NewPattern("lpg"),
		token.NewPattern("gaz płynny"), token.NewPattern("pellet*"), token.NewPattern("węgiel"), token.NewPattern("woda"), token.NewPattern("wody"), token.NewPattern("wodę"), token.NewPattern("ścieki"), token.NewPattern("ścieków"), token.NewPattern("odpady"), token.NewPattern("odpadów"),
		token.NewPattern("telekomunikacyjn*"), token.NewPattern("telefoniczn*"), token.NewPattern("internet"), token.NewPattern("abonament rtv"), token.NewPattern("czynsz*"),
	}
	electricityFees = []token.Pattern{
		token.NewPattern("energia czynna"), token.NewPattern("energię czynną"), token.NewPattern("energii czynnej"), token.NewPattern("opłata mocowa"), token.NewPattern("opłata oze"),
		token.NewPattern("opłata kogeneracyjna"), token.NewPattern("opłata jakościowa"),
	}
	energyWords = []token.Pattern{
		token.NewPattern("energii elektrycznej"), token.NewPattern("energię elektryczną"), token.NewPattern("energia elektryczna"), token.NewPattern("energia czynna"), token.NewPattern("energię czynną"),
		token.NewPattern("energii czynnej"), token.NewPattern("usługi dystrybucji"), token.NewPattern("usług dystrybucji"), token.NewPattern("opłata sieciowa"), token.NewPattern("opłata zmienna sieciowa"),
		token.NewPattern("prąd*"), token.NewPattern("energię"), token.NewPattern("energii"), token.NewPattern("dystrybucj*"), token.NewPattern("opłata mocowa"),
	}
)

// isOtherGood reports whether the invoice bills gas, heat or something that has nothing to do with energy. What rows and headings
// say counts: footers speak of everything.
func (p *part) isOtherGood() bool {
	if p.hasPPE() {
		return p.billsAny(gasWords) && !p.billsAny(electricityFees) && !p.billsAny(energyWords[:3])
	}
	if (p.billsAny(otherGoods) || (p.billsAny(strangers) && !p.has(wordKWh, wordMWh))) && !p.billsAny(electricityFees) {
		return true
	}
	return !p.isEnergy()
}

// billsAny reports whether a row with amounts, a heading or the head of a table contains one of the wordings.
func (p *part) billsAny(wordings []token.Pattern) bool {
	return p.rowNames(wordings) || p.headed(wordings) || slices.ContainsFunc(p.tables(), func(t table) bool {
		return slices.ContainsFunc(wordings, func(w token.Pattern) bool { return contains(t.head.fold, w) })
	})
}

// rowNames reports whether a row with amounts contains one of the wordings.
func (p *part) rowNames(wordings []token.Pattern) bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		return len(amountsOf(l)) > 0 && slices.ContainsFunc(wordings, func(w token.Pattern) bool { return contains(l.fold, w) })
	})
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
	bothScopes = []token.Pattern{
		token.NewPattern("za energię elektryczną i usługi dystrybucji"), token.NewPattern("energii elektrycznej i świadczenia usługi dystrybucji"), token.NewPattern("sprzedaży i dystrybucji"),
		token.NewPattern("sprzedaż i dystrybucja"), token.NewPattern("umowa kompleksowa"), token.NewPattern("umowy kompleksowej"), token.NewPattern("usługa kompleksowa"),
		token.NewPattern("energii elektrycznej i usług* dystrybucji"), token.NewPattern("energia i dystrybucja"), token.NewPattern("energii i dystrybucji"),
	}
	distributionHeads = []token.Pattern{token.NewPattern("za usługi dystrybucji"), token.NewPattern("za usługę dystrybucji"), token.NewPattern("usługa dystrybucji energii")}
	saleHeads         = []token.Pattern{token.NewPattern("za energię elektryczną"), token.NewPattern("sprzedaż energii elektrycznej"), token.NewPattern("za energię")}
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
	case distribution && !sale && !p.billsAny(saleWords):
		return lake.Distribution
	case distribution && sale, p.billsAny(distributionWords):
		return lake.Comprehensive
	case sale && p.singleBill():
		return lake.Comprehensive
	case !sale && !distribution && p.kind != lake.Correction && !p.headed(saleHeads) && !p.listsPoints(): // totals only: homes and small firms get one bill for both
		return lake.Comprehensive
	}
	return lake.Sale
}

// listsPoints reports whether several metering points stand in rows of a table.
func (p *part) listsPoints() bool {
	rows := 0
	for _, l := range p.lines {
		if len(p.ppeCodes(l)) > 0 && rowOfPoint(l) {
			rows++
		}
	}
	return rows > 1
}

var (
	saleWords         = []token.Pattern{token.NewPattern("sprzedaż energii*"), token.NewPattern("sprzedaż netto"), token.NewPattern("obrót")}
	distributionWords = []token.Pattern{token.NewPattern("dystrybucj*")}
)

// headed reports whether a short cell, as headings are and footers are not, contains one of the wordings.
func (p *part) headed(wordings []token.Pattern) bool {
	for _, l := range p.lines {
		for _, c := range l.cells {
			if text := l.fold[c.start:c.end]; len(text) <= maxHeading && slices.ContainsFunc(wordings, func(w token.Pattern) bool { return contains(text, w) }) {
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
