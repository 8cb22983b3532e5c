package extract

import (
	"bytes"
	"slices"
	"time"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

// period is a span of days, both ends included, at runes start to end of a line.
type period struct {
	start, end int
	from, to   lake.Date
}

// periodsOf pairs neighbouring dates of the line: "od A do B", "A - B", "A B" in two columns; a month stands alone.
func periodsOf(l *line) []period {
	var found []period
	for i := 0; i < len(l.dates); i++ {
		d := l.dates[i]
		if i+1 < len(l.dates) && joinsPeriod(l.fold[d.End:l.dates[i+1].Start]) && !l.dates[i+1].To.Before(d.From) {
			found = append(found, period{d.Start, l.dates[i+1].End, d.From, l.dates[i+1].To})
			i++
			continue
		}
		if p, ok := shortPeriod(l, d); ok {
			found = append(found, p)
		} else if d.IsMonth() {
			found = append(found, period{d.Start, d.End, d.From, d.To})
		}
	}
	return append(found, l.broken...)
}

// joinBrokenPeriods completes periods whose dash or "do" stands at the seam of two lines of one cell.
func joinBrokenPeriods(lines []*line) {
	for i := 1; i < len(lines); i++ {
		above, below := lines[i-1], lines[i]
		if above.page != below.page || len(above.dates) == 0 || len(below.dates) == 0 || !near(above, below) {
			continue
		}
		for _, upper := range above.cells {
			for _, lower := range below.cells {
				if first, second, ok := seamDates(above, below, upper, lower); ok && aligned(upper.box, lower.box) {
					above.broken = append(above.broken, period{first.Start, first.End, first.From, second.To})
				}
			}
		}
	}
}

// seamDates returns the last date of the upper cell and the first of the lower one if only what makes them a period is between.
func seamDates(above, below *line, upper, lower cell) (first, second token.Date, ok bool) {
	for _, d := range above.dates {
		if d.Start >= upper.start && d.End <= upper.end {
			first = d
		}
	}
	at := slices.IndexFunc(below.dates, func(d token.Date) bool { return d.Start >= lower.start && d.End <= lower.end })
	if first.End == 0 || at < 0 {
		return first, second, false
	}
	second = below.dates[at]
	if at+1 < len(below.dates) && joinsPeriod(below.fold[second.End:below.dates[at+1].Start]) && below.dates[at+1].End <= lower.end {
		return first, second, false // a period of its own
	}
	between := slices.Concat(above.fold[first.End:upper.end], []byte(" "), below.fold[lower.start:second.Start])
	joins := joinsPeriod(between) && (slices.Contains(between, '-') || slices.Contains(between, token.Odd) || bytes.Contains(between, []byte("do")))
	return first, second, joins && !second.To.Before(first.From) && !first.IsMonth()
}

// joinsPeriod reports whether the text between two dates makes them one period.
func joinsPeriod(between []byte) bool {
	at := 0
	for at < len(between) {
		switch {
		case token.IsBlank(between[at]), between[at] == '-', between[at] == token.Odd, between[at] == '/', between[at] == ':', between[at] == '.':
			at++
		case hasWordAt(between, at, "do"), hasWordAt(between, at, "dnia"), hasWordAt(between, at, "r"), hasWordAt(between, at, "roku"):
			for at < len(between) && token.IsLetter(between[at]) {
				at++
			}
		default:
			return false
		}
	}
	return true
}

func hasWordAt(text []byte, at int, word string) bool {
	end := at + len(word)
	return end <= len(text) && string(text[at:end]) == word && (end == len(text) || !token.IsLetter(text[end]))
}

// shortPeriod reads "01-31.03.2026", "01.02 - 31.03.2026" and "styczeń - luty 2026", whose first half lacks month or year.
func shortPeriod(l *line, last token.Date) (period, bool) {
	at := last.Start
	for at > 0 && token.IsBlank(l.fold[at-1]) {
		at--
	}
	switch {
	case at > 0 && l.fold[at-1] == '-':
		at--
	case at > 2 && string(l.fold[at-2:at]) == "do" && token.IsBlank(l.fold[at-3]):
		at -= 2
	default:
		return period{}, false
	}
	for at > 0 && (token.IsBlank(l.fold[at-1]) || l.fold[at-1] == '.') {
		at--
	}
	start := at
	for start > 0 && (token.IsAlnum(l.fold[start-1]) || l.fold[start-1] == '.') {
		start--
	}
	from, ok := shortDate(l.fold[start:at], last)
	if !ok || last.To.Before(from) {
		return period{}, false
	}
	return period{start, last.End, from, last.To}, true
}

// shortDate reads a day, a day with its month, or a month's name, in the year (and month) of the later date.
func shortDate(text []byte, last token.Date) (lake.Date, bool) {
	if month, end := token.MonthNameAt(text, 0); month != 0 && end == len(text) {
		if !last.IsMonth() {
			return lake.Date{}, false
		}
		return lake.Date{Year: last.To.Year, Month: month, Day: 1}, true
	}
	day, end := token.IntAt(text, 0)
	if end == 0 || end > 2 || last.IsMonth() {
		return lake.Date{}, false
	}
	month := int(last.To.Month)
	if end < len(text) {
		if text[end] != '.' {
			return lake.Date{}, false
		}
		var at int
		if month, at = token.IntAt(text, end+1); at != len(text) || at == end+1 {
			return lake.Date{}, false
		}
	}
	from, err := lake.NewDate(last.To.Year, time.Month(month), day)
	return from, err == nil
}
