package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
)

// errWhole says that a part is not enough, or not worth it: all of Gold must be computed.
var errWhole = errors.New("gold must be computed whole")

// maxPart is the share of Silver, in percent, beyond which computing a part is not worth it.
const maxPart = 60

// smallLake is the number of invoices up to which the whole costs about as much as a part.
const smallLake = 1000

// The conditions for rows of Gold to belong to the part: by their place and month, or by the invoices that they are about. What has no month is about
// the whole place in the audit, and in the other tables earlier than all months. Of two bills without a point that are the same one may be
// in the part for the sake of other invoices, without the other: only a change of one of them is a reason to look at them again.
const (
	place       = `hash(CASE WHEN ppe <> '' THEN ppe ELSE '@' || CASE WHEN seller_nip <> '' THEN seller_nip ELSE upper(seller_name) END END)`
	partOfPoint = `(hash(ppe) IN (SELECT spot FROM affected_spots) AND month >= (SELECT first FROM affected_spots WHERE spot = hash(ppe)))`
	partOfPlace = `(` + place + ` IN (SELECT spot FROM affected_spots)
		AND coalesce(month, DATE '0001-01-01') >= (SELECT first FROM affected_spots WHERE spot = ` + place + `))`
	partOfAudit = `CASE WHEN ppe = '' AND code = 'duplicate' THEN hash(invoice_keys[1]) IN (SELECT node FROM reached) OR hash(invoice_keys[2]) IN (SELECT node FROM reached)
		WHEN ppe = '' THEN hash(invoice_keys[1]) IN (FROM wanted) ELSE hash(ppe) IN (SELECT spot FROM affected_spots)
		AND coalesce(month, DATE '9999-12-31') >= (SELECT first FROM affected_spots WHERE spot = hash(ppe)) END`
	partOfChains = `hash(CASE WHEN original_key <> '' THEN original_key ELSE correction_keys[1] END) IN (FROM wanted)` // a chain is wanted whole
)

// buildPart computes what the changes of Silver since the last build can touch and puts it in the place of what was there.
// It gives errWhole where the last build does not tell from what it was made, or its Silver is gone.
func (w *Warehouse) buildPart(ctx context.Context, conn *sql.Conn, b basis) ([]lake.TableCommit, error) {
	snapshots, before, err := w.lastBuild(ctx, b)
	if err != nil {
		return nil, err
	}
	if err := w.stagePart(ctx, conn, b, before); err != nil {
		return nil, err
	}
	if err := w.stageEarlier(ctx, conn, snapshots); err != nil {
		return nil, err
	}
	renamed, err := w.stageRenamed(ctx, conn, before)
	if err != nil {
		return nil, err
	}
	last := snapshots[w.gold[len(w.gold)-1].name]
	decided := last.Info.Parameters[acceptedParameter] != b.accepted
	if decided {
		err = w.checkWithdrawn(ctx, conn, snapshots)
	}
	if err != nil {
		return nil, err
	}
	if err := w.runModels(ctx, conn); err != nil {
		return nil, err
	}
	w.builtPart++
	return w.commitGold(b, func(g goldTable, always bool) (int64, bool, error) {
		return g.commitPart(ctx, conn, snapshots[g.name], b, always, g.part == partOfPlace && renamed || g.part == partOfAudit && decided)
	})
}

// lastBuild returns the Gold tables as they are and the Silver that they were built from.
func (w *Warehouse) lastBuild(ctx context.Context, b basis) (snapshots map[string]delta.Snapshot, before delta.Snapshot, err error) {
	snapshots = map[string]delta.Snapshot{}
	var last delta.Snapshot
	for _, g := range w.gold {
		if last, err = g.log.Snapshot(ctx); err != nil {
			return nil, before, err
		}
		if builtFrom(last) == noVersion || g.metadata(last) != nil || last.Info.Operation == raisedOperation {
			return nil, before, errWhole
		}
		snapshots[g.name] = last
	}
	from, p := builtFrom(last), last.Info.Parameters
	for _, snapshot := range snapshots { // a build that was interrupted left tables of several versions
		if builtFrom(snapshot) > from {
			return nil, before, errWhole
		}
	}
	if p[modelsParameter] != b.models || p[pointsParameter] != b.points || p[silverTableParameter] != b.silver.Metadata.ID || from > b.silver.Version {
		return nil, before, errWhole
	}
	before, err = w.silver.log.SnapshotAt(ctx, from)
	if lake.CodeOf(err) == lake.CodeNotFound {
		return nil, before, errWhole
	}
	return snapshots, before, err
}

