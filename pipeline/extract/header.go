package extract

import (
	"slices"
	"strings"

	"wattlake/lake"
)

// dated returns the first date that labels of one kind announce: in the order of the dictionary's trust, then of the page.
func (p *part) dated(l label) (evidence, bool) {
	var best evidence
	for _, h := range p.hits(l) {
		if h.entry.text == "z dnia" || otherInvoice(h) {
			continue
		}
		if e, ok := p.dateFor(h); ok && (e.score > best.score || (l == labelDueDate && e.score == best.score && e.value > best.value)) && !p.listsDates(h) {
			best = e
		}
	}
	return best, best.value != ""
}

// listsDates reports whether a label heads a column of several dates: a list, not the invoice's own date.
func (p *part) listsDates(h hit) bool {
	count := 0
	for _, z := range p.below(h) {
		if slices.ContainsFunc(z.line.dates, func(d dateToken) bool { return d.start >= z.start && d.end <= z.end }) {
			count++
		}
	}
	return count > 1
}

// otherInvoice reports whether a date's label belongs to another invoice that its line names: "do faktury X data wystawienia".
func otherInvoice(h hit) bool {
	c := h.line.cells[h.line.cellAt(h.start)]
	for _, head := range headings(h.line) {
		if head.reference && head.start < h.start && head.start >= c.start {
			return true
		}
	}
	return false
}

// issueDate is the labelled date, else "z dnia" right behind the invoice's own number.
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
	return evidence{}, false
}

// dateBehind returns the date that follows "z dnia" behind a heading's number, on its line or the next.
func (p *part) dateBehind(own heading) (evidence, bool) {
	for _, h := range p.hits(labelIssued) {
		if h.entry.text != "z dnia" || h.line.page != own.line.page || h.line.index < own.line.index || h.line.index > own.line.index+1 {
			continue
		}
		if h.line == own.line && h.start < own.end || (h.line != own.line && (otherInvoice(h) || len(headings(h.line)) > 0)) {
			continue
		}
		if e, ok := p.dateFor(h); ok {
			return e, true
		}
	}
	return evidence{}, false
}

// invoicePeriod is a period with its place.
type invoicePeriod struct {
	period

	line  *line
	score float64
	rule  string
}

// periodOf returns the period of the invoice: the labelled one that is most often printed, earlier ones first.
func (p *part) periodOf() (best invoicePeriod, sure, ok bool) {
	var found []invoicePeriod
	for _, h := range p.hits(labelPeriod) {
		if before := h.line.fold[h.line.cells[h.line.cellAt(h.start)].start:h.end]; isDecoy(before) || p.isForecastOnly(string(before)) {
			continue
		}
		if per, l, score, rule, ok := p.periodFor(h); ok {
			found = append(found, invoicePeriod{per, l, score + labelTrust(h), rule})
		}
	}
	if len(found) == 0 {
		for _, h := range p.hits(labelSold) {
			if per, l, score, rule, ok := p.salePeriod(h); ok {
				return invoicePeriod{per, l, score, rule}, true, true
			}
		}
		if p.kind == lake.Other {
			return invoicePeriod{}, false, false
		}
		return p.linePeriod()
	}
	for i := range found {
		for j := range found {
			if i != j && found[i].from == found[j].from && found[i].to == found[j].to {
				found[i].score += 0.05
			}
		}
	}
	best = found[0]
	for _, f := range found[1:] {
		if f.score > best.score+0.01 {
			best = f
		}
	}
	sure = true
	for _, f := range found {
		if (f.from != best.from || f.to != best.to) && f.score >= best.score && !within(f.period, best.period) {
			sure = false
		}
	}
	best.score = min(best.score, 1)
	return best, sure, true
}

// salePeriod reads the period that some invoices print as their date of sale.
func (p *part) salePeriod(h hit) (period, *line, float64, string, bool) {
	for _, z := range p.zones(h) {
		for _, per := range periodsOf(z.line) {
			if per.start >= z.start && per.start < z.end && per.from != per.to {
				return per, z.line, z.score, z.rule, true
			}
		}
	}
	return period{}, nil, 0, "", false
}

