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
// ones are read. It lies in DuckDB's memory as hashes, some 30 bytes per metering point on an invoice. The holder of the
// write lock uses it.
type spotIndex struct {
	files  map[string]int // path of a data file → its number in the index
	next   int
	points string // the version of the register that told the aliases
}

// spotsQuery lists, for each row of a relation that tells the file of each, where its amounts may go: its points, and the seller where some part of
// them may belong to no point.
const spotsQuery = `
	WITH rows AS (
		SELECT file, invoice_key, points, net, '@' || CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END AS seller FROM %s
	), named AS ( -- most invoices have one point
		SELECT file, invoice_key, seller, len(points) AS n, list_transform(points, lambda p: p.ppe) AS codes,
			coalesce(net, 0) AS net, list_sum(list_transform(points, lambda p: p.net)) AS nets,
			len(list_filter(points, lambda p: p.net IS NOT NULL)) AS known
		FROM rows WHERE len(points) IS DISTINCT FROM 1
	), placed AS (
		SELECT file, invoice_key, CASE WHEN points[1].ppe <> '' THEN points[1].ppe ELSE seller END AS code FROM rows WHERE len(points) = 1
		UNION ALL
		SELECT file, invoice_key, unnest(list_distinct(list_concat(codes, CASE
			WHEN coalesce(n, 0) = 0 OR list_contains(codes, '') THEN [seller]
			WHEN len(list_distinct(codes)) > 1 AND NOT coalesce(known = n AND abs(nets - net) <= 0.01 * n AND (nets <> 0 OR net = 0), false) THEN [seller]
			ELSE [] END))) AS code
		FROM named
	)
	SELECT p.file, hash(p.invoice_key) AS key, hash(coalesce(a.ppe, p.code)) AS spot
	FROM placed p LEFT JOIN aliases a ON a.old_code = upper(replace(p.code, ' ', ''))
	WHERE p.code <> ''`

// linksQuery lists the edges between corrections and what they correct, in both directions.
const linksQuery = `
	WITH edges AS (
		SELECT file, invoice_key, unnest(corrects) AS r FROM %s WHERE kind = 'correction'
	), hashed AS (
		SELECT file, hash(invoice_key) AS a, hash(CASE WHEN r.key <> '' THEN r.key ELSE 'number ' || upper(replace(r.number, ' ', '')) END) AS b FROM edges
	)
	SELECT file, a, b FROM hashed UNION ALL SELECT file, b, a FROM hashed`

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
			"CREATE OR REPLACE TABLE spots (file INTEGER, key UBIGINT, spot UBIGINT)",
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
	relations := make([]string, len(files))
	for i, file := range files {
		relation, err := w.silver.rows(ctx, []delta.File{file})
		if err != nil {
			return err
		}
		relations[i] = fmt.Sprintf("SELECT %d AS file, * FROM %s", w.spots.next+i, relation)
	}
	relation := "(" + strings.Join(relations, " UNION ALL ") + ")"
	if err := dropSpots(ctx, conn, fmt.Sprintf("file >= %d", w.spots.next)); err != nil {
		return err
	}
	if err := execAll(ctx, conn,
		"INSERT INTO spots "+fmt.Sprintf(spotsQuery, relation),
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
