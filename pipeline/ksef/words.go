package ksef

import (
	"regexp"
	"slices"
	"strings"

	"wattlake/lake"
)

// A metering point code stands alone among other characters; a bar code carries the application identifier 8018 in front.
var ppePattern = regexp.MustCompile(`(?:^|[^0-9])(?:8018)?(590[0-9]{15})(?:$|[^0-9])`)

// Codes of metering points from the years before GSRN begin with letters of the network operator.
var oldPPEPattern = regexp.MustCompile(`^(?:PL|ENID_|PROD_|ELSN_|EPP_|EMID_|WISL_|ESVD_|GLD)[A-Z0-9_]{4,31}$`)

// A code behind a label may be anything without spaces that has enough digits: placeholders and misprints are kept.
var labelledCodePattern = regexp.MustCompile(`^[A-Z0-9_]{6,33}$`)

const minCodeDigits = 5

// findPPE returns the first code with a right check digit in a text.
func findPPE(s string) string {
	if !strings.Contains(s, "590") {
		return ""
	}
	for rest := s; ; {
		m := ppePattern.FindStringSubmatchIndex(rest)
		if m == nil {
			return ""
		}
		if code := rest[m[2]:m[3]]; lake.ValidPPE(code) {
			return code
		}
		rest = rest[m[3]:]
	}
}

