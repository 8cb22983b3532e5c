package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"wattlake/lake"
)

// exportChunk is how many rows of an export are in memory at once.
const exportChunk = 20_000

// Export writes the rows into a new file and returns how many there are. Memory does not grow with them: the ordered rows go
// into a Parquet file first, which is the result or is read back piece by piece.
func (w *Warehouse) Export(ctx context.Context, e lake.Export, path string) (rows int64, err error) {
	source, err := w.exportSource(ctx, e)
	if err != nil {
		return 0, failed("export", err)
	}
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return 0, failed("export", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	ordered := filepath.Join(w.temp, w.p.NewID()+".parquet")
	if e.Format == lake.ExportParquet {
		ordered = path
	} else {
		defer func() { err = errors.Join(err, removeIfThere(ordered)) }()
	}
	if err := copyTo(ctx, conn, source.query(), ordered); err != nil {
		return 0, failed("export", err)
	}
	rows, err = scanOne[int64](ctx, conn, "SELECT count(*) FROM "+readExport(ordered))
	if err != nil || e.Format == lake.ExportParquet {
		return rows, failed("export", err)
	}
	out, err := newExportWriter(e, source, path, w.temp)
	if err != nil {
		return 0, failed("export", err)
	}
	err = eachExportRow(ctx, conn, source, ordered, rows, out.row)
	if err = errors.Join(err, out.close()); err != nil {
		return 0, failed("export", err)
	}
	return rows, nil
}

func readExport(path string) string {
	return fmt.Sprintf("read_parquet(%s, hive_partitioning=false, file_row_number=true)", quote(path))
}

// eachExportRow hands the rows, as text, to row in their order. The slice is used again.
func eachExportRow(ctx context.Context, conn *sql.Conn, source exportSource, path string, rows int64, row func([]string) error) error {
	cells := make([]string, len(source.columns))
	targets := make([]any, len(cells))
	for i := range cells {
		targets[i] = &cells[i]
	}
	for first := int64(0); first < rows; first += exportChunk {
		query := fmt.Sprintf("SELECT %s FROM %s WHERE file_row_number >= %d AND file_row_number < %d ORDER BY file_row_number",
			source.texts(), readExport(path), first, first+exportChunk)
		if err := scanRows(ctx, conn, query, targets, func() error { return row(cells) }); err != nil {
			return err
		}
	}
	return nil
}

func scanRows(ctx context.Context, conn *sql.Conn, query string, targets []any, each func() error) (err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("read rows to export: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("read row to export: %w", err)
		}
		if err := each(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// exportSource is what an export reads: a relation and the expressions of the columns over it.
type exportSource struct {
	relation   string
	columns    []exportColumn
	conditions []string
	order      string
}

// query selects the columns under their names.
func (s exportSource) query() string {
	list := make([]string, len(s.columns))
	for i, c := range s.columns {
		list[i] = c.expression + " AS " + ident(c.name)
	}
	where := ""
	if len(s.conditions) > 0 {
		where = " WHERE " + strings.Join(s.conditions, " AND ")
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + s.relation + where + " ORDER BY " + s.order
}

// texts selects every column as text, "" where it is unknown.
func (s exportSource) texts() string {
	list := make([]string, len(s.columns))
	for i, c := range s.columns {
		list[i] = "coalesce(" + ident(c.name) + "::VARCHAR, '')"
	}
	return strings.Join(list, ", ")
}
