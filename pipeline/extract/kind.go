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
	gasWords = []pattern{
		newPattern("współczynnik konwersji"), newPattern("współczynnika konwersji"), newPattern("wsp. konwersji"), newPattern("współcz. konwersji"),
		newPattern("paliwo gazowe"), newPattern("paliwa gazowego"), newPattern("paliwem gazowym"), newPattern("gaz ziemny"), newPattern("gazu ziemnego"),
		newPattern("gazem ziemnym"), newPattern("dystrybucja gazu"), newPattern("dystrybucji gazu"), newPattern("sprzedaż gazu"), newPattern("sprzedaży gazu"),
	}
	otherGoods = append(slices.Clone(gasWords),
		newPattern("ciepło"), newPattern("energia cieplna"), newPattern("energii cieplnej"), newPattern("ciepła"),
		newPattern("ciepłej wody"), newPattern("moc cieplna"), newPattern("nośnik ciepła"), newPattern("gj"),
	)
	// strangers are goods that are not measured in kWh: their words in an address or a name say nothing on a page that speaks of kWh.
	strangers = []pattern{
		newPattern("olej napędowy"), newPattern("olej opałowy"), newPattern("benzyna*"), newPattern("pb95"), newPattern("pb 95"), newPattern("autogaz"), newPattern("lpg"),
		newPattern("gaz płynny"), newPattern("pellet*"), newPattern("węgiel"), newPattern("woda"), newPattern("wody"), newPattern("wodę"), newPattern("ścieki"), newPattern("ścieków"), newPattern("odpady"), newPattern("odpadów"),
		newPattern("telekomunikacyjn*"), newPattern("telefoniczn*"), newPattern("internet"), newPattern("abonament rtv"), newPattern("czynsz*"),
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
func (p *part) billsAny(wordings []pattern) bool {
	return p.rowNames(wordings) || p.headed(wordings) || slices.ContainsFunc(p.tables(), func(t table) bool {
		return slices.ContainsFunc(wordings, func(w pattern) bool { return contains(t.head.fold, w) })
	})
}

// rowNames reports whether a row with amounts contains one of the wordings.
func (p *part) rowNames(wordings []pattern) bool {
	return slices.ContainsFunc(p.lines, func(l *line) bool {
		return len(amountsOf(l)) > 0 && slices.ContainsFunc(wordings, func(w pattern) bool { return contains(l.fold, w) })
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
	saleWords         = []pattern{newPattern("sprzedaż energii*"), newPattern("sprzedaż netto"), newPattern("obrót")}
	distributionWords = []pattern{newPattern("dystrybucj*")}
)

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
