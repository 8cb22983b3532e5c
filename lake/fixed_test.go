package lake_test

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"wattlake/lake"
)

func TestParseMoney(t *testing.T) {
	for _, c := range []struct {
		in   string
		want lake.Money
	}{
		{"0", 0},
		{"1234.56", 123456},
		{"1234.5", 123450},
		{"-0.05", -5},
		{"90000000000000000.00", 9e18},
	} {
		if got, err := lake.ParseMoney(c.in); err != nil || got != c.want {
			t.Errorf("ParseMoney(%q) = %d, %v, want %d", c.in, got, err, c.want)
		}
	}
	for _, bad := range []string{"", ".", "1.", ".5", "1.234", "1,5", "1 000", "+1", "--1", "1e3", "١", "92233720368547758.08"} {
		if got, err := lake.ParseMoney(bad); err == nil {
			t.Errorf("ParseMoney(%q) = %d, want an error", bad, got)
		}
	}
}

func TestFixedForms(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{lake.Money(-5).String(), "-0.05"},
		{lake.Money(math.MinInt64).String(), "-92233720368547758.08"},
		{lake.Energy(789_370).String(), "789.37"},
		{lake.Energy(1_234_000).String(), "1234"},
		{lake.Energy(0).String(), "0"},
		{lake.Price(712_300).String(), "0.7123"},
		{lake.Quantity(2_000).String(), "2"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMoneyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := lake.Money(rapid.Int64Range(-1e17, 1e17).Draw(t, "grosze"))
		back, err := lake.ParseMoney(m.String())
		if err != nil || back != m {
			t.Fatalf("%d → %q → %d, %v", m, m.String(), back, err)
		}
	})
}

// The VAT of 391.66 at 23 % is 90.0818, of -391.66 the same with the sign; half a grosz goes away from zero.
func TestMulRate(t *testing.T) {
	for _, c := range []struct {
		net  lake.Money
		rate int
		want lake.Money
	}{{39166, 23, 9008}, {-39166, 23, -9008}, {50, 23, 12}, {-50, 23, -12}, {10, 5, 1}, {0, 23, 0}} {
		if got := c.net.MulRate(c.rate); got != c.want {
			t.Errorf("%s × %d %% = %s, want %s", c.net, c.rate, got, c.want)
		}
	}
}

func TestUnknownIsEmptyInJSON(t *testing.T) {
	type row struct {
		Net lake.Opt[lake.Money] `json:"net"`
		Day lake.Date            `json:"day"`
	}
	for _, c := range []struct {
		row  row
		want string
	}{
		{row{}, `{"net":"","day":""}`},
		{row{lake.Some(lake.Money(0)), lake.Date{Year: 2026, Month: 2, Day: 4}}, `{"net":"0.00","day":"2026-02-04"}`},
	} {
		encoded, err := json.Marshal(c.row)
		if err != nil || string(encoded) != c.want {
			t.Fatalf("got %s, %v, want %s", encoded, err, c.want)
		}
		var back row
		if err := json.Unmarshal(encoded, &back); err != nil || back != c.row {
			t.Fatalf("%s → %+v, %v", encoded, back, err)
		}
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"1234.56", "-0.01", "", "9223372036854775807", "1.2.3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := lake.ParseMoney(s)
		if err != nil {
			return
		}
		if back, err := lake.ParseMoney(m.String()); err != nil || back != m {
			t.Fatalf("%q → %d → %q → %d, %v", s, m, m.String(), back, err)
		}
	})
}
