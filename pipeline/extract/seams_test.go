package extract

import (
	"strings"
	"testing"

	"wattlake/lake"
)

// wordsAt puts words on a line with the gaps between them, in widths of a letter.
func wordsAt(texts []string, gaps []float64) []lake.Word {
	const width = 5.0
	words, x := make([]lake.Word, 0, len(texts)), 0.0
	for i, text := range texts {
		if i > 0 {
			x += gaps[i-1] * width
		}
		end := x + width*float64(len([]rune(text)))
		words = append(words, lake.Word{Text: text, Confidence: 1, Box: lake.Box{X0: x, Y0: 0, X1: end, Y1: 8}})
		x = end
	}
	return words
}

func TestPartedWords(t *testing.T) {
	for _, c := range []struct {
		words []string
		gaps  []float64
		want  string
	}{
		{[]string{"Do", "zapłat", "y"}, []float64{0.7, 0.35}, "Do|zapłaty"},
		{[]string{"Ne", "tt", "o"}, []float64{0.4, 0.4}, "Netto"},
		{[]string{"Nale", "żność", "ne", "tt", "o:"}, []float64{0.3, 0.7, 0.4, 0.4}, "Należność|netto:"},
		{[]string{"Do", "zapłat", "y"}, []float64{0.7, 0.9}, "Do|zapłat|y"}, // too far apart
		{[]string{"Jan", "owo"}, []float64{0.3}, "Jan|owo"},                 // no word of ours
	} {
		var got []string
		for _, w := range joinParted(wordsAt(c.words, c.gaps)) {
			got = append(got, w.Text)
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%v: got %s, want %s", c.words, text, c.want)
		}
	}
}

func TestWordsRunTogether(t *testing.T) {
	for word, want := range map[string]string{
		"FakturaVAT": "Faktura|VAT", "Terminpłatności:": "Termin|płatności:", "Nadpłata": "Nadpłata", "Kruszwin": "Kruszwin", "VAT": "VAT",
		"okres01.04.2024": "okres|01.04.2024", "VAT23%": "VAT|23%", "zdnia": "z|dnia", "FV2026/02/150": "FV2026/02/150", "NIP9990000014": "NIP|9990000014", "KRS0000270716": "KRS0000270716",
	} {
		var got []string
		for _, w := range partRun(wordsAt([]string{word}, nil)) {
			got = append(got, w.Text)
		}
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("%s: got %s, want %s", word, text, want)
		}
	}
}

func TestUnderscoresBelowTheLine(t *testing.T) {
	words := wordsAt([]string{"PL", "_", "ZEOD", "_", "3749753761", "_", "61"}, []float64{0, 0, 0, 0, 0, 0})
	for i, w := range words {
		if w.Text == "_" {
			words[i].Box.Y0, words[i].Box.Y1 = 9, 9.5
		}
	}
	if got := joinUnderscores(words); len(got) != 1 || got[0].Text != "PL_ZEOD_3749753761_61" {
		t.Errorf("got %v", got)
	}
}

func TestPartsOfACodeOverEachOther(t *testing.T) {
	for tail, want := range map[string]string{"136,": "590310600001469136,", "137,": "590310600001469|137,"} {
		words := wordsAt([]string{"590310600001469", tail}, []float64{-3})
		var got []string
		for _, w := range joinOverlapping(words) {
			got = append(got, w.Text)
		}
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("got %s, want %s", text, want)
		}
	}
}
