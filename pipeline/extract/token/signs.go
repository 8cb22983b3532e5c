package token

// withSign applies a minus before or after the number, or brackets around it.
func withSign(n Number, text []byte) Number {
	before := n.Start - 1
	for before >= 0 && text[before] == ' ' && before > n.Start-3 {
		before--
	}
	switch {
	case n.Start > 0 && text[n.Start-1] == '-':
		n.Value, n.Start = -n.Value, n.Start-1
	case before >= 0 && before < n.Start-1 && text[before] == '-' && (before == 0 || text[before-1] == '\t' || text[before-1] == ':' ||
		(before > 1 && text[before-1] == ' ' && text[before-2] == ':')):
		n.Value, n.Start = -n.Value, before
	case n.End < len(text) && text[n.End] == '-' && (n.Places > 0 || EndsCell(text, n.End+1)):
		n.Value, n.End = -n.Value, n.End+1
	case n.Start > 0 && text[n.Start-1] == '(' && closesBracket(text, n.End) && (n.Places == MoneyPlaces || fillsCell(text, n)):
		n.Value, n.Start = -n.Value, n.Start-1
	}
	return n
}

// EndsCell reports whether a cell ends at a position, or only a unit of energy or a currency follows in it.
func EndsCell(text []byte, at int) bool {
	at = skipBlankInCell(text, at)
	if unit, end := UnitAt(text, min(at, len(text))); unit == UnitKWh || unit == UnitMWh || unit == UnitMoney {
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
func fillsCell(text []byte, n Number) bool {
	open := n.Start - 1
	return (open == 0 || text[open-1] == '\t') && n.End < len(text) && text[n.End] == ')' && EndsCell(text, n.End+1)
}

// closesBracket reports whether the bracket closes after an optional unit.
func closesBracket(text []byte, at int) bool {
	for at < len(text) && text[at] == ' ' {
		at++
	}
	_, at = UnitAt(text, min(at, len(text)))
	return at < len(text) && text[at] == ')'
}
