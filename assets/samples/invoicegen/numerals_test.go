package invoicegen

import (
	"testing"

	"wattlake/lake"
)

func TestInWords(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		amount lake.Money
		form   GroszeForm
		want   string
	}{
		{0, FullGrosze, "zero złotych zero groszy"},
		{1, FullGrosze, "zero złotych jeden grosz"},
		{100, FullGrosze, "jeden złoty zero groszy"},
		{202, FullGrosze, "dwa złote dwa grosze"},
		{505, FractionGrosze, "pięć złotych 05/100"},
		{1_213, FullGrosze, "dwanaście złotych trzynaście groszy"},
		{2_122, FullGrosze, "dwadzieścia jeden złotych dwadzieścia dwa grosze"},
		{13_202, FullGrosze, "sto trzydzieści dwa złote dwa grosze"},
		{11_214, FullGrosze, "sto dwanaście złotych czternaście groszy"},
		{100_000, FractionGrosze, "tysiąc złotych 00/100"},
		{200_000, FractionGrosze, "dwa tysiące złotych 00/100"},
		{438_806, FractionGrosze, "cztery tysiące trzysta osiemdziesiąt osiem złotych 06/100"},
		{1_200_000, FractionGrosze, "dwanaście tysięcy złotych 00/100"},
		{2_200_300, FractionGrosze, "dwadzieścia dwa tysiące trzy złote 00/100"},
		{10_000_000, FractionGrosze, "sto tysięcy złotych 00/100"},
		{100_000_000, FractionGrosze, "milion złotych 00/100"},
		{512_300_199, FractionGrosze, "pięć milionów sto dwadzieścia trzy tysiące jeden złotych 99/100"},
		{300_000_000, FractionGrosze, "trzy miliony złotych 00/100"},
		{-9_745, FractionGrosze, "minus dziewięćdziesiąt siedem złotych 45/100"},
	} {
		if got := InWords(tc.amount, tc.form); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.amount, got, tc.want)
		}
	}
}

func TestIdentifiers(t *testing.T) {
	t.Parallel()
	if got := withCheckDigit("59032240000000010"); got != "590322400000000102" {
		t.Errorf("got %s", got)
	}
	if got, want := grouped("36999900000000000000000101"), "36 9999 0000 0000 0000 0000 0101"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestNumberForms(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		look look
		want string
	}{
		{look{group: " "}, "-1 234,50"},
		{look{group: ".", minus: minusAfter}, "1.234,50-"},
		{look{group: "\u00a0", minus: minusSign}, "−1\u00a0234,50"},
		{look{minus: minusBrackets}, "(1234,50)"},
		{look{group: " ", minus: minusSpaced}, "- 1 234,50"},
	} {
		if got := tc.look.money(-123_450); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
	if got := (look{groupEnergy: " "}).energy(139_485_000, "MWh"); got != "139,485" {
		t.Errorf("got %q", got)
	}
}
