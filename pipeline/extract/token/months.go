package token

import "time"

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
	Pattern

	month time.Month
}

func monthPatterns(names [12][2]string) []monthPattern {
	var patterns []monthPattern
	for i, forms := range names {
		for _, name := range forms {
			patterns = append(patterns, monthPattern{NewPattern(name), time.Month(i + 1)})
		}
	}
	return patterns
}

// MonthNameAt returns the month whose name or Roman number begins at text[at], 0 if none does.
func MonthNameAt(text []byte, at int) (time.Month, int) {
	if at >= len(text) || !IsLetter(text[at]) {
		return 0, at
	}
	for _, m := range months {
		if end := m.Match(text, at, 0); end > 0 {
			return m.month, end
		}
	}
	end := at
	for end < len(text) && IsLetter(text[end]) {
		end++
	}
	if month, ok := romans[string(text[at:end])]; ok {
		return month, end
	}
	return 0, at
}
