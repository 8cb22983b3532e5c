package extract

import (
	"cmp"
	"slices"
	"strings"

	"wattlake/lake"
)

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
	dues     []payable // all that are printed
	worded   []worded
	balance  balance // what may remain to pay of the gross amount
	stated   balance // of a correction: of the gross amounts before and after it
	misprint misprint
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

// facts reads the fields in the order in which they depend on each other.
func (p *part) facts() facts {
	var f facts
	found := p.headingsOf()
	if f.own, f.has.number = ownHeading(found); !f.has.number {
		if bare, ok := p.bareNumber(); ok {
			f.own, f.has.number = bare, true
			found = append(found, bare)
		}
	}
	f.refs = references(found, f.own.number.value)
	if own, ok := p.patternedNumber(f.own, f.refs); ok {
		f.own, f.has.number = own, true
		found = append(found, own)
	}
	if f.kind = p.kindOf(found, f.own, f.has.number); f.kind != lake.Forecast {
		p.silence()
	}
	f.issued, _ = p.issueDate(f.own)
	f.sold, _ = p.dated(labelSold)
	f.dueDate, _ = p.dated(labelDueDate)
	f.seller, f.buyer = p.parties()
	f.ksef = p.ksefNumber()
	f.dues, f.worded = p.dues(), p.wordedAmounts()
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
	var a anchors
	for _, d := range f.dues {
		a.due = append(a.due, d.amount)
	}
	for _, w := range f.worded {
		a.words = append(a.words, w.wordedAmount)
	}
	if len(f.points) > 1 {
		for _, pt := range f.points {
			a.pointed += pt.netted
		}
	}
	for _, it := range f.items {
		if it.priced {
			a.items += it.net.money()
		}
	}
	f.sums, f.has.sumsClear, f.has.sums = p.solve(f.kind == lake.Forecast, a)
	p.keepPrinted(f)
	p.settleDue(f)
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
	f.usage.proven = f.usage.proven || (f.usage.total != 0 && f.usage.total == f.usage.energy)
}

// totalEnergy returns the consumption in the total row of a table, 0 if none is printed. Of several such rows the last is the sum of the
// others, or all are totals of points.
func (p *part) totalEnergy() lake.Energy {
	for _, t := range p.tables() {
		var sum, last lake.Energy
		for _, l := range t.rows {
			if p.classOf(l, firstValue(l)) != classTotal {
				continue
			}
			if n, c, ok := t.inColumn(l, labelConsumption); ok && n.places != moneyPlaces {
				if energy, ok := energyOf(n, cmp.Or(c.unit, unitKWh)); ok {
					sum, last = sum+energy, energy
				}
			}
		}
		if last != 0 && sum == 2*last {
			return last
		}
		if sum != 0 {
			return sum
		}
	}
	return 0
}

func sumOverPoints(points []point) (usage, bool) {
	u := usage{evidence: evidence{rule: "sum over the points", confidence: 1, score: 0.95}, proven: true, backed: true}
	for _, pt := range points {
		if pt.energy.value == "" {
			return usage{}, false
		}
		u.energy += pt.energy.energy
		u.score = min(u.score, pt.energy.score)
		u.confidence = min(u.confidence, pt.energy.confidence)
		u.disputed = u.disputed || pt.energy.disputed
		u.proven = u.proven && pt.energy.proven
		u.summed = u.summed || pt.energy.summed
		u.backed = u.backed && (pt.energy.proven || pt.energy.backed || !pt.energy.summed)
	}
	u.value = u.energy.String()
	return u, true
}

// readCorrection decides the difference and the consumption before and after.
func (p *part) readCorrection(f *facts) {
	f.change = p.changeOf()
	f.sums, f.has.sums, f.has.sumsClear = f.change.sums, f.change.known, !f.change.disputed
	adjustments := p.adjustments()
	f.balance = balanceOf([]lake.Money{f.sums.gross}, adjustments)
	if f.change.before.known && f.change.after.known {
		f.stated = balanceOf([]lake.Money{f.change.before.gross, f.change.after.gross}, adjustments)
	}
	f.due = f.correctionDue()
	p.settleChanges(f)
	switch {
	case f.change.only:
		f.usage, f.has.usage = p.replacedUsage(f.items)
		if len(f.points) > 1 {
			p.readPointChanges(f)
		}
		return
	case len(f.points) > 1:
		p.readPointChanges(f)
		if sum := pointDifference(f.points); sum != 0 && f.has.sums && sum == f.sums.net {
			f.change.agreed = true
		}
		return
	case f.change.after.hasEnergy:
		f.usage, f.has.usage = f.change.after.energy, true
	default:
		p.readUsage(f)
		f.usage.disputed = f.usage.disputed || (!f.usage.same && !strings.Contains(fold(f.usage.label), "korekcie")) // it may be that of the other state, or the change
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

// chargesOnce reports whether the rows without the only point's code are its other fees rather than other points: all rows are named fees
// that add up to the invoice, active energy is charged only in rows with the code, and every other fee for as much energy.
func (f *facts) chargesOnce(pt *point) bool {
	var net lake.Money
	active, others := lake.Energy(0), map[string]lake.Energy{}
	for _, it := range f.items {
		coded := slices.Contains(pt.lines, it.line)
		switch {
		case it.fee == feeNone, !it.priced, it.fee == feeActive && !coded:
			return false
		case it.fee == feeActive:
			active += it.energy
		case it.fee != feeOther && !coded:
			others[it.name] += it.energy
		}
		net += it.net.money()
	}
	for _, energy := range others {
		if energy != active {
			return false
		}
	}
	return net == f.sums.net
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
		f.rowsMissing = pt.row && f.has.sums && f.kind != lake.Correction && pt.netted != 0 && pt.netted != f.sums.net && !f.chargesOnce(pt)
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
