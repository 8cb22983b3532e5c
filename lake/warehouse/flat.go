package warehouse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"

	"wattlake/lake/delta"
)

// flatField is where a column goes in a row.
type flatField struct {
	index int // of the struct's field
	put   func(field reflect.Value, value any) error
}

// fetchFlat is [fetch] for rows whose columns are scalars or short lists: values come as they are instead of as JSON, which takes a quarter
// of the time. Columns that T has no field for are not read. Texts that repeat are kept once.
func fetchFlat[T any](ctx context.Context, conn queryer, relation, clauses string, columns []delta.Field, args ...any) (_ []T, err error) {
	same := interning{}
	fields, expressions, err := flatFields(reflect.TypeFor[T](), columns, same)
	if err != nil {
		return nil, err
	}
	rows, err := conn.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s %s", strings.Join(expressions, ", "), relation, clauses), args...)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values, targets := make([]any, len(fields)), make([]any, len(fields))
	for i := range values {
		targets[i] = &values[i]
	}
	var out []T
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, fmt.Errorf("read row: %w", err)
		}
		var row T
		into := reflect.ValueOf(&row).Elem()
		for i, f := range fields {
			if values[i] == nil {
				continue // null is the zero value
			}
			if err := f.put(into.Field(f.index), values[i]); err != nil {
				return nil, fmt.Errorf("read %s: %w", into.Type().Field(f.index).Name, err)
			}
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// flatFields pairs the columns with the fields of a struct by the names of their JSON.
func flatFields(row reflect.Type, columns []delta.Field, same interning) (fields []flatField, expressions []string, err error) {
	byName := map[string]int{}
	for i := range row.NumField() {
		byName[row.Field(i).Tag.Get("json")] = i
	}
	for _, c := range columns {
		index, ok := byName[c.Name]
		if !ok {
			continue
		}
		expression, put, err := flatColumn(c, row.Field(index).Type, same)
		if err != nil {
			return nil, nil, err
		}
		fields, expressions = append(fields, flatField{index, put}), append(expressions, expression)
	}
	return fields, expressions, nil
}

// flatColumn returns how a column is asked for, and what puts its values into a field.
func flatColumn(c delta.Field, field reflect.Type, same interning) (expression string, put func(reflect.Value, any) error, err error) {
	name := ident(c.Name)
	switch {
	case c.Type.Kind == delta.KindList:
		return "to_json(" + name + ")::VARCHAR", putJSON, nil
	case c.Type.Kind == delta.KindDate:
		return "(" + name + " - DATE '1970-01-01')::BIGINT", putDate, nil
	case c.Type.Kind == delta.KindDecimal && field.Kind() == reflect.Struct: // [lake.Opt]
		return fmt.Sprintf("(%s * %d)::BIGINT", name, int64(math.Pow10(c.Type.Scale))), putKnown, nil
	case c.Type.Kind == delta.KindDecimal:
		return fmt.Sprintf("(%s * %d)::BIGINT", name, int64(math.Pow10(c.Type.Scale))), putNumber, nil
	case c.Type.Kind == delta.KindInteger, c.Type.Kind == delta.KindLong:
		return name + "::BIGINT", putNumber, nil
	case c.Type.Kind == delta.KindBoolean:
		return name, putAs(reflect.Value.SetBool), nil
	case c.Type.Kind == delta.KindString:
		return name, putAs(func(field reflect.Value, text string) { field.SetString(same.one(text)) }), nil
	}
	return "", nil, fmt.Errorf("column %s: no flat type", c.Name)
}

// putAs makes what puts a value of one type; DuckDB gives no other for the expression.
func putAs[T any](set func(reflect.Value, T)) func(reflect.Value, any) error {
	return func(field reflect.Value, value any) error {
		v, ok := value.(T)
		if !ok {
			return fmt.Errorf("unexpected %T", value)
		}
		set(field, v)
		return nil
	}
}

var (
	putNumber = putAs(reflect.Value.SetInt)
	putKnown  = putAs(func(field reflect.Value, n int64) {
		field.FieldByName("Value").SetInt(n)
		field.FieldByName("Known").SetBool(true)
	})
	putDate = putAs(func(field reflect.Value, days int64) { field.Set(reflect.ValueOf(dateAfter(days))) })
)

func putJSON(field reflect.Value, value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("unexpected %T", value)
	}
	return json.Unmarshal([]byte(text), field.Addr().Interface())
}
