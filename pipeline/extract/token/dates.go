package token

import (
	"strconv"
	"time"

	"wattlake/lake"
)

const (
	firstYear = 1995
	lastYear  = 2099
)

// Date is a day, or a whole month, at runes start to end of a line.
type Date struct {
	Start, End int
	From, To   lake.Date // equal for a day
}

// IsMonth reports whether it is more than a day.
func (d Date) IsMonth() bool { return d.From != d.To }

// Dates finds the dates and months of a folded line from left to right and marks them as taken.
func Dates(text []byte, taken []bool) []Date {
	var found []Date
	for i := 0; i < len(text); i++ {
		if taken[i] || !IsAlnum(text[i]) || !dateMayStart(text, i) {
			continue
		}
		d, ok := dateAt(text, i)
		if !ok || taken[d.End-1] {
			continue
		}
		for j := d.Start; j < d.End; j++ {
			taken[j] = true
		}
		found = append(found, d)
		i = d.End - 1
	}
	return found
}

// dateMayStart reports whether a date may begin at text[i]; a dash may come before it, as in 29.09.25-31.12.25.
func dateMayStart(text []byte, i int) bool {
	return i == 0 || (!IsAlnum(text[i-1]) && text[i-1] != '/' && text[i-1] != '.' && text[i-1] != ',' && text[i-1] != '_')
}

func dateAt(text []byte, i int) (Date, bool) {
	if !IsDigit(text[i]) {
		month, end := MonthNameAt(text, i)
		return monthOfYear(text, i, month, end)
	}
	first, end := IntAt(text, i)
	switch end - i {
	case 4:
		return yearFirst(text, i, first, end)
	case 1, 2:
		return dayFirst(text, i, first, end)
	}
	return Date{}, false
}

// yearFirst reads 2026-03-31, 2026.03.31, 2026/03/31 and 2026-03.
func yearFirst(text []byte, start, year, end int) (Date, bool) {
	separator, ok := separatorAt(text, end)
	if !ok {
		return Date{}, false
	}
	month, at := IntAt(text, end+1)
	if at != end+3 {
		return Date{}, false
	}
	if next, ok := separatorAt(text, at); ok && next == separator {
		day, last := IntAt(text, at+1)
		if last == at+3 {
			return dayToken(text, start, last, year, month, day)
		}
	}
	if at+1 < len(text) && text[at] == '-' && IsDigit(text[at+1]) { // "2026-04-7781" is a number, "2026-01-2026-03" two months
		if next, end := IntAt(text, at+1); end-at-1 != 4 || next < firstYear || next > lastYear {
			return Date{}, false
		}
	}
	return monthToken(text, start, at, year, month)
}

// dayFirst reads 31.03.2026, 31/03/26, 31 marca 2026, 31 III 2026 and, for a month, 03.2026.
func dayFirst(text []byte, start, day, end int) (Date, bool) {
	separator, ok := separatorAt(text, end)
	if ok && end+1 < len(text) && IsDigit(text[end+1]) {
		month, at := IntAt(text, end+1)
		if at-end-1 == 4 {
			return monthToken(text, start, at, month, day)
		}
		next, ok := separatorAt(text, at)
		if !ok || next != separator || at-end-1 > 2 {
			return Date{}, false
		}
		year, last := IntAt(text, at+1)
		if last-at-1 == 2 {
			year += 2000
		} else if last-at-1 != 4 {
			return Date{}, false
		}
		return dayToken(text, start, last, year, month, day)
	}
	at := SkipBlank(text, end)
	if ok {
		at = end + 1
	}
	if at == end {
		return Date{}, false
	}
	month, last := MonthNameAt(text, at)
	if month == 0 {
		return Date{}, false
	}
	year, last := yearAfter(text, last)
	if year == 0 {
		return Date{}, false
	}
	return dayToken(text, start, last, year, int(month), day)
}

// monthOfYear reads "styczeń 2026" and "III.2026".
func monthOfYear(text []byte, start int, month time.Month, end int) (Date, bool) {
	if month == 0 {
		return Date{}, false
	}
	year, last := yearAfter(text, end)
	if year == 0 {
		return Date{}, false
	}
	return monthToken(text, start, last, year, int(month))
}

// yearAfter reads a year of four digits after one separator.
func yearAfter(text []byte, at int) (year, end int) {
	if at < len(text) && (IsBlank(text[at]) || text[at] == '.' || text[at] == '/' || text[at] == '-') {
		at++
	}
	year, end = IntAt(text, SkipBlank(text, at))
	if end-SkipBlank(text, at) != 4 || year < firstYear || year > lastYear {
		return 0, at
	}
	return year, end
}

func dayToken(text []byte, start, end, year, month, day int) (Date, bool) {
	date, err := lake.NewDate(year, time.Month(month), day)
	if err != nil || year < firstYear || year > lastYear || !dateMayEnd(text, end) {
		return Date{}, false
	}
	return Date{start, end, date, date}, true
}

func monthToken(text []byte, start, end, year, month int) (Date, bool) {
	first, err := lake.NewDate(year, time.Month(month), 1)
	if err != nil || year < firstYear || year > lastYear || !dateMayEnd(text, end) {
		return Date{}, false
	}
	return Date{start, end, first, endOfMonth(first)}, true
}

func endOfMonth(d lake.Date) lake.Date {
	return lake.DateOf(d.Time().AddDate(0, 1, -d.Day))
}

func dateMayEnd(text []byte, end int) bool {
	if end >= len(text) {
		return true
	}
	followed := end+1 < len(text) && IsDigit(text[end+1])
	switch b := text[end]; {
	case b == 'r' && (end+1 == len(text) || !IsAlnum(text[end+1])): // "31.03.2026r."
		return true
	case IsAlnum(b):
		return false
	case b == '/', b == '.', b == ',', b == '_':
		return !followed
	}
	return true
}

func separatorAt(text []byte, at int) (byte, bool) {
	if at < len(text) && (text[at] == '.' || text[at] == '/' || text[at] == '-') {
		return text[at], true
	}
	return 0, false
}

// IntAt reads digits; end equals at if there are none. More than nine give an end but no useful value.
func IntAt(text []byte, at int) (value, end int) {
	digits := DigitsAt(text, min(at, len(text)))
	value, err := strconv.Atoi(digits)
	if err != nil {
		value = 0
	}
	return value, at + len(digits)
}

// SkipBlank returns the first place from at on that is neither a space nor the seam of two cells.
func SkipBlank(text []byte, at int) int {
	for at < len(text) && IsBlank(text[at]) {
		at++
	}
	return at
}
