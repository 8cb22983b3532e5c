package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"wattlake/lake/delta"
)

// spotIndex says which invoices name which places, and how sellers call themselves, for every data file of Silver: data files never change, so only new
// ones are read. It lies in DuckDB's memory as hashes and days, some 50 bytes per metering point on an invoice. The holder of the
// write lock uses it.
type spotIndex struct {
	files  map[string]int // path of a data file → its number in the index
	next   int
	points string // the version of the register that told the aliases
}

// spotsQuery lists, for each live row of a relation that tells the file of each, where its amounts may go: its points, and the seller where some
// part of them may belong to no point. A point that stands on an invoice twice is there twice. With the days that the invoice states for the
// place (from_day, to_day), and for itself (invoice_from, invoice_to); without any date these are the first day of year 1. bill: the parts of the bill
// (see step_0_macros.sql) for what the audit takes for a bill of the point, else 0. issued: a row without a date sorts as the newest, as in the audit.
const spotsQuery = `
	WITH rows AS (
		SELECT file, hash(invoice_key) AS key, points, coalesce(net, 0) AS net, CASE WHEN kind IN ('settlement', 'forecast') THEN parts(scope) ELSE 0 END AS covers,
			'@' || CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END AS seller, coalesce(issue_date, DATE '9999-12-31') AS issued,
			is_period(period_start, period_end) AS own, period_start, period_end, coalesce(sale_date, issue_date) AS fallback,
			CASE WHEN NOT own THEN list_filter(points, lambda p: is_period(p.period_start, p.period_end)) END AS dated
		FROM %s WHERE kind <> 'other' AND currency IN ('', 'PLN')
	), days AS (
		SELECT file, key, points, net, seller, issued, CASE WHEN own OR len(dated) > 0 THEN covers ELSE 0 END AS bill,
			coalesce(CASE WHEN own THEN period_start WHEN len(dated) > 0 THEN list_min(list_transform(dated, lambda p: p.period_start))
				ELSE date_trunc('month', fallback)::DATE END, DATE '0001-01-01') AS invoice_from,
			coalesce(CASE WHEN own THEN period_end WHEN len(dated) > 0 THEN list_max(list_transform(dated, lambda p: p.period_end))
				ELSE last_day(fallback) END, DATE '0001-01-01') AS invoice_to
		FROM rows
	)`

const (
	pointSpots = spotsQuery + `, named AS (
		SELECT file, key, bill, invoice_from, invoice_to, issued, unnest(points) AS p FROM days
	)
	SELECT n.file, n.key, hash(coalesce(a.ppe, p.ppe)) AS spot, bill::TINYINT AS bill,
		CASE WHEN is_period(p.period_start, p.period_end) THEN p.period_start ELSE invoice_from END AS from_day,
		CASE WHEN is_period(p.period_start, p.period_end) THEN p.period_end ELSE invoice_to END AS to_day, invoice_from, invoice_to, issued
	FROM named n LEFT JOIN aliases a ON a.old_code = upper(replace(p.ppe, ' ', '')) WHERE p.ppe <> ''`
	sellerSpots = spotsQuery + `
	SELECT file, key, hash(seller) AS spot, 0::TINYINT AS bill,
		least(invoice_from, list_min(list_transform(list_filter(points, lambda p: is_period(p.period_start, p.period_end)), lambda p: p.period_start))) AS from_day,
		greatest(invoice_to, list_max(list_transform(list_filter(points, lambda p: is_period(p.period_start, p.period_end)), lambda p: p.period_end))) AS to_day,
		invoice_from, invoice_to, issued
	FROM days WHERE CASE WHEN len(points) = 1 THEN points[1].ppe = '' ELSE
		coalesce(len(points), 0) = 0 OR list_contains(list_transform(points, lambda p: p.ppe), '') OR NOT coalesce( -- the points do not add up to the invoice
			len(list_filter(points, lambda p: p.net IS NULL)) = 0 AND abs(list_sum(list_transform(points, lambda p: p.net)) - net) <= 0.01 * len(points)
			AND (list_sum(list_transform(points, lambda p: p.net)) <> 0 OR net = 0), false) END`
)

