package lake_test

import (
	"testing"
	"time"

	"wattlake/lake"
)

func TestNoSuchDay(t *testing.T) {
	if _, err := lake.NewDate(2026, time.February, 29); err == nil {
		t.Error("29 February 2026 is taken as a day")
	}
	if d, err := lake.NewDate(2024, time.February, 29); err != nil || d.String() != "2024-02-29" {
		t.Errorf("29 February 2024: %s, %v", d, err)
	}
	for _, bad := range []string{"2026-2-4", "04.02.2026", "2026-13-01", "x"} {
		if d, err := lake.ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %s", bad, d)
		}
	}
}

// A period counts both of its ends: 4 February to 5 April 2026 has 25 + 31 + 5 = 61 days.
func TestDaysUntil(t *testing.T) {
	from, to := lake.Date{Year: 2026, Month: time.February, Day: 4}, lake.Date{Year: 2026, Month: time.April, Day: 5}
	if got := from.DaysUntil(to); got != 61 {
		t.Errorf("got %d days, want 61", got)
	}
	if got := from.DaysUntil(from); got != 1 {
		t.Errorf("one day has length %d", got)
	}
	if got := from.AddDays(60); got != to {
		t.Errorf("60 days later is %s", got)
	}
}
