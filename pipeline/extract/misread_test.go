package extract_test

import (
	"slices"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// recognised returns typed text as recognition of a scan gives it.
func recognised(text string) lake.PageText {
	const sure = 0.95
	pages := typed(text)
	for i := range pages.Pages {
		pages.Pages[i].Source = lake.SourceOCR
		for j := range pages.Pages[i].Words {
			pages.Pages[i].Words[j].Confidence = sure
		}
	}
	return pages
}

const noteHead = `FAKTURA KORYGUJĄCA Nr T/K1/BN027192/0007/26     Data wystawienia: 15.05.2026
Do faktury nr T/K1/BN027192/0003/26 z dnia 08.04.2026
Okres rozliczeniowy: 01.03.2026 - 31.03.2026   Kod PPE: 590310600000001023
`

const threeRows = `Lp.  Nazwa                                   Ilość J.m.  Cena netto  Wartość netto  Kwota VAT  Wartość brutto
1    Energia czynna PPE 590310600000001023   1 725 kWh      0,6890       1 188,53     273,36        1 461,89
2    Opłata OZE PPE 590310600000001023       1 725 kWh      0,0100          17,25       3,97           21,22
3    Energia czynna PPE 590310600000001030     500 kWh      0,6890         344,50      79,24          423,74
4    Opłata OZE PPE 590310600000001030         500 kWh      0,0100           5,00       1,15            6,15
     Razem                                                              1 555,28     357,72        1 913,00
`

var columnTotal = `Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Nr PPE               Taryfa   Zużycie [kWh]   Wartość netto
590310600000001023   C11              1 725        1 188,53
590310600000001030   C11                500          344,50
Razem                                 2 225        1 533,03
Wartość netto  1 533,03   VAT 23%  352,60   Wartość brutto  1 885,63
`

const threeStates = `                   Przed korektą    Po korekcie    Różnica
Wartość netto           7 711,33       7 343,26    -368,07
Kwota VAT 23%           1 773,61       1 688,95     -84,66
Wartość brutto          9 484,94       9 032,21    -452,73
Zużycie kWh               2 685          2 505        -180
Do zwrotu                                           452,73 zł
`

// misreadTotal is a bill whose total row has another amount in the place of one.
func misreadTotal(amount, read string) string {
	at := strings.Index(threeRows, "     Razem")
	return numberLine + partyLines + "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\n" +
		threeRows[:at] + strings.Replace(threeRows[at:], amount, read, 1) + "Razem do zapłaty: 1 913,00 PLN\n"
}

func isSum(field lake.FieldName) bool {
	return field == lake.FieldNet || field == lake.FieldVAT || field == lake.FieldGross
}

// What recognition does to a page is mended where the page proves how; what is only likely stays for review.
func TestMisread(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		want map[string]string
	}{
		{"strokes of minus signs are lost", noteHead + `Różnica względem faktury korygowanej
Stawka VAT   Wartość netto   Kwota VAT   Wartość brutto
23%                  79,23       18,22          - 97,45
Do zwrotu: 97,45 zł
`, map[string]string{"net": "-79.23", "vat": "-18.22", "gross": "-97.45"}},
		{"a change is no consumption although its sign is lost in some rows", noteHead + `Różnica względem faktury korygowanej
Nazwa                Ilość J.m.   Cena netto   Wartość netto   VAT
Energia czynna       - 14 kWh     0,6917            - 9,68     23%
Opłata zmienna         14 kWh     0,3204              4,48     23%
Opłata OZE             14 kWh     0,0329            - 0,46     23%
Razem netto  14,62 PLN
VAT 23%   - 3,36 PLN
Razem brutto  - 17,98 PLN
Do zwrotu  17,98 PLN
`, map[string]string{"consumption_kwh": "", "gross": "-17.98"}},
		{
			"a digit of an amount before a correction is misread", noteHead + strings.Replace(threeStates, "7 711,33", "2 711,33", 1),
			map[string]string{"net": "-368.07", "vat": "-84.66", "gross": "-452.73", "ready": "true"},
		},
		{
			"a digit of a difference is misread", noteHead + strings.Replace(threeStates, "-368,07", "-868,07", 1),
			map[string]string{"net": "-368.07", "vat": "-84.66", "gross": "-452.73", "ready": "true"},
		},
		{
			"two digits of an amount are misread", noteHead + strings.Replace(threeStates, "7 711,33", "2 717,33", 1),
			map[string]string{"ready": "false"},
		},
		{
			"two amounts of a column are misread", noteHead + strings.NewReplacer("7 711,33", "2 711,33", "9 484,94", "4 484,94").Replace(threeStates),
			map[string]string{"ready": "false"},
		},
		{
			"a day that no month has", strings.Replace(head, "01.03.2026 -", "61.03.2026 -", 1) + total,
			map[string]string{"period_start": "2026-03-01", "period_end": "2026-03-31", "ready": "false"},
		},
		{
			"a number of that form is no day", strings.Replace(head, "FS/2026/03/0457", "61/03/2026", 1) + total,
			map[string]string{"number": "61/03/2026", "period_start": "2026-03-01"},
		},
		{
			"a digit of a series is read twice", strings.Replace(noteHead, "BN027192/0003", "BNQ027192/0003", 1) + correctionRows,
			map[string]string{"corrects": "T/K1/BN027192/0003/26", "ready": "false"},
		},
		{
			"another series", strings.Replace(noteHead, "BN027192/0003", "BNQ127192/0003", 1) + correctionRows,
			map[string]string{"corrects": "T/K1/BNQ127192/0003/26"},
		},
		{
			"the tail of a code is lost", numberLine + partyLines + "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\n" +
				strings.Replace(threeRows, "OZE PPE 590310600000001030", "OZE PPE 59031060000000103 ", 1),
			map[string]string{"ppe": "590310600000001023 590310600000001030"},
		},
		{
			"the head of a code is lost", numberLine + partyLines + "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\n" +
				strings.Replace(threeRows, "OZE PPE 590310600000001030", "OZE PPE       00000001030 ", 1),
			map[string]string{"ppe": "590310600000001023 590310600000001030", "net": "1555.28"},
		},
		{
			"digits of a repeated code are misread", numberLine + partyLines + "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\n" +
				strings.Replace(threeRows, "4    Opłata OZE PPE 590310600000001030", "3    Opłata jakościowa PPE 590310600000001030   500 kWh    0,0000   0,00   0,00   0,00\n4    Opłata OZE PPE 590310000000001030", 1),
			map[string]string{"ppe": "590310600000001023 590310600000001030", "ready": "false"},
		},
		{
			"a digit of a code is misread once", numberLine + partyLines + "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\n" +
				strings.Replace(threeRows, "2    Opłata OZE PPE 590310600000001023", "2    Opłata OZE PPE 590310000000001023", 1),
			map[string]string{"ppe": "590310600000001023 590310600000001030", "ready": "false"},
		},
		{
			"the gross amount of the total is lost", numberLine + partyLines + "Okres rozliczeniowy: 01.03.2026 - 31.03.2026\n" +
				strings.Replace(threeRows, "1 913,00", "        ", 1) + "Razem do zapłaty: 1 913,00 PLN\n",
			map[string]string{"net": "1555.28", "vat": "357.72", "gross": "1913.00"},
		},
		{
			"a digit of the net total is misread", misreadTotal("1 555,28", "7 555,28"),
			map[string]string{"net": "1555.28", "vat": "357.72", "gross": "1913.00", "sums": "clear"},
		},
		{
			"a digit of the VAT of the total is misread", misreadTotal("357,72", "857,72"),
			map[string]string{"net": "1555.28", "vat": "357.72", "gross": "1913.00", "sums": "clear"},
		},
		{
			"a digit of the gross total is misread", misreadTotal("1 913,00", "1 973,00"),
			map[string]string{"net": "1555.28", "vat": "357.72", "gross": "1913.00", "sums": "clear"},
		},
		{
			"two digits of the net total are misread", misreadTotal("1 555,28", "7 565,28"),
			map[string]string{"sums": "doubtful"},
		},
		{
			"a misread code that stands once stays for review", numberLine + partyLines + strings.Replace(columnTotal, "590310600000001030", "590310600000001020", 1),
			map[string]string{"ppe": "590310600000001020 590310600000001023", "ready": "false"},
		},
		{
			"a figure of a column is lost", numberLine + partyLines + strings.Replace(columnTotal, "  500 ", "      ", 1),
			map[string]string{"consumption_kwh": "2225", "ready": "false"},
		},
		{"a point begins behind the figures of the one above", numberLine + partyLines + `Okres rozliczeniowy: 01.03.2026 - 31.03.2026
Nr PPE           590310600000001023
Grupa taryfowa   C11
Zużycie          1 725 kWh
Wartość netto    1188,530 zł
Nr PPE           590310600000001030
Grupa taryfowa   C12a
Zużycie          500 kWh
Wartość netto    344,50 zł
Razem netto      1 533,03 zł
VAT 23%            352,60 zł
Razem brutto     1 885,63 zł
`, map[string]string{"consumption_kwh": "2225", "point_kwh": "1725 500", "tariffs": "C11 C12a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			readings := extract.New().Extract(recognised(c.text))
			if len(readings) != 1 {
				t.Fatalf("got %d readings", len(readings))
			}
			got := readingValues(readings[0])
			got["ready"] = map[bool]string{true: "true", false: "false"}[readings[0].Ready()]
			got["sums"] = "clear"
			if slices.ContainsFunc(readings[0].Findings, func(f lake.Finding) bool { return f.Severity == lake.NeedsReview && isSum(f.Field) }) {
				got["sums"] = "doubtful"
			}
			for name, want := range c.want {
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

// Of two prints of the invoice's number the one counts that was read more surely; a person is asked because of the other.
func TestSurerPrintOfTheNumber(t *testing.T) {
	const right, wrong = "KOR/2025/10/000180", "KOR/2025/18/000180"
	for _, unsure := range []string{right, wrong} {
		text := recognised("Faktura korygująca nr " + right + "\nNumer faktury korygującej: " + wrong + "\nDo faktury nr 725/08/2025 z dnia 04.08.2025\n" + correctionRows)
		for _, p := range text.Pages {
			for i := range p.Words {
				if p.Words[i].Text == unsure {
					p.Words[i].Confidence = 0.85
				}
			}
		}
		readings := extract.New().Extract(text)
		if len(readings) != 1 {
			t.Fatalf("got %d readings", len(readings))
		}
		if got := readings[0].Fields.Value(lake.FieldNumber); got == unsure || readings[0].Ready() {
			t.Errorf("%s is unsure: got %s, ready %v", unsure, got, readings[0].Ready())
		}
	}
}

// One cell per line, below it a foot in small print of which recognition keeps fragments here and there.
func TestStackedCellsAboveAFootInPieces(t *testing.T) {
	page := head + strings.Repeat("\n", 2)
	stacked := strings.Join([]string{
		"Nazwa", "Ilość", "J.m.", "Cena netto", "Wartość netto", "Energia czynna", "1 725", "kWh", "0,6890", "1 188,53",
		"Stawka VAT", "Netto", "VAT", "Brutto", "23%", "1 188,53", "273,36", "1 461,89", "Razem", "1 188,53", "273,36", "1 461,89",
		"Do zapłaty", "1 461,89 zł",
	}, "\n")
	const lastLine = 61 // in the lowest tenth of the page
	foot := strings.Repeat("\n", lastLine-strings.Count(stacked, "\n")) + "w fak     wystawiana jest        zużycia\n     4     k\n  a       a\nk      ępna    jest\n         błędu    wy"
	readings := extract.New().Extract(recognised(page + "\f" + stacked + foot))
	if len(readings) != 1 {
		t.Fatalf("got %d readings", len(readings))
	}
	got := readingValues(readings[0])
	for name, want := range map[string]string{"net": "1188.53", "vat": "273.36", "gross": "1461.89", "consumption_kwh": "1725"} {
		if got[name] != want {
			t.Errorf("%s: got %q, want %q", name, got[name], want)
		}
	}
}