// foreignSpots gives each invoice in another currency a place of its own: it is in the audit and nowhere else.
const foreignSpots = `
	SELECT file, hash(invoice_key) AS key, hash('#' || invoice_key) AS spot, 0::TINYINT AS bill, day AS from_day, day AS to_day,
		day AS invoice_from, day AS invoice_to, day AS issued
	FROM (SELECT *, coalesce(period_start, issue_date, DATE '0001-01-01') AS day FROM %s WHERE kind <> 'other' AND currency NOT IN ('', 'PLN'))`

// linksQuery lists the edges from corrections to what they correct.
const linksQuery = `
	WITH edges AS (
		SELECT file, invoice_key, unnest(corrects) AS r FROM %s WHERE kind = 'correction'
	)
	SELECT file, hash(invoice_key) AS a, hash(CASE WHEN r.key <> '' THEN r.key ELSE 'number ' || upper(replace(r.number, ' ', '')) END) AS b FROM edges`

// sellersQuery lists one row for each seller and file of a relation: the one with the newest name, see step_0_sellers.sql.
const sellersQuery = `
	SELECT file, unnest(max_by(row, row(seller_name <> '', coalesce(issue_date, DATE '0001-01-01'), invoice_key))) FROM (
		SELECT file, CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END AS code, seller_name, issue_date, invoice_key,
			{kind: '', currency: '', seller_nip: seller_nip, seller_name: seller_name, issue_date: issue_date, invoice_key: invoice_key} AS row
		FROM %s WHERE kind <> 'other' AND currency IN ('', 'PLN')
	) GROUP BY file, code`

// refreshSpots brings the index up to the snapshot. The register must be staged.
func (w *Warehouse) refreshSpots(ctx context.Context, conn *sql.Conn, silver delta.Snapshot, points string) error {
	if w.spots.files == nil || w.spots.points != points {
		if err := execAll(ctx, conn,
			`CREATE OR REPLACE TABLE spots (file INTEGER, key UBIGINT, spot UBIGINT, bill TINYINT, from_day DATE, to_day DATE, invoice_from DATE, invoice_to DATE, issued DATE)`,
			"CREATE OR REPLACE TABLE links (file INTEGER, a UBIGINT, b UBIGINT)",
			`CREATE OR REPLACE TABLE seller_rows (file INTEGER, kind VARCHAR, currency VARCHAR, seller_nip VARCHAR, seller_name VARCHAR,
				issue_date DATE, invoice_key VARCHAR)`); err != nil {
			return err
		}
		w.spots = spotIndex{files: map[string]int{}, points: points}
	}
	present := map[string]bool{}
	var fresh []delta.File
	for _, file := range silver.Files {
		present[file.Path] = true
		if _, known := w.spots.files[file.Path]; !known {
			fresh = append(fresh, file)
		}
	}
	if err := w.addSpots(ctx, conn, fresh); err != nil {
		return err
	}
	var dropped []string
	for path, number := range w.spots.files {
		if !present[path] {
			dropped = append(dropped, strconv.Itoa(number))
		}
	}
	if len(dropped) == 0 {
		return nil
	}
	if err := dropSpots(ctx, conn, "file IN ("+strings.Join(dropped, ", ")+")"); err != nil {
		return err
	}
	maps.DeleteFunc(w.spots.files, func(path string, _ int) bool { return !present[path] })
	return nil
}

func dropSpots(ctx context.Context, conn *sql.Conn, condition string) error {
	return execAll(ctx, conn, "DELETE FROM spots WHERE "+condition, "DELETE FROM links WHERE "+condition, "DELETE FROM seller_rows WHERE "+condition)
}

