package lake_test

import (
	"testing"

	"wattlake/lake"
)

// The first code and the NIP are worked through in the GS1 and NIP rules; the rest are the same with one digit wrong, or
// placeholders that vendors print.
func TestValidPPE(t *testing.T) {
	for code, want := range map[string]bool{
		"590322400000000102": true, "590243800000001057": true, "590543500000001060": true,
		"590322400000000103": false, "999999999999999999": false, "590310600000000001": false,
		"PL0037910099999901": false, "59032240000000010": false, "5903224000000001020": false, "": false,
	} {
		if got := lake.ValidPPE(code); got != want {
			t.Errorf("ValidPPE(%q) = %v", code, got)
		}
	}
}

func TestValidNIP(t *testing.T) {
	for nip, want := range map[string]bool{
		"9570968370": true, "9990000014": true, "1112223332": true, "9570968371": false, "0000000000": false, "957096837": false, "95709683a0": false,
	} {
		if got := lake.ValidNIP(nip); got != want {
			t.Errorf("ValidNIP(%q) = %v", nip, got)
		}
	}
}

func TestValidNRB(t *testing.T) {
	for nrb, want := range map[string]bool{
		"36999900000000000000000101": true, "37999900000000000000000101": false, "369999000000000000000001": false,
	} {
		if got := lake.ValidNRB(nrb); got != want {
			t.Errorf("ValidNRB(%q) = %v", nrb, got)
		}
	}
}

func TestFolding(t *testing.T) {
	if got := lake.FoldNumber(" t/K1/bn 000001/0009/26\u00a0"); got != "T/K1/BN000001/0009/26" {
		t.Errorf("FoldNumber = %q", got)
	}
	if lake.FoldName("Zielona Łąka Sp. z o.o.") != lake.FoldName("ZIELONA ŁĄKA SP Z O O") {
		t.Error("names that differ in case and dots are told apart")
	}
}
