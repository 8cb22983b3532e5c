package warehouse

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"wattlake/lake/delta"
)

// minJSONBuffer is DuckDB's own limit for one JSON object; longer rows raise it.
const minJSONBuffer = 16 << 20

// load creates a temporary table with the columns and the rows, which are given as values that encode to JSON objects
// with the columns' names.
func load[T any](ctx context.Context, w *Warehouse, conn *sql.Conn, name string, columns []delta.Field, rows []T) (err error) {
	path := filepath.Join(w.temp, w.p.NewID()+".json")
	defer func() { err = errors.Join(err, removeIfThere(path)) }()
	longest, err := writeJSON(path, rows)
	if err != nil {
		return fmt.Errorf("write rows for DuckDB: %w", err)
	}
	types := make([]string, len(columns))
	for i, c := range columns {
		types[i] = quote(c.Name) + ": " + quote(jsonType(c.Type))
	}
	expressions := selectColumns(columns, func(name string, t delta.Type) string {
		return fmt.Sprintf("(%s)::%s", fromJSON(name, t, 0), duckType(t))
	})
	source := fmt.Sprintf("read_json(%s, format='newline_delimited', maximum_object_size=%d, columns={%s})",
		quote(path), max(minJSONBuffer, 2*longest), strings.Join(types, ", "))
	query := "CREATE OR REPLACE TEMP TABLE " + ident(name) + " AS SELECT " + expressions + " FROM " + source //nolint:gosec // all quoted
	if _, err := conn.ExecContext(ctx, query); err != nil {
		return fmt.Errorf("load rows: %w", err)
	}
	return nil
}

// writeJSON writes one object per line and returns the length of the longest.
func writeJSON[T any](path string, rows []T) (longest int, err error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	for _, row := range rows {
		line, err := json.Marshal(row)
		if err != nil {
			return 0, err
		}
		longest = max(longest, len(line))
		if _, err := out.Write(append(line, '\n')); err != nil {
			return 0, err
		}
	}
	return longest, out.Flush()
}

// fetch returns the rows of a relation with the columns, decoded from JSON objects with the columns' names. clauses come
// after FROM relation: WHERE and ORDER BY.
func fetch[T any](ctx context.Context, conn queryer, relation, clauses string, columns []delta.Field, args ...any) (_ []T, err error) {
	members := make([]string, len(columns))
	for i, c := range columns {
		members[i] = fmt.Sprintf("%s := %s", ident(c.Name), toJSON(ident(c.Name), c.Type, 0))
	}
	query := fmt.Sprintf("SELECT to_json(struct_pack(%s))::VARCHAR FROM %s %s", strings.Join(members, ", "), relation, clauses)
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var out []T
	for rows.Next() {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return nil, fmt.Errorf("read row: %w", err)
		}
		var row T
		if err := json.Unmarshal(text, &row); err != nil {
			return nil, fmt.Errorf("decode row: %w", err)
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// queryer is a database or one connection to it.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}
