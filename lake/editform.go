package lake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// editDate reads a day in ISO form or with the day first, separated by points, slashes or dashes.
func editDate(s string) (string, Text) {
	problem := Text{
		PL: fmt.Sprintf("„%s” nie jest datą. Wpisz np. 04.02.2026.", s),
		EN: fmt.Sprintf("“%s” is not a date. Write for example 2026-02-04.", s),
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == '-' || r == '/' || r == ' ' })
	const dayMonthYear = 3
	if len(parts) != dayMonthYear {
		return "", problem
	}
	const yearDigits = 4
	if len(parts[0]) == yearDigits {
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [dayMonthYear]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || !allDigits(p) || (i == 2) != (len(p) == yearDigits) || len(p) > yearDigits {
			return "", problem
		}
		n[i] = v
	}
	d, err := NewDate(n[2], time.Month(n[1]), n[0])
	if err != nil {
		return "", Text{PL: fmt.Sprintf("W kalendarzu nie ma dnia %s.", s), EN: fmt.Sprintf("There is no day %s in the calendar.", s)}
	}
	const first, last = 1990, 2100 // electricity invoices of this program's world
	if d.Year < first || d.Year > last {
		return "", Text{PL: fmt.Sprintf("Rok %d nie może być prawdziwy.", d.Year), EN: fmt.Sprintf("The year %d cannot be right.", d.Year)}
	}
	return d.String(), Text{}
}

func editMoney(s string) (string, Text) {
	m, err := ParseMoney(plainNumber(s, "zł", "pln", "eur", "€"))
	if err != nil || m <= -MaxFixed || m >= MaxFixed {
		return "", Text{
			PL: fmt.Sprintf("„%s” nie jest kwotą. Wpisz np. 1 234,56 (najwyżej dwa miejsca po przecinku).", s),
			EN: fmt.Sprintf("“%s” is not an amount. Write for example 1234.56 (two decimals at most).", s),
		}
	}
	return m.String(), Text{}
}

func editEnergy(s string) (string, Text) {
	e, err := ParseEnergy(plainNumber(s, "kwh"))
	if err != nil || e <= -MaxFixed || e >= MaxFixed {
		return "", Text{
			PL: fmt.Sprintf("„%s” nie jest liczbą kWh. Wpisz np. 1 234 albo 1 234,5.", s),
			EN: fmt.Sprintf("“%s” is not a number of kWh. Write for example 1234 or 1234.5.", s),
		}
	}
	return e.String(), Text{}
}

// plainNumber removes the unit and the grouping and writes a decimal point. A comma or a point that stands alone is the
// decimal sign: thousands are grouped by spaces, or by the one of the two that comes first when both are there.
func plainNumber(s string, units ...string) string {
	s = strings.ToLower(s)
	for _, unit := range units {
		s = strings.TrimSpace(strings.TrimSuffix(s, unit))
	}
	s = strings.NewReplacer(" ", "", "'", "", "’", "", "\u2212", "-", "\u2013", "-").Replace(s)
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	if comma < 0 {
		return s
	}
	if point < 0 {
		return strings.Replace(s, ",", ".", 1) // a second comma is no number
	}
	grouping, decimal := ",", "."
	if comma > point {
		grouping, decimal = ".", ","
	}
	whole, fraction, _ := strings.Cut(s, decimal)
	groups := strings.Split(whole, grouping)
	const digits = 3
	for _, g := range groups[1:] {
		if len(g) != digits {
			return s // not a number
		}
	}
	return strings.Join(groups, "") + "." + fraction
}

func editNIP(s string) (string, Text) {
	nip := strings.TrimPrefix(strings.ToUpper(s), "PL")
	nip = strings.NewReplacer(" ", "", "-", "").Replace(nip)
	const length = 10
	switch {
	case len(nip) != length || !allDigits(nip):
		return "", Text{PL: "NIP ma dziesięć cyfr.", EN: "A NIP has ten digits."}
	case !ValidNIP(nip):
		return "", Text{PL: "Cyfra kontrolna NIP się nie zgadza: sprawdź, czy nie ma pomyłki.", EN: "The NIP's check digit is wrong: look for a mistyped digit."}
	}
	return nip, Text{}
}

// editPPE takes GSRN codes with a right check digit, and the codes that grid operators used before 2023, which have letters or
// are shorter and cannot be checked.
func editPPE(s string) (string, Text) {
	code := strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	const barcodeMark, oldRzeszow = "8018", "480548" // printed before a GSRN in barcodes; how PGE's 18-digit codes began there
	if rest, ok := strings.CutPrefix(code, barcodeMark); ok && ValidPPE(rest) {
		code = rest
	}
	switch {
	case allDigits(code) && len(code) == ppeLength && strings.HasPrefix(code, oldRzeszow):
	case allDigits(code) && (len(code) == ppeLength || strings.HasPrefix(code, "590")):
		if len(code) != ppeLength {
			return "", Text{
				PL: fmt.Sprintf("Kod PPE ma %d cyfr, a tu jest %d.", ppeLength, len(code)),
				EN: fmt.Sprintf("A PPE code has %d digits, here are %d.", ppeLength, len(code)),
			}
		}
		if !ValidPPE(code) {
			return "", Text{PL: "Cyfra kontrolna kodu PPE się nie zgadza: sprawdź, czy nie ma pomyłki.", EN: "The PPE code's check digit is wrong: look for a mistyped digit."}
		}
	case strings.ContainsFunc(code, notInCodes) || len(code) < 5 || len(code) > 40:
		return "", Text{PL: "Kod PPE składa się z cyfr (18) albo liter, cyfr i kresek.", EN: "A PPE code consists of 18 digits, or of letters, digits and dashes."}
	}
	return code, Text{}
}

func notInCodes(r rune) bool {
	return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-/.", r)
}

func editKind(s string) (string, Text) {
	return oneOf(s, []string{string(Settlement), string(Forecast), string(Correction), string(Other)})
}

func editScope(s string) (string, Text) {
	return oneOf(s, []string{string(Comprehensive), string(Sale), string(Distribution)})
}

func oneOf(s string, allowed []string) (string, Text) {
	s = strings.ToLower(s)
	if !slices.Contains(allowed, s) {
		list := strings.Join(allowed, ", ")
		return "", Text{PL: "Dozwolone wartości: " + list + ".", EN: "Allowed values: " + list + "."}
	}
	return s, Text{}
}

func editCurrency(s string) (string, Text) {
	const length = 3 // ISO 4217
	s = strings.ToUpper(s)
	if s == "ZŁ" {
		return "PLN", Text{}
	}
	if len(s) != length || strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		return "", Text{PL: "Waluta to trzy litery, np. PLN.", EN: "A currency is three letters, for example PLN."}
	}
	return s, Text{}
}
