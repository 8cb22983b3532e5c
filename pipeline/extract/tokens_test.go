package extract

import (
	"strings"
	"testing"

	"wattlake/lake"
)

// scanText makes a line of monospace text; two spaces begin a new cell.
func scanText(text string) *line {
	var words []lake.Word
	for i, runes := 0, []rune(text); i < len(runes); i++ {
		start := i
		for i < len(runes) && runes[i] != ' ' {
			i++
		}
		if i > start {
			box := lake.Box{X0: 6 * float64(start), Y0: 0, X1: 6 * float64(i), Y1: 9}
			words = append(words, lake.Word{Text: string(runes[start:i]), Confidence: 1, Box: box})
		}
	}
	lines := scanTokens([]lake.Page{{Number: 1, Words: words}})
	settleDots(lines, dotStyleOf(lines))
	standard.findLabels(lines)
	if len(lines) == 0 {
		return &line{}
	}
	return lines[0]
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1 234,56", "1234.56"},
		{"1.234,56", "1234.56"},
		{"1234.56", "1234.56"},
		{"1'234.56", "1234.56"},
		{"1\u00a0234,56", "1234.56"},
		{"1\u202f234,56", "1234.56"},
		{"1\u2009234,56", "1234.56"},
		{"-125,34", "-125.34"},
		{"- 125,34", "-125.34"},
		{"125,34-", "-125.34"},
		{"−125,34", "-125.34"},
		{"–125,34", "-125.34"},
		{"(125,34)", "-125.34"},
		{"(125,34 zł)", "-125.34 zl"},
		{"17 115,45PLN", "17115.45 zl"},
		{"12,5kW", "12.5 other"},
		{"1 226 0,67270", "1226 0.6727"},
		{"139,485 MWh", "139.485 mwh"},
		{"MWh 24,387", "24.387 mwh"},
		{"23% 276,12", "23 % 276.12"},
		{"06/100", ""},
		{"D/0001234/26", ""},
		{"C12a", ""},
		{"31.03.2026", ""},
		{"01.01.26-31.03.26 638,83", "638.83"},
		{"0001234", ""},
		{"267 ,60", "267.6"},
	} {
		t.Run(c.text, func(t *testing.T) {
			var got []string
			for _, n := range scanText(c.text).numbers {
				if n.Primary {
					got = append(got, strings.TrimSpace(lake.Price(n.Value).String()+" "+n.Unit))
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAmbiguousGroupsKeepEveryReading(t *testing.T) {
	readings := map[string]bool{}
	for _, n := range scanText("853,59 23 196,33 1 049,92").numbers {
		readings[lake.Price(n.Value).String()] = true
	}
	for _, want := range []string{"853.59", "23", "196.33", "23196.33", "1049.92"} {
		if !readings[want] {
			t.Errorf("no reading %s in %v", want, readings)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"od 01.03.2026 do 31.03.2026", "2026-03-01..2026-03-31"},
		{"01/03/2026 - 31/03/2026", "2026-03-01..2026-03-31"},
		{"2026-03-01 – 2026-03-31", "2026-03-01..2026-03-31"},
		{"29.09.25-31.12.25", "2025-09-29..2025-12-31"},
		{"09-06-2025 do 10-07-2025 r.", "2025-06-09..2025-07-10"},
		{"1 marca 2026 do 31 marca 2026", "2026-03-01..2026-03-31"},
		{"styczeń 2026", "2026-01-01..2026-01-31"},
		{"stycze. 2026", "2026-01-01..2026-01-31"},
		{"styczeń - luty 2026", "2026-01-01..2026-02-28"},
		{"01.2026", "2026-01-01..2026-01-31"},
		{"III 2026", "2026-03-01..2026-03-31"},
		{"01-31.03.2026", "2026-03-01..2026-03-31"},
		{"01.02-31.03.2026", "2026-02-01..2026-03-31"},
		{"31.03.2026 - 01.03.2026", ""},
		{"31.02.2026 - 31.03.2026", ""},
		{"FS/2026/03/0457", ""},
		{"03/2605/00204417", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			got := ""
			for _, p := range periodsOf(scanText(c.text)) {
				got += p.from.String() + ".." + p.to.String()
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	for _, c := range []struct {
		text string
		kind codeKind
		want string
	}{
		{"590310600000001023", codePPE, "590310600000001023"},
		{"5903 1060 0000 0010 23", codePPE, "590310600000001023"},
		{"PPE:590310600000001023", codePPE, "590310600000001023"},
		{"8018590310600000001023", codePPE, "590310600000001023"},
		{"59O31O6OOOOOOO1O23", codeNone, ""}, // too many letters to be one number
		{"590310600000O01023", codePPE, "590310600000001023"},
		{"59031060000000l023", codePPE, "590310600000001023"},
		{"590310600000001024", codeBadPPE, "590310600000001024"},
		{"PL0037910099999901", codeOldPPE, "PL0037910099999901"},
		{"PL_LUBD_0123456789_01", codeOldPPE, "PL_LUBD_0123456789_01"},
		{"PL9570968370", codeNIP, "9570968370"},
		{"PLB9570968370", codeNone, ""}, // a tax number that the reader saw with one letter more is no metering point
		{"957-096-83-70", codeNIP, "9570968370"},
		{"957 096 83 70", codeNIP, "9570968370"},
		{"36 9999 0000 0000 0000 0000 0101", codeNRB, "36999900000000000000000101"},
		{"9999999999-20230908-8BEF280C8D35-4D", codeKSeF, "9999999999-20230908-8BEF280C8D35-4D"},
		{"1234567890123456789012345678901234567890", codeBarcode, "1234567890123456789012345678901234567890"},
		{"13900001", codeNone, ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			codes := scanText(c.text).codes
			if c.want == "" {
				if len(codes) > 0 {
					t.Errorf("got %v, want none", codes)
				}
				return
			}
			if len(codes) != 1 || codes[0].kind != c.kind || codes[0].value != c.want {
				t.Errorf("got %v, want %d %s", codes, c.kind, c.want)
			}
		})
	}
}

// codeNone stands for no code in the table above.
const codeNone codeKind = -1

func TestHigherZoneIsNoPeak(t *testing.T) {
	l := scanText("pozaszczytowa 5,00")
	if got := zoneOf(l, 0, len(l.fold)); got != "pozaszczytowa" {
		t.Errorf("got %q", got)
	}
}

func FuzzTokens(f *testing.F) {
	for _, text := range []string{"1 234,56 zł", "od 01.03.2026 do 31.03.2026", "5903 1060 0000 0010 23", "NIP 957-096-83-70", "01-31.03.2026", "(97,45)", "5-", "590"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := scanText(text)
		for _, n := range l.numbers {
			if n.Start < 0 || n.End > len(l.fold) || n.Start >= n.End {
				t.Fatalf("number %v outside of %q", n, text)
			}
		}
		for _, p := range periodsOf(l) {
			if p.to.Before(p.from) {
				t.Fatalf("period %v ends before it begins", p)
			}
		}
		for _, c := range l.codes {
			if c.kind == codePPE && !lake.ValidPPE(c.value) {
				t.Fatalf("code %s has a wrong check digit", c.value)
			}
		}
	})
}
