package ksef

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"wattlake/lake"
)

// fold brings a text to the form in which words are looked for: small ASCII letters, single spaces.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(lake.FoldPolish(s))), " ")
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// decimal reads a number as printed in an invoice or its attachment and returns it in units of 10^-places, rounded half
// away from zero: dot or comma, any spaces between thousands.
func decimal(s string, places int) (int64, bool) {
	digits, negative := plainNumber(s)
	whole, frac, _ := strings.Cut(digits, ".")
	if whole == "" || !onlyDigits(whole) || !onlyDigits(frac) {
		return 0, false
	}
	roundUp := len(frac) > places && frac[places] >= '5'
	frac = (frac + strings.Repeat("0", places))[:places]
	v, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || v >= math.MaxInt64/2 {
		return 0, false
	}
	if roundUp {
		v++
	}
	if negative {
		v = -v
	}
	return v, true
}

// plainNumber removes spaces and the sign and makes the decimal sign a dot.
func plainNumber(s string) (digits string, negative bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\'':
			return -1
		case r == '\u2212', r == '\u2013':
			return '-'
		}
		return r
	}, s)
	trimmed := strings.TrimPrefix(s, "-")
	negative = trimmed != s
	if last := strings.LastIndexByte(trimmed, ','); last >= 0 {
		if dot := strings.IndexByte(trimmed, '.'); dot < last {
			trimmed = strings.ReplaceAll(trimmed[:last], ".", "") + "." + trimmed[last+1:]
		} else {
			trimmed = strings.ReplaceAll(trimmed, ",", "")
		}
	}
	return trimmed, negative
}

func onlyDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

func money(s string) lake.Opt[lake.Money] {
	v, ok := decimal(s, 2)
	return lake.Opt[lake.Money]{Value: lake.Money(v), Known: ok}
}

func quantity(s string) lake.Opt[lake.Quantity] {
	v, ok := decimal(s, 3)
	return lake.Opt[lake.Quantity]{Value: lake.Quantity(v), Known: ok}
}

func price(s string) lake.Opt[lake.Price] {
	v, ok := decimal(s, 6)
	return lake.Opt[lake.Price]{Value: lake.Price(v), Known: ok}
}

// energy reads an amount of energy in the unit. Units of anything else give false.
func energy(amount, unit string) (lake.Energy, bool) {
	places, ok := map[string]int{"kwh": 3, "mwh": 6}[fold(strings.Trim(unit, ".[]() "))]
	if !ok {
		return 0, false
	}
	wh, ok := decimal(amount, places)
	return lake.Energy(wh), ok
}

// amountWithUnit is a number with an energy unit behind it, and nothing else.
var amountWithUnit = regexp.MustCompile(`(?i)^\s*([-\x{2212}]?[\d\s.,\x{a0}\x{202f}]*\d)\s*([km]wh)\.?\s*$`)

// energyText reads "1 234,5 kWh".
func energyText(s string) (lake.Energy, bool) {
	m := amountWithUnit.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	return energy(m[1], m[2])
}

// A date in either order: 2026-01-31, 31.01.2026, 31/01/2026, 31-01-2026.
var datePattern = regexp.MustCompile(`\b(?:(\d{4})[-./](\d{2})[-./](\d{2})|(\d{2})[-./](\d{2})[-./](\d{4}))\b`)

// dates returns the dates in a text, in their order.
func dates(s string) []lake.Date {
	var found []lake.Date
	for _, m := range datePattern.FindAllStringSubmatch(s, -1) {
		y, mo, d := m[1], m[2], m[3]
		if y == "" {
			y, mo, d = m[6], m[5], m[4]
		}
		if date, err := lake.NewDate(number(y), time.Month(number(mo)), number(d)); err == nil {
			found = append(found, date)
		}
	}
	return found
}

// date returns the date if the text is one and nothing else; a time of day may follow.
func date(s string) lake.Date {
	if found := dates(s); len(found) == 1 && len(strings.TrimSpace(s)) <= len("2026-01-31T00:00:00.000+00:00") {
		return found[0]
	}
	return lake.Date{}
}

// number reads a few digits.
func number(s string) int {
	n, _ := strconv.Atoi(s) // the pattern matched digits only
	return n
}
