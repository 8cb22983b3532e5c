package extract

import (
	"cmp"

	"wattlake/pipeline/extract/token"
)

// fee is what a line of the bill charges for, as far as it matters for consumption.
type fee int

const (
	feeNone     fee = iota
	feeActive       // active energy: its kWh are the consumption
	feeVariable     // network fee per kWh: the billed kWh
	feePerKWh       // other fees per kWh: quality, renewables, cogeneration
	feeOther        // per month, reactive, exported: never consumption
)

var fees = []struct {
	token.Pattern

	fee fee
}{
	{token.NewPattern("energia bierna"), feeOther},
	{token.NewPattern("energii biernej"), feeOther},
	{token.NewPattern("reactive energy"), feeOther},
	{token.NewPattern("energia oddana"), feeOther},
	{token.NewPattern("wprowadzon*"), feeOther},
	{token.NewPattern("opłata handlowa"), feeOther},
	{token.NewPattern("opłata abonamentowa"), feeOther},
	{token.NewPattern("opłata mocowa"), feeOther},
	{token.NewPattern("opłata przejściowa"), feeOther},
	{token.NewPattern("opłata stała"), feeOther},
	{token.NewPattern("opłata sieciowa stała"), feeOther},
	{token.NewPattern("składnik stały"), feeOther},
	{token.NewPattern("energia czynna"), feeActive},
	{token.NewPattern("energię czynną"), feeActive},
	{token.NewPattern("energii czynnej"), feeActive},
	{token.NewPattern("energia elektryczna"), feeActive},
	{token.NewPattern("sprzedaż energii*"), feeActive},
	{token.NewPattern("opłata za energię"), feeActive},
	{token.NewPattern("active energy"), feeActive},
	{token.NewPattern("variable network*"), feeVariable},
	{token.NewPattern("opłata sieciowa zmienna"), feeVariable},
	{token.NewPattern("opłata zmienna sieciowa"), feeVariable},
	{token.NewPattern("opłata zmienna"), feeVariable},
	{token.NewPattern("składnik zmienny"), feeVariable},
	{token.NewPattern("opłata dystrybucyjna zmienna"), feeVariable},
	{token.NewPattern("opłata jakościowa"), feePerKWh},
	{token.NewPattern("stawka jakościowa"), feePerKWh},
	{token.NewPattern("opłata oze"), feePerKWh},
	{token.NewPattern("opłata kogeneracyjna"), feePerKWh},
}

func feeOf(text []byte) fee {
	for _, f := range fees {
		if contains(text, f.Pattern) {
			return f.fee
		}
	}
	return feeNone
}

// zones are the words for parts of the day, the first that begins a word counts.
var zoneWords = []struct {
	token.Pattern

	name string // "" for as printed
}{
	{token.NewPattern("całodobow*"), "całodobowa"},
	{token.NewPattern("dzienn*"), "dzienna"},
	{token.NewPattern("nocn*"), "nocna"},
	{token.NewPattern("pozaszczytow*"), "pozaszczytowa"},
	{token.NewPattern("szczytow*"), "szczytowa"},
	{token.NewPattern("szczyt przedpołudniowy"), "szczyt przedpołudniowy"},
	{token.NewPattern("szczyt popołudniowy"), "szczyt popołudniowy"},
	{token.NewPattern("pozostałe godziny doby"), "pozostałe godziny doby"},
	{token.NewPattern("przedpołudniow*"), "szczyt przedpołudniowy"},
	{token.NewPattern("popołudniow*"), "szczyt popołudniowy"},
	{token.NewPattern("pozostałe"), "pozostałe godziny doby"},
	{token.NewPattern("pozaszczyt"), "pozaszczytowa"},
	{token.NewPattern("szczyt"), "szczytowa"},
	{token.NewPattern("dzień"), "dzienna"},
	{token.NewPattern("noc"), "nocna"},
	{token.NewPattern("weekend*"), ""},
	{token.NewPattern("strefa i*"), ""},
	{token.NewPattern("l1"), "L1"},
	{token.NewPattern("l2"), "L2"},
	{token.NewPattern("dolina*"), ""},
}

// zoneOf returns the zone in a span of a line, "" if it names none.
func zoneOf(l *line, start, end int) string { return zoneIn(l.fold[start:end]) }

// zoneIn returns the zone that folded words name, in its usual spelling, "" if they name none.
func zoneIn(words []byte) string {
	for _, z := range zoneWords {
		if at := indexOf(words, z.Pattern); at >= 0 {
			return cmp.Or(z.name, string(words[at:z.Match(words, at, 0)]))
		}
	}
	return ""
}
