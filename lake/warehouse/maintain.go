package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// TargetFileBytes is the size up to which [Warehouse.Maintain] unites small data files of one year.
const TargetFileBytes = 4 << 20

// MinRetention is the shortest time for which removed files must stay: another process may be reading them.
const MinRetention = time.Hour

// Maintain unites the small files of Silver and deletes the files that no version of the last retention names, in every
// table. Rows never change. Whoever reads, in this process or another, is not disturbed, as long as no query takes longer than
// the retention. A dry run only tells what would be deleted.
func (w *Warehouse) Maintain(ctx context.Context, retention time.Duration, dryRun bool) (report lake.Maintenance, err error) {
	if retention < MinRetention {
		return report, tooShort()
	}
	w.write.Lock()
	defer w.write.Unlock()
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return report, failed("maintain", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if !dryRun {
		if report.United, err = w.silver.compact(ctx, conn); err != nil {
			return report, failed("compact", err)
		}
	}
	for _, t := range w.tables() {
		deleted, err := t.log.Vacuum(ctx, w.p.Clock(), retention, dryRun)
		if err != nil {
			return report, failed("vacuum", err)
		}
		for _, object := range deleted {
			report.Deleted++
			report.Bytes += object.Size
		}
	}
	return report, nil
}

// tables lists every table of the lake.
func (w *Warehouse) tables() []*table {
	tables := []*table{w.silver, w.register.points, w.register.accepted}
	for _, g := range w.gold {
		tables = append(tables, g.table)
	}
	return tables
}

// compact unites small files and returns how many it replaced.
func (t *table) compact(ctx context.Context, conn *sql.Conn) (united int, err error) {
	err = retry(ctx, func() error {
		snapshot, err := t.log.Snapshot(ctx)
		if err != nil {
			return err
		}
		united = 0
		commit := delta.Commit{
			ReadVersion: snapshot.Version, Operation: "OPTIMIZE", Metadata: t.metadata(snapshot), Time: t.w.p.Clock(), Parameters: snapshot.Info.Parameters,
		}
		for _, group := range delta.PlanCompaction(snapshot.Files, TargetFileBytes) {
			relation, err := t.rows(ctx, group)
			if err != nil {
				return err
			}
			file, _, err := t.put(ctx, conn, yearOf(group[0]),
				fmt.Sprintf("SELECT %s FROM %s ORDER BY issue_date, number, invoice_key", names(t.columns), relation))
			if err != nil {
				return err
			}
			commit.Add, commit.Remove = append(commit.Add, file), append(commit.Remove, group...)
			united += len(group)
		}
		if united == 0 {
			return nil
		}
		_, err = t.log.Commit(ctx, commit)
		return err
	})
	return united, err
}

func tooShort() error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "warehouse: maintain",
		Message: lake.Text{PL: "Usunięte pliki muszą zostać co najmniej godzinę.", EN: "Removed files must stay for an hour at least."},
		Hint: lake.Text{
			PL: "Inny program może je jeszcze czytać. Podaj na przykład 168h.", EN: "Another program may still be reading them. Give 168h, for example.",
		},
	}
}
