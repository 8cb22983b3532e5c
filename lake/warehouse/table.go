package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"wattlake/lake"
	"wattlake/lake/delta"
	"wattlake/lake/delta/checkpoint"
)

// Lost races for a commit are repeated with growing, random pauses.
const (
	maxCommitAttempts = 12
	firstPause        = 10 * time.Millisecond
	longestPause      = time.Second
)

// table is one Delta table, partitioned by year unless it is flat.
type table struct {
	w       *Warehouse
	log     *delta.Table
	columns []delta.Field // without the year
	flat    bool
}

func (w *Warehouse) newTable(root lake.Key, columns []delta.Field) *table {
	return &table{w: w, log: delta.Open(w.p.Store, root, delta.WithCheckpoints(checkpoint.New(w.db, w.temp))), columns: columns}
}

// schema is what engines see: the columns, and the year if the table is partitioned by it.
func (t *table) schema() delta.Schema {
	if t.flat {
		return delta.Schema{Fields: t.columns}
	}
	return schemaOf(t.columns)
}

// metadata is for the table's first commit and for the first one after its columns have changed, nil for others.
func (t *table) metadata(snapshot delta.Snapshot) *delta.Metadata {
	if snapshot.Version >= 0 && t.sameColumns(snapshot) {
		return nil
	}
	m := &delta.Metadata{Name: filepath.Base(string(t.log.Root())), Schema: t.schema()}
	if !t.flat {
		m.PartitionColumns = []string{yearColumn}
	}
	if snapshot.Version < 0 {
		m.ID = t.w.p.NewID()
	}
	return m
}

// sameColumns reports whether the table has the columns that this release gives it.
func (t *table) sameColumns(snapshot delta.Snapshot) bool {
	return slices.EqualFunc(snapshot.Metadata.Schema.Fields, t.schema().Fields, func(a, b delta.Field) bool {
		return a.Name == b.Name && duckType(a.Type) == duckType(b.Type)
	})
}

// relation returns the rows of any version of the table. Columns that the version does not have are null.
func (t *table) relation(ctx context.Context, snapshot delta.Snapshot) (string, error) {
	if snapshot.Version < 0 || t.sameColumns(snapshot) {
		return t.rows(ctx, snapshot.Files)
	}
	older := &table{w: t.w, log: t.log, flat: t.flat}
	there := map[string]string{}
	for _, field := range snapshot.Metadata.Schema.Fields {
		there[field.Name] = duckType(field.Type)
	}
	for _, c := range t.columns {
		if there[c.Name] == duckType(c.Type) {
			older.columns = append(older.columns, c)
		}
	}
	relation, err := older.rows(ctx, snapshot.Files)
	if err != nil {
		return "", err
	}
	return "(SELECT " + selectColumns(t.schema().Fields, func(name string, c delta.Type) string {
		if there[strings.Trim(name, `"`)] == duckType(c) {
			return name
		}
		return "NULL::" + duckType(c)
	}) + " FROM " + relation + ")", nil
}

// rows returns the relation of the files' rows with the year of their partition.
func (t *table) rows(ctx context.Context, files []delta.File) (string, error) {
	if len(files) == 0 {
		return "(SELECT " + selectColumns(t.schema().Fields, func(_ string, c delta.Type) string {
			return "NULL::" + duckType(c)
		}) + " WHERE false)", nil
	}
	if err := t.w.prefetch(ctx, t.log.Root(), files); err != nil {
		return "", err
	}
	byYear := map[int][]string{}
	for _, file := range files {
		path, err := t.w.localPath(ctx, t.log.Root(), file)
		if err != nil {
			return "", err
		}
		byYear[yearOf(file)] = append(byYear[yearOf(file)], quote(path))
	}
	parts := make([]string, 0, len(byYear))
	for _, year := range sortedKeys(byYear) {
		if t.flat {
			return fmt.Sprintf("(SELECT %s FROM read_parquet([%s], hive_partitioning=false))", names(t.columns), strings.Join(byYear[year], ", ")), nil
		}
		parts = append(parts, fmt.Sprintf("SELECT %s, %d::INTEGER AS year\n    FROM read_parquet([%s], hive_partitioning=false)",
			names(t.columns), year, strings.Join(byYear[year], ",\n        ")))
	}
	return "(\n    " + strings.Join(parts, "\n    UNION ALL ") + "\n)", nil // people read it, too
}

// numbered returns the relation of the files' rows, without the year, with the index of their file plus first as the column file. Many files are read in half
// the time of a union of one after the other.
func (t *table) numbered(ctx context.Context, files []delta.File, first int) (string, error) {
	if err := t.w.prefetch(ctx, t.log.Root(), files); err != nil {
		return "", err
	}
	paths, numbers := make([]string, len(files)), make([]string, len(files))
	for i, file := range files {
		path, err := t.w.localPath(ctx, t.log.Root(), file)
		if err != nil {
			return "", err
		}
		paths[i], numbers[i] = quote(path), fmt.Sprintf("(%s, %d)", quote(path), first+i)
	}
	return fmt.Sprintf("(SELECT %s, file FROM read_parquet([%s], hive_partitioning=false, filename=true) JOIN (VALUES %s) files(filename, file) USING (filename))",
		names(t.columns), strings.Join(paths, ", "), strings.Join(numbers, ", ")), nil
}

