package extract

import "regexp"

// namedForecast is a kind that a page names apart from its heading: "Rodzaj rozliczenia: prognoza".
var namedForecast = regexp.MustCompile(`\b(?:rodzaj|typ)(?: (?:faktury|rozliczenia|dokumentu))?:?\s+prognoz`)

// chargesForecast reports whether every row that charges for energy names it a forecast: "Energia czynna – prognoza | 357 kWh | 0,7312 | 261,04".
func (p *part) chargesForecast() bool {
	rows := 0
	for _, l := range p.lines {
		words := l.fold[:firstValue(l)]
		if feeOf(words) != feeActive || len(amountsOf(l)) == 0 {
			continue
		}
		if !contains(words, forecastWord) {
			return false
		}
		rows++
	}
	return rows > 0
}