// labelTrust prefers explicit wordings of the period to general ones.
func labelTrust(h hit) float64 {
	switch {
	case strings.Contains(h.entry.text, "rozlicz") || strings.Contains(h.entry.text, "prognoz"):
		return 0.1
	case strings.HasPrefix(h.entry.text, "za okres"), strings.HasPrefix(h.entry.text, "za mies"):
		return 0.08
	case h.entry.text == "okres":
		return 0
	}
	return 0.05
}

func within(inner, outer period) bool {
	return !inner.from.Before(outer.from) && !outer.to.Before(inner.to)
}

// linePeriod returns the span of the periods printed in the bill's lines, for an invoice that labels none.
func (p *part) linePeriod() (best invoicePeriod, sure, ok bool) {
	sure = true
	for _, l := range p.lines {
		if len(amountsOf(l)) == 0 && len(l.numbers) < 2 && !lineHas(l, labelPeriod) {
			continue
		}
		for _, per := range periodsOf(l) {
			if !ok {
				best, ok = invoicePeriod{per, l, 0.7, "period of the bill's lines"}, true
				continue
			}
			sure = sure && within(per, best.period)
			if per.from.Before(best.from) {
				best.from = per.from
			}
			if best.to.Before(per.to) {
				best.to = per.to
			}
		}
	}
	return best, sure, ok
}

// party is the seller or the buyer.
type party struct {
	name evidence
	nip  evidence
}

// parties finds seller and buyer: by their headings, else the first tax number is the seller's.
func (p *part) parties() (seller, buyer party) {
	seller, buyer = p.party(labelSeller), p.party(labelBuyer)
	var rest []evidence
	for _, l := range p.lines {
		for _, c := range l.codes {
			e := newEvidence(l, c.start, c.end, c.value, "tax number", 0.8)
			known := func(o evidence) bool { return o.value == c.value }
			if c.kind == codeNIP && !known(seller.nip) && !known(buyer.nip) && !slices.ContainsFunc(rest, known) && labelledNIP(l, c) {
				rest = append(rest, e)
			}
		}
	}
	if seller.nip.value == "" && len(rest) > 0 {
		seller.nip, rest = rest[0], rest[1:]
	}
	if buyer.nip.value == "" && len(rest) > 0 {
		buyer.nip = rest[0]
	}
	if seller.name.value == "" {
		seller.name = p.companyName()
	}
	return seller, buyer
}

// labelledNIP reports whether "NIP" stands in front of the number, so that no other ten digits are taken for one.
func labelledNIP(l *line, c code) bool {
	return slices.ContainsFunc(l.labels, func(h hit) bool { return h.is(labelNIP) && h.start <= c.start })
}

// maxPartyLines is how many lines below its heading a party's block may reach.
const maxPartyLines = 7

// maxNameLines is how many cells below a party's heading its name may stand.
const maxNameLines = 5

// party reads the block to the right of and below a heading.
func (p *part) party(l label) party {
	var found party
	for _, h := range p.hits(l) {
		c := h.line.cells[h.line.cellAt(h.start)]
		if c.start != h.start && len(h.line.cells) > 0 && h.start-c.start > 3 {
			continue
		}
		box := h.line.boxOf(h.start, h.end)
		right := box.X0 + partyWidth(h)
		block := p.blockLines(h, box, right)
		for i, z := range block {
			for _, code := range z.line.codes {
				if code.kind == codeNIP && code.start >= z.start && code.end <= z.end && found.nip.value == "" {
					found.nip = newEvidence(z.line, code.start, code.end, code.value, "tax number below "+h.entry.text, 0.95)
				}
			}
			if found.name.value == "" && i < maxNameLines {
				found.name = nameIn(z)
			}
		}
		if found.nip.value != "" {
			return found
		}
	}
	return found
}

// partyWidth returns how far to the right of its heading a party's block may reach: to the next heading of the line.
func partyWidth(h hit) float64 {
	for _, other := range h.line.labels {
		if other.start > h.end && (other.is(labelSeller) || other.is(labelBuyer)) {
			return h.line.boxOf(other.start, other.end).X0 - h.line.boxOf(h.start, h.end).X0
		}
	}
	return 1e9
}