// put writes the rows of a query, which has the table's columns, as one data file of the year. It returns no file if there
// are no rows.
func (t *table) put(ctx context.Context, conn *sql.Conn, year int, query string) (file delta.File, rows int64, err error) {
	p, err := t.write(ctx, conn, query)
	if err != nil {
		return delta.File{}, 0, err
	}
	defer func() { err = errors.Join(err, removeIfThere(p.path)) }()
	if p.stats.NumRecords == 0 {
		return delta.File{}, 0, nil
	}
	file, err = t.publish(ctx, p, year)
	return file, p.stats.NumRecords, err
}

// part is a data file that is not in the table yet.
type part struct {
	path  string // on this machine
	stats delta.Stats
}

// write writes the rows of a query, which has the table's columns, as a file. The caller removes it.
func (t *table) write(ctx context.Context, conn *sql.Conn, query string) (p part, err error) {
	if p.path, err = t.w.partPath(); err != nil {
		return p, err
	}
	if err = copyTo(ctx, conn, query, p.path); err == nil {
		p.stats, err = t.stats(ctx, conn, p.path)
	}
	if err != nil {
		return part{}, errors.Join(err, removeIfThere(p.path))
	}
	return p, nil
}

// publish puts a part beside the table's files; a commit makes it one of them.
func (t *table) publish(ctx context.Context, p part, year int) (delta.File, error) {
	content, err := os.ReadFile(p.path)
	if err != nil {
		return delta.File{}, fmt.Errorf("read new data file: %w", err)
	}
	file := delta.File{Path: fmt.Sprintf("part-%s.parquet", t.w.p.NewID()), Size: int64(len(content)), ModificationTime: t.w.p.Clock().UnixMilli(), Stats: p.stats}
	if !t.flat {
		file.Path = fmt.Sprintf("%s=%d/%s", yearColumn, year, file.Path)
		file.PartitionValues = map[string]string{yearColumn: strconv.Itoa(year)}
	}
	key := t.log.Root() + "/" + lake.Key(file.Path)
	created, err := t.w.p.Store.PutIfAbsent(ctx, key, content)
	if err == nil && !created {
		err = t.w.sameContent(ctx, key, content)
	}
	if err == nil && t.w.remote() {
		err = t.w.keep(content, t.w.cachePath(key))
	}
	return file, err
}

func copyTo(ctx context.Context, conn *sql.Conn, query, path string) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)", query, quote(path)))
	if err != nil {
		return fmt.Errorf("write data file: %w", err)
	}
	return nil
}

// stats lets engines skip files: the number of rows and the range of every date column.
func (t *table) stats(ctx context.Context, conn *sql.Conn, path string) (delta.Stats, error) {
	expressions := []string{"count(*)"}
	var dates []string
	for _, c := range t.columns {
		if c.Type.Kind == delta.KindDate {
			dates = append(dates, c.Name)
			expressions = append(expressions, fmt.Sprintf("min(%[1]s)::VARCHAR, max(%[1]s)::VARCHAR, count(*) - count(%[1]s)", ident(c.Name)))
		}
	}
	stats := delta.Stats{MinValues: map[string]any{}, MaxValues: map[string]any{}, NullCount: map[string]any{}}
	lowest, highest, nulls := make([]sql.NullString, len(dates)), make([]sql.NullString, len(dates)), make([]int64, len(dates))
	targets := []any{&stats.NumRecords}
	for i := range dates {
		targets = append(targets, &lowest[i], &highest[i], &nulls[i])
	}
	query := fmt.Sprintf("SELECT %s FROM read_parquet(%s, hive_partitioning=false)", strings.Join(expressions, ", "), quote(path)) //nolint:gosec // names come from this package, the path is quoted
	if err := conn.QueryRowContext(ctx, query).Scan(targets...); err != nil {
		return delta.Stats{}, fmt.Errorf("read statistics of data file: %w", err)
	}
	for i, name := range dates {
		stats.NullCount[name] = nulls[i]
		if lowest[i].Valid {
			stats.MinValues[name], stats.MaxValues[name] = lowest[i].String, highest[i].String
		}
	}
	return stats, nil
}

// retry repeats attempt while it loses the race for a commit. The caller holds the write lock, so that only other
// processes compete.
func retry(ctx context.Context, attempt func() error) error {
	pause := firstPause
	for n := 1; ; n++ {
		err := attempt()
		if !errors.Is(err, delta.ErrConflict) || n == maxCommitAttempts {
			return err
		}
		timer := time.NewTimer(pause/2 + rand.N(pause)) //nolint:gosec // spreads retries, guards nothing
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		pause = min(2*pause, longestPause)
	}
}

func yearOf(file delta.File) int {
	year, _ := strconv.Atoi(file.PartitionValues[yearColumn]) // null is year 0
	return year
}

func filesOfYear(files []delta.File, year int) []delta.File {
	return slices.DeleteFunc(slices.Clone(files), func(f delta.File) bool { return yearOf(f) != year })
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
