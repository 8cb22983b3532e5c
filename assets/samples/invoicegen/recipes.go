package invoicegen

import (
	"fmt"

	"wattlake/lake"
)

// recipes choose the content of one layout each.
var recipes = map[string]func(*bill){
	"L1": func(b *bill) {
		b.recent(b.rnd.between(1, 2))
		if b.rnd.chance(60) { // an odd period: from a reading to a reading
			b.start, b.end = b.start.AddDays(b.rnd.between(2, 9)), b.end.AddDays(b.rnd.between(1, 9))
			b.issued(b.rnd.between(3, 9))
		}
		b.addPoint("5902438", "CG")
		b.number = b.rnd.digits(10) + "/" + pick(b.rnd, "FES", "FEK", "FEN") + "/" + fmt.Sprintf("%05d", b.rnd.between(1, 200))
		b.paidBefore()
		if b.rnd.chance(25) {
			b.newPrices()
		}
	},
	"L2": func(b *bill) {
		b.recent(pick(b.rnd, 1, 2, 2, 6))
		b.addPoint("5905435", "GC")
		b.number = fmt.Sprintf("%02d/%02d%02d/%08d", b.rnd.between(1, 24), b.issue.Year%100, b.issue.Month, b.rnd.between(100_000, 999_999))
		switch {
		case b.rnd.chance(20):
			b.prosumer()
		case b.rnd.chance(25):
			b.newPrices()
		}
	},
	"L3": func(b *bill) {
		b.recent(1)
		b.distributor()
		b.addPoint("5903106", "C")
		b.number = fmt.Sprintf("D/%07d/%02d", b.rnd.between(1, 99_999), b.issue.Year%100)
		if b.rnd.chance(20) {
			b.newPrices()
		}
	},
	"L4": func(b *bill) {
		b.recent(1)
		b.distributor()
		b.unit = pick(b.rnd, "kWh", "kWh", "MWh")
		for range b.rnd.between(2, 9) {
			b.addPoint(pick(b.rnd, "5903106", "5903224"), "CB")
		}
		b.number = fmt.Sprintf("D/%07d/%02d", b.rnd.between(1, 99_999), b.issue.Year%100)
		b.incomplete()
	},
	"L5": func(b *bill) {
		b.recent(1)
		b.scope = lake.Sale
		for range b.rnd.between(1, 7) {
			b.addPoint(pick(b.rnd, operators...), "CBG")
		}
		b.number = fmt.Sprintf("FS/%04d/%02d/%04d", b.issue.Year, b.issue.Month, b.rnd.between(1, 3_000))
		if b.rnd.chance(25) {
			b.variant("space-in-number")
			b.number = fmt.Sprintf("F %04dE%02d/%04d/%02d", b.rnd.between(1, 3_000), b.rnd.between(10, 40), b.rnd.between(1, 3_000), b.issue.Year%100)
		}
		b.rowVAT = b.rnd.chance(30)
		b.quirks.monthName = b.rnd.chance(25)
	},
	"L6": func(b *bill) {
		b.recent(1)
		b.scope = lake.Sale
		b.addPoint(pick(b.rnd, operators...), "CG")
		b.correct(fmt.Sprintf("FS/%04d/%02d/%04d", b.issue.Year, b.issue.Month, b.rnd.between(1, 3_000)))
		b.number = fmt.Sprintf("FSK/%04d/%02d/%04d", b.issue.Year, b.issue.Month, b.rnd.between(1, 200))
		b.severalOriginals()
	},
	"L7": func(b *bill) {
		b.recent(1)
		b.addPoint("5903224", "CG")
		stem := fmt.Sprintf("T/K1/BN%06d/", b.rnd.between(1, 99_999))
		first := b.rnd.between(2, 9)
		b.correct(fmt.Sprintf("%s%04d/%02d", stem, first, b.issue.Year%100))
		b.chained = true
		b.number = fmt.Sprintf("%s%04d/%02d", stem, first+b.rnd.between(1, 6), b.issue.Year%100)
	},
	"L8": func(b *bill) {
		b.kind = lake.Forecast
		b.recent(2)
		b.addPoint("5903801", "GC")
		b.issue = b.start.AddDays(b.rnd.between(1, 8))
		b.due = b.issue.AddDays(14)
		b.number = b.rnd.digits(12)
	},
	"L9": func(b *bill) {
		b.recent(pick(b.rnd, 2, 3, 6))
		b.addPoint("5903801", "GC")
		b.before = nil
		b.number = b.rnd.digits(12)
	},
	"L10": func(b *bill) {
		b.period(2022, b.rnd.between(1, 11), b.rnd.between(1, 2))
		b.addPoint("5902438", "CG")
		if b.rnd.chance(25) {
			b.overNewYear()
		}
		b.points[0].ppe = b.rnd.oldPPE()
		b.number = b.rnd.digits(10) + "/FES/" + fmt.Sprintf("%05d", b.rnd.between(1, 200))
	},
	"L11": func(b *bill) {
		b.period(2026, b.rnd.between(2, 7), b.rnd.between(1, 2))
		b.scope = pick(b.rnd, lake.Comprehensive, lake.Comprehensive, lake.Sale)
		b.addPoint(pick(b.rnd, operators...), "CG")
		b.number = fmt.Sprintf("FV%04d/%02d/%d", b.issue.Year, b.issue.Month, b.rnd.between(1, 900))
	},
	"L12": func(b *bill) {
		b.recent(b.rnd.between(1, 2))
		b.subject = subject(b.rnd.between(0, 2))
		switch b.subject {
		case subjectGas:
			b.number = fmt.Sprintf("P/%s/%04d/%02d", b.rnd.digits(8), b.rnd.between(1, 40), b.issue.Year%100)
		case subjectDebit:
			b.number = fmt.Sprintf("K1NBN%06d/%03d", b.rnd.between(1, 99_999), b.issue.Year%100)
		default:
			b.number = fmt.Sprintf("%02d/%07d", b.rnd.between(1, 24), b.rnd.between(1, 999_999))
		}
	},
}

// distributor makes the bill one of a distribution company.
func (b *bill) distributor() {
	b.scope = lake.Distribution
	b.seller.company = pick(b.rnd, distributors...)
}

// paidBefore gives the buyer a credit or a debt from before.
func (b *bill) paidBefore() {
	switch b.rnd.between(0, 3) {
	case 0:
		b.overpaid = lake.Money(b.rnd.between(100, 3_500))
	case 1:
		b.interest = lake.Money(b.rnd.between(12, 900))
	}
}

// correct turns the bill into a correction of another: the state before had a different reading.
func (b *bill) correct(original string) {
	b.kind, b.corrects = lake.Correction, original
	b.reason = pick(b.rnd, "błędny odczyt układu pomiarowego", "zmiana odczytu", "korekta odczytu na wniosek odbiorcy",
		"uznana reklamacja", "błędna mnożna układu pomiarowego")
	b.correctsDate = b.issue
	b.issue = b.issue.AddDays(b.rnd.between(20, 90))
	b.due = b.issue.AddDays(14)
	for i := range b.points {
		was := b.points[i].clone()
		for z := range was.used {
			percent := b.rnd.between(82, 124)
			was.used[z] = was.used[z] * lake.Energy(percent) / 100 / 1000 * 1000
		}
		b.before = append(b.before, was)
	}
}
