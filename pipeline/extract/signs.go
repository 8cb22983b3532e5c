package extract

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
