package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"wattlake/lake/delta"
)

// spotIndex says which invoices name which places, and how sellers call themselves, for every data file of Silver: data files never change, so only new
// ones are read. It lies in DuckDB's memory as hashes, some 30 bytes per metering point on an invoice. The holder of the
// write lock uses it.
type spotIndex struct {
	files  map[string]int // path of a data file → its number in the index
	next   int
	points string // the version of the register that told the aliases
}

// spotsQuery lists, for each row of a relation, where its amounts may go: its points, and the seller where some part of
// them may belong to no point.
const spotsQuery = `
	WITH rows AS (
		SELECT invoice_key, points, net, '@' || CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END AS seller FROM %s
	), named AS ( -- most invoices have one point
		SELECT invoice_key, seller, len(points) AS n, list_transform(points, lambda p: p.ppe) AS codes,
			coalesce(net, 0) AS net, list_sum(list_transform(points, lambda p: p.net)) AS nets,
			len(list_filter(points, lambda p: p.net IS NOT NULL)) AS known
		FROM rows WHERE len(points) IS DISTINCT FROM 1
	), placed AS (
		SELECT invoice_key, CASE WHEN points[1].ppe <> '' THEN points[1].ppe ELSE seller END AS code FROM rows WHERE len(points) = 1
		UNION ALL
		SELECT invoice_key, unnest(list_distinct(list_concat(codes, CASE
			WHEN coalesce(n, 0) = 0 OR list_contains(codes, '') THEN [seller]
			WHEN len(list_distinct(codes)) > 1 AND NOT coalesce(known = n AND abs(nets - net) <= 0.01 * n AND (nets <> 0 OR net = 0), false) THEN [seller]
			ELSE [] END))) AS code
		FROM named
	)
	SELECT hash(p.invoice_key) AS key, hash(coalesce(a.ppe, p.code)) AS spot
	FROM placed p LEFT JOIN aliases a ON a.old_code = upper(replace(p.code, ' ', ''))
	WHERE p.code <> ''`

// linksQuery lists the edges between corrections and what they correct, in both directions.
const linksQuery = `
	WITH edges AS (
		SELECT invoice_key, unnest(corrects) AS r FROM %s WHERE kind = 'correction'
	), hashed AS (
		SELECT hash(invoice_key) AS a, hash(CASE WHEN r.key <> '' THEN r.key ELSE 'number ' || upper(replace(r.number, ' ', '')) END) AS b FROM edges
	)
	SELECT a, b FROM hashed UNION ALL SELECT b, a FROM hashed`

// sellersQuery lists one row for each seller of a relation: the one with the newest name, see step_0_sellers.sql.
const sellersQuery = `
	SELECT unnest(max_by(row, row(seller_name <> '', coalesce(issue_date, DATE '0001-01-01'), invoice_key))) FROM (
		SELECT CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END AS code, seller_name, issue_date, invoice_key,
			{kind: '', currency: '', seller_nip: seller_nip, seller_name: seller_name, issue_date: issue_date, invoice_key: invoice_key} AS row
		FROM %s WHERE kind <> 'other' AND currency IN ('', 'PLN')
	) GROUP BY code`

// refreshSpots brings the index up to the snapshot. The register must be staged.
func (w *Warehouse) refreshSpots(ctx context.Context, conn *sql.Conn, silver delta.Snapshot, points string) error {
	if w.spots.files == nil || w.spots.points != points {
		if err := execAll(ctx, conn,
			"CREATE OR REPLACE TABLE spots (file INTEGER, key UBIGINT, spot UBIGINT)",
			"CREATE OR REPLACE TABLE links (file INTEGER, a UBIGINT, b UBIGINT)",
			`CREATE OR REPLACE TABLE seller_rows (file INTEGER, kind VARCHAR, currency VARCHAR, seller_nip VARCHAR, seller_name VARCHAR,
				issue_date DATE, invoice_key VARCHAR)`); err != nil {
			return err
		}
		w.spots = spotIndex{files: map[string]int{}, points: points}
	}
	present := map[string]bool{}
	for _, file := range silver.Files {
		present[file.Path] = true
		if _, known := w.spots.files[file.Path]; known {
			continue
		}
		if err := w.addSpots(ctx, conn, file); err != nil {
			return err
		}
	}
	var dropped []string
	for path, number := range w.spots.files {
		if !present[path] {
			dropped = append(dropped, strconv.Itoa(number))
			delete(w.spots.files, path)
		}
	}
	if len(dropped) == 0 {
		return nil
	}
	list := strings.Join(dropped, ", ")
	return execAll(ctx, conn, "DELETE FROM spots WHERE file IN ("+list+")", "DELETE FROM links WHERE file IN ("+list+")",
		"DELETE FROM seller_rows WHERE file IN ("+list+")")
}

// addSpots indexes one file. It is noted when all tables have it. What a failure leaves is taken out again with the number,
// which is used for the next file then.
func (w *Warehouse) addSpots(ctx context.Context, conn *sql.Conn, file delta.File) error {
	relation, err := w.silver.rows(ctx, []delta.File{file})
	if err != nil {
		return err
	}
	number := w.spots.next
	if err := execAll(ctx, conn, fmt.Sprintf("DELETE FROM seller_rows WHERE file = %d", number), fmt.Sprintf("DELETE FROM spots WHERE file = %d", number),
		fmt.Sprintf("DELETE FROM links WHERE file = %d", number),
		fmt.Sprintf("INSERT INTO spots SELECT %d, * FROM ("+spotsQuery+")", number, relation),
		fmt.Sprintf("INSERT INTO links SELECT %d, * FROM ("+linksQuery+")", number, relation),
		fmt.Sprintf("INSERT INTO seller_rows SELECT %d, * FROM ("+sellersQuery+")", number, relation)); err != nil {
		return err
	}
	w.spots.files[file.Path], w.spots.next = number, number+1
	return nil
}

// stageChanges makes the temporary tables changed, gone_spots and gone_links from the files that differ between two
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
		"CREATE OR REPLACE TEMP TABLE gone AS SELECT * FROM "+removed+" WHERE invoice_key IN (FROM changed)",
		"CREATE OR REPLACE TEMP TABLE gone_spots AS "+fmt.Sprintf(spotsQuery, "gone"),
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
