package extract_test

import (
	"slices"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// variant is a small invoice that shows one difficulty. want maps fields to values; "points" is the list of codes with kWh and
// net, "corrects" the list of numbers, "ready" whether nothing needs review.
type variant struct {
	name string
	text string
	want map[string]string
}

const (
	numberLine = "FAKTURA VAT Nr FS/2026/03/0457          Data wystawienia: 2026-04-08\n"
	partyLines = `Sprzedawca: Przykładowa Energia S.A.    NIP: 111-222-33-32
Nabywca: Gmina Przykładów               NIP: 9990000014
`
	pointLine = "Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE: 590310600000001023\n"
	head      = numberLine + partyLines + pointLine
)

const correctionHead = `FAKTURA KORYGUJĄCA Nr FSK/2026/05/0031     Data wystawienia: 15.05.2026
Korekta do faktury nr FS/2026/03/0457 z dnia 08.04.2026
Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE: 590310600000001023
`

const correctionRows = `                     Ilość kWh  Cena netto  Wartość netto  VAT    Kwota VAT  Wartość brutto
Było:                  1 840     0,6890       1 267,76     23%     291,58      1 559,34
Powinno być:           1 725     0,6890       1 188,53     23%     273,36      1 461,89
`

const total = `Zużycie energii elektrycznej: 1 725 kWh
Energia czynna całodobowa  1 725 kWh   0,6890   1 188,53 23
Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89
`

var minusRows = map[string]string{"net": "-79.23", "vat": "-18.22", "gross": "-97.45", "consumption_kwh": "1725", "ready": "true"}

var plainTotal = map[string]string{"net": "1188.53", "vat": "273.36", "gross": "1461.89", "consumption_kwh": "1725", "points": "590310600000001023 1725 1188.53", "ready": "true"}

var variants = []variant{
	{"plain", head + total, plainTotal},
	{"kind in brackets", strings.NewReplacer("FAKTURA VAT Nr", "Faktura VAT (prognoza) nr", "Zużycie", "Prognozowane zużycie").Replace(head + total), map[string]string{"number": "FS/2026/03/0457", "consumption_kwh": "1725", "kind": "forecast", "ready": "true"}},
	{"number below its heading beside the dates", `Faktura VAT           Numer                Data wystawienia     Termin płatności
oryginał              FA-2026-018812       08.04.2026           22.04.2026
` + partyLines + pointLine + total, map[string]string{"number": "FA-2026-018812", "issue_date": "2026-04-08", "ready": "true"}},
	{
		"number behind its heading in two languages",
		"FAKTURA / INVOICE          Nr / No. INV/2026/007\nData wystawienia / Issue date: 2026-04-08\n" + partyLines + pointLine + total,
		map[string]string{"number": "INV/2026/007", "ready": "true"},
	},
	{"to pay as a row of net, tax and gross", head + total + `                                     Netto      VAT 23%       Brutto
Należność za okres               1 188,53       273,36     1 461,89
Zafakturowane prognozy            -970,82      -223,29    -1 194,11
Różnica do zapłaty                 217,71        50,07       267,78
Do zapłaty: 267,78 zł
`, map[string]string{"amount_due": "267.78", "gross": "1461.89", "ready": "true"}},
	{"total consumption behind the last section", numberLine + partyLines + `Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Punkt 1: Szkoła        PPE 590310600000001023   Grupa taryfowa C11
Energia czynna         1 725 kWh   0,6890   1 188,53
Suma netto                                  1 188,53
Punkt 2: Oświetlenie   PPE 590310600000001030   Grupa taryfowa C11
Energia czynna         2 275 kWh   0,6890   1 567,48
Suma netto                                  1 567,48
Podsumowanie   Netto      VAT 23%     Brutto
Razem       2 756,01      633,88    3 389,89
Łączne zużycie: 4 000 kWh
`, map[string]string{"points": "590310600000001023 1725 1188.53;590310600000001030 2275 1567.48", "consumption_kwh": "4000", "ready": "true"}},
	{
		"what is billed in the heading, a label in the number",
		strings.Replace(head, "FAKTURA VAT Nr FS/2026/03/0457", "Faktura za usługi dystrybucji nr OSD/04410/25", 1) + total,
		map[string]string{"number": "OSD/04410/25", "ready": "true"},
	},
	{"metered with decimals, billed in whole kWh", head + strings.Replace(total, "1 725 kWh", "1 725,37 kWh", 1), plainTotal},
	{"totals of the points in one column", `FAKTURA VAT Nr FS/2026/03/0457          Data wystawienia: 2026-04-08
Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Kod PPE              Strefa          Zużycie kWh   Cena netto   Wartość netto
590310600000001023   szczytowa             1 178       0,9200        1 083,76
                     pozaszczytowa           600       0,6100          366,00
                     Razem punkt           1 778                     1 449,76
590310600000001030   szczytowa               659       0,9200          606,28
                     pozaszczytowa           990       0,6100          603,90
                     Razem punkt           1 649                     1 210,18

Wartość netto 2 659,94 zł   VAT 23% 611,79 zł   Wartość brutto 3 271,73 zł
`, map[string]string{"points": "590310600000001023 1778 1449.76;590310600000001030 1649 1210.18", "consumption_kwh": "3427", "ready": "true"}},
	{"list numbers and headings at the left of wide columns", `FAKTURA VAT Nr FS/2026/03/0457          Data wystawienia: 2026-04-08
Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Lp.   Punkt poboru         Kod PPE               kWh             Netto zł
1     Szkoła, Leśna 2      590310600000001023            1 725       1 188,53
2     Oświetlenie          590310600000001030            2 275       1 567,48
      Razem                                              4 000       2 756,01
Wartość netto 2 756,01 zł   VAT 23% 633,88 zł   Wartość brutto 3 389,89 zł
`, map[string]string{"points": "590310600000001023 1725 1188.53;590310600000001030 2275 1567.48", "consumption_kwh": "4000", "net": "2756.01", "ready": "true"}},
	{"minus behind", correctionHead + correctionRows + "Różnica:                115-                    79,23-     23%     18,22-        97,45-\nDo zwrotu: 97,45 zł\n", minusRows},
	{"minus sign", correctionHead + correctionRows + "Różnica:                −115                    −79,23     23%     −18,22        −97,45\nDo zwrotu: 97,45 zł\n", minusRows},
	{"brackets", correctionHead + correctionRows + "Różnica:                (115)                   (79,23)    23%     (18,22)       (97,45)\nDo zwrotu: 97,45 zł\n", minusRows},
	{"sign in words", correctionHead + correctionRows + "Różnica:                 115                     79,23     23%      18,22         97,45\nZmniejszenie wartości brutto: 97,45 zł\n", minusRows},
	{"no difference row", correctionHead + correctionRows + "Do zwrotu: 97,45 zł\n", minusRows},
	{"difference disagrees", correctionHead + correctionRows + "Różnica:                -115                    -69,23     23%     -15,92        -85,15\n", map[string]string{"ready": "false"}},
	{"columns side by side", correctionHead + `                     Przed korektą     Po korekcie      Różnica
Zużycie kWh              1 840            1 725            -115
Wartość netto         1 267,76         1 188,53          -79,23
Kwota VAT               291,58           273,36          -18,22
Wartość brutto        1 559,34         1 461,89          -97,45
Do zwrotu: 97,45 zł
`, minusRows},
	{"difference alone", correctionHead + `Zużycie po korekcie: 1 725 kWh
Kwota korekty netto: -79,23   VAT: -18,22   brutto: -97,45
Do zwrotu: 97,45 zł
`, minusRows},
	{"money unchanged", correctionHead + strings.ReplaceAll(correctionRows, "1 725     0,6890       1 188,53     23%     273,36      1 461,89", "1 840     0,6890       1 267,76     23%     291,58      1 559,34") +
		"Różnica:                 0                         0,00     23%       0,00          0,00\n", map[string]string{"net": "0.00", "vat": "0.00", "gross": "0.00", "consumption_kwh": "1840"}},
	{"several originals", `FAKTURA KORYGUJĄCA Nr FSK/2026/05/0031     Data wystawienia: 15.05.2026
Korekta do faktury nr FS/2026/03/0457 z dnia 08.04.2026
Korekta do faktury nr FS/2026/02/0311 z dnia 08.03.2026
Okres rozliczeniowy: 01.02.2026 - 31.03.2026   Kod PPE: 590310600000001023
` + correctionRows + "Różnica:                -115                    -79,23     23%     -18,22        -97,45\n", map[string]string{"corrects": "FS/2026/03/0457 FS/2026/02/0311", "gross": "-97.45"}},
	{"correction heading as title", `FAKTURA KORYGUJĄCA
Numer faktury: FSK/2026/05/0031     Data wystawienia: 15.05.2026
Numer faktury korygowanej: FS/2026/03/0457
Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE: 590310600000001023
` + correctionRows + "Różnica:                -115                    -79,23     23%     -18,22        -97,45\n", map[string]string{"number": "FSK/2026/05/0031", "kind": "correction", "corrects": "FS/2026/03/0457", "gross": "-97.45"}},
	{"word korekta in a footer", head + total + "W przypadku błędu wystawiana jest faktura korygująca. Prognoza zużycia dostępna w serwisie.\n", map[string]string{"kind": "settlement", "ready": "true"}},
	{"one of three points without code", collectiveText("Kod PPE: 590310600000001030"), map[string]string{"ready": "false", "points": "590310600000001023 1725 643.89; 3418 1425.21;590310600000001047 139485 30648.31"}},
	{"lost letters", lost(head + total), plainTotal},
	{"ascii letters", lake.FoldPolish(head + total), plainTotal},
	{"dot leaders", head + "Zużycie energii elektrycznej: ................ 1 725 kWh\nWartość netto ............... 1 188,53 zł\nKwota VAT.................273,36 zł\nWartość brutto ______________ 1 461,89 zł\n", plainTotal},
	{"letter-spaced", head + "Zużycie energii elektrycznej: 1 725 kWh\nWartość netto   1 188,53\nKwota VAT   2 7 3 , 3 6\nWartość brutto   1 461,89\n", plainTotal},
	{"glued units", head + "Zużycie: 1725kWh\nRazem netto: 1188,53zł   VAT 23%: 273,36zł   Razem brutto: 1461,89PLN\n", plainTotal},
	{"two VAT rates", head + `Zużycie energii elektrycznej: 1 725 kWh
Stawka VAT   Wartość netto   Kwota VAT   Wartość brutto
23%               100,00        23,00        123,00
5%                200,00        10,00        210,00
Razem             300,00        33,00        333,00
Do zapłaty: 333,00 zł
`, map[string]string{"net": "300.00", "vat": "33.00", "gross": "333.00", "ready": "true"}},
	{"gross and amount due differ", head + total + "Depozyt prosumencki   -2,19 zł\nDo zapłaty: 1 459,70 zł\n", map[string]string{"gross": "1461.89", "amount_due": "1459.70", "ready": "true"}},
	{"consumption after netting", head + `Energia pobrana z sieci: 2 000 kWh
Energia wprowadzona do sieci: 900 kWh
Zużycie po bilansowaniu: 1 725 kWh
Razem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89
`, plainTotal},
	{"price change inside the period", head + `Energia czynna całodobowa  01.03.2026 15.03.2026  800 kWh   0,6890   551,20 23
Energia czynna całodobowa  16.03.2026 31.03.2026  925 kWh   0,7000   647,50 23
Razem wartość netto  1 198,70   VAT 23%  275,70   Wartość brutto  1 474,40
`, map[string]string{"consumption_kwh": "1725", "net": "1198.70", "period_start": "2026-03-01", "period_end": "2026-03-31", "ready": "true"}},
	{"megawatt hours", head + "Zużycie energii: 139,485 MWh\nRazem wartość netto  1 188,53   VAT 23%  273,36   Wartość brutto  1 461,89\n", map[string]string{"consumption_kwh": "139485"}},
	{"thousands with dots", head + "Zużycie: 15.793 kWh\nRazem netto 5.857,71   VAT 1.347,27   brutto 7.204,98\n", map[string]string{"consumption_kwh": "15793", "net": "5857.71", "gross": "7204.98"}},
	{"decimal dots", head + "Zużycie: 1793.5 kWh\nRazem netto 5857.71   VAT 1347.27   brutto 7204.98\n", map[string]string{"consumption_kwh": "1793.5", "net": "5857.71", "gross": "7204.98"}},
	{"thin and no-break spaces", head + "Zużycie: 1\u00a0725 kWh\nRazem netto 5\u2009857,71   VAT 1\u202f347,27   brutto 7\u00a0204,98\n", map[string]string{"consumption_kwh": "1725", "net": "5857.71", "gross": "7204.98"}},
	{"printed consumption disagrees with its rows", head + `Zużycie: 15.793 kWh
Energia czynna całodobowa  15.818 kWh   0,1000   1.581,80 23
Razem netto 1.581,80   VAT 23% 363,81   brutto 1.945,61
`, map[string]string{"consumption_kwh": "15793", "net": "1581.80", "finding": "vendor_total_mismatch"}},
	{"code in groups", strings.Replace(head, "590310600000001023", "59 0310 6000 0000 1023", 1) + total, plainTotal},
	{"code behind a barcode prefix", strings.Replace(head, "590310600000001023", "8018590310600000001023", 1) + total, plainTotal},
	{"code broken over two lines", strings.Replace(head, "Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE: 590310600000001023", "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\nKod PPE: 5903106000\n         00001023", 1) + total, plainTotal},
	{"code with a wrong check digit", strings.Replace(head, "590310600000001023", "590310600000001024", 1) + total, map[string]string{"points": "590310600000001024 1725 1188.53", "ready": "false", "finding": "ppe_check_digit"}},
	{"decoy consumptions", head + total + `Ilość energii zużytej w roku 2025: 9 999 kWh
Średnie dobowe zużycie: 55 kWh
Zużycie w analogicznym okresie poprzedniego roku: 1 800 kWh
Zużycie energii elektrycznej w okresie ostatnich 12 miesięcy: 20 000 kWh
`, plainTotal},
	{"month by name", strings.Replace(head, "01.03.2026 - 31.03.2026", "marzec 2026", 1) + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31"}},
	{"months by name", strings.Replace(head, "01.03.2026 - 31.03.2026", "luty - marzec 2026", 1) + total, map[string]string{"period_start": "2026-02-01", "period_end": "2026-03-31"}},
	{"Roman month", strings.Replace(head, "01.03.2026 - 31.03.2026", "III 2026", 1) + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31"}},
	{"short first date", strings.Replace(head, "01.03.2026 - 31.03.2026", "01-31.03.2026", 1) + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31"}},
	{"two-digit years", strings.Replace(head, "01.03.2026 - 31.03.2026", "01.03.26-31.03.26", 1) + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31"}},
	{"last year's period", head + "Okres poprzedni: 01.03.2025 - 31.03.2025\n" + total, map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31", "ready": "true"}},
	{"label broken over two lines", strings.Replace(head, "Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE", "Okres\nrozliczeniowy   01.03.2026 - 31.03.2026\nKod PPE", 1) + total, plainTotal},
	{"number with a space", strings.Replace(head, "FS/2026/03/0457", "F 1234K20/1234/12", 1) + total, map[string]string{"number": "F 1234K20/1234/12"}},
	{"amounts that do not add up", head + "Zużycie: 1 725 kWh\nRazem netto 1 188,53   VAT 273,36   brutto 1 471,89\n", map[string]string{"ready": "false"}},
	{"two totals", head + "Zużycie: 1 725 kWh\nRazem netto 100,00   VAT 23,00   brutto 123,00\nRazem netto 200,00   VAT 46,00   brutto 246,00\n", map[string]string{"ready": "false"}},
	{"only a line item adds up", head + "Zużycie: 1 725 kWh\nOpłata handlowa   10,00   23   2,30   12,30\nEnergia czynna   100,00   23   23,00   123,00\n", map[string]string{"ready": "false"}},
	{"no amounts", head + "Zużycie: 1 725 kWh\n", map[string]string{"net": "", "ready": "false"}},
	{"payment slip between", head + "Zużycie energii elektrycznej: 1 725 kWh\nWartość netto      1 188,53     odbiorca: Przykładowa Energia S.A.\nKwota VAT            273,36     nr rachunku: 36 9999 0000 0000 0000 0000 0101\nWartość brutto     1 461,89     tytułem: FS/2026/03/0457\n", plainTotal},
	{"ambiguous groups", head + "Zużycie: 1 725 kWh\nRazem 853,59 23 196,33 1 049,92\n", map[string]string{"net": "853.59", "vat": "196.33", "gross": "1049.92"}},
	{"correction without a confirmed sign", correctionHead + correctionRows, map[string]string{"net": "-79.23", "ready": "false"}},
	{"fuel", "Faktura VAT nr 123/2026   Data wystawienia: 2026-04-08\nOlej napędowy   50,00 l   6,00   300,00\nRazem netto 300,00   VAT 23% 69,00   brutto 369,00\n", map[string]string{"kind": "other", "ready": "true"}},
	{"nothing", "", map[string]string{"kind": "other", "ready": "false"}},
	{"rest of a page that asks for money", "Razem brutto   9 148,27 zł\nDo zapłaty   9 148,27 zł\nTermin płatności: 20.08.2026\nKonto: 85 1030 1508 6148 0997 3235 6127\n", map[string]string{"kind": "other", "ready": "false"}},
	{"invoice that does not say for what", "Faktura VAT nr 123/2026   Data wystawienia: 2026-04-08\nSprzedawca: Przykładowa Energia S.A.\nProsimy o terminową wpłatę.\n", map[string]string{"ready": "false"}},
	{"leaflet", "Szanowni Państwo,\nzapraszamy do nowego serwisu.\nZ poważaniem, Biuro Obsługi Klienta\n", map[string]string{"kind": "other", "ready": "true"}},
}

// lost mangles Polish letters as some fonts do.
func lost(text string) string {
	return strings.NewReplacer("ą", "¹", "ć", "æ", "ę", "ê", "ł", "ø", "ń", ".", "ó", "ò", "ś", ".", "ź", "~", "ż", "¿").Replace(text)
}

// collectiveText returns L4 with one text removed.
func collectiveText(without string) string {
	return strings.Replace(`FAKTURA VAT NR D/0001240/26    Data wystawienia: 10/04/2026
ZA USŁUGI DYSTRYBUCJI          Okres rozliczeniowy: 01/03/2026 - 31/03/2026
Razem za usługi dystrybucji   netto 32.717,41  VAT 23% 7.525,00  brutto 40.242,41
Miejsce poboru energii 1. Szkoła Podstawowa, ul. Leśna 2
Za okres od 01/03/2026 do 31/03/2026 Kod PPE: 590310600000001023
Zużycie: 1.725 kWh Ogółem wartość netto: 643,89 zł
Miejsce poboru energii 2. Oświetlenie uliczne, ul. Długa
Za okres od 01/03/2026 do 31/03/2026 Kod PPE: 590310600000001030
Zużycie: 3.418 kWh Ogółem wartość netto: 1.425,21 zł
Miejsce poboru energii 3. Oczyszczalnia ścieków
Za okres od 01/03/2026 do 31/03/2026 Kod PPE: 590310600000001047
Zużycie: 139,485 MWh Ogółem wartość netto: 30.648,31 zł
`, without, "", 1)
}

func TestVariants(t *testing.T) {
	for _, v := range slices.Concat(variants, dueVariants, usageVariants, rowVariants, pageVariants, proseVariants, storeyVariants, originalsVariants, styleVariants, certainVariants) {
		t.Run(v.name, func(t *testing.T) {
			readings := extract.New().Extract(typed(v.text))
			if len(readings) != 1 {
				t.Fatalf("got %d readings", len(readings))
			}
			got := readingValues(readings[0])
			got["ready"] = map[bool]string{true: "true", false: "false"}[readings[0].Ready()]
			got["number"] = readings[0].Fields.Value(lake.FieldNumber)
			describe(got, readings[0], v.want["finding"])
			for name, want := range v.want {
				if got[name] != want {
					t.Errorf("%s: got %q, want %q", name, got[name], want)
				}
			}
			if t.Failed() {
				t.Log(readings[0].Findings)
			}
		})
	}
}

// describe adds points, corrected numbers and the wanted finding to the values.
func describe(values map[string]string, r lake.Reading, finding string) {
	var points, corrects []string
	for _, p := range r.Points {
		points = append(points, strings.Join([]string{p.Value(lake.FieldPPE), p.Value(lake.FieldConsumption), p.Value(lake.FieldNet)}, " "))
	}
	for _, c := range r.Corrects {
		corrects = append(corrects, c.Number)
	}
	values["points"], values["corrects"] = strings.Join(points, ";"), strings.Join(corrects, " ")
	for _, f := range r.Findings {
		if string(f.Code) == finding {
			values["finding"] = finding
		}
	}
}

func TestSeveralInvoicesInOneDocument(t *testing.T) {
	second := strings.NewReplacer("FS/2026/03/0457", "FS/2026/03/0458", "590310600000001023", "590310600000001030").Replace(head + total)
	readings := extract.New().Extract(typed(head + "\f" + total + "\f" + second))
	if len(readings) != 2 {
		t.Fatalf("got %d readings, want 2", len(readings))
	}
	for i, want := range []string{"FS/2026/03/0457", "FS/2026/03/0458"} {
		if got := readings[i].Fields.Value(lake.FieldNumber); got != want || !readings[i].Ready() || readings[i].Part != i+1 {
			t.Errorf("part %d: got %q, findings %v", i+1, got, readings[i].Findings)
		}
	}
	if got := readings[1].Pages; len(got) != 1 || got[0] != 3 {
		t.Errorf("second invoice on pages %v", got)
	}
}
