package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// generateSQL makes the rows of a big Silver table. {n} invoices of {p} points in five years: each point has consecutive
// sale and distribution bills of at most 30 days, without gaps where there are enough of them; three of ten bills list two points; one of twenty is a forecast that
// settlements replace, one of twenty corrects another bill. Keys and numbers look as random as real ones.
const generateSQL = `
CREATE OR REPLACE TEMP TABLE generated AS
WITH counts AS (
	SELECT {n}::BIGINT AS n, greatest({p} * 10 // 13, 1)::BIGINT AS p1
), base AS (
	SELECT i, n, p1, n * 9 // 10 AS originals,
		CASE WHEN i < n * 9 // 10 THEN i ELSE (i - n * 9 // 10) * 9 % (n * 9 // 10) END AS original,
		CASE WHEN i < n * 9 // 10 THEN 'settlement' WHEN i % 2 = 0 THEN 'correction' ELSE 'forecast' END AS kind
	FROM counts, range(counts.n) r(i)
), placed AS (
	SELECT *, original % p1 AS m, original // p1 // 2 AS k, original // p1 % 2 AS distributed,
		(originals + 2 * p1 - 1) // (2 * p1) AS bills -- of a point and scope
	FROM base
), dated AS ( -- bills without a gap over the five years; where there are too few for that, of 30 days each
	SELECT *, DATE '2021-01-01' + (CASE WHEN 1826 // bills < 30 THEN k * 1826 // bills ELSE (k + m % 50) * 30 % 1826 END)::INTEGER AS from_day,
		CASE WHEN 1826 // bills < 30 THEN (k + 1) * 1826 // bills - k * 1826 // bills ELSE 30 END AS days
	FROM placed
), priced AS (
	SELECT *, (from_day + (days - 1)::INTEGER) AS to_day, 1000 * (100 + (m * 7919 + k * 131) % 900 + CASE WHEN i % 211 = 0 THEN 5 ELSE 0 END) AS wh,
		10000 + (i * 104729) % 90000 AS net, m % 10 < 3 AS two
	FROM dated
), taxed AS (
	SELECT *, net * 23 // 100 AS vat, CASE WHEN kind = 'correction' THEN -1 ELSE 1 END * net * 2 // 5 AS net2 FROM priced
)
SELECT md5('invoice' || i) AS invoice_key, 'FV/' || i AS number, kind,
	CASE WHEN kind = 'forecast' THEN 'comprehensive' WHEN distributed = 1 THEN 'distribution' ELSE 'sale' END AS scope,
	CASE WHEN kind = 'correction' THEN [{'number': 'FV/' || original, 'key': md5('invoice' || original)}] ELSE [] END AS corrects,
	CASE WHEN kind = 'correction' THEN 'błędny odczyt' ELSE '' END AS reason,
	CASE distributed WHEN 1 THEN 'Enea Operator Sp. z o.o.' ELSE 'Przykładowa Energia S.A.' END AS seller_name,
	CASE distributed WHEN 1 THEN '7770020640' ELSE '1112223332' END AS seller_nip,
	'Gmina Przykładów' AS buyer_name, '9990000014' AS buyer_nip,
	to_day + 9 AS issue_date, to_day AS sale_date, to_day + 24 AS due_date, from_day AS period_start, to_day AS period_end, 'PLN' AS currency,
	net * 0.01 AS net, vat * 0.01 AS vat, (net + vat) * 0.01 AS gross, (net + vat) * 0.01 AS amount_due,
	[{'rate': '23', 'net': net * 0.01, 'vat': vat * 0.01, 'gross': (net + vat) * 0.01}] AS vat_breakdown,
	wh * 0.001 * CASE WHEN two THEN 2 ELSE 1 END AS consumption_kwh,
	CASE WHEN two THEN [
		{'ppe': format('5903106000{:08d}', m), 'tariff': 'C11', 'address': 'Leśna ' || m, 'period_start': from_day, 'period_end': to_day,
			'consumption_kwh': wh * 0.001, 'consumption_before_kwh': NULL, 'net': (net - net2) * 0.01},
		{'ppe': format('5903106000{:08d}', p1 + m // 10 * 3 + m % 10), 'tariff': 'C11', 'address': 'Długa ' || m, 'period_start': from_day, 'period_end': to_day,
			'consumption_kwh': wh * 0.001, 'consumption_before_kwh': NULL, 'net': net2 * 0.01}]
	ELSE [
		{'ppe': format('5903106000{:08d}', m), 'tariff': 'C12a', 'address': 'Leśna ' || m, 'period_start': from_day, 'period_end': to_day,
			'consumption_kwh': wh * 0.001, 'consumption_before_kwh': NULL, 'net': net * 0.01}] END AS points,
	[{'ppe': '', 'name': 'Energia czynna', 'zone': '', 'quantity': wh * 0.001, 'unit': 'kWh', 'unit_price': 0.7123, 'net': (net - net // 3 - 500) * 0.01, 'vat_rate': '23'},
	 {'ppe': '', 'name': 'Opłata sieciowa zmienna', 'zone': '', 'quantity': wh * 0.001, 'unit': 'kWh', 'unit_price': 0.3469, 'net': net // 3 * 0.01, 'vat_rate': '23'},
	 {'ppe': '', 'name': 'Opłata mocowa', 'zone': '', 'quantity': 1, 'unit': 'MC', 'unit_price': 5, 'net': 5.00, 'vat_rate': '23'}] AS lines,
	'' AS ksef_number,
	[{'document_id': md5('document' || i), 'part': 1, 'parsed_key': '01_bronze/parsed_invoices/faktura_' || i || '-' || md5('document' || i) || '.0123456789abcdef.json', 'role': 'winner'}] AS documents,
	'text_layer' AS text_source, 0.97 AS confidence, CASE i % 29 WHEN 28 THEN 'needs_review' ELSE 'ready' END AS status,
	CASE i % 97 WHEN 5 THEN [{'code': 'low_confidence', 'severity': 'needs_review', 'field': 'net', 'message': {'pl': 'Mała pewność odczytu.', 'en': 'Low confidence.'}}] ELSE [] END AS findings,
	1 AS parser, year(to_day + 9) AS year
FROM taxed`

