package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wattlake/lake/delta"
)

// commitPart replaces the part of the snapshot by the computed one, in the years in which they differ. With elsewhere, rows that do
// not belong to the part may have changed too: the name of a seller, or the acceptance of a finding.
func (g goldTable) commitPart(
	ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot, b basis, always, elsewhere bool,
) (version int64, changed bool, err error) {
	old, err := g.stageOld(ctx, conn, snapshot, elsewhere)
	if err != nil {
		return 0, false, err
	}
	columns := names(schemaOf(g.columns).Fields)
	years, err := differingYears(ctx, conn, columns, "replaced_rows", fmt.Sprintf("(FROM %s WHERE %s)", g.computed(), g.part))
	if err != nil {
		return 0, false, err
	}
	if elsewhere {
		var renewed []int
		renewed, err = scanAll[int](ctx, conn, fmt.Sprintf("SELECT DISTINCT year FROM %s WHERE renewed AND NOT (%s)", old, g.part))
		years = distinct(append(years, renewed...))
	}
	if err != nil || len(years) == 0 && (!always || b.same(snapshot)) {
		return snapshot.Version, false, err
	}
	rows := fmt.Sprintf("(SELECT %[1]s FROM %[4]s WHERE NOT (%[3]s) UNION ALL SELECT %[1]s FROM %[2]s WHERE %[3]s)", columns, g.computed(), g.part, old)
	parts, err := g.writeYears(ctx, conn, years, rows, g.order)
	defer func() { err = errors.Join(err, parts.remove()) }()
	if err != nil {
		return 0, false, err
	}
	version, err = g.replaceYears(ctx, snapshot, b, years, parts)
	if errors.Is(err, delta.ErrConflict) { // the part belongs to another version than is there now
		err = fmt.Errorf("%w: %w", errWhole, err)
	}
	return version, len(years) > 0, err
}

// stageOld makes the temporary table replaced_rows of the snapshot's rows in the part, and returns the relation of all its
// rows; with elsewhere as they are now, and renewed marks those that are not what they were.
func (g goldTable) stageOld(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot, elsewhere bool) (string, error) {
	relation, err := g.relation(ctx, snapshot)
	if err != nil {
		return "", err
	}
	first := 0
	if g.part == partOfPoint || g.part == partOfPlace { // earlier years need not be read
		if first, err = scanOne[int](ctx, conn, "SELECT coalesce(year(min(first)), 0) FROM affected_spots"); err != nil {
			return "", err
		}
	}
	err = execAll(ctx, conn, fmt.Sprintf("CREATE OR REPLACE TEMP TABLE replaced_rows AS SELECT * FROM %s WHERE (year = 0 OR year >= %d) AND %s", relation, first, g.part))
	if !elsewhere {
		return relation, err
	}
	return fmt.Sprintf(g.renewed(), relation), err
}

// renewed returns the query for stageOld's relation; %s is the snapshot's own.
func (g goldTable) renewed() string {
	if g.part == partOfAudit {
		return `(SELECT o.* REPLACE (CASE WHEN a.finding_id IS NOT NULL THEN 'accepted' ELSE o.decision END AS decision,
				coalesce(a.author, o.decided_by) AS decided_by, coalesce(a.decided_at, o.decided_at) AS decided_at),
				coalesce(a.author <> o.decided_by OR a.decided_at <> o.decided_at OR o.decision = '', false) AND a.finding_id IS NOT NULL AS renewed
			FROM %s o LEFT JOIN accepted_findings a USING (finding_id))`
	}
	return `(SELECT o.* REPLACE (coalesce(s.name, o.seller_name) AS seller_name), coalesce(s.name <> o.seller_name, false) AS renewed
		FROM %s o LEFT JOIN sellers s ON s.code = CASE WHEN o.seller_nip <> '' THEN o.seller_nip ELSE upper(o.seller_name) END)`
}
