package extract

import (
	"cmp"

	"wattlake/lake"
)

// ordinal is the version of the rules. It rises whenever a change should replace stored results.
const ordinal = 1

// Extractor turns words into invoices. It is pure and safe for concurrent use.
type Extractor struct {
	dict *dictionary
}

// New returns an extractor with the general rules, refined by the profiles.
func New(profiles ...Profile) *Extractor {
	return &Extractor{dict: standard.with(profiles)}
}

// Ordinal is the version of the rules: a higher one replaces earlier results.
func (e *Extractor) Ordinal() int { return ordinal }

// Extract returns one reading per invoice in the document, at least one.
func (e *Extractor) Extract(text lake.PageText) []lake.Reading {
	var readings []lake.Reading
	for i, lines := range split(scan(text.Pages, e.dict)) {
		p := newPart(lines)
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
func split(lines []*line) [][]*line {
	var parts [][]*line
	start, current := 0, ""
	for i := 0; i < len(lines); {
		end := i
		for end < len(lines) && lines[end].page == lines[i].page {
			end++
		}
		page := newPart(lines[i:end])
		if own, ok := ownHeading(page.headingsOf()); ok && own.numbered {
			number := lake.FoldNumber(own.number.value)
			if current != "" && number != current {
				parts = append(parts, lines[start:i])
				start = i
			}
			current = number
		}
		i = end
	}
	return append(parts, lines[start:])
}

// facts is everything that was read of one invoice before it is judged.
type facts struct {
	kind     lake.Kind
	scope    lake.Scope
	own      heading
	refs     []heading
	issued   evidence
	sold     evidence
	dueDate  evidence
	period   invoicePeriod
	seller   party
	buyer    party
	reason   evidence
	ksef     evidence
	sums     sums
	due      evidence
	currency evidence
	usage    usage
	points   []point
	items    []item
	change   change
	vatRows  []lake.VATRow
	has      has
	speaksOf bool // mentions metering points or kWh at all

	rowsMissing bool // the only coded row of a table is not the whole invoice
}

// has tells which of the facts were found, and whether nothing else was nearly as good.
type has struct {
	number, period, periodClear, sums, sumsClear, usage bool
}

// read reads one invoice.
func (p *part) read() lake.Reading {
	f := p.facts()
	r := lake.Reading{Pages: p.pages, Fields: f.fields(), Findings: p.judge(&f)}
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

// ppeOf returns the code of the point whose section holds the item.
func (f *facts) ppeOf(it item, only string) string {
	if only != "" {
		return only
	}
	for _, pt := range f.points {
		if len(pt.lines) > 0 && it.line.index >= pt.lines[0].index && it.line.index <= pt.lines[len(pt.lines)-1].index {
			return pt.code.value
		}
	}
	return ""
}

// facts reads the fields in the order in which they depend on each other.
func (p *part) facts() facts {
	var f facts
	found := p.headingsOf()
	f.own, f.has.number = ownHeading(found)
	f.refs = references(found, f.own.number.value)
	f.kind = p.kindOf(found, f.own, f.has.number)
	f.issued, _ = p.issueDate(f.own)
	f.sold, _ = p.dated(labelSold)
	f.dueDate, _ = p.dated(labelDueDate)
	f.seller, f.buyer = p.parties()
	f.ksef = p.ksefNumber()
	f.due = p.amountDue()
	f.currency = p.currencyOf()
	p.kind = f.kind
	f.period, f.has.periodClear, f.has.period = p.periodOf()
	if f.kind == lake.Other {
		p.readAmounts(&f)
		return f
	}
	f.items = p.itemsOf(p.lines)
	f.scope = p.scopeOf()
	f.points = p.pointsOf()
	p.fillPoints(f.points)
	f.speaksOf = len(p.hits(labelPPE)) > 0 || p.has(wordKWh, wordMWh)
	if f.kind == lake.Correction {
		f.reason = p.reasonOf()
		p.readCorrection(&f)
	} else {
		p.readAmounts(&f)
		p.readUsage(&f)
	}
	f.completePoints()
	f.vatRows = p.vatRowsOf(f.sums)
	return f
}

// readAmounts decides net, VAT and gross.
func (p *part) readAmounts(f *facts) {
	a := anchors{due: p.dueAmounts(), words: p.amountsInWords()}
	if len(f.points) > 1 {
		for _, pt := range f.points {
			a.pointed += pt.netted
		}
	}
	f.sums, f.has.sumsClear, f.has.sums = p.solve(f.kind == lake.Forecast, a)
}

// readUsage decides the consumption: of the only point, else the sum over the points.
func (p *part) readUsage(f *facts) {
	if len(f.points) <= 1 {
		f.usage, f.has.usage = p.consumptionOf(p.lines, f.items)
		if !f.has.usage && len(f.points) == 1 && f.points[0].energy.value != "" {
			f.usage, f.has.usage = f.points[0].energy, true
		}
		return
	}
	f.usage, f.has.usage = sumOverPoints(f.points)
	f.usage.total = p.totalEnergy()
	f.usage.proven = f.usage.total != 0 && f.usage.total == f.usage.energy
}

// totalEnergy returns the consumption in the total row of a table, 0 if none is printed.
func (p *part) totalEnergy() lake.Energy {
	for _, t := range p.tables() {
		for _, l := range t.rows {
			if p.classOf(l, firstValue(l)) != classTotal {
				continue
			}
			if n, c, ok := t.inColumn(l, labelConsumption); ok && n.places != moneyPlaces {
				if energy, ok := energyOf(n, cmp.Or(c.unit, unitKWh)); ok {
					return energy
				}
			}
		}
	}
	return 0
}

func sumOverPoints(points []point) (usage, bool) {
	u := usage{evidence: evidence{rule: "sum over the points", confidence: 1, score: 0.95}}
	for _, pt := range points {
		if pt.energy.value == "" {
			return usage{}, false
		}
		u.energy += pt.energy.energy
		u.score = min(u.score, pt.energy.score)
		u.confidence = min(u.confidence, pt.energy.confidence)
		u.disputed = u.disputed || pt.energy.disputed
	}
	u.value = u.energy.String()
	return u, true
}

// readCorrection decides the difference and the consumption before and after.
func (p *part) readCorrection(f *facts) {
	f.change = p.changeOf()
	f.sums, f.has.sums, f.has.sumsClear = f.change.sums, f.change.known, !f.change.disputed
	f.due = p.correctionDue(f.sums.gross)
	if f.change.after.hasEnergy {
		f.usage, f.has.usage = f.change.after.energy, true
	} else {
		p.readUsage(f)
	}
	if len(f.points) == 1 {
		if f.change.after.hasEnergy {
			f.points[0].energy = f.change.after.energy
		}
		if f.change.before.hasEnergy {
			f.points[0].before = f.change.before.energy
		}
	}
}

// completePoints gives the only point what the invoice says, and every point the invoice's period if it prints none.
func (f *facts) completePoints() {
	for i := range f.points {
		pt := &f.points[i]
		if pt.period.from.IsZero() && f.has.period {
			pt.period = f.period.period
		}
		if len(f.points) > 1 {
			continue
		}
		f.rowsMissing = pt.row && f.has.sums && f.kind != lake.Correction && pt.netted != 0 && pt.netted != f.sums.net
		if f.has.sums {
			pt.net, pt.netted = f.sums.fields[0], f.sums.net
		}
		if f.has.usage && f.kind != lake.Correction {
			pt.energy = f.usage
		}
		if f.has.period {
			pt.period = f.period.period
		}
	}
}

// reference returns the corrected invoice that a heading names, with its date if that follows.
func (p *part) reference(h heading) lake.Reference {
	ref := lake.Reference{Number: h.number.value}
	for i := h.line.index; i <= min(h.line.index+1, len(p.lines)-1); i++ {
		l := p.lines[i]
		for _, d := range l.dates {
			if !d.isMonth() && (l != h.line || d.start > h.end) && (l == h.line || lineBegins(l, d.start)) {
				ref.IssueDate = d.from
				return ref
			}
		}
	}
	return ref
}

// lineBegins reports whether only "z dnia" or similar words stand in front of the position.
func lineBegins(l *line, at int) bool {
	return leads(l.fold[:at]) || len(l.labels) > 0 && l.labels[0].is(labelIssued) && l.labels[0].start < 3 && l.labels[0].end <= at
}

// amountDue returns what is to pay as printed; only "do zwrotu X" gives -X.
func (p *part) amountDue() evidence {
	var best evidence
	for _, h := range p.hits(labelDue) {
		e, ok := p.amountFor(h)
		if h.entry.text == "naleznosc" { // "Należność 453,45 płatna do …"
			e.score -= 0.3
		}
		if ok && e.score > best.score {
			best = e
		}
	}
	if best.value != "" {
		return best
	}
	return p.refund()
}

// refund returns the amount to be given back as a negative amount to pay.
func (p *part) refund() evidence {
	for _, h := range p.hits(labelRefund) {
		if e, ok := p.amountFor(h); ok && e.money() != 0 {
			e.value = (-e.money().Abs()).String()
			return e
		}
	}
	return evidence{}
}

// correctionDue returns what a correction leaves to pay: "do zapłaty" may be printed before, after and for the difference.
func (p *part) correctionDue(difference lake.Money) evidence {
	var last evidence
	for _, h := range p.hits(labelDue) {
		e, ok := p.amountFor(h)
		if ok && e.value == difference.String() {
			return e
		}
		if ok && p.classOf(h.line, h.start) == classPlain {
			last = e
		}
	}
	if e := p.refund(); e.value != "" {
		return e
	}
	return last
}

func (p *part) dueAmounts() []lake.Money {
	var found []lake.Money
	for _, h := range p.hits(labelDue) {
		if e, ok := p.amountFor(h); ok {
			found = append(found, e.money())
		}
	}
	return found
}

func (p *part) amountsInWords() []lake.Money {
	var found []lake.Money
	for _, h := range p.hits(labelWords) {
		text := append([]byte{}, h.line.fold[h.end:]...)
		if h.line.index+1 < len(p.lines) {
			text = append(append(text, ' '), p.lines[h.line.index+1].fold...)
		}
		if amount, ok := amountInWords(text); ok {
			found = append(found, amount)
		}
	}
	return found
}

// fields returns the invoice's fields.
func (f *facts) fields() lake.Fields {
	fields := lake.Fields{}
	put := func(name lake.FieldName, e evidence) {
		if e.value != "" {
			fields[name] = e.field()
		}
	}
	put(lake.FieldNumber, f.own.number)
	fields[lake.FieldKind] = lake.Field{Value: string(f.kind), Page: f.own.number.page, Box: f.own.number.box, Confidence: 0.97, Rule: "heading"}
	put(lake.FieldIssueDate, f.issued)
	put(lake.FieldSaleDate, f.sold)
	put(lake.FieldDueDate, f.dueDate)
	put(lake.FieldSellerName, f.seller.name)
	put(lake.FieldSellerNIP, f.seller.nip)
	put(lake.FieldBuyerName, f.buyer.name)
	put(lake.FieldBuyerNIP, f.buyer.nip)
	put(lake.FieldKSeFNumber, f.ksef)
	put(lake.FieldAmountDue, f.due)
	put(lake.FieldReason, f.reason)
	if f.scope != "" {
		fields[lake.FieldScope] = lake.Field{Value: string(f.scope), Confidence: 0.9, Rule: "heading or fees"}
	}
	if (f.kind == lake.Correction || f.own.correcting) && len(f.refs) > 0 {
		put(lake.FieldCorrects, f.refs[0].number)
	}
	if f.has.period {
		from := newEvidence(f.period.line, f.period.start, f.period.end, f.period.from.String(), f.period.rule, f.period.score)
		to := from
		to.value = f.period.to.String()
		put(lake.FieldPeriodStart, from)
		put(lake.FieldPeriodEnd, to)
	}
	if f.has.sums {
		put(lake.FieldNet, f.sums.fields[0])
		put(lake.FieldVAT, f.sums.fields[1])
		put(lake.FieldGross, f.sums.fields[2])
	}
	if f.currency.value != "" {
		put(lake.FieldCurrency, f.currency)
	}
	if f.kind == lake.Other {
		return fields
	}
	put(lake.FieldConsumption, f.usage.evidence)
	if !f.has.usage && !f.speaksOf {
		fields[lake.FieldConsumption] = lake.Field{Absent: true, Rule: "no energy on this document"}
	}
	if len(f.points) == 0 && !f.speaksOf {
		fields[lake.FieldPPE] = lake.Field{Absent: true, Rule: "no metering point on this document"}
	}
	return fields
}

// vatRowsOf returns the rows of the VAT summary: rows of known rates that add up to the invoice, else the invoice as one row.
func (p *part) vatRowsOf(total sums) []lake.VATRow {
	if total.gross == 0 && total.net == 0 {
		return nil
	}
	return vatSummary(p, total)
}
