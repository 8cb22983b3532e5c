package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// The register's tables are small: each commit replaces all of their rows.
var (
	pointColumns = []delta.Field{
		column("ppe", delta.String), column("name", delta.String), column("address", delta.String), column("tariff", delta.String),
		column("group", delta.String), column("old_codes", delta.List(delta.String)),
	}
	acceptedColumns = []delta.Field{
		column("finding_id", delta.String), column("author", delta.String), column("decided_at", delta.String),
	}
)

// registerTables are what Gold joins beside the invoices.
type registerTables struct{ points, accepted *table }

func (w *Warehouse) openRegister() registerTables {
	r := registerTables{w.newTable(lake.PointsTable, pointColumns), w.newTable(lake.AcceptedTable, acceptedColumns)}
	r.points.flat, r.accepted.flat = true, true
	return r
}

// CommitRegister makes the register's tables hold exactly this. Nothing is written that is there already. Gold shows it
// after the next build.
func (w *Warehouse) CommitRegister(ctx context.Context, register lake.Register) (err error) {
	w.write.Lock()
	defer w.write.Unlock()
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return failed("commit register", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := replaceRows(ctx, conn, w.register.points, register.Points); err != nil {
		return failed("commit register", err)
	}
	return failed("commit register", replaceRows(ctx, conn, w.register.accepted, register.Accepted))
}

// replaceRows commits the rows of a flat table unless it has them.
func replaceRows[T any](ctx context.Context, conn *sql.Conn, t *table, rows []T) error {
	if err := load(ctx, t.w, conn, "incoming_rows", t.columns, rows); err != nil {
		return err
	}
	return retry(ctx, func() error {
		snapshot, err := t.log.Snapshot(ctx)
		if err != nil {
			return err
		}
		present, err := t.relation(ctx, snapshot)
		if err != nil {
			return err
		}
		differences, err := scanOne[int64](ctx, conn, fmt.Sprintf(`SELECT count(*) FROM (
			(SELECT %[1]s FROM %[2]s EXCEPT ALL SELECT %[1]s FROM incoming_rows) UNION ALL
			(SELECT %[1]s FROM incoming_rows EXCEPT ALL SELECT %[1]s FROM %[2]s))`, names(t.columns), present))
		if err != nil || differences == 0 {
			return err
		}
		file, count, err := t.put(ctx, conn, 0, "SELECT "+names(t.columns)+" FROM incoming_rows ORDER BY ALL")
		if err != nil {
			return err
		}
		commit := delta.Commit{
			ReadVersion: snapshot.Version, Operation: "WRITE", Metadata: t.metadata(snapshot), DataChange: true, Time: t.w.p.Clock(),
			Parameters: map[string]string{"mode": "Overwrite"}, Remove: snapshot.Files,
		}
		if count > 0 {
			commit.Add = []delta.File{file}
		}
		_, err = t.log.Commit(ctx, commit)
		return err
	})
}

// versions name what the register's tables hold, for the commits that are computed from them.
func (r registerTables) versions(ctx context.Context) (points, accepted string, err error) {
	p, err := r.points.log.Snapshot(ctx)
	if err != nil {
		return "", "", err
	}
	a, err := r.accepted.log.Snapshot(ctx)
	return versionName(p), versionName(a), err
}

// versionName is "" where there is no table. The id is there because a table may have been made anew.
func versionName(snapshot delta.Snapshot) string {
	if snapshot.Version < 0 {
		return ""
	}
	return fmt.Sprintf("%s/%d", snapshot.Metadata.ID, snapshot.Version)
}

// stage makes the temporary tables that the Gold models join: register, aliases and accepted_findings.
func (r registerTables) stage(ctx context.Context, conn *sql.Conn) error {
	points, err := r.points.log.Snapshot(ctx)
	if err != nil {
		return err
	}
	accepted, err := r.accepted.log.Snapshot(ctx)
	if err != nil {
		return err
	}
	registered, err := r.points.relation(ctx, points)
	if err != nil {
		return err
	}
	acceptances, err := r.accepted.relation(ctx, accepted)
	if err != nil {
		return err
	}
	return execAll(ctx, conn,
		"CREATE OR REPLACE TEMP TABLE register AS FROM "+registered,
		"CREATE OR REPLACE TEMP TABLE aliases AS SELECT unnest(old_codes) AS old_code, ppe FROM register",
		"CREATE OR REPLACE TEMP TABLE accepted_findings AS FROM "+acceptances)
}

// present returns the code that counts for a code, which may be an old one.
func (r registerTables) present(ctx context.Context, code string) (string, error) {
	snapshot, err := r.points.log.Snapshot(ctx)
	if err != nil || len(snapshot.Files) == 0 {
		return code, err
	}
	relation, err := r.points.relation(ctx, snapshot)
	if err != nil {
		return "", err
	}
	found, err := fetch[lake.RegisteredPoint](ctx, r.points.w.db, relation, "WHERE list_contains(old_codes, ?)", pointColumns, lake.NormalPPE(code))
	if err != nil || len(found) == 0 {
		return code, err
	}
	return found[0].PPE, nil
}