// Question is one of those that make up the dashboard.
type Question struct {
	Name string
	Ask  func(context.Context) error
	Bare string // the same SQL of the bare files
}

// Questions are what the dashboard asks under a filter; bare are the relations of the files that [Warehouse.Bare] made.
func (w *Warehouse) Questions(ctx context.Context, filter lake.MetricFilter, bare map[string]string) ([]Question, error) {
	var list []Question
	for _, q := range []struct {
		name string
		sums
		ask func(context.Context, sums) error
	}{
		{"costs", costSums, asking[lake.CostSum](w, filter)},
		{"consumption", energySums, asking[lake.EnergySum](w, filter)},
		{"costs-before", costTotals, asking[lake.Totals](w, filter)},
		{"consumption-before", energyTotals, asking[lake.Totals](w, filter)},
		{"corrections", correctionSums, asking[lake.CorrectionSums](w, filter)},
		{"pairs", latestPairs, asking[lake.CorrectionSummary](w, filter)},
		{"findings", findingSums, asking[lake.FindingSums](w, filter)},
		{"first-findings", firstFindings, asking[lake.AuditFinding](w, filter)},
	} {
		where, err := w.where(ctx, q.of, filter)
		if err != nil {
			return nil, err
		}
		query := fmt.Sprintf(q.query, where)
		var with []string
		for table, relation := range bare {
			if strings.Contains(query, table) {
				with = append(with, table+" AS NOT MATERIALIZED (FROM "+relation+")")
			}
		}
		list = append(list, Question{q.name, func(ctx context.Context) error { return q.ask(ctx, q.sums) }, "FROM (WITH " + strings.Join(with, ", ") + query + ") " + q.order})
	}
	return list, nil
}

func asking[T any](w *Warehouse, filter lake.MetricFilter) func(context.Context, sums) error {
	return func(ctx context.Context, s sums) error {
		_, _, err := addUp[T](ctx, w, s, filter)
		return err
	}
}

// Bare copies a table's rows into one Parquet file, the least that DuckDB can be asked to read, and returns its path.
func (w *Warehouse) Bare(ctx context.Context, table, path string) error {
	t := w.silver
	for _, g := range w.gold {
		if g.name == table {
			t = g.table
		}
	}
	snapshot, err := t.log.Snapshot(ctx)
	if err != nil {
		return err
	}
	relation, err := t.relation(ctx, snapshot)
	if err != nil {
		return err
	}
	_, err = w.db.ExecContext(ctx, fmt.Sprintf("COPY (FROM %s) TO %s (FORMAT parquet, COMPRESSION zstd)", relation, quote(path)))
	return err
}

// Ask runs a query and reads its answer.
func (w *Warehouse) Ask(ctx context.Context, query string) (err error) {
	rows, err := w.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		continue
	}
	return rows.Err()
}

// Generate fills an empty Silver with n invoices of p points.
func (w *Warehouse) Generate(ctx context.Context, n, p int) (err error) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	query := strings.NewReplacer("{n}", fmt.Sprint(n), "{p}", fmt.Sprint(p)).Replace(generateSQL)
	if err := execAll(ctx, conn, query); err != nil {
		return err
	}
	snapshot, err := w.silver.log.Snapshot(ctx)
	if err != nil {
		return err
	}
	commit := delta.Commit{
		ReadVersion: snapshot.Version, Operation: "WRITE", Metadata: w.silver.metadata(snapshot), DataChange: true, Time: w.p.Clock(),
	}
	years, err := scanAll[int](ctx, conn, "SELECT DISTINCT year FROM generated ORDER BY year")
	if err != nil {
		return err
	}
	columns := selectColumns(silverColumns, func(name string, t delta.Type) string { return name + "::" + duckType(t) })
	for _, year := range years {
		files, err := w.silver.putSorted(ctx, conn, year, fmt.Sprintf("(SELECT %s FROM generated WHERE year = %d)", columns, year))
		if err != nil {
			return err
		}
		commit.Add = append(commit.Add, files...)
	}
	if _, err := w.silver.log.Commit(ctx, commit); err != nil {
		return err
	}
	return execAll(ctx, conn, "DROP TABLE generated")
}
