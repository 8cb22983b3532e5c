package lake

import (
	"encoding"
	"fmt"
)

// Opt is a value that a document may not state. Unknown is written as "".
type Opt[T fmt.Stringer] struct {
	Value T
	Known bool
}

// Some returns a known value.
func Some[T fmt.Stringer](v T) Opt[T] { return Opt[T]{Value: v, Known: true} }

// Or returns the value, or fallback when it is unknown.
func (o Opt[T]) Or(fallback T) T {
	if o.Known {
		return o.Value
	}
	return fallback
}

// String returns the value's own form, or "" when it is unknown.
func (o Opt[T]) String() string {
	if !o.Known {
		return ""
	}
	return o.Value.String()
}

func (o Opt[T]) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads "" as unknown and everything else with T's own UnmarshalText.
func (o *Opt[T]) UnmarshalText(b []byte) error {
	*o = Opt[T]{}
	if len(b) == 0 {
		return nil
	}
	u, ok := any(&o.Value).(encoding.TextUnmarshaler)
	if !ok {
		return fmt.Errorf("%T cannot be read from text", o.Value)
	}
	o.Known = true
	return u.UnmarshalText(b)
}
