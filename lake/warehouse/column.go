package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"wattlake/lake/delta"
)

// The types of figures: exact decimals, never floats.
var (
	moneyType    = delta.Decimal(18, 2)
	energyType   = delta.Decimal(18, 3)
	quantityType = delta.Decimal(18, 3)
	priceType    = delta.Decimal(18, 6)
)

// yearColumn is the partition column of every table. It stands in the log and in the folder's name, not in data files.
const yearColumn = "year"

func column(name string, t delta.Type) delta.Field {
	return delta.Field{Name: name, Type: t, Nullable: true}
}

// schemaOf returns the table's schema: its columns and the partition column.
func schemaOf(columns []delta.Field) delta.Schema {
	return delta.Schema{Fields: append(slices.Clip(columns), column(yearColumn, delta.Integer))}
}

// duckType returns DuckDB's name of a type.
func duckType(t delta.Type) string {
	switch t.Kind {
	case delta.KindInteger:
		return "INTEGER"
	case delta.KindLong:
		return "BIGINT"
	case delta.KindDouble:
		return "DOUBLE"
	case delta.KindBoolean:
		return "BOOLEAN"
	case delta.KindDate:
		return "DATE"
	case delta.KindTimestamp:
		return "TIMESTAMPTZ"
	case delta.KindDecimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale)
	case delta.KindList:
		return duckType(*t.Elem) + "[]"
	case delta.KindStruct:
		return structType(t.Fields, duckType)
	default: // strings; no table here has another type
		return "VARCHAR"
	}
}

// jsonType is the type as it is read from JSON: dates and decimals are strings there.
func jsonType(t delta.Type) string {
	switch t.Kind {
	case delta.KindDate, delta.KindDecimal:
		return "VARCHAR"
	case delta.KindList:
		return jsonType(*t.Elem) + "[]"
	case delta.KindStruct:
		return structType(t.Fields, jsonType)
	default:
		return duckType(t)
	}
}

func structType(fields []delta.Field, of func(delta.Type) string) string {
	members := make([]string, len(fields))
	for i, f := range fields {
		members[i] = ident(f.Name) + " " + of(f.Type)
	}
	return "STRUCT(" + strings.Join(members, ", ") + ")"
}

// fromJSON returns the expression that turns a value of jsonType into one of duckType; "" means unknown where the type has
// no empty value.
func fromJSON(value string, t delta.Type, depth int) string {
	return convert(value, t, depth, func(value string, t delta.Type) string {
		switch t.Kind {
		case delta.KindDate, delta.KindDecimal:
			return fmt.Sprintf("nullif(%s, '')::%s", value, duckType(t))
		case delta.KindString:
			return fmt.Sprintf("coalesce(%s, '')", value)
		default:
			return value
		}
	})
}

// toJSON returns the expression that turns a value of duckType into one of jsonType.
func toJSON(value string, t delta.Type, depth int) string {
	return convert(value, t, depth, func(value string, t delta.Type) string {
		switch t.Kind {
		case delta.KindDate, delta.KindDecimal, delta.KindString:
			return fmt.Sprintf("coalesce(%s::VARCHAR, '')", value)
		default:
			return value
		}
	})
}

// convert applies scalar to every scalar inside a nested value.
func convert(value string, t delta.Type, depth int, scalar func(string, delta.Type) string) string {
	switch t.Kind {
	case delta.KindList:
		element := fmt.Sprintf("e%d", depth)
		return fmt.Sprintf("coalesce(list_transform(%s, lambda %s: %s), [])", value, element, convert(element, *t.Elem, depth+1, scalar))
	case delta.KindStruct:
		members := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			members[i] = fmt.Sprintf("%s := %s", ident(f.Name), convert(value+"."+ident(f.Name), f.Type, depth, scalar))
		}
		return "struct_pack(" + strings.Join(members, ", ") + ")"
	default:
		return scalar(value, t)
	}
}

// selectColumns lists the columns, each through an expression that is given its name and type.
func selectColumns(columns []delta.Field, expression func(name string, t delta.Type) string) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = fmt.Sprintf("%s AS %s", expression(ident(c.Name), c.Type), ident(c.Name))
	}
	return strings.Join(list, ", ")
}

func names(columns []delta.Field) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = ident(c.Name)
	}
	return strings.Join(list, ", ")
}

// quote returns a string literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// ident returns a quoted identifier.
func ident(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
