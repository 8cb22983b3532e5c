package extract

import (
	"strings"

	"wattlake/lake"
)

// micro is the scale of parsed numbers: millionths, so that prices, amounts and quantities share one exact form.
const micro = 1_000_000

const (
	maxWholeDigits = 10 // longer ones are identifiers
	maxPlaces      = 6
	moneyPlaces    = 2
)

// number is a number at runes start to end of a line.
type number struct {
	start, end int
	value      int64 // in millionths, with sign
	places     int   // printed decimals
	unit       string
	dotted     bool // a single dot before three digits: thousands or decimals, see settleDots
	primary    bool // part of the leftmost-longest reading of its line; the others are alternatives
	ordinal    bool // "1." at the beginning of a cell
}

func (n number) money() lake.Money   { return lake.Money(n.value / (micro / 100)) }
func (n number) energy() lake.Energy { return lake.Energy(n.value / (micro / 1000)) }

// isAmount reports whether the number has the form of an amount of money.
func (n number) isAmount() bool {
	return n.places == moneyPlaces && (n.unit == "" || n.unit == unitMoney)
}

// The units that follow or precede numbers.
const (
	unitMoney   = "zl"
	unitKWh     = "kwh"
	unitMWh     = "mwh"
	unitPercent = "%"
	unitOther   = "other"
)

// units maps folded wordings to units; longer ones first where one begins another.
var units = []struct{ text, unit string }{
	{"kwh", unitKWh},
	{"mwh", unitMWh},
	{"kvarh", unitOther},
	{"mvarh", unitOther},
	{"gj", unitOther},
	{"kwp", unitOther},
	{"kw", unitOther},
	{"mw", unitOther},
	{"mc", unitOther},
	{"m-c", unitOther},
	{"mies", unitOther},
	{"szt", unitOther},
	{"dni", unitOther},
	{"m3", unitOther},
	{"nm3", unitOther},
	{"km", unitOther},
	{"l", unitOther},
	{"a", unitOther},
	{"v", unitOther},
	{"eur", unitOther},
	{"zlotych", unitMoney},
	{"zl", unitMoney},
	{"z~", unitMoney},
	{"zt", unitMoney},
	{"pln", unitMoney},
	{"z.", unitMoney},
	{"%", unitPercent},
}

// unitAt returns the unit that begins at text[at] and its end; "" if there is none.
func unitAt(text []byte, at int) (unit string, end int) {
	for _, u := range units {
		end := at + len(u.text)
		if end > len(text) || string(text[at:end]) != u.text {
			continue
		}
		if last := text[end-1]; end < len(text) && isAlnum(last) && isAlnum(text[end]) {
			continue
		}
		return u.unit, end
	}
	return "", at
}

// scanNumbers finds every number of a folded line, with all ways to cut a chain of digit groups: "23 196,33" gives 23196.33,
// 23 and 196.33. taken marks runes that belong to dates and codes.
func scanNumbers(text []byte, taken []bool) []number {
	var found []number
	free := 0 // end of the last primary number
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) || taken[i] || !numberMayStart(text, i) {
			continue
		}
		ends := numbersAt(text, i, taken)
		for j, n := range ends {
			n.primary = j == len(ends)-1 && n.start >= free
			if n.primary {
				free = n.end
			}
			found = append(found, n)
		}
		for i+1 < len(text) && isDigit(text[i+1]) {
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
	case isBlank(prev), strings.IndexByte(":=|(+;>*\"", prev) >= 0:
		return true
	case prev == '-':
		return i < 2 || isBlank(text[i-2]) || text[i-2] == '(' || text[i-2] == ':' || text[i-2] == '='
	case isLetter(prev): // glued to a currency or unit in front
		for _, front := range []string{"pln", "zl", "kwh", "mwh"} {
			if at := i - len(front); at >= 0 && string(text[at:i]) == front && (at == 0 || !isAlnum(text[at-1])) {
				return true
			}
		}
	}
	return false
}

