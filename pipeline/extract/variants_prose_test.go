package extract_test

import "strings"

// proseHead is a head whose labels and values run on in one paragraph, as a word processor breaks it.
const proseHead = numberLine + partyLines + `Okres rozliczenia: od 2026-03-01 do 2026-03-31; Termin płatności: 2026-04-22; Nr PPE:
590310600000001023; Adres PPE: Leśna 2; Grupa taryfowa: C11; Zużycie
energii elektrycznej: 1 725 kWh.

`

const proseTotal = "Energia czynna całodobowa  1 725 kWh   0,6890   1 188,53 23\n\nRazem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89\n"

// statesWithTotals is a correction whose states are told as rows with a total in words, and again in a table of totals.
const statesWithTotals = correctionHead + `
Było
Energia czynna całodobowa   1 840 kWh   0,6890   1 267,76
Netto: 1 267,76 zł, VAT: 291,58 zł, brutto: 1 559,34 zł, zużycie: 1 840 kWh

Jest
Energia czynna całodobowa   1 725 kWh   0,6890   1 188,53
Netto: 1 188,53 zł, VAT: 273,36 zł, brutto: 1 461,89 zł, zużycie: 1 725 kWh


              Netto        VAT 23%       Brutto
Było       1 267,76         291,58     1 559,34
Jest       1 188,53         273,36     1 461,89
Korekta      -79,23         -18,22       -97,45

Do zwrotu: 97,45 zł
`

var proseVariants = []variant{
	{"a code on the line below its label in a paragraph", proseHead + proseTotal, plainTotal},
	{"a semicolon without a space", strings.NewReplacer("1023; Adres", "1023;Adres", "2026-04-22; Nr", "2026-04-22;Nr").Replace(proseHead) + proseTotal, plainTotal},
	{"a code in groups broken between them", strings.NewReplacer("Nr PPE:\n590310600000001023", "Nr PPE: 5903 1060\n0000 0010 23").Replace(proseHead) + proseTotal, plainTotal},
	{"a date broken at its hyphen behind the year", strings.NewReplacer("2026-03-31;", "2026-\n03-31;").Replace(proseHead) + proseTotal, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31", "ready": "true"}},
	{"a date broken at its hyphen behind the month", strings.NewReplacer("2026-03-31;", "2026-03-\n15;").Replace(proseHead) + proseTotal, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-15", "ready": "true"}},
	{
		"a date broken at its hyphen in front of the year", strings.NewReplacer("2026-03-01", "01-03-2026", "2026-03-31;", "31-03-\n2026;").Replace(proseHead) + proseTotal,
		map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31", "ready": "true"},
	},
	{
		"a house number and its comma above the groups of a tax number", numberLine + "Sprzedawca: Energia S.A.\nul. Pastelowa 8, 60-198 Poznań\nNIP 111 222 33 32\n\nNabywca: Gmina Przykładów\nul. Długa 7, 60-100 Mosina\nNIP  999 000 00 14\n" + pointLine + total,
		map[string]string{"seller_nip": "1112223332", "buyer_nip": "9990000014", "ready": "true"},
	},
	{"states with their totals in words and in a table", statesWithTotals, minusRows},
	{"fees and their total in the columns of the states", correctionHead + `
                                      Było   Powinno być    Różnica
Zużycie energii kWh                  1 840         1 725       -115
Energia czynna netto zł           1 240,00      1 160,77     -79,23
Opłata handlowa netto zł             27,76         27,76       0,00
Wartość netto zł                  1 267,76      1 188,53     -79,23
Kwota VAT 23% zł                    291,58        273,36     -18,22
Wartość brutto zł                 1 559,34      1 461,89     -97,45

Do zwrotu: 97,45 zł
`, minusRows},
}
