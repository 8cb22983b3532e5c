package extract

import (
	"slices"

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
	currency currency
	usage    usage
	points   []point
	items    []item
	change   change
	vatRows  []lake.VATRow
	has      has
	speaksOf bool // mentions metering points or kWh at all

	rowsMissing bool // the only coded row of a table is not the whole invoice
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
	f.own = surestPrint(f.own, found)
	f.refs = references(found, f.own.number.value)
	f.alignSeries()
	if own, ok := p.patternedNumber(f.own, f.refs); ok {
		f.own, f.has.number = own, true
		found = append(found, own)
	}
	if f.kind = p.kindOf(found, f.own, f.has.number); f.kind != lake.Forecast {
		p.silence()
	}
	f.issued, _ = p.issueDate(f.own)
	f.sold, _ = p.dated(labelSold)
	f.dueDate = p.payBy()
	f.seller, f.buyer = p.parties()
	f.ksef = p.ksefNumber()
	f.dues, f.worded = p.dues(), p.wordedAmounts()
	p.kind = f.kind
	f.period, f.has.periodClear, f.has.period = p.periodOf()
	if f.kind == lake.Other {
		p.readAmounts(&f)
		f.currency = p.currencyOf(&f)
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
		if f.has.sums {
			p.netsOfRows(f.points, f.sums.net)
		}
	}
	f.currency = p.currencyOf(&f)
	f.completePoints()
	f.vatRows = p.vatRowsOf(f.sums)
	return f
}

// has tells which of the facts were found, and whether nothing else was nearly as good.
type has struct {
	number, period, periodClear, sums, sumsClear, usage bool
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
		net += it.net.Money()
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
