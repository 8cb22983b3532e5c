package present

import (
	"slices"
	"strings"
	"sync/atomic"

	"wattlake/lake"
)

// Totals adds up rows. Duplicates and documents without an invoice count as rows only.
type Totals struct {
	Rows     int
	Invoices int
	Net      lake.Money // of invoices in złoty
	VAT      lake.Money
	Gross    lake.Money
	Foreign  int // invoices in another currency, in no sum of money
	// Energy is known only where adding up is honest: every invoice is a settlement with its consumption, and no two are about
	// one metering point on the same day. Elsewhere sale, distribution, forecast and correction repeat the same energy, and
	// only Gold can tell it.
	Energy lake.Opt[lake.Energy]
}

// Sum adds up rows.
func Sum(rows []Row) Totals {
	s := adding{hopeless: new(atomic.Bool)}
	for _, r := range rows {
		s.add(r)
	}
	return s.totals()
}

// counts reports whether a row is in sums.
func (r Row) counts() bool {
	if r.Invoice == nil || r.Status == lake.StatusDoubled || r.Invoice.Kind == lake.Other {
		return false
	}
	if r.Status.Final() {
		return true
	}
	return !slices.ContainsFunc(r.Invoice.Documents, func(d lake.BriefRef) bool { // a duplicate that is read once more
		return d.Document == r.Document && int(d.Part) == r.Part && d.Duplicate
	})
}

// adding are totals on their way: of a part of the rows, until they are joined.
type adding struct {
	Totals

	energy   lake.Energy
	billed   map[string][]span // by metering point
	hopeless *atomic.Bool      // energy cannot be added up honestly; shared by all parts, so that each stops trying
}

func (s *adding) add(r Row) {
	s.Rows++
	if !r.counts() {
		return
	}
	s.Invoices++
	s.addMoney(r.Invoice)
	if !s.hopeless.Load() && !s.addEnergy(r.Invoice) {
		s.hopeless.Store(true)
	}
}

// addEnergy reports false if the sum is not honest, see [Totals]. Of the days it compares those of two bills that follow each
// other: where bills overlap at all, some of these usually do, and the others are found in the end.
func (s *adding) addEnergy(b *lake.Brief) bool {
	if b.Kind != lake.Settlement || !b.Consumption.Known || b.Points == 0 || b.PeriodStart.IsZero() || b.PeriodEnd.IsZero() {
		return false
	}
	if s.billed == nil {
		s.billed = map[string][]span{}
	}
	now := newSpan(b.PeriodStart, b.PeriodEnd)
	for ppe := range strings.FieldsSeq(b.PPE) {
		before := s.billed[ppe]
		if ppe == lake.NoPPE || len(before) > 0 && now.overlaps(before[len(before)-1]) {
			return false
		}
		s.billed[ppe] = append(before, now)
	}
	s.energy += b.Consumption.Value
	return true
}

func (s *adding) join(o adding) {
	s.Rows, s.Invoices, s.Foreign = s.Rows+o.Rows, s.Invoices+o.Invoices, s.Foreign+o.Foreign
	s.Net, s.VAT, s.Gross, s.energy = s.Net+o.Net, s.VAT+o.VAT, s.Gross+o.Gross, s.energy+o.energy
	if s.hopeless.Load() {
		return
	}
	if s.billed == nil {
		s.billed = o.billed
		return
	}
	for ppe, spans := range o.billed {
		s.billed[ppe] = append(s.billed[ppe], spans...)
	}
}

func (s *adding) totals() Totals {
	if !s.hopeless.Load() && len(s.billed) > 0 && s.daysAreBilledOnce() {
		s.Energy = lake.Some(s.energy)
	}
	return s.Totals
}

func (s *adding) daysAreBilledOnce() bool {
	for _, spans := range s.billed {
		slices.Sort(spans)
		for i := 1; i < len(spans); i++ {
			if spans[i].overlaps(spans[i-1]) {
				return false
			}
		}
	}
	return true
}

// span is when an invoice bills a metering point: first and last day, which sort as numbers do.
type span uint64

func newSpan(from, to lake.Date) span { return span(dayNumber(from)<<32 | dayNumber(to)) } //nolint:gosec // years have four digits

func (s span) overlaps(o span) bool {
	const day = 1<<32 - 1
	return s>>32 <= o&day && o>>32 <= s&day
}

func (t *Totals) addMoney(invoice *lake.Brief) {
	if invoice.Currency != "" && invoice.Currency != lake.Złoty {
		t.Foreign++
		return
	}
	t.Net += invoice.Net.Value
	t.VAT += invoice.VAT.Value
	t.Gross += invoice.Gross.Value
}
