package token

import (
	"strings"

	"wattlake/lake"
)

// Micro is the scale of parsed numbers: millionths, so that prices, amounts and quantities share one exact form.
const Micro = 1_000_000

const (
	maxWholeDigits = 10 // longer ones are identifiers
	maxPlaces      = 6
)

// MoneyPlaces is how many decimals an amount of money has.
const MoneyPlaces = 2

// Number is a number at runes start to end of a line.
type Number struct {
	Start, End int
	Value      int64 // in millionths, with sign
	Places     int   // printed decimals
	Unit       string
	Dotted     bool // a single dot before three digits: thousands or decimals, see settleDots
	Primary    bool // part of the leftmost-longest reading of its line; the others are alternatives
	Ordinal    bool // "1." at the beginning of a cell
}

// Money is the number in grosze, further decimals cut off.
func (n Number) Money() lake.Money { return lake.Money(n.Value / (Micro / 100)) }

// Energy is the number in watt hours, as if it were one of kWh.
func (n Number) Energy() lake.Energy { return lake.Energy(n.Value / (Micro / 1000)) }

// IsAmount reports whether the number has the form of an amount of money.
func (n Number) IsAmount() bool {
	return n.Places == MoneyPlaces && (n.Unit == "" || n.Unit == UnitMoney)
}

// Numbers finds every number of a folded line, with all ways to cut a chain of digit groups: "23 196,33" gives 23196.33,
// 23 and 196.33. taken marks runes that belong to dates and codes.
func Numbers(text []byte, taken []bool) []Number {
	var found []Number
	free := 0 // End of the last primary number
	for i := 0; i < len(text); i++ {
		if !IsDigit(text[i]) || taken[i] || !numberMayStart(text, i) {
			continue
		}
		ends := numbersAt(text, i, taken)
		for j, n := range ends {
			n.Primary = j == len(ends)-1 && n.Start >= free
			if n.Primary {
				free = n.End
			}
			found = append(found, n)
		}
		for i+1 < len(text) && IsDigit(text[i+1]) {
			i++
		}
	}
	return found
}

// numberMayStart reports whether a number may begin at text[i]: not inside a word, a code or a longer number.
func numberMayStart(text []byte, i int) bool {
	if i == 0 {
		return true
	}
	switch prev := text[i-1]; {
	case IsBlank(prev), strings.IndexByte(":=|(+;>*\"", prev) >= 0:
		return true
	case prev == '-':
		return i < 2 || IsBlank(text[i-2]) || text[i-2] == '(' || text[i-2] == ':' || text[i-2] == '='
	case IsLetter(prev): // glued to a currency or unit in front
		for _, front := range []string{"pln", "zl", "kwh", "mwh"} {
			if at := i - len(front); at >= 0 && string(text[at:i]) == front && (at == 0 || !IsAlnum(text[at-1])) {
				return true
			}
		}
	}
	return false
}

// numbersAt returns the numbers that begin at text[i], shortest first.
func numbersAt(text []byte, i int, taken []bool) []Number {
	var found []Number
	digits := DigitsAt(text, i)
	end := i + len(digits)
	if len(digits) > maxWholeDigits {
		return nil
	}
	leadingZero := len(digits) > 1 && digits[0] == '0'
	var separator byte
	for {
		if n, ok := finish(text, i, end, digits, separator, taken); ok && (!leadingZero || n.Places > 0) {
			found = append(found, n)
		}
		next, sep := groupAt(text, end)
		if next == "" || len(digits)-3*countGroups(digits) > 3 || (separator != 0 && sep != separator) || digits == "0" || leadingZero ||
			taken[end+1] || len(digits)+3 > maxWholeDigits {
			return found
		}
		separator = sep
		digits += next
		end += 1 + len(next)
	}
}

// countGroups returns how many groups of three digits may follow the first group.
func countGroups(digits string) int { return (len(digits) - 1) / 3 }

// DigitsAt returns the digits from text[i] on.
func DigitsAt(text []byte, i int) string {
	end := i
	for end < len(text) && IsDigit(text[end]) {
		end++
	}
	return string(text[i:end])
}

// groupAt returns the group of exactly three digits that follows at text[end] after a thousands separator.
func groupAt(text []byte, end int) (digits string, separator byte) {
	if end+3 >= len(text) || (text[end] != ' ' && text[end] != '.' && text[end] != '\'') {
		return "", 0
	}
	digits = DigitsAt(text, end+1)
	if len(digits) != 3 {
		return "", 0
	}
	return digits, text[end]
}

// finish reads decimals, sign and unit of a number whose whole digits end at text[end].
func finish(text []byte, start, end int, digits string, separator byte, taken []bool) (Number, bool) {
	n := Number{Start: start}
	fraction := ""
	if end+1 < len(text) && (text[end] == ',' || (text[end] == '.' && separator != '.')) {
		fraction = DigitsAt(text, end+1)
		if text[end] == '.' && len(fraction) == 3 && len(digits) <= 3 && digits != "0" {
			fraction = "" // the longer alternative reads it as thousands, with dotted set
		} else if fraction != "" {
			end += 1 + len(fraction)
		}
	}
	if len(fraction) > maxPlaces || !NumberMayEnd(text, end) || (end < len(text) && taken[end] && !IsBlank(text[end])) {
		return n, false
	}
	n.Dotted = separator == '.' && fraction == "" && len(digits) <= 6
	n.Places, n.End = len(fraction), end
	for _, d := range []byte(digits + fraction + strings.Repeat("0", maxPlaces-len(fraction))) {
		n.Value = n.Value*10 + int64(d-'0')
	}
	n.Ordinal = end < len(text) && text[end] == '.' && fraction == "" && (start == 0 || text[start-1] == '\t')
	if n.Ordinal {
		return n, true
	}
	return withUnit(withSign(n, text), text, taken), true
}

// NumberMayEnd reports whether a number may end at text[end]: not inside a code, a date or a longer number.
func NumberMayEnd(text []byte, end int) bool {
	if end >= len(text) {
		return true
	}
	next := byte(' ')
	if end+1 < len(text) {
		next = text[end+1]
	}
	switch b := text[end]; {
	case IsLetter(b):
		unit, _ := UnitAt(text, end)
		return unit != ""
	case b == '.', b == ',', b == '/', b == '-', b == '_', b == ':':
		return !IsAlnum(next)
	}
	return true
}
