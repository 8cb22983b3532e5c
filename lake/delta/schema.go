package delta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// Schema is the columns of a table. It marshals to Delta's schemaString.
type Schema struct {
	Fields []Field
}

// Field is a column, or a member of a struct.
type Field struct {
	Name     string
	Type     Type
	Nullable bool
	Comment  string
	Extra    map[string]json.RawMessage // metadata of other writers, kept as it was found
}

// Kind tells what a [Type] is; for primitive types it is Delta's own name.
type Kind string

// The kinds of types.
const (
	KindString    Kind = "string"
	KindLong      Kind = "long"
	KindInteger   Kind = "integer"
	KindDouble    Kind = "double"
	KindBoolean   Kind = "boolean"
	KindDate      Kind = "date"
	KindTimestamp Kind = "timestamp"
	KindDecimal   Kind = "decimal"
	KindList      Kind = "array"
	KindStruct    Kind = "struct"
	KindOther     Kind = "other" // of other writers: maps, short, binary…
)

// Type is the type of a column.
type Type struct {
	Kind      Kind
	Precision int             // of decimals
	Scale     int             // of decimals
	Elem      *Type           // of lists; elements may be null
	Fields    []Field         // of structs
	Other     json.RawMessage // as it was found, of other types
}

// The primitive types.
var (
	String    = Type{Kind: KindString}
	Long      = Type{Kind: KindLong}
	Integer   = Type{Kind: KindInteger}
	Double    = Type{Kind: KindDouble}
	Boolean   = Type{Kind: KindBoolean}
	Date      = Type{Kind: KindDate}
	Timestamp = Type{Kind: KindTimestamp} // microseconds, UTC
)

// Decimal is an exact number with that many digits, scale of them after the point.
func Decimal(precision, scale int) Type {
	return Type{Kind: KindDecimal, Precision: precision, Scale: scale}
}

// List is a list whose elements may be null.
func List(elem Type) Type { return Type{Kind: KindList, Elem: &elem} }

// Struct is a group of named fields.
func Struct(fields ...Field) Type { return Type{Kind: KindStruct, Fields: fields} }

// commentKey is where Delta keeps a column's comment.
const commentKey = "comment"

type fieldJSON struct {
	Name     string                     `json:"name"`
	Type     Type                       `json:"type"`
	Nullable bool                       `json:"nullable"`
	Metadata map[string]json.RawMessage `json:"metadata"`
}

type structJSON struct {
	Type   string  `json:"type"`
	Fields []Field `json:"fields"`
}

type listJSON struct {
	Type         string `json:"type"`
	ElementType  Type   `json:"elementType"`
	ContainsNull bool   `json:"containsNull"`
}

// MarshalJSON writes the schema as Delta's struct type.
func (s Schema) MarshalJSON() ([]byte, error) { return json.Marshal(Struct(s.Fields...)) }

// UnmarshalJSON reads Delta's struct type.
func (s *Schema) UnmarshalJSON(b []byte) error {
	var t Type
	if err := json.Unmarshal(b, &t); err != nil {
		return err
	}
	if t.Kind != KindStruct {
		return fmt.Errorf("a schema cannot be of type %s", t.Kind)
	}
	s.Fields = t.Fields
	return nil
}

// MarshalJSON writes Delta's form of the field.
func (f Field) MarshalJSON() ([]byte, error) {
	metadata := map[string]json.RawMessage{}
	maps.Copy(metadata, f.Extra)
	if f.Comment != "" {
		comment, err := json.Marshal(f.Comment)
		if err != nil {
			return nil, err
		}
		metadata[commentKey] = comment
	}
	return json.Marshal(fieldJSON{f.Name, f.Type, f.Nullable, metadata})
}

// UnmarshalJSON reads Delta's form of the field.
func (f *Field) UnmarshalJSON(b []byte) error {
	var j fieldJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*f = Field{Name: j.Name, Type: j.Type, Nullable: j.Nullable}
	if raw, ok := j.Metadata[commentKey]; ok && json.Unmarshal(raw, &f.Comment) == nil {
		delete(j.Metadata, commentKey)
	}
	if len(j.Metadata) > 0 {
		f.Extra = j.Metadata
	}
	return nil
}

// MarshalJSON writes Delta's form of the type.
func (t Type) MarshalJSON() ([]byte, error) {
	switch t.Kind {
	case KindStruct:
		return json.Marshal(structJSON{string(KindStruct), append([]Field{}, t.Fields...)})
	case KindList:
		if t.Elem == nil {
			return nil, errors.New("a list without a type of its elements")
		}
		return json.Marshal(listJSON{string(KindList), *t.Elem, true})
	case KindDecimal:
		return json.Marshal(fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale))
	case KindOther:
		return t.Other, nil
	case "":
		return nil, errors.New("a column without a type")
	default:
		return json.Marshal(string(t.Kind))
	}
}

// UnmarshalJSON reads Delta's form of the type; what this package does not know becomes [KindOther].
func (t *Type) UnmarshalJSON(b []byte) error {
	var name string
	if json.Unmarshal(b, &name) == nil {
		*t = primitive(name, b)
		return nil
	}
	var head struct {
		Type         string `json:"type"`
		ContainsNull bool   `json:"containsNull"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return fmt.Errorf("not a type: %w", err)
	}
	switch {
	case head.Type == string(KindStruct):
		var j structJSON
		if err := json.Unmarshal(b, &j); err != nil {
			return err
		}
		*t = Type{Kind: KindStruct, Fields: j.Fields}
	case head.Type == string(KindList) && head.ContainsNull:
		var j listJSON
		if err := json.Unmarshal(b, &j); err != nil {
			return err
		}
		*t = List(j.ElementType)
	default:
		*t = Type{Kind: KindOther, Other: bytes.Clone(b)}
	}
	return nil
}

func primitive(name string, raw []byte) Type {
	switch Kind(name) {
	case KindString, KindLong, KindInteger, KindDouble, KindBoolean, KindDate, KindTimestamp:
		return Type{Kind: Kind(name)}
	default:
		return decimalOrOther(name, raw)
	}
}

func decimalOrOther(name string, raw []byte) Type {
	if inner, ok := strings.CutPrefix(name, "decimal("); ok {
		p, s, _ := strings.Cut(strings.TrimSuffix(inner, ")"), ",")
		precision, err1 := strconv.Atoi(strings.TrimSpace(p))
		scale, err2 := strconv.Atoi(strings.TrimSpace(s))
		if err1 == nil && err2 == nil {
			return Decimal(precision, scale)
		}
	}
	return Type{Kind: KindOther, Other: bytes.Clone(raw)}
}
