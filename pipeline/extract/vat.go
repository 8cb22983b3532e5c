package extract

import (
	"strconv"

	"wattlake/lake"
)

// vatSummary returns one row per VAT rate: rows of the page that begin with different rates and add up to the invoice, else
// the whole invoice as one row if it has one rate.
func vatSummary(p *part, total sums) []lake.VATRow {
	var rows []lake.VATRow
	var net, gross lake.Money
	seen := map[int]bool{}
	for _, l := range p.lines {
		for _, t := range triples(l) {
			if t.rate <= 0 || seen[t.rate] || t.net.Abs() >= total.net.Abs() {
				continue
			}
			seen[t.rate] = true
			net, gross = net+t.net, gross+t.gross
			rows = append(rows, lake.VATRow{Rate: strconv.Itoa(t.rate), Net: t.net, VAT: t.vat, Gross: t.gross})
		}
	}
	if len(rows) > 1 && net == total.net && gross == total.gross {
		return rows
	}
	if rate := rateOf(total.net, total.vat); rate > 0 {
		return []lake.VATRow{{Rate: strconv.Itoa(rate), Net: total.net, VAT: total.vat, Gross: total.gross}}
	}
	return nil
}