// stagePart makes the view silver the part of Silver that has to be computed.
func (w *Warehouse) stagePart(ctx context.Context, conn *sql.Conn, b basis, before delta.Snapshot) error {
	if err := w.stage(ctx, conn); err != nil {
		return err
	}
	if _, err := w.stageChanges(ctx, conn, before, b.silver); err != nil {
		return fmt.Errorf("%w: %w", errWhole, err) // vacuumed: the rows as they were are gone
	}
	if err := w.refreshSpots(ctx, conn, b.silver, b.points); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, w.affected); err != nil {
		return fmt.Errorf("gold affected: %w", err)
	}
	wanted, err := scanOne[int64](ctx, conn, "SELECT count(*) FROM wanted")
	if err != nil {
		return err
	}
	if 100*wanted > maxPart*max(records(b.silver.Files), smallLake) {
		return errWhole
	}
	files, err := w.wantedFiles(ctx, conn, b.silver)
	if err != nil {
		return err
	}
	relation, err := w.silver.relation(ctx, files)
	if err != nil {
		return err
	}
	return execAll(ctx, conn, "CREATE OR REPLACE TEMP TABLE part_silver AS SELECT "+strings.Join(modelColumns, ", ")+" FROM "+relation+" WHERE hash(invoice_key) IN (FROM wanted)",
		"CREATE OR REPLACE TEMP VIEW silver AS FROM part_silver")
}

// stageEarlier fills earlier_months: what the models read of the months before the part, which stay as they are.
func (w *Warehouse) stageEarlier(ctx context.Context, conn *sql.Conn, snapshots map[string]delta.Snapshot) error {
	relation, err := w.goldTable(consumption.table).relation(ctx, snapshots[consumption.table])
	if err != nil {
		return err
	}
	return execAll(ctx, conn, "INSERT INTO earlier_months SELECT ppe, month, consumption_kwh, net_per_kwh FROM "+relation+
		" WHERE hash(ppe) IN (SELECT spot FROM affected_spots) AND NOT "+partOfPoint)
}

// records counts the rows of files.
func records(files []delta.File) (rows int64) {
	for _, file := range files {
		rows += file.Stats.NumRecords
	}
	return rows
}

// checkWithdrawn gives errWhole if a finding was accepted that no longer is: renewed only adds.
func (w *Warehouse) checkWithdrawn(ctx context.Context, conn *sql.Conn, snapshots map[string]delta.Snapshot) error {
	relation, err := w.goldTable(audit.table).relation(ctx, snapshots[audit.table])
	if err != nil {
		return err
	}
	withdrawn, err := scanOne[int64](ctx, conn,
		"SELECT count(*) FROM "+relation+" WHERE decided_by || decided_at <> '' AND finding_id NOT IN (SELECT finding_id FROM accepted_findings)")
	if err == nil && withdrawn > 0 {
		err = errWhole
	}
	return err
}

// modelColumns are the columns of Silver that the models read.
var modelColumns = []string{
	"invoice_key", "number", "kind", "scope", "corrects", "reason", "seller_name", "seller_nip", "issue_date", "sale_date",
	"period_start", "period_end", "currency", "net", "vat", "gross", "consumption_kwh", "points", "lines", "status", "findings", "year",
}

// wantedFiles returns the files of Silver that hold invoices of the part.
func (w *Warehouse) wantedFiles(ctx context.Context, conn *sql.Conn, silver delta.Snapshot) (delta.Snapshot, error) {
	numbers, err := scanAll[int](ctx, conn, "SELECT DISTINCT file FROM spots WHERE key IN (FROM wanted)")
	if err != nil {
		return delta.Snapshot{}, err
	}
	wanted := map[int]bool{}
	for _, number := range numbers {
		wanted[number] = true
	}
	var files []delta.File
	for _, file := range silver.Files {
		if wanted[w.spots.files[file.Path]] {
			files = append(files, file)
		}
	}
	silver.Files = files
	return silver, nil
}
