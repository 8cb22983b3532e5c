package warehouse

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

func execAll(ctx context.Context, conn *sql.Conn, statements ...string) error {
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%.60q: %w", s, err)
		}
	}
	return nil
}

func scanOne[T any](ctx context.Context, conn *sql.Conn, query string) (value T, err error) {
	err = conn.QueryRowContext(ctx, query).Scan(&value)
	return value, err
}

func scanAll[T any](ctx context.Context, conn queryer, query string) (values []T, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%.60q: %w", query, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

// distinct sorts the years and drops repetitions.
func distinct(years []int) []int {
	slices.Sort(years)
	return slices.Compact(years)
}

// jsonList encodes strings for from_json.
func jsonList[T ~string](list []T) (string, error) {
	if list == nil {
		list = []T{}
	}
	content, err := json.Marshal(list)
	return string(content), err
}