// numbersAt returns the numbers that begin at text[i], shortest first.
func numbersAt(text []byte, i int, taken []bool) []number {
	var found []number
	digits := digitsAt(text, i)
	end := i + len(digits)
	if len(digits) > maxWholeDigits {
		return nil
	}
	leadingZero := len(digits) > 1 && digits[0] == '0'
	var separator byte
	for {
		if n, ok := finish(text, i, end, digits, separator, taken); ok && (!leadingZero || n.places > 0) {
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

func digitsAt(text []byte, i int) string {
	end := i
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	return string(text[i:end])
}

// groupAt returns the group of exactly three digits that follows at text[end] after a thousands separator.
func groupAt(text []byte, end int) (digits string, separator byte) {
	if end+3 >= len(text) || (text[end] != ' ' && text[end] != '.' && text[end] != '\'') {
		return "", 0
	}
	digits = digitsAt(text, end+1)
	if len(digits) != 3 {
		return "", 0
	}
	return digits, text[end]
}

// finish reads decimals, sign and unit of a number whose whole digits end at text[end].
func finish(text []byte, start, end int, digits string, separator byte, taken []bool) (number, bool) {
	n := number{start: start}
	fraction := ""
	if end+1 < len(text) && (text[end] == ',' || (text[end] == '.' && separator != '.')) {
		fraction = digitsAt(text, end+1)
		if text[end] == '.' && len(fraction) == 3 && len(digits) <= 3 && digits != "0" {
			fraction = "" // the longer alternative reads it as thousands, with dotted set
		} else if fraction != "" {
			end += 1 + len(fraction)
		}
	}
	if len(fraction) > maxPlaces || !numberMayEnd(text, end) || (end < len(text) && taken[end] && !isBlank(text[end])) {
		return n, false
	}
	n.dotted = separator == '.' && fraction == "" && len(digits) <= 6
	n.places, n.end = len(fraction), end
	for _, d := range []byte(digits + fraction + strings.Repeat("0", maxPlaces-len(fraction))) {
		n.value = n.value*10 + int64(d-'0')
	}
	n.ordinal = end < len(text) && text[end] == '.' && fraction == "" && (start == 0 || text[start-1] == '\t')
	if n.ordinal {
		return n, true
	}
	return withUnit(withSign(n, text), text, taken), true
}

// numberMayEnd reports whether a number may end at text[end]: not inside a code, a date or a longer number.
func numberMayEnd(text []byte, end int) bool {
	if end >= len(text) {
		return true
	}
	next := byte(' ')
	if end+1 < len(text) {
		next = text[end+1]
	}
	switch b := text[end]; {
	case isLetter(b):
		unit, _ := unitAt(text, end)
		return unit != ""
	case b == '.', b == ',', b == '/', b == '-', b == '_', b == ':':
		return !isAlnum(next)
	}
	return true
}

// withSign applies a minus before or after the number, or brackets around it.
func withSign(n number, text []byte) number {
	before := n.start - 1
	for before >= 0 && text[before] == ' ' && before > n.start-3 {
		before--
	}
	switch {
	case n.start > 0 && text[n.start-1] == '-':
		n.value, n.start = -n.value, n.start-1
	case before >= 0 && before < n.start-1 && text[before] == '-' && (before == 0 || text[before-1] == '\t' || text[before-1] == ':' ||
		(before > 1 && text[before-1] == ' ' && text[before-2] == ':')):
		n.value, n.start = -n.value, before
	case n.end < len(text) && text[n.end] == '-' && (n.places > 0 || endsCell(text, n.end+1)):
		n.value, n.end = -n.value, n.end+1
	case n.start > 0 && text[n.start-1] == '(' && closesBracket(text, n.end) && (n.places == moneyPlaces || fillsCell(text, n)):
		n.value, n.start = -n.value, n.start-1
	}
	return n
}

// endsCell reports whether a cell ends at a position, or only a unit of energy or a currency follows in it.
func endsCell(text []byte, at int) bool {
	at = skipBlankInCell(text, at)
	if unit, end := unitAt(text, min(at, len(text))); unit == unitKWh || unit == unitMWh || unit == unitMoney {
		at = skipBlankInCell(text, end)
	}
	return at >= len(text) || text[at] == '\t'
}

func skipBlankInCell(text []byte, at int) int {
	for at < len(text) && text[at] == ' ' {
		at++
	}
	return at
}

// fillsCell reports whether a number in brackets is all that its cell holds besides a unit of energy: a negative quantity.
func fillsCell(text []byte, n number) bool {
	open := n.start - 1
	return (open == 0 || text[open-1] == '\t') && n.end < len(text) && text[n.end] == ')' && endsCell(text, n.end+1)
}

// closesBracket reports whether the bracket closes after an optional unit.
func closesBracket(text []byte, at int) bool {
	for at < len(text) && text[at] == ' ' {
		at++
	}
	_, at = unitAt(text, min(at, len(text)))
	return at < len(text) && text[at] == ')'
}

// withUnit reads the unit after the number, at most one space away, else the energy unit in front of it.
func withUnit(n number, text []byte, taken []bool) number {
	at := n.end
	if at < len(text) && text[at] == ')' {
		at++
	}
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	spaced := at > n.end
	if unit, end := unitAt(text, at); unit != "" {
		if end-at > 1 || unit == unitPercent || !spaced { // a lone letter after a space is a word
			n.unit = unit
			return n
		}
	}
	at = n.start
	for at > 0 && isBlank(text[at-1]) {
		at--
	}
	for _, front := range []string{unitKWh, unitMWh} {
		if from := at - len(front); from >= 0 && string(text[from:at]) == front && (from == 0 || !isAlnum(text[from-1])) && !followsNumber(text, from, taken) {
			n.unit = front
		}
	}
	return n
}

// followsNumber reports whether the word at text[at] stands behind a number, whose unit it then is; a date is none.
func followsNumber(text []byte, at int, taken []bool) bool {
	for at > 0 && isBlank(text[at-1]) {
		at--
	}
	return at > 0 && isDigit(text[at-1]) && !taken[at-1]
}

// dotStyle tells how a document uses the dot in numbers.
type dotStyle int

const (
	dotUnknown   dotStyle = iota
	dotThousands          // 1.105 is one thousand one hundred and five
	dotDecimal            // 1.105 is a little more than one
)

// dotStyleOf learns the style from numbers that leave no doubt.
func dotStyleOf(lines []*line) dotStyle {
	commas, dots := 0, 0
	for _, l := range lines {
		for _, n := range l.numbers {
			if !n.primary || n.places == 0 {
				continue
			}
			if strings.IndexByte(string(l.fold[n.start:n.end]), ',') >= 0 {
				commas++
			} else if n.places == moneyPlaces {
				dots++
			}
		}
	}
	switch {
	case commas > 2*dots:
		return dotThousands
	case dots > 2*commas:
		return dotDecimal
	}
	return dotUnknown
}

// settleDots reads numbers such as 1.105 in the style of the document. MWh keep three decimals in every style, so there the
// reading stays dotted and arithmetic decides.
func settleDots(lines []*line, style dotStyle) {
	for _, l := range lines {
		for i, n := range l.numbers {
			if n.dotted && style == dotDecimal {
				l.numbers[i].value, l.numbers[i].places, l.numbers[i].dotted = n.value/1000, 3, false
			}
		}
	}
}
