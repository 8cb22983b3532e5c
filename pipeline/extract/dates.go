package extract

import (
	"strconv"
	"time"

	"wattlake/lake"
)

const (
	firstYear = 1995
	lastYear  = 2099
)

// dateToken is a day, or a whole month, at runes start to end of a line.
type dateToken struct {
	start, end int
	from, to   lake.Date // equal for a day
}

func (d dateToken) isMonth() bool { return d.from != d.to }

// months maps folded month names, nominative and genitive, to the month. Lost letters are tolerated by pattern.
var months = monthPatterns([12][2]string{
	{"styczeń", "stycznia"},
	{"luty", "lutego"},
	{"marzec", "marca"},
	{"kwiecień", "kwietnia"},
	{"maj", "maja"},
	{"czerwiec", "czerwca"},
	{"lipiec", "lipca"},
	{"sierpień", "sierpnia"},
	{"wrzesień", "września"},
	{"październik", "października"},
	{"listopad", "listopada"},
	{"grudzień", "grudnia"},
})

var romans = map[string]time.Month{
	"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}

type monthPattern struct {
	pattern

	month time.Month
}

func monthPatterns(names [12][2]string) []monthPattern {
	var patterns []monthPattern
	for i, forms := range names {
		for _, name := range forms {
			patterns = append(patterns, monthPattern{newPattern(name), time.Month(i + 1)})
		}
	}
	return patterns
}

// scanDates finds the dates and months of a folded line from left to right and marks them as taken.
func scanDates(text []byte, taken []bool) []dateToken {
	var found []dateToken
	for i := 0; i < len(text); i++ {
		if taken[i] || !isAlnum(text[i]) || !dateMayStart(text, i) {
			continue
		}
		token, ok := dateAt(text, i)
		if !ok || taken[token.end-1] {
			continue
		}
		for j := token.start; j < token.end; j++ {
			taken[j] = true
		}
		found = append(found, token)
		i = token.end - 1
	}
	return found
}

// dateMayStart reports whether a date may begin at text[i]; a dash may come before it, as in 29.09.25-31.12.25.
func dateMayStart(text []byte, i int) bool {
	return i == 0 || (!isAlnum(text[i-1]) && text[i-1] != '/' && text[i-1] != '.' && text[i-1] != ',' && text[i-1] != '_')
}

func dateAt(text []byte, i int) (dateToken, bool) {
	if !isDigit(text[i]) {
		month, end := monthNameAt(text, i)
		return monthOfYear(text, i, month, end)
	}
	first, end := intAt(text, i)
	switch end - i {
	case 4:
		return yearFirst(text, i, first, end)
	case 1, 2:
		return dayFirst(text, i, first, end)
	}
	return dateToken{}, false
}

// yearFirst reads 2026-03-31, 2026.03.31, 2026/03/31 and 2026-03.
func yearFirst(text []byte, start, year, end int) (dateToken, bool) {
	separator, ok := separatorAt(text, end)
	if !ok {
		return dateToken{}, false
	}
	month, at := intAt(text, end+1)
	if at != end+3 {
		return dateToken{}, false
	}
	if next, ok := separatorAt(text, at); ok && next == separator {
		day, last := intAt(text, at+1)
		if last == at+3 {
			return dayToken(text, start, last, year, month, day)
		}
	}
	return monthToken(text, start, at, year, month)
}

// dayFirst reads 31.03.2026, 31/03/26, 31 marca 2026, 31 III 2026 and, for a month, 03.2026.
func dayFirst(text []byte, start, day, end int) (dateToken, bool) {
	separator, ok := separatorAt(text, end)
	if ok && end+1 < len(text) && isDigit(text[end+1]) {
		month, at := intAt(text, end+1)
		if at-end-1 == 4 {
			return monthToken(text, start, at, month, day)
		}
		next, ok := separatorAt(text, at)
		if !ok || next != separator || at-end-1 > 2 {
			return dateToken{}, false
		}
		year, last := intAt(text, at+1)
		if last-at-1 == 2 {
			year += 2000
		} else if last-at-1 != 4 {
			return dateToken{}, false
		}
		return dayToken(text, start, last, year, month, day)
	}
	at := skipBlank(text, end)
	if ok {
		at = end + 1
	}
	if at == end {
		return dateToken{}, false
	}
	month, last := monthNameAt(text, at)
	if month == 0 {
		return dateToken{}, false
	}
	year, last := yearAfter(text, last)
	if year == 0 {
		return dateToken{}, false
	}
	return dayToken(text, start, last, year, int(month), day)
}

// monthOfYear reads "styczeń 2026" and "III.2026".
func monthOfYear(text []byte, start int, month time.Month, end int) (dateToken, bool) {
	if month == 0 {
		return dateToken{}, false
	}
	year, last := yearAfter(text, end)
	if year == 0 {
		return dateToken{}, false
	}
	return monthToken(text, start, last, year, int(month))
}

// monthNameAt returns the month whose name or Roman number begins at text[at], 0 if none does.
func monthNameAt(text []byte, at int) (time.Month, int) {
	if at >= len(text) || !isLetter(text[at]) {
		return 0, at
	}
	for _, m := range months {
		if end := m.match(text, at, 0); end > 0 {
			return m.month, end
		}
	}
	end := at
	for end < len(text) && isLetter(text[end]) {
		end++
	}
	if month, ok := romans[string(text[at:end])]; ok {
		return month, end
	}
	return 0, at
}

// yearAfter reads a year of four digits after one separator.
func yearAfter(text []byte, at int) (year, end int) {
	if at < len(text) && (isBlank(text[at]) || text[at] == '.' || text[at] == '/' || text[at] == '-') {
		at++
	}
	year, end = intAt(text, skipBlank(text, at))
	if end-skipBlank(text, at) != 4 || year < firstYear || year > lastYear {
		return 0, at
	}
	return year, end
}

func dayToken(text []byte, start, end, year, month, day int) (dateToken, bool) {
	date, err := lake.NewDate(year, time.Month(month), day)
	if err != nil || year < firstYear || year > lastYear || !dateMayEnd(text, end) {
		return dateToken{}, false
	}
	return dateToken{start, end, date, date}, true
}

func monthToken(text []byte, start, end, year, month int) (dateToken, bool) {
	first, err := lake.NewDate(year, time.Month(month), 1)
	if err != nil || year < firstYear || year > lastYear || !dateMayEnd(text, end) {
		return dateToken{}, false
	}
	return dateToken{start, end, first, endOfMonth(first)}, true
}

func endOfMonth(d lake.Date) lake.Date {
	return lake.DateOf(d.Time().AddDate(0, 1, -d.Day))
}

func dateMayEnd(text []byte, end int) bool {
	if end >= len(text) {
		return true
	}
	followed := end+1 < len(text) && isDigit(text[end+1])
	switch b := text[end]; {
	case b == 'r' && (end+1 == len(text) || !isAlnum(text[end+1])): // "31.03.2026r."
		return true
	case isAlnum(b):
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

// intAt reads digits; end equals at if there are none. More than nine give an end but no useful value.
func intAt(text []byte, at int) (value, end int) {
	digits := digitsAt(text, min(at, len(text)))
	value, err := strconv.Atoi(digits)
	if err != nil {
		value = 0
	}
	return value, at + len(digits)
}

func skipBlank(text []byte, at int) int {
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	return at
}
