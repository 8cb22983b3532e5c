package warehouse

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"wattlake/lake/delta"
)

// commit replaces the years whose rows differ from what was computed. With always it commits the basis even if no rows
// differ.
func (g goldTable) commit(ctx context.Context, conn *sql.Conn, b basis, always bool) (version int64, changed bool, err error) {
	every, err := scanAll[int](ctx, conn, "SELECT DISTINCT year FROM "+g.computed())
	if err != nil {
		return 0, false, err
	}
	parts, err := g.writeYears(ctx, conn, every, g.computed(), g.ranks)
	defer func() { err = errors.Join(err, parts.remove()) }()
	if err != nil {
		return 0, false, err
	}
	err = retry(ctx, func() error {
		snapshot, err := g.log.Snapshot(ctx)
		if err != nil {
			return err
		}
		version, changed = snapshot.Version, false
		if newer, err := g.isNewer(ctx, snapshot, b); err != nil || newer {
			return err
		}
		years, err := g.replacedYears(ctx, conn, snapshot, parts)
		if err != nil {
			return err
		}
		if len(years) == 0 && snapshot.Version >= 0 && (!always || b.same(snapshot)) {
			return nil
		}
		changed = len(years) > 0 || snapshot.Version < 0
		version, err = g.replaceYears(ctx, snapshot, b, years, parts)
		return err
	})
	return version, changed, err
}

// yearParts are the files of a table's years that are not in the table yet. A year without rows has an empty one or none.
type yearParts map[int]part

func (parts yearParts) remove() (err error) {
	for _, p := range parts {
		err = errors.Join(err, removeIfThere(p.path))
	}
	return err
}

// writeYears writes the years of a relation. The caller removes the parts, after an error too.
func (g goldTable) writeYears(ctx context.Context, conn *sql.Conn, years []int, rows, order string) (yearParts, error) {
	parts := make(yearParts, len(years))
	for _, year := range years {
		p, err := g.write(ctx, conn, fmt.Sprintf("SELECT %s FROM %s WHERE year = %d ORDER BY %s", names(g.columns), rows, year, order))
		if err != nil {
			return parts, err
		}
		parts[year] = p
	}
	return parts, nil
}

// replacedYears lists the years whose committed rows are not those of the parts. Equal rows make equal files: only where the
// bytes differ and the number of rows does not, as after an update of DuckDB, the rows are compared.
func (g goldTable) replacedYears(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot, parts yearParts) (years []int, err error) {
	present := map[int][]delta.File{}
	for _, file := range snapshot.Files {
		present[yearOf(file)] = append(present[yearOf(file)], file)
	}
	every := distinct(append(sortedKeys(present), sortedKeys(parts)...))
	if g.metadata(snapshot) != nil { // other columns than before: all is written anew
		return every, nil
	}
	compare := false
	for _, year := range every {
		same, err := g.sameBytes(ctx, present[year], parts[year].path)
		switch {
		case err != nil:
			return nil, err
		case same:
		case records(present[year]) == parts[year].stats.NumRecords:
			compare = true
		default:
			years = append(years, year)
		}
	}
	if !compare {
		return years, nil
	}
	return g.changedYears(ctx, conn, snapshot)
}

// sameBytes reports whether the only one of the files has the content of the file at path.
func (g goldTable) sameBytes(ctx context.Context, files []delta.File, path string) (bool, error) {
	if len(files) != 1 || path == "" {
		return false, nil
	}
	if info, err := os.Stat(path); err != nil || info.Size() != files[0].Size {
		return false, err
	}
	old, err := g.w.localPath(ctx, g.log.Root(), files[0])
	if err != nil {
		return false, err
	}
	before, err := os.ReadFile(old)
	if err != nil {
		return false, fmt.Errorf("compare data files: %w", err)
	}
	now, err := os.ReadFile(path)
	return bytes.Equal(before, now), err
}

// isNewer reports whether another process built the table from newer facts.
func (g goldTable) isNewer(ctx context.Context, snapshot delta.Snapshot, b basis) (bool, error) {
	if builtFrom(snapshot) <= b.silver.Version {
		return false, nil
	}
	newest, err := g.w.SilverVersion(ctx)
	// A version that Silver does not have: it began anew since, and what Gold was built from is gone.
	return builtFrom(snapshot) <= newest, err
}

// changedYears lists the years whose committed rows differ from the computed ones.
func (g goldTable) changedYears(ctx context.Context, conn *sql.Conn, snapshot delta.Snapshot) ([]int, error) {
	relation, err := g.relation(ctx, snapshot)
	if err != nil {
		return nil, err
	}
	columns := names(schemaOf(g.columns).Fields)
	if snapshot.Version >= 0 && g.metadata(snapshot) != nil { // other columns than before: all is written anew
		return scanAll[int](ctx, conn, fmt.Sprintf("SELECT DISTINCT year FROM (SELECT year FROM %s UNION ALL SELECT year FROM %s) ORDER BY year", relation, g.computed()))
	}
	return differingYears(ctx, conn, columns, relation, g.computed())
}

// differingYears lists the years of which two relations do not have the same rows, by the number of the rows and two sums of
// their hashes: sorting out millions of rows one by one takes longer than making them.
func differingYears(ctx context.Context, conn *sql.Conn, columns, one, other string) ([]int, error) {
	const digest = "(SELECT year, count(*) AS n, sum(hash(%[1]s)) AS total, bit_xor(hash(%[1]s)) AS mixed FROM %[2]s GROUP BY year)"
	return scanAll[int](ctx, conn, fmt.Sprintf("SELECT year FROM %s a FULL JOIN %s b USING (year) WHERE (a.n, a.total, a.mixed) IS DISTINCT FROM (b.n, b.total, b.mixed) ORDER BY year",
		fmt.Sprintf(digest, columns, one), fmt.Sprintf(digest, columns, other)))
}

// replaceYears commits the years as they are in the parts; a year without a part has no rows any more.
func (g goldTable) replaceYears(ctx context.Context, snapshot delta.Snapshot, b basis, years []int, parts yearParts) (int64, error) {
	commit := delta.Commit{
		ReadVersion: snapshot.Version, Operation: "WRITE", Metadata: g.metadata(snapshot), DataChange: true, Time: g.w.p.Clock(),
		Parameters: b.parameters(),
	}
	for _, year := range years {
		commit.Remove = append(commit.Remove, filesOfYear(snapshot.Files, year)...)
		if parts[year].stats.NumRecords == 0 {
			continue
		}
		file, err := g.publish(ctx, parts[year], year)
		if err != nil {
			return 0, err
		}
		commit.Add = append(commit.Add, file)
	}
	return g.log.Commit(ctx, commit)
}

// computed is the temporary table, or view, that the model makes.
func (g goldTable) computed() string { return ident("new_" + g.name) }
