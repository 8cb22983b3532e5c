package lake

import (
	"fmt"
	"time"
)

// Date is a calendar day without a time zone. The zero Date means "not known" and is written as "".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// isoDate is the only form in which dates are stored (ISO 8601).
const isoDate = "2006-01-02"

// NewDate returns the date, or an error if there is no such day in the calendar.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day || year < 1 || year > 9999 {
		return Date{}, fmt.Errorf("no such day: %d-%d-%d", year, month, day)
	}
	return Date{year, month, day}, nil
}

// ParseDate reads YYYY-MM-DD; "" is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(isoDate, s)
	if err != nil {
		return Date{}, fmt.Errorf("not a date: %q", s)
	}
	return DateOf(t), nil
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date { return Date{t.Year(), t.Month(), t.Day()} }

func (d Date) IsZero() bool { return d == Date{} }

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// String returns YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// Compare orders by time; the zero Date comes first.
func (d Date) Compare(o Date) int { return d.Time().Compare(o.Time()) }

func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// DaysUntil counts the days from d to o, both included: a period of one day has length 1.
func (d Date) DaysUntil(o Date) int { return int(o.Time().Sub(d.Time()).Hours()/24) + 1 }

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Date) UnmarshalText(b []byte) error { return unmarshalAs(d, b, ParseDate) }
