package warehouse

import (
	"fmt"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// sums is a question about what the rows of a Gold table come to.
type sums struct {
	of      goldSource
	query   string // %s is the clause that narrows the rows
	order   string // of the answer; "" if it is one row
	columns []delta.Field
}

var costSums = sums{costs, `
SELECT month, seller_nip, seller_name, scope, sum(net) AS net, sum(gross) AS gross,
    sum(net_unreviewed) AS net_unreviewed, sum(gross_unreviewed) AS gross_unreviewed
FROM monthly_energy_costs%s
GROUP BY ALL`, "ORDER BY month NULLS FIRST, seller_nip, seller_name, scope", []delta.Field{
	column("month", delta.Date), column("seller_nip", delta.String), column("seller_name", delta.String), column("scope", delta.String),
	column("net", moneyType), column("gross", moneyType), column("net_unreviewed", moneyType), column("gross_unreviewed", moneyType),
}}

var energySums = sums{consumption, fmt.Sprintf(`, used AS MATERIALIZED (
    SELECT ppe, point_name, month, consumption_kwh + consumption_unreviewed_kwh AS energy, consumption_kwh, net, net_per_kwh
    FROM consumption_per_ppe%%s
), places AS MATERIALIZED (
    SELECT ppe, max(point_name) AS name, row_number() OVER (ORDER BY sum(energy) DESC, ppe) AS place
    FROM used GROUP BY ppe ORDER BY place LIMIT %d
)
SELECT month, coalesce(place, 0) AS place, coalesce(p.ppe, '') AS ppe, coalesce(name, '') AS point_name, sum(energy) AS energy,
    coalesce(sum(net) FILTER (net_per_kwh IS NOT NULL), 0) AS priced_net,
    coalesce(sum(consumption_kwh) FILTER (net_per_kwh IS NOT NULL), 0) AS priced_energy
FROM used LEFT JOIN places p USING (ppe)
GROUP BY ALL`, lake.MostPoints), "ORDER BY place = 0, place, month", []delta.Field{
	column("month", delta.Date), column("place", delta.Integer), column("ppe", delta.String), column("point_name", delta.String),
	column("energy", energyType), column("priced_net", moneyType), column("priced_energy", energyType),
}}

var costTotals = sums{costs, `
SELECT coalesce(sum(net), 0) AS net, coalesce(sum(gross), 0) AS gross,
    coalesce(sum(net_unreviewed), 0) AS net_unreviewed, coalesce(sum(gross_unreviewed), 0) AS gross_unreviewed
FROM monthly_energy_costs%s`, "", []delta.Field{
	column("net", moneyType), column("gross", moneyType), column("net_unreviewed", moneyType), column("gross_unreviewed", moneyType),
}}

var energyTotals = sums{consumption, `
SELECT coalesce(sum(consumption_kwh + consumption_unreviewed_kwh), 0) AS energy,
    coalesce(sum(net) FILTER (net_per_kwh IS NOT NULL), 0) AS priced_net,
    coalesce(sum(consumption_kwh) FILTER (net_per_kwh IS NOT NULL), 0) AS priced_energy
FROM consumption_per_ppe%s`, "", []delta.Field{
	column("energy", energyType), column("priced_net", moneyType), column("priced_energy", energyType),
}}

var correctionSums = sums{corrections, `
SELECT count(*) AS originals, coalesce(sum(difference_net), 0) AS difference_net, coalesce(sum(difference_gross), 0) AS difference_gross,
    count(*) FILTER (original_net IS NOT NULL AND resulting_net IS NOT NULL) AS net_pairs,
    count(*) FILTER (original_gross IS NOT NULL AND resulting_gross IS NOT NULL) AS gross_pairs
FROM corrections_vs_originals%s`, "", []delta.Field{
	column("originals", delta.Long), column("difference_net", moneyType), column("difference_gross", moneyType),
	column("net_pairs", delta.Long), column("gross_pairs", delta.Long),
}}

// latestPairs are rows as the table has them.
var latestPairs = sums{
	corrections, fmt.Sprintf(`, narrowed AS NOT MATERIALIZED (
    FROM corrections_vs_originals%%s
)
(FROM narrowed WHERE original_net IS NOT NULL AND resulting_net IS NOT NULL ORDER BY %[1]s LIMIT %[2]d)
UNION
(FROM narrowed WHERE original_gross IS NOT NULL AND resulting_gross IS NOT NULL ORDER BY %[1]s LIMIT %[2]d)`,
		"last_correction_date DESC NULLS LAST, original_number DESC, original_key DESC, last_correction_number DESC", lake.MostPairs),
	"ORDER BY " + corrections.order, nil,
}

// dueSums is about Silver. Credits, and amounts in other currencies, are not paid here.
var dueSums = fmt.Sprintf(`
SELECT count(*) AS invoices, coalesce(sum(amount_due), 0) AS amount
FROM %s WHERE due_date BETWEEN DATE %%s AND DATE %%s AND amount_due > 0 AND currency IN ('', 'PLN')`, silverInvoices)

var dueColumns = []delta.Field{column("invoices", delta.Long), column("amount", moneyType)}

var findingSums = sums{audit, `
SELECT count(*) AS "all", count(*) FILTER (decision = '') AS open, count(*) FILTER (decision = '' AND severity = 'needs_review') AS urgent
FROM bill_audit%s`, "", []delta.Field{column("all", delta.Long), column("open", delta.Long), column("urgent", delta.Long)}}

// firstFindings are rows as the table has them.
var firstFindings = sums{audit, "\nFROM bill_audit%s", fmt.Sprintf("ORDER BY %s LIMIT %d", audit.newest, lake.MostFindings), nil}
