package present

import (
	"regexp"
	"slices"
	"strings"

	"wattlake/lake"
)

// decimals are figures as the tables write them.
var decimals = regexp.MustCompile(`^-?\d+\.\d{1,4}$`)

// sentence writes the days and the figures in a sentence of the tables as everywhere else. The numbers of invoices stay.
func (l *Locale) sentence(text string, numbers []string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		bare := strings.TrimRight(word, ".,;")
		if slices.Contains(numbers, bare) {
			continue
		}
		energy := i+1 < len(words) && strings.HasPrefix(words[i+1], "kWh") && strings.Trim(bare, "0123456789") == ""
		switch day, err := lake.ParseDate(bare); {
		case err == nil:
			words[i] = l.Date(day) + word[len(bare):]
		case energy || decimals.MatchString(bare):
			words[i] = l.decimal(bare) + word[len(bare):]
		}
	}
	return strings.Join(words, " ")
}
