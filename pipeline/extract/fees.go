package extract

import "cmp"

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
	pattern

	fee fee
}{
	{newPattern("energia bierna"), feeOther},
	{newPattern("energii biernej"), feeOther},
	{newPattern("energia oddana"), feeOther},
	{newPattern("wprowadzon*"), feeOther},
	{newPattern("opłata handlowa"), feeOther},
	{newPattern("opłata abonamentowa"), feeOther},
	{newPattern("opłata mocowa"), feeOther},
	{newPattern("opłata przejściowa"), feeOther},
	{newPattern("opłata stała"), feeOther},
	{newPattern("opłata sieciowa stała"), feeOther},
	{newPattern("składnik stały"), feeOther},
	{newPattern("energia czynna"), feeActive},
	{newPattern("energię czynną"), feeActive},
	{newPattern("energii czynnej"), feeActive},
	{newPattern("energia elektryczna"), feeActive},
	{newPattern("sprzedaż energii*"), feeActive},
	{newPattern("opłata za energię"), feeActive},
	{newPattern("opłata sieciowa zmienna"), feeVariable},
	{newPattern("opłata zmienna sieciowa"), feeVariable},
	{newPattern("opłata zmienna"), feeVariable},
	{newPattern("składnik zmienny"), feeVariable},
	{newPattern("opłata dystrybucyjna zmienna"), feeVariable},
	{newPattern("opłata jakościowa"), feePerKWh},
	{newPattern("stawka jakościowa"), feePerKWh},
	{newPattern("opłata oze"), feePerKWh},
	{newPattern("opłata kogeneracyjna"), feePerKWh},
}

func feeOf(text []byte) fee {
	for _, f := range fees {
		if contains(text, f.pattern) {
			return f.fee
		}
	}
	return feeNone
}

// zones are the words for parts of the day, the first that begins a word counts.
var zoneWords = []struct {
	pattern

	name string // "" for as printed
}{
	{newPattern("całodobow*"), "całodobowa"},
	{newPattern("dzienn*"), "dzienna"},
	{newPattern("nocn*"), "nocna"},
	{newPattern("pozaszczytow*"), "pozaszczytowa"},
	{newPattern("szczytow*"), "szczytowa"},
	{newPattern("szczyt przedpołudniowy"), "szczyt przedpołudniowy"},
	{newPattern("szczyt popołudniowy"), "szczyt popołudniowy"},
	{newPattern("pozostałe godziny doby"), "pozostałe godziny doby"},
	{newPattern("przedpołudniow*"), "szczyt przedpołudniowy"},
	{newPattern("popołudniow*"), "szczyt popołudniowy"},
	{newPattern("pozostałe"), "pozostałe godziny doby"},
	{newPattern("pozaszczyt"), "pozaszczytowa"},
	{newPattern("szczyt"), "szczytowa"},
	{newPattern("dzień"), "dzienna"},
	{newPattern("noc"), "nocna"},
	{newPattern("weekend*"), ""},
	{newPattern("strefa i*"), ""},
	{newPattern("l1"), "L1"},
	{newPattern("l2"), "L2"},
	{newPattern("dolina*"), ""},
}

// zoneOf returns the zone in a span of a line, "" if it names none.
func zoneOf(l *line, start, end int) string { return zoneIn(l.fold[start:end]) }

// zoneIn returns the zone that folded words name, in its usual spelling, "" if they name none.
func zoneIn(words []byte) string {
	for _, z := range zoneWords {
		if at := indexOf(words, z.pattern); at >= 0 {
			return cmp.Or(z.name, string(words[at:z.match(words, at, 0)]))
		}
	}
	return ""
}