// labelledPPE returns the code that stands alone in the value of a label or in a column of codes.
func labelledPPE(s string) string {
	code := strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if bare, found := strings.CutPrefix(code, "8018"); found && lake.ValidPPE(bare) {
		return bare
	}
	digits := 0
	for _, r := range code {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < minCodeDigits || !labelledCodePattern.MatchString(code) {
		return ""
	}
	return code
}

// unlabelledPPE returns the code that a segment of a line name consists of.
func unlabelledPPE(s string) string {
	code := labelledPPE(s)
	if lake.ValidPPE(code) || oldPPEPattern.MatchString(code) || (len(code) == len("590322400000000102") && onlyDigits(code)) {
		return code
	}
	return ""
}

var tariffPattern = regexp.MustCompile(`(?:^|[\s,;:(/-])([ABCGbcgRr][1-3][1-5]?[0-9]?[a-zA-Z]{0,2})(?:$|[\s,;:)/-])`)

// findTariff returns the tariff group in a text: a capital letter, the digits, small letters.
func findTariff(s string) string {
	m := tariffPattern.FindStringSubmatch(s)
	if m == nil || len(m[1]) < len("C11") {
		return ""
	}
	return strings.ToUpper(m[1][:1]) + strings.ToLower(m[1][1:])
}

// zones maps the folded beginning of a time zone's name to the name. Longer ones stand before those that they contain.
var zones = []struct{ word, zone string }{
	{"szczyt przedpoludniow", "szczyt przedpołudniowy"},
	{"szczyt popoludniow", "szczyt popołudniowy"},
	{"pozostale godziny", "pozostałe godziny doby"},
	{"pozaszczyt", "pozaszczytowa"},
	{"poza szczyt", "pozaszczytowa"},
	{"szczyt", "szczytowa"},
	{"calodob", "całodobowa"},
	{"dzienn", "dzienna"},
	{"nocn", "nocna"},
}

// findZone returns the time zone that a line is about, "" if it names none.
func findZone(folded string) string {
	for _, z := range zones {
		if startsWord(folded, z.word) {
			return z.zone
		}
	}
	return ""
}

// onlyZone reports whether the text is no more than the name of a zone.
func onlyZone(folded string) bool {
	return folded == "" || folded == "-" || (findZone(folded) != "" && len(strings.Fields(folded)) <= 3 && !containsAny(folded, "energi", "oplat"))
}

// startsWord reports whether a word of the text begins with prefix.
func startsWord(text, prefix string) bool {
	at := strings.Index(text, prefix)
	return at == 0 || (at > 0 && strings.Contains(text, " "+prefix)) || (at > 0 && strings.ContainsAny(text[at-1:at], "-/(,:"))
}

// fee is what a row charges for, as far as its kWh matter. The same kWh stand in the row of each fee, so only the rows of
// one fee may be added up: the first in this order.
type fee int

const (
	feeEnergy   fee = iota // active energy
	feeVariable            // variable network charge
	feeQuality
	feeLevy  // renewables, cogeneration
	feeOther // unknown
	feeNone  // says nothing about consumption: reactive energy, export, discounts, excise
)

var activeEnergy = regexp.MustCompile(`energi\w* (?:elektr\w* )?(?:czynn|elektr|pobran)|energi\w* el\.|^energia$|pobor energii|zuzyci\w* energii`)

func feeOf(folded string) fee {
	network := containsAny(folded, "dystryb", "sieciow", "przesyl")
	switch {
	case containsAny(folded, "biern", "oddan", "wprowadzon", "wyprodukowan", "depozyt", "upust", "bonifikat", "rabat", "rekompensat",
		"odszkodowan", "akcyz", "ponadumown", "przekroczeni"):
		return feeNone
	case strings.Contains(folded, "zmienn"):
		return feeVariable
	case strings.Contains(folded, "jakosciow"):
		return feeQuality
	case startsWord(folded, "oze"), strings.Contains(folded, "kogeneracyj"):
		return feeLevy
	case !network && !containsAny(folded, "handlow", "mocow") && (activeEnergy.MatchString(folded) || strings.Contains(folded, "sprzedaz energii")):
		return feeEnergy
	}
	return feeOther
}

var (
	electricity = regexp.MustCompile(`energi\w* (?:elektr|czynn)|energi\w* el\.|dystrybucj\w* energii|sprzedaz\w* energii|oplat\w* mocow|energi\w* biern|kogeneracyj|jakosciow|sieciow|\boze\b|\bppe\b`)
	gas         = regexp.MustCompile(`\bgaz|\bm3\b|\bm³\b`)

	network     = regexp.MustCompile(`dystrybuc|sieciow|jakosciow|mocow|\boze\b|kogeneracyj|przejsciow|abonament|skladnik (?:sta|zm)|przesyl`)
	tradeStrong = regexp.MustCompile(`sprzedaz|handlow|obrot energi|kompleks|energi[ae] elektryczna`)
	tradeWeak   = regexp.MustCompile(`energi\w* (?:elektr|czynn|el\.)|^energia\b`)
)

// scopeOf tells which parts of the bill a line name or a table heading is about.
func scopeOf(folded string) (sale, distribution bool) {
	distribution = network.MatchString(folded) || strings.Contains(folded, "kompleks")
	sale = tradeStrong.MatchString(folded) || (!distribution && tradeWeak.MatchString(folded) && feeOf(folded) == feeEnergy)
	return sale, distribution
}

// A consumption of another time or direction is not that of the invoice.
var decoys = []string{
	"poprzedni", "analogiczn", "w roku", "ostatni", "roczn", "sredni", "przecietn", "prognoz", "szacowan", "oddan", "wprowadzon",
	"wyprodukowan", "biern", "akcyz", "rok temu", "ubiegl", "nastepn", "kolejn", "gaz", "umown", "zamowion", "planowan", "deklarowan",
}

// yearAlone is a year that is not part of a date: "zużycie 2025".
var yearAlone = regexp.MustCompile(`(?:^| )20[0-9]{2}(?: |$)`)

func isDecoy(folded string) bool {
	return containsAny(folded, decoys...) || yearAlone.MatchString(folded)
}

// forecastInvoice is a remark that calls the invoice itself a forecast; others speak of forecasts to come.
var forecastInvoice = regexp.MustCompile(`\bfaktura (?:vat )?(?:prognoz|szacunk)`)

// isForecast reports whether amounts of this name are estimates that a settlement will replace.
func isForecast(folded string) bool { return containsAny(folded, "prognoz", "szacunkow", "zaliczk") }

func isOneOf[T comparable](v T, of ...T) bool { return slices.Contains(of, v) }
