package present

import (
	"slices"
	"strings"

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
func Sum(rows []*Row) Totals {
	t := Totals{Rows: len(rows)}
	for _, r := range rows {
		if !r.counts() {
			continue
		}
		t.Invoices++
		t.addMoney(r.Invoice)
	}
	t.Energy = sumEnergy(rows)
	return t
}

// counts reports whether a row is in sums.
func (r *Row) counts() bool {
	if r.Invoice == nil || r.Status == lake.StatusDoubled || r.Invoice.Kind == lake.Other {
		return false
	}
	if r.Status.Final() {
		return true
	}
	return !slices.ContainsFunc(r.Invoice.Documents, func(d lake.BriefRef) bool { // a duplicate that is read once more
		return d.Document == r.Document && d.Part == r.Part && d.Role == lake.Duplicate
	})
}

// span is when an invoice bills a metering point.
type span struct{ from, to lake.Date }

// sumEnergy adds up consumption if that is honest, see [Totals].
func sumEnergy(rows []*Row) lake.Opt[lake.Energy] {
	var total lake.Energy
	billed := map[string][]span{}
	for _, r := range rows {
		if !r.counts() {
			continue
		}
		b := r.Invoice
		if b.Kind != lake.Settlement || !b.Consumption.Known || b.Points == 0 || b.PeriodStart.IsZero() || b.PeriodEnd.IsZero() {
			return lake.Opt[lake.Energy]{}
		}
		for ppe := range strings.FieldsSeq(b.PPE) {
			if ppe == lake.NoPPE {
				return lake.Opt[lake.Energy]{}
			}
			billed[ppe] = append(billed[ppe], span{b.PeriodStart, b.PeriodEnd})
		}
		total += b.Consumption.Value
	}
	for _, spans := range billed {
		slices.SortFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
		for i := 1; i < len(spans); i++ {
			if !spans[i-1].to.Before(spans[i].from) {
				return lake.Opt[lake.Energy]{}
			}
		}
	}
	return lake.Opt[lake.Energy]{Value: total, Known: len(billed) > 0}
}

func (t *Totals) addMoney(invoice *lake.Brief) {
	if invoice.Currency != "" && invoice.Currency != Złoty {
		t.Foreign++
		return
	}
	t.Net += invoice.Net.Value
	t.VAT += invoice.VAT.Value
	t.Gross += invoice.Gross.Value
}
