package lake

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// errFixed is wrapped by every parse error of a fixed-point number.
var errFixed = errors.New("not a plain decimal number")

var (
	_ encoding.TextUnmarshaler = (*Money)(nil)
	_ encoding.TextUnmarshaler = (*Energy)(nil)
	_ encoding.TextUnmarshaler = (*Quantity)(nil)
	_ encoding.TextUnmarshaler = (*Price)(nil)
)

// Money is an amount in grosze (1/100 of the invoice's currency unit). Never a float.
type Money int64

// Energy is active energy in watt hours (1/1000 kWh).
type Energy int64

// Quantity is an amount of a line's unit in thousandths.
type Quantity int64

// Price is a unit price in millionths of the currency unit.
type Price int64

const (
	moneyPlaces    = 2
	energyPlaces   = 3
	quantityPlaces = 3
	pricePlaces    = 6
)

// ParseMoney reads "1234.56" or "-0.5"; more than two places are an error.
func ParseMoney(s string) (Money, error) { return parseAs[Money](s, moneyPlaces) }

// ParseEnergy reads a plain decimal number of kWh with at most three places.
func ParseEnergy(s string) (Energy, error) { return parseAs[Energy](s, energyPlaces) }

// ParseQuantity reads a plain decimal number with at most three places.
func ParseQuantity(s string) (Quantity, error) { return parseAs[Quantity](s, quantityPlaces) }

// ParsePrice reads a plain decimal number with at most six places.
func ParsePrice(s string) (Price, error) { return parseAs[Price](s, pricePlaces) }

// String returns the amount with two places and a decimal point: "1234.50".
func (m Money) String() string { return formatFixed(int64(m), moneyPlaces) }

// String returns kWh without trailing zeros: "1234" or "789.37".
func (e Energy) String() string { return trimFixed(formatFixed(int64(e), energyPlaces)) }

func (q Quantity) String() string { return trimFixed(formatFixed(int64(q), quantityPlaces)) }

func (p Price) String() string { return trimFixed(formatFixed(int64(p), pricePlaces)) }

func (m Money) MarshalText() ([]byte, error)    { return []byte(m.String()), nil }
func (e Energy) MarshalText() ([]byte, error)   { return []byte(e.String()), nil }
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }
func (p Price) MarshalText() ([]byte, error)    { return []byte(p.String()), nil }

func (m *Money) UnmarshalText(b []byte) error    { return unmarshalAs(m, b, ParseMoney) }
func (e *Energy) UnmarshalText(b []byte) error   { return unmarshalAs(e, b, ParseEnergy) }
func (q *Quantity) UnmarshalText(b []byte) error { return unmarshalAs(q, b, ParseQuantity) }
func (p *Price) UnmarshalText(b []byte) error    { return unmarshalAs(p, b, ParsePrice) }

func unmarshalAs[T any](dst *T, b []byte, parse func(string) (T, error)) error {
	v, err := parse(string(b))
	if err == nil {
		*dst = v
	}
	return err
}

// MulRate returns amount × percent/100, rounded half away from zero as the Polish VAT act does (art. 106e(11)).
func (m Money) MulRate(percent int) Money {
	p := int64(m) * int64(percent)
	if p < 0 {
		return Money((p - 50) / 100)
	}
	return Money((p + 50) / 100)
}

// Abs returns the amount without its sign.
func (m Money) Abs() Money { return max(m, -m) }

func parseAs[T ~int64](s string, places int) (T, error) {
	v, err := parseFixed(s, places)
	return T(v), err
}

func parseFixed(s string, places int) (int64, error) {
	digits, neg := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(digits, ".")
	if whole == "" || (dot && frac == "") || len(frac) > places || !allDigits(whole) || !allDigits(frac) {
		return 0, fmt.Errorf("%q: %w", s, errFixed)
	}
	v, err := strconv.ParseInt(whole+frac+strings.Repeat("0", places-len(frac)), 10, 64)
	if err != nil || v == math.MaxInt64 {
		return 0, fmt.Errorf("%q: %w", s, errFixed)
	}
	if neg {
		v = -v
	}
	return v, nil
}

func formatFixed(v int64, places int) string {
	sign := ""
	u := uint64(v) //nolint:gosec // the two's complement negation below is exact for every int64
	if v < 0 {
		sign, u = "-", -u
	}
	s := strconv.FormatUint(u, 10)
	if missing := places + 1 - len(s); missing > 0 {
		s = strings.Repeat("0", missing) + s
	}
	return sign + s[:len(s)-places] + "." + s[len(s)-places:]
}

func trimFixed(s string) string { return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") }

func allDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
