package extract

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
