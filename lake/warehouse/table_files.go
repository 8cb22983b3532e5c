package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"wattlake/lake"
	"wattlake/lake/delta"
)

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

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
