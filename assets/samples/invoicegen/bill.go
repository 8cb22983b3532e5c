package invoicegen

import (
	"fmt"
	"slices"
	"time"

	"wattlake/lake"
)

// party is a company with its identifiers on one bill.
type party struct {
	company
	nip, account string
}

// bill is everything that a layout prints.
type bill struct {
	layout   string
	seed     int64
	fileName string
	rnd      random
	look     look
	words    wording
	variants map[string]bool

	kind                     lake.Kind
	scope                    lake.Scope
	number, corrects, reason string
	correctsDate             lake.Date
	seller, buyer            party
	client                   string
	issue, due, start, end   lake.Date
	months                   int
	unit                     string // of energy: kWh or MWh
	subject                  subject
	late                     *bill // the invoice that a note on interest is about; nil for invented ones
	chained                  bool  // corrects a correction
	points                   []point
	before                   []point // of a correction: the state that it replaces
	rate                     int     // VAT, percent
	rowVAT                   bool    // VAT is the sum over the points
	quirks                   quirks
	overpaid, interest       lake.Money
	forecast                 lake.Money // net amount of billed forecasts; 0 lets the layout choose
}

// variant records that the sample contains a trap.
func (b *bill) variant(name string) { b.variants[name] = true }

// complete computes what follows from points, scope and dates; call it again after they have changed.
func (b *bill) complete() {
	b.settle()
	b.rate = vatRate(b.end)
	if b.start.Year == reducedVATYear {
		b.variant("vat-5")
	}
	if b.start.Year == reducedVATYear && b.rate != vatRate(b.start) {
		b.variant("two-vat-rates")
	}
}

// settle computes all lines.
func (b *bill) settle() {
	for i := range b.points {
		b.points[i].months = b.months
		b.points[i].settle(b.scope, b.unit, b.startOf(i), b.end)
	}
	for i := range b.before {
		b.before[i].months = b.months
		b.before[i].settle(b.scope, b.unit, b.start, b.end)
	}
}

// startOf is the first day of the point's period.
func (b *bill) startOf(i int) lake.Date {
	if b.quirks.late == i+1 {
		return b.quirks.connected
	}
	return b.start
}

func netOf(points []point) lake.Money {
	sum := lake.Money(0)
	for i := range points {
		sum += points[i].net
	}
	return sum
}

// vatRow is the amounts of one rate.
type vatRow struct {
	rate     int
	net, vat lake.Money
}

// vatRows adds the lines up by rate, the lower rate first.
func vatRows(points []point) []vatRow {
	var rows []vatRow
	for i := range points {
		for _, l := range points[i].lines {
			at := slices.IndexFunc(rows, func(r vatRow) bool { return r.rate == l.rate })
			if at < 0 {
				at, rows = len(rows), append(rows, vatRow{rate: l.rate})
			}
			rows[at].net += l.net
		}
	}
	for i := range rows {
		rows[i].vat = rows[i].net.MulRate(rows[i].rate)
	}
	slices.SortFunc(rows, func(a, b vatRow) int { return a.rate - b.rate })
	return rows
}

// vatOf follows the rule of the bill: on the total of each rate, or the sum of the points' VAT.
func (b *bill) vatOf(points []point) lake.Money {
	sum := lake.Money(0)
	if !b.rowVAT {
		for _, r := range vatRows(points) {
			sum += r.vat
		}
		return sum
	}
	for i := range points {
		sum += points[i].net.MulRate(b.rate)
	}
	return sum
}

// vatSummary is the printed summary by rate.
func (b *bill) vatSummary() []vatRow {
	if b.rowVAT {
		return []vatRow{{b.rate, b.net(), b.vat()}}
	}
	return vatRows(b.points)
}

// net, vat and gross are the amounts of the bill; of a correction the difference.
func (b *bill) net() lake.Money   { return netOf(b.points) - netOf(b.before) }
func (b *bill) vat() lake.Money   { return b.vatOf(b.points) - b.vatOf(b.before) }
func (b *bill) gross() lake.Money { return b.net() + b.vat() }

// sum returns the net amount of one part of the points.
func sum(points []point, of part) lake.Money {
	total := lake.Money(0)
	for i := range points {
		for _, l := range points[i].lines {
			if l.part == of {
				total += l.net
			}
		}
	}
	return total
}

// newBill chooses everything at random by layout and seed.
func newBill(layout string, seed int64) *bill {
	r := newRandom(layout, seed)
	b := &bill{
		layout: layout, seed: seed, rnd: r, variants: map[string]bool{}, kind: lake.Settlement, scope: lake.Comprehensive,
		unit: "kWh", months: 1, look: r.look(), words: r.wording(), client: r.digits(r.between(8, 10)),
	}
	b.seller = party{pick(r, sellers...), r.nip(), r.account()}
	b.buyer = party{company: pick(r, buyers...), nip: r.nip()}
	b.unusual()
	if recipe := recipes[layout]; recipe != nil {
		recipe(b)
	} else {
		sellerRecipes[layout](b)
	}
	b.complete()
	b.fileName = fmt.Sprintf("faktura_%s_%04d-%02d_%d.pdf", layout, b.issue.Year, b.issue.Month, seed)
	return b
}

// period sets whole months and the dates that follow from them.
func (b *bill) period(year, month, months int) {
	b.months = months
	b.start = lake.Date{Year: year, Month: time.Month(month), Day: 1}
	b.end = lake.DateOf(b.start.Time().AddDate(0, months, -1))
	b.issued(b.rnd.between(2, 14))
}

// issued sets the issue date some days after the period, and the due date.
func (b *bill) issued(days int) {
	b.issue = b.end.AddDays(days)
	b.due = b.issue.AddDays(pick(b.rnd, 14, 14, 21, 30))
}

// recent returns a month for which settlements exist; never one that crosses the two changes of VAT.
func (b *bill) recent(months int) {
	year := b.rnd.between(2023, 2026)
	last := 12
	if year == 2026 {
		last = 7
	}
	b.period(year, b.rnd.between(1, last), months)
}

// addPoint adds a random point whose tariff starts with one of the letters, all of one operator.
func (b *bill) addPoint(operator, letters string) {
	for {
		at := pick(b.rnd, places...)
		tariff := pick(b.rnd, at.tariffs...)
		if !containsByte(letters, tariff[0]) || b.has(at) {
			continue
		}
		b.points = append(b.points, b.rnd.newPoint(at, tariff, operator, b.months))
		return
	}
}

func (b *bill) has(at place) bool {
	for i := range b.points {
		if b.points[i].name == at.name {
			return true
		}
	}
	return false
}

func containsByte(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}
