package present

import (
	"strings"

	"wattlake/lake"
)

// Words says the totals: how many on the left, in the words of a key, and how much on the right.
func (t Totals) Words(l *Locale, key string) (count, sums string) {
	count = l.N(key, t.Rows)
	if t.Invoices == 0 {
		return count, ""
	}
	var parts []string
	if t.Energy.Known {
		parts = append(parts, l.KWh(wholeKWh(t.Energy.Value)))
	} else {
		parts = append(parts, l.T("invoices.no_energy"))
	}
	parts = append(parts,
		l.T("invoices.net", "amount", l.Money(t.Net, lake.Złoty)),
		l.T("invoices.vat", "amount", l.Money(t.VAT, lake.Złoty)), l.T("invoices.gross", "amount", l.Money(t.Gross, lake.Złoty)))
	if t.Foreign > 0 {
		parts = append(parts, l.N("invoices.foreign", t.Foreign))
	}
	return count, strings.Join(parts, "   ·   ")
}
