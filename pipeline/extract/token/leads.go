package token

import "strings"

// fillers are words that may stand between a label and its value.
var fillers = map[string]bool{
	"nr": true, "dnia": true, "dn": true, "z": true, "od": true, "do": true, "vat": true, "zl": true, "z~": true, "pln": true, "kwh": true, "mwh": true, "w": true,
	"kwota": true, "wynosi": true, "r": true, "zt": true, "numer": true, "szt": true, "dzien": true, "razem": true, "to": true, "za": true, "dni": true, "lub": true,
	"wynioslo": true, "wyniosla": true, "stanowi": true, "lacznie": true, "ogolem": true,
}

// Leads reports whether the runes between a label and a value connect the two: marks, brackets, percentages, units, fillers.
func Leads(between []byte) bool {
	depth := 0
	for at := 0; at < len(between); {
		switch b := between[at]; {
		case b == '(' || b == '[':
			depth++
			at++
		case b == ')' || b == ']':
			depth--
			at++
		case depth <= 0 && IsLetter(b):
			end := at
			for end < len(between) && IsLetter(between[end]) {
				end++
			}
			if !fillers[string(between[at:end])] {
				return false
			}
			at = end
		case depth <= 0 && IsDigit(b):
			end := at + len(DigitsAt(between, at))
			if rest := strings.TrimLeft(string(between[end:]), " "); !strings.HasPrefix(rest, "%") && end-at > 2 {
				return false
			}
			at = end
		default:
			at++
		}
	}
	return true
}
