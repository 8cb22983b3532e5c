package token_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/extract/token"
)

func TestAmountsInWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want lake.Money
	}{
		{"cztery tysiące trzysta osiemdziesiąt osiem złotych 06/100", 438806},
		{"sto trzydzieści dwa złote dwa grosze", 13202},
		{"tysiąc złotych 00/100", 100000},
		{"dwa miliony sto tysięcy jeden zł i 5 gr", 210000105},
		{"pi.tna.cie z.otych 36/100", 1536},
		{"minus pięć złotych 10/100", -510},
		{"zero złotych 99/100", 99},
	} {
		if got, ok := token.AmountInWords([]byte(token.Fold(c.text))); !ok || got.Amount != c.want {
			t.Errorf("%s: got %s %v, want %s", c.text, got, ok, c.want)
		}
	}
	if _, ok := token.AmountInWords([]byte("nic takiego")); ok {
		t.Error("read an amount where there is none")
	}
}

// Whatever a document says: tokens stand inside of the text, dates are days that exist, and no rune belongs to two dates.
func FuzzLine(f *testing.F) {
	for _, text := range []string{"1 234,56 zł", "- 1'000.5 kWh", "(97,45)", "od 01.03.2026 do 31 III 2026", "1.2.3.4", "sto złotych 5/100", "5-", "23% 276,12"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := token.FoldRunes([]rune(text))
		taken, end := make([]bool, len(folded)+1), 0
		for _, d := range token.Dates(folded, taken) {
			if d.Start < end || d.End > len(folded) || d.To.Before(d.From) {
				t.Fatalf("date %v in %q", d, text)
			}
			end = d.End
		}
		for _, n := range token.Numbers(folded, taken) {
			if n.Start < 0 || n.End > len(folded) || n.Start >= n.End {
				t.Fatalf("number %v in %q", n, text)
			}
		}
		token.AmountInWords(folded)
		token.Leads(folded)
	})
}
