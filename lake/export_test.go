package lake_test

import (
	"testing"

	"wattlake/lake"
)

func TestSpreadsheetText(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"Gmina Przykładów":         "Gmina Przykładów",
		"FV/1-2=3":                 "FV/1-2=3",
		"=HYPERLINK(\"http://x\")": "'=HYPERLINK(\"http://x\")",
		"+48 600":                  "'+48 600",
		"-1+cmd|' /C calc'!A0":     "'-1+cmd|' /C calc'!A0",
		"@SUM(A1)":                 "'@SUM(A1)",
		"\t=1":                     "'\t=1",
		"\n=1":                     "'\n=1",
		"＝1":                       "'＝1",
		"'=1":                      "'=1",
	} {
		if got := lake.SpreadsheetText(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
