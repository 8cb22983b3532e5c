package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"wattlake/lake/delta"
)

// When a year has more than MaxSmallFiles files below SmallFileBytes, the next commit that touches the year makes one of
// them, so that many small commits do not slow down every query.
const (
	MaxSmallFiles  = 8
	SmallFileBytes = 1 << 20
)

// fileRows is about how many invoices a data file of Silver holds at most, some 4 MB: those of some consecutive days, so that a
// change of a few does not write their whole year again.
const fileRows = 50_000

// merge commits what was staged as the version after base.
func (t *table) merge(ctx context.Context, conn *sql.Conn, base int64) (int64, error) {
	snapshot, err := t.log.Snapshot(ctx)
	if err != nil {
		return 0, err
	}
	if snapshot.Version != base {
		return 0, lostRace(base, snapshot.Version)
	}
	touched, err := t.findChanges(ctx, conn, snapshot)
	if err != nil {
		return 0, err
	}
	changed, err := scanOne[int64](ctx, conn, "SELECT count(*) FROM changed")
	if err != nil || changed == 0 {
		return snapshot.Version, err
	}
	commit := delta.Commit{
		ReadVersion: snapshot.Version, Operation: "MERGE", Metadata: t.metadata(snapshot), DataChange: true, Time: t.w.p.Clock(),
		Parameters: map[string]string{"invoices": strconv.FormatInt(changed, 10)},
	}
	years, err := scanAll[int](ctx, conn, "SELECT DISTINCT year FROM incoming WHERE invoice_key IN (FROM changed)")
	if err != nil {
		return 0, err
	}
	for _, file := range touched {
		years = append(years, yearOf(file))
	}
	for _, year := range distinct(years) {
		if err := t.rewriteYear(ctx, conn, snapshot, year, filesOfYear(touched, year), &commit); err != nil {
			return 0, err
		}
	}
	return t.log.Commit(ctx, commit)
}

// findChanges makes the temporary table changed: the affected keys whose rows really differ. It returns the files that
// hold rows of these keys.
func (t *table) findChanges(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot) ([]delta.File, error) {
	holders, err := t.holders(ctx, conn, snapshot)
	if err != nil {
		return nil, err
	}
	var selects []string
	for _, i := range holders {
		relation, err := t.rows(ctx, []delta.File{snapshot.Files[i]})
		if err != nil {
			return nil, err
		}
		selects = append(selects, fmt.Sprintf("SELECT *, %d AS file_index FROM %s WHERE invoice_key IN (FROM affected)", i, relation))
	}
	columns := names(schemaOf(t.columns).Fields)
	if len(selects) == 0 {
		selects = []string{"SELECT *, 0 AS file_index FROM incoming WHERE false"}
	}
	err = execAll(ctx, conn,
		"CREATE OR REPLACE TEMP TABLE present AS "+strings.Join(selects, " UNION ALL "),
		fmt.Sprintf(`CREATE OR REPLACE TEMP TABLE changed AS
			SELECT invoice_key FROM (SELECT invoice_key FROM present UNION SELECT invoice_key FROM incoming)
			EXCEPT SELECT invoice_key FROM (SELECT %[1]s FROM present INTERSECT SELECT %[1]s FROM incoming)
			WHERE invoice_key NOT IN (SELECT invoice_key FROM present GROUP BY ALL HAVING count(*) > 1)`, columns))
	if err != nil {
		return nil, err
	}
	indexes, err := scanAll[int](ctx, conn, "SELECT DISTINCT file_index FROM present WHERE invoice_key IN (FROM changed)")
	touched := make([]delta.File, len(indexes))
	for i, index := range indexes {
		touched[i] = snapshot.Files[index]
	}
	return touched, err
}

// holders returns the indexes of the files that hold affected keys. It reads no other column: most batches are new
// invoices, which no file holds.
func (t *table) holders(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot) ([]int, error) {
	if len(snapshot.Files) == 0 {
		return nil, nil
	}
	relation, err := t.numbered(ctx, snapshot.Files, 0)
	if err != nil {
		return nil, err
	}
	return scanAll[int](ctx, conn, "SELECT DISTINCT file FROM "+relation+" WHERE invoice_key IN (FROM affected) ORDER BY file")
}

// rewriteYear replaces the touched files of a year, and its small ones if there are too many, by files with their other rows
// and the incoming ones.
func (t *table) rewriteYear(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot, year int, touched []delta.File, commit *delta.Commit) error {
	replaced := withSmallFiles(filesOfYear(snapshot.Files, year), touched)
	relation, err := t.rows(ctx, replaced)
	if err != nil {
		return err
	}
	columns := names(t.columns)
	added, err := t.putSorted(ctx, conn, year, fmt.Sprintf(`(
		SELECT %[1]s FROM %[2]s WHERE invoice_key NOT IN (FROM changed)
		UNION ALL SELECT %[1]s FROM incoming WHERE year = %[3]d AND invoice_key IN (FROM changed))`, columns, relation, year))
	commit.Remove = append(commit.Remove, replaced...)
	commit.Add = append(commit.Add, added...)
	return err
}

// putSorted writes the invoices of a relation, all of one year, ordered by their dates, as files of about fileRows.
func (t *table) putSorted(ctx context.Context, conn *sql.Conn, year int, relation string) (files []delta.File, err error) {
	ends, err := scanAll[string](ctx, conn, fmt.Sprintf(`
		SELECT max(issue_date)::VARCHAR FROM (
			SELECT issue_date, sum(count(*)) OVER (ORDER BY issue_date NULLS FIRST) // %d AS part FROM %s GROUP BY issue_date
		) WHERE issue_date IS NOT NULL GROUP BY part ORDER BY part`, fileRows, relation))
	if err != nil {
		return nil, err
	}
	conditions := []string{"true"}
	if len(ends) > 1 {
		conditions = []string{fmt.Sprintf("(issue_date IS NULL OR issue_date <= DATE '%s')", ends[0])}
		for i, end := range ends[1:] {
			conditions = append(conditions, fmt.Sprintf("issue_date > DATE '%s' AND issue_date <= DATE '%s'", ends[i], end))
		}
	}
	for _, condition := range conditions {
		file, count, err := t.put(ctx, conn, year,
			fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY issue_date, number, invoice_key", names(t.columns), relation, condition))
		if err != nil {
			return nil, err
		}
		if count > 0 {
			files = append(files, file)
		}
	}
	return files, nil
}

// withSmallFiles returns the touched files of a year, and its other small files if there are more than MaxSmallFiles.
func withSmallFiles(ofYear, touched []delta.File) []delta.File {
	var small []delta.File
	isTouched := map[string]bool{}
	for _, file := range touched {
		isTouched[file.Path] = true
	}
	for _, file := range ofYear {
		if !isTouched[file.Path] && file.Size < SmallFileBytes {
			small = append(small, file)
		}
	}
	if len(small) < MaxSmallFiles {
		return touched
	}
	return append(touched, small...)
}
