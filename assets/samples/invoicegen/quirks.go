package invoicegen

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wattlake/lake"
)

// quirks are the unusual things on a bill; a recipe chooses them, the story has none.
type quirks struct {
	uncoded   int         // number of the point whose code is not printed, from 1; 0 for none
	late      int         // number of the point that was connected during the period, from 1; 0 for none
	connected lake.Date   // when
	monthName bool        // the period is printed as the name of a month
	duplicate bool        // a later copy of the invoice
	mangled   bool        // letters are lost in the text layer, although the page looks right
	spaced    bool        // the slip prints letter-spaced currency
	beside    bool        // the data for the transfer stand beside the summary
	arrears   lake.Money  // older debt that is mentioned but not added
	returned  lake.Energy // of a prosumer: energy given to the grid and taken back
	deposit   lake.Money  // of a prosumer: what is subtracted from the gross amount
	originals []string    // further invoices that a correction corrects
}

var monthNames = [...]string{
	"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
}

// monthName returns the name of a month with its year.
func monthName(d lake.Date) string {
	return fmt.Sprintf("%s %d", monthNames[d.Month-time.January], d.Year)
}

// unusual gives the bill quirks that suit every layout.
func (b *bill) unusual() {
	q := &b.quirks
	q.spaced = b.rnd.chance(20)
	q.beside = b.rnd.chance(40)
	q.duplicate = b.rnd.chance(8)
	if b.rnd.chance(20) {
		q.arrears = lake.Money(b.rnd.between(1_500, 90_000))
	}
	if b.rnd.chance(12) && !containsLost(b.seller.name) {
		q.mangled = true
		b.variant("mangled-letters")
	}
}

// newPrices changes the price list in the middle of the period.
func (b *bill) newPrices() {
	days := b.start.DaysUntil(b.end)
	if days < 12 {
		return
	}
	b.variant("price-change")
	from := b.start.AddDays(b.rnd.between(5, days-5))
	for i := range b.points {
		b.points[i].change = &change{rates: b.rnd.rates(b.points[i].tariff), from: from, share: b.rnd.between(20, 80)}
		b.points[i].change.rates.renewable = max(b.points[i].change.rates.renewable, 100)
	}
}

// overNewYear makes the period cross the return from 5 % to 23 % VAT.
func (b *bill) overNewYear() {
	b.period(reducedVATYear, 12, 2)
	p := &b.points[0]
	p.change = &change{
		rates: b.rnd.rates(p.tariff), from: lake.Date{Year: reducedVATYear + 1, Month: time.January, Day: 1}, share: b.rnd.between(35, 65), fees: true,
	}
	p.change.rates.renewable = max(p.change.rates.renewable, 100)
}

// prosumer makes the buyer one who also feeds the grid: the meter shows more than is billed, and a deposit is subtracted.
func (b *bill) prosumer() {
	b.variant("prosumer")
	b.words.used = "Zużycie po bilansowaniu"
	b.quirks.returned = lake.Energy(b.rnd.between(30, 260)) * 1000
	b.quirks.deposit = lake.Money(b.rnd.between(100, 1_900))
}

// incomplete leaves out the code of a point or lets a point begin later than the others.
func (b *bill) incomplete() {
	switch b.rnd.between(0, 9) {
	case 0:
		b.variant("uncoded-point")
		b.quirks.uncoded = b.rnd.between(1, len(b.points))
	case 1, 2:
		b.variant("own-period")
		b.quirks.late = b.rnd.between(1, len(b.points))
		b.quirks.connected = b.start.AddDays(b.rnd.between(3, 20))
	}
}

// severalOriginals makes a correction one of several invoices at once.
func (b *bill) severalOriginals() {
	if !b.rnd.chance(20) {
		return
	}
	b.variant("several-originals")
	stem, number, _ := cutLast(b.corrects)
	for i := range b.rnd.between(1, 3) {
		b.quirks.originals = append(b.quirks.originals, fmt.Sprintf("%s/%04d", stem, number+11*(i+1)))
	}
}

// cutLast splits a number like FS/2026/03/0457 before its last part.
func cutLast(s string) (stem string, number int, ok bool) {
	at := strings.LastIndexByte(s, '/')
	if at < 0 {
		return s, 0, false
	}
	number, err := strconv.Atoi(s[at+1:])
	return s[:at], number, err == nil
}
