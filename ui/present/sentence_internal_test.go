package present

import (
	"testing"

	"wattlake/lake"
)

func TestSentencesOfTheTables(t *testing.T) {
	t.Parallel()
	polish, english := NewLocale(lake.Polish), NewLocale(lake.English)
	for _, test := range []struct {
		l          *Locale
		text, want string
	}{
		{polish, "Brak faktury za dni od 2025-04-01 do 2026-02-28 (334).", "Brak faktury za dni od 01.04.2025 do 28.02.2026 (334)."},
		{english, "No invoice is about the days from 2025-04-01 to 2026-02-28 (334).", "No invoice is about the days from 1 Apr 2025 to 28 Feb 2026 (334)."},
		{polish, "Netto 1234.50 + VAT -2.30 nie daje brutto 1232.20.", "Netto 1\u00a0234,50 + VAT –2,30 nie daje brutto 1\u00a0232,20."},
		{polish, "Zużycie 12345 kWh na dobę; zwykle 4.5.", "Zużycie 12\u00a0345 kWh na dobę; zwykle 4,5."},
		{polish, "Brak faktury 12.5, którą poprawia ta korekta.", "Brak faktury 12.5, którą poprawia ta korekta."},
		{polish, "Dni są też na fakturze FV/2025-04-01.", "Dni są też na fakturze FV/2025-04-01."},
	} {
		if got := test.l.sentence(test.text, []string{"12.5"}); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.text, got, test.want)
		}
	}
}