// addSpots indexes files. They are noted when all tables have them. What a failure leaves is taken out with their numbers, which
// are used for the next files then.
func (w *Warehouse) addSpots(ctx context.Context, conn *sql.Conn, files []delta.File) error {
	if len(files) == 0 {
		return nil
	}
	relation, err := w.silver.numbered(ctx, files, w.spots.next)
	if err != nil {
		return err
	}
	if err := dropSpots(ctx, conn, fmt.Sprintf("file >= %d", w.spots.next)); err != nil {
		return err
	}
	if err := execAll(ctx, conn,
		"INSERT INTO spots "+fmt.Sprintf(pointSpots, relation),
		"INSERT INTO spots "+fmt.Sprintf(sellerSpots, relation),
		"INSERT INTO spots "+fmt.Sprintf(foreignSpots, relation),
		"INSERT INTO links "+fmt.Sprintf(linksQuery, relation),
		"INSERT INTO seller_rows "+fmt.Sprintf(sellersQuery, relation)); err != nil {
		return err
	}
	for _, file := range files {
		w.spots.files[file.Path] = w.spots.next
		w.spots.next++
	}
	return nil
}

// stageChanges makes the temporary tables changed, gone_spots, gone_links and gone_sellers from the files that differ between two
// versions of Silver, and reports how many invoices changed.
func (w *Warehouse) stageChanges(ctx context.Context, conn *sql.Conn, before, after delta.Snapshot) (changed int64, err error) {
	removed, err := w.silver.relation(ctx, without(before, after.Files))
	if err != nil {
		return 0, err
	}
	added, err := w.silver.relation(ctx, without(after, before.Files))
	if err != nil {
		return 0, err
	}
	err = execAll(ctx, conn,
		fmt.Sprintf(`CREATE OR REPLACE TEMP TABLE changed AS SELECT DISTINCT invoice_key FROM (
			WITH old AS (SELECT invoice_key, hash(r) AS content FROM %s r), new AS (SELECT invoice_key, hash(r) AS content FROM %s r)
			(FROM old EXCEPT FROM new) UNION ALL (FROM new EXCEPT FROM old))`, removed, added),
		"CREATE OR REPLACE TEMP TABLE gone_sellers AS "+fmt.Sprintf(sellersQuery, "(SELECT 0 AS file, * FROM "+removed+")"),
		"CREATE OR REPLACE TEMP TABLE gone AS SELECT 0 AS file, * FROM "+removed+" WHERE invoice_key IN (FROM changed)",
		"CREATE OR REPLACE TEMP TABLE gone_spots AS "+fmt.Sprintf(pointSpots, "gone"),
		"INSERT INTO gone_spots "+fmt.Sprintf(sellerSpots, "gone"),
		"INSERT INTO gone_spots "+fmt.Sprintf(foreignSpots, "gone"),
		"CREATE OR REPLACE TEMP TABLE gone_links AS "+fmt.Sprintf(linksQuery, "gone"))
	if err != nil {
		return 0, err
	}
	return scanOne[int64](ctx, conn, "SELECT count(*) FROM changed")
}

// without returns the snapshot with the files that are not among others.
func without(snapshot delta.Snapshot, others []delta.File) delta.Snapshot {
	there := map[string]bool{}
	for _, file := range others {
		there[file.Path] = true
	}
	var files []delta.File
	for _, file := range snapshot.Files {
		if !there[file.Path] {
			files = append(files, file)
		}
	}
	snapshot.Files = files
	return snapshot
}

// stageRenamed makes the temporary table renamed of the sellers that have another name than before, and reports whether there
// are any. The index and the changes must be staged.
func (w *Warehouse) stageRenamed(ctx context.Context, conn *sql.Conn, before delta.Snapshot) (bool, error) {
	kept := []string{"-1"}
	for _, file := range before.Files {
		if number, ok := w.spots.files[file.Path]; ok {
			kept = append(kept, strconv.Itoa(number))
		}
	}
	err := execAll(ctx, conn,
		"CREATE OR REPLACE TEMP VIEW all_silver AS FROM seller_rows WHERE file IN ("+strings.Join(kept, ", ")+") UNION ALL FROM gone_sellers",
		w.steps[0], "CREATE OR REPLACE TEMP TABLE sellers_before AS FROM sellers",
		"CREATE OR REPLACE TEMP VIEW all_silver AS FROM seller_rows", // all that is asked of it
		w.steps[0], `CREATE OR REPLACE TEMP TABLE renamed AS
			SELECT code FROM sellers s JOIN sellers_before b USING (code) WHERE s.name <> b.name`)
	if err != nil {
		return false, err
	}
	return scanOne[bool](ctx, conn, "SELECT count(*) > 0 FROM renamed")
}
