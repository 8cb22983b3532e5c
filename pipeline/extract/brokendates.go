package extract

import (
	"slices"

	"wattlake/pipeline/extract/token"
)

// joinBrokenDates completes dates whose day ends a line of prose and whose month begins the next: "do 31" / "grudnia 2024 r.".
func joinBrokenDates(lines []*line) {
	for i := 1; i < len(lines); i++ {
		above, below := lines[i-1], lines[i]
		if above.page != below.page || !near(above, below) || len(above.cells) > 1 || len(below.cells) > 1 || len(below.dates) == 0 {
			continue
		}
		d := &below.dates[0]
		at := len(above.fold)
		for at > 0 && token.IsDigit(above.fold[at-1]) {
			at--
		}
		day, _ := token.IntAt(above.fold, at)
		if d.Start > 0 || !d.IsMonth() || day < 1 || day > d.To.Day || at == 0 || !token.IsBlank(above.fold[at-1]) {
			continue
		}
		d.From.Day = day
		d.To = d.From
		dropNumbers(above, at, len(above.fold))
	}
}

// joinBrokenYears completes dates whose year begins the next line of prose: "do dnia 31 marca" / "2026 r.". The date stands in the upper line.
func joinBrokenYears(lines []*line) {
	for i := 1; i < len(lines); i++ {
		above, below := lines[i-1], lines[i]
		year, end := token.IntAt(below.fold, 0)
		if above.page != below.page || !near(above, below) || len(above.cells) > 1 || len(below.cells) > 1 || end != len("2026") || year == 0 {
			continue
		}
		text := slices.Concat(above.fold, []byte(" "), below.fold[:end])
		for _, d := range token.Dates(text, make([]bool, len(text)+1)) {
			if !d.IsMonth() && d.Start < len(above.fold) && d.End == len(text) {
				dropTokens(above, d.Start, len(above.fold))
				dropTokens(below, 0, end)
				above.dates = append(above.dates, token.Date{Start: d.Start, End: len(above.fold), From: d.From, To: d.To})
			}
		}
	}
}

// joinHyphenatedDates completes dates that a word processor broke behind a hyphen or slash: "do 2026-03-" / "31;", "do 31-03-" / "2026".
// The whole date stands where its first half does.
func joinHyphenatedDates(lines []*line) {
	for i := 1; i < len(lines); i++ {
		above, below := lines[i-1], lines[i]
		if above.page != below.page || !near(above, below) {
			continue
		}
		for _, upper := range above.cells {
			for _, lower := range below.cells {
				if aligned(upper.box, lower.box) {
					joinHyphenatedDate(above, below, upper, lower)
				}
			}
		}
	}
}

func joinHyphenatedDate(above, below *line, upper, lower cell) {
	from, to := upper.end, lower.start
	for from > upper.start && ofDate(above.fold[from-1]) {
		from--
	}
	for to < lower.end && ofDate(below.fold[to]) {
		to++
	}
	if from == upper.end || to == lower.start || token.IsDigit(above.fold[upper.end-1]) || !token.IsDigit(below.fold[lower.start]) {
		return
	}
	text := slices.Concat(above.fold[from:upper.end], below.fold[lower.start:to])
	for _, d := range token.Dates(text, make([]bool, len(text)+1)) {
		seam := upper.end - from
		if d.IsMonth() || d.Start >= seam || d.End <= seam {
			continue
		}
		dropTokens(above, from, upper.end)
		dropTokens(below, lower.start, to)
		above.dates = append(above.dates, token.Date{Start: from + d.Start, End: upper.end, From: d.From, To: d.To})
		slices.SortFunc(above.dates, func(a, b token.Date) int { return a.Start - b.Start })
		return
	}
}

// ofDate reports whether a byte may be part of a date in digits.
func ofDate(b byte) bool { return token.IsDigit(b) || b == '-' || b == '/' }

// dropTokens forgets the numbers and dates in a span.
func dropTokens(l *line, start, end int) {
	dropNumbers(l, start, end)
	l.dates = slices.DeleteFunc(l.dates, func(d token.Date) bool { return d.End > start && d.Start < end })
}
