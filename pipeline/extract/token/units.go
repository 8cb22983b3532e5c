package token

// The units that follow or precede numbers.
const (
	UnitMoney   = "zl"
	UnitKWh     = "kwh"
	UnitMWh     = "mwh"
	UnitPercent = "%"
	unitOther   = "other"
)

// units maps folded wordings to units; longer ones first where one begins another.
var units = []struct{ text, unit string }{
	{"kwh", UnitKWh},
	{"mwh", UnitMWh},
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
	{"zlotych", UnitMoney},
	{"zl", UnitMoney},
	{"z~", UnitMoney},
	{"zt", UnitMoney},
	{"pln", UnitMoney},
	{"z.", UnitMoney},
	{"%", UnitPercent},
}

// UnitAt returns the unit that begins at text[at] and its end; "" if there is none.
func UnitAt(text []byte, at int) (unit string, end int) {
	for _, u := range units {
		end := at + len(u.text)
		if end > len(text) || string(text[at:end]) != u.text {
			continue
		}
		if last := text[end-1]; end < len(text) && IsAlnum(last) && IsAlnum(text[end]) {
			continue
		}
		return u.unit, end
	}
	return "", at
}

// withUnit reads the unit after the number, at most one space away, else the energy unit in front of it.
func withUnit(n Number, text []byte, taken []bool) Number {
	at := n.End
	if at < len(text) && text[at] == ')' {
		at++
	}
	for at < len(text) && IsBlank(text[at]) {
		at++
	}
	spaced := at > n.End
	if unit, end := UnitAt(text, at); unit != "" {
		if end-at > 1 || unit == UnitPercent || !spaced { // a lone letter after a space is a word
			n.Unit = unit
			return n
		}
	}
	at = n.Start
	for at > 0 && IsBlank(text[at-1]) {
		at--
	}
	for _, front := range []string{UnitKWh, UnitMWh} {
		if from := at - len(front); from >= 0 && string(text[from:at]) == front && (from == 0 || !IsAlnum(text[from-1])) && !followsNumber(text, from, taken) {
			n.Unit = front
		}
	}
	return n
}

// followsNumber reports whether the word at text[at] stands behind a number, whose unit it then is; a date is none.
func followsNumber(text []byte, at int, taken []bool) bool {
	for at > 0 && IsBlank(text[at-1]) {
		at--
	}
	return at > 0 && IsDigit(text[at-1]) && !taken[at-1]
}