// blockLines returns the cells of a party's block: the rest of the heading's line and the column below it.
func (p *part) blockLines(h hit, box lake.Box, right float64) []zone {
	var zones []zone
	for i := h.line.index; i < len(p.lines) && i <= h.line.index+maxPartyLines; i++ {
		l := p.lines[i]
		if l.page != h.line.page {
			break
		}
		if l == h.line {
			end := len(l.fold)
			for _, other := range l.labels {
				if other.start > h.end && (other.is(labelSeller) || other.is(labelBuyer)) {
					end = min(end, other.start)
				}
			}
			if h.end < end {
				zones = append(zones, zone{line: l, start: h.end, end: end})
			}
			continue
		}
		if first := l.labels; len(first) > 0 && (first[0].is(labelSeller) || first[0].is(labelBuyer)) && l.boxOf(first[0].start, first[0].end).X0 < right {
			break
		}
		for _, c := range l.cells {
			if c.box.X0 >= box.X0-l.height && c.box.X0 < right-l.height {
				zones = append(zones, zone{line: l, start: c.start, end: c.end})
			}
		}
	}
	return zones
}

// nameIn returns the name that begins a zone, "" if it begins with something else.
func nameIn(z zone) evidence {
	start := z.start
	for start < z.end && !isAlnum(z.line.fold[start]) {
		start++
	}
	end := z.end
	for _, h := range z.line.labels {
		if h.start < start || h.start >= end {
			continue
		}
		switch {
		case string(z.line.fold[start:h.end]) == "nazwa":
			return nameIn(zone{line: z.line, start: h.end, end: z.end})
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
	if end-start < 3 || !hasLetters(z.line.fold[start:end]) {
		return evidence{}
	}
	name := strings.TrimRight(z.line.text(start, end), " ,;:")
	if z.line.ocr {
		name = strings.Replace(name, " z 0.0", " z o.o", 1)
	}
	return newEvidence(z.line, start, end, name, "name below the party's heading", 0.85)
}

// identificationWords head the block of a party in prints of e-invoices.
var identificationWords = newPattern("dane identyfikacyjne")

var companyForms = []pattern{newPattern("s.a."), newPattern("sp. z o.o."), newPattern("sa"), newPattern("s.a"), newPattern("sp. z o. o.")}

// companyName returns the first cell that names a company by its legal form.
func (p *part) companyName() evidence {
	for _, l := range p.lines {
		for _, c := range l.cells {
			for _, form := range companyForms {
				if at := indexOf(l.fold[c.start:c.end], form); at > 3 {
					end := form.match(l.fold, c.start+at, 0)
					return newEvidence(l, c.start, end, l.text(c.start, end), "first company name", 0.6)
				}
			}
		}
	}
	return evidence{}
}

// reasonOf returns the reason of a correction: the rest of its cell, else the cell below.
func (p *part) reasonOf() evidence {
	for _, h := range p.hits(labelReason) {
		for _, z := range p.zones(h) {
			start := z.start
			for start < z.end && !isAlnum(z.line.fold[start]) {
				start++
			}
			end := z.line.cells[z.line.cellAt(min(start, z.end-1))].end
			if end-start > 3 && hasLetters(z.line.fold[start:end]) {
				return newEvidence(z.line, start, end, z.line.text(start, end), z.rule, 0.9)
			}
		}
	}
	return evidence{}
}

var currencyWords = []pattern{newPattern("zł"), newPattern("pln"), newPattern("złotych"), newPattern("złote")}

// currencyOf returns PLN when the page prints it or its sign anywhere.
func (p *part) currencyOf() evidence {
	for _, l := range p.lines {
		for _, n := range l.numbers {
			if n.unit == unitMoney {
				return newEvidence(l, n.start, n.end, "PLN", "currency of an amount", 0.97)
			}
		}
	}
	if p.has(currencyWords...) {
		return evidence{value: "PLN", rule: "currency on the page", score: 0.9, confidence: 1}
	}
	return evidence{}
}

// ksefNumber returns the number in the national e-invoice system that is not that of a corrected invoice.
func (p *part) ksefNumber() evidence {
	for _, l := range p.lines {
		for _, c := range l.codes {
			if c.kind == codeKSeF && !slices.ContainsFunc(headings(l), func(h heading) bool { return h.reference }) && !contains(l.fold, newPattern("korygowan*")) {
				return newEvidence(l, c.start, c.end, c.value, "form of a KSeF number", 0.95)
			}
		}
	}
	return evidence{}
}
