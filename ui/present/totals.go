package present

import "wattlake/lake"

// Totals adds up rows. Duplicates and documents without an invoice count as rows only.
type Totals struct {
	Rows        int
	Invoices    int
	Net         lake.Money // of invoices in złoty
	VAT         lake.Money
	Gross       lake.Money
	Consumption lake.Energy // counted once where sale and distribution invoices repeat it
	Foreign     int         // invoices in another currency, in no sum of money
}

// meterDays is what consumption is counted once for.
type meterDays struct {
	ppe        string
	start, end lake.Date
}

func sum(rows []*Row) Totals {
	t := Totals{Rows: len(rows)}
	scopes := make(map[meterDays]lake.Scope, len(rows))
	for _, r := range rows {
		if r.Invoice == nil || r.Status == lake.StatusDoubled || r.Invoice.Kind == lake.Other {
			continue
		}
		t.Invoices++
		t.addMoney(r.Invoice)
		if r.energy.known && firstScope(scopes, r) {
			t.Consumption += r.energy.value
		}
	}
	return t
}

func (t *Totals) addMoney(invoice *lake.Invoice) {
	if invoice.Currency != "" && invoice.Currency != Złoty {
		t.Foreign++
		return
	}
	t.Net += invoice.Net.Value
	t.VAT += invoice.VAT.Value
	t.Gross += invoice.Gross.Value
}

// firstScope reports whether no invoice of another scope has told the row's consumption already.
func firstScope(scopes map[meterDays]lake.Scope, r *Row) bool {
	if r.PPE == "" {
		return true // several points or none: nothing to compare with
	}
	key := meterDays{r.PPE, r.Invoice.PeriodStart, r.Invoice.PeriodEnd}
	scope, seen := scopes[key]
	if !seen {
		scopes[key] = r.Invoice.Scope
	}
	return !seen || scope == r.Invoice.Scope
}
