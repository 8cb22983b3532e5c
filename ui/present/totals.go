package present

import "wattlake/lake"

// Totals adds up rows. Duplicates and documents without an invoice count as rows only. There is no sum of kWh: sale,
// distribution, forecast and correction repeat the same energy, so only Gold can tell it.
type Totals struct {
	Rows     int
	Invoices int
	Net      lake.Money // of invoices in złoty
	VAT      lake.Money
	Gross    lake.Money
	Foreign  int // invoices in another currency, in no sum of money
}

// Sum adds up rows.
func Sum(rows []*Row) Totals {
	t := Totals{Rows: len(rows)}
	for _, r := range rows {
		if r.Invoice == nil || r.Status == lake.StatusDoubled || r.Invoice.Kind == lake.Other {
			continue
		}
		t.Invoices++
		t.addMoney(r.Invoice)
	}
	return t
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
