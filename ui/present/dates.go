package present

import (
	"fmt"
	"strings"
	"time"

	"wattlake/lake"
)

// Date writes a day: "04.02.2026" in Polish, "4 Feb 2026" in English, "" when it is not known.
func (l *Locale) Date(d lake.Date) string {
	switch {
	case d.IsZero():
		return ""
	case l.Lang == lake.English:
		return fmt.Sprintf("%d %s %d", d.Day, l.MonthName(d.Month), d.Year)
	default:
		return fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year)
	}
}

// Period writes a range of days without what both ends share; a missing end is an ellipsis.
func (l *Locale) Period(start, end lake.Date) string {
	switch {
	case start.IsZero() && end.IsZero():
		return ""
	case start.IsZero():
		return "…–" + l.Date(end)
	case end.IsZero():
		return l.Date(start) + "–…"
	case start == end:
		return l.Date(start)
	case l.Lang == lake.English:
		return l.englishPeriod(start, end)
	case start.Year == end.Year:
		return fmt.Sprintf("%02d.%02d–%s", start.Day, start.Month, l.Date(end))
	default:
		return shortDay(start) + "–" + shortDay(end)
	}
}

// shortDay is a day with two digits of its year: a period over New Year must fit where all others do.
func shortDay(d lake.Date) string { return fmt.Sprintf("%02d.%02d.%02d", d.Day, d.Month, d.Year%100) }

func (l *Locale) englishPeriod(start, end lake.Date) string {
	switch {
	case start.Year != end.Year:
		return fmt.Sprintf("%d %s ’%02d – %d %s ’%02d", start.Day, l.MonthName(start.Month), start.Year%100, end.Day, l.MonthName(end.Month), end.Year%100)
	case start.Month != end.Month:
		return fmt.Sprintf("%d %s – %s", start.Day, l.MonthName(start.Month), l.Date(end))
	default:
		return fmt.Sprintf("%d–%s", start.Day, l.Date(end))
	}
}

// MonthName returns the month's short name: "sty", "Jan".
func (l *Locale) MonthName(m time.Month) string {
	return l.T("month." + strings.ToLower(m.String()[:3]))
}

// Month writes a month of a year: "sty 2026".
func (l *Locale) Month(d lake.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d", l.MonthName(d.Month), d.Year)
}

// Moment writes an RFC 3339 time in the zone: "04.02.2026, 13:05". What is no time is shown as it is.
func (l *Locale) Moment(rfc3339 string, zone *time.Location) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	t = t.In(zone)
	return l.Date(lake.DateOf(t)) + ", " + t.Format("15:04")
}

// Instant writes a time to the second: "04.02.2026, 13:05:09".
func (l *Locale) Instant(t time.Time) string {
	return l.Date(lake.DateOf(t)) + ", " + t.Format(time.TimeOnly)
}

// Span writes a length of time with its two largest units.
func (l *Locale) Span(d time.Duration) string {
	number := func(d, unit time.Duration) string { return l.Int(int64(d / unit)) }
	switch {
	case d < time.Minute:
		return l.T("span.seconds", "s", number(max(0, d), time.Second))
	case d < time.Hour:
		return l.T("span.minutes", "m", number(d, time.Minute), "s", number(d%time.Minute, time.Second))
	}
	return l.T("span.hours", "h", number(d, time.Hour), "m", number(d%time.Hour, time.Minute))
}
