package child

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
)

// at makes a word that stands on a baseline; letters are 5 points wide and 7 high.
func at(text string, x, baseline float64) placed {
	box := lake.Box{X0: x, Y0: baseline - 7, X1: x + 5*float64(len([]rune(text))), Y1: baseline}
	p := placed{word: lake.Word{Text: text, Box: box, Confidence: 1}, framed: box}
	p.baseline, p.hasBaseline = baselineOf(text, box)
	return p
}

func TestArrange(t *testing.T) {
	t.Parallel()
	dash := at("-", 60, 100)
	dash.framed = lake.Box{X0: 60, Y0: 96, X1: 64, Y1: 97}
	dash.word.Box, dash.hasBaseline = dash.framed, false
	upwards := at("brzeg", 5, 100)
	upwards.quarters = 3
	tests := []struct {
		name  string
		words []placed
		want  string
	}{
		{"table row out of order", []placed{at("226", 120, 100.4), at("Energia", 10, 100), at("1", 110, 99.8)}, "Energia 1 226"},
		{"close lines stay apart", []placed{at("drugi", 10, 109), at("pierwszy", 10, 100)}, "pierwszy\ndrugi"},
		{"a dash joins its line", []placed{dash, at("12", 70, 100), at("2024", 30, 100)}, "2024 - 12"},
		{"printed twice for a bold look", []placed{at("Razem", 10, 100), at("Razem", 10.3, 100)}, "Razem"},
		{"letter-spaced heading", []placed{at("F", 10, 50), at("A", 20, 50), at("K", 30, 50), at("T", 40, 50), at("V", 60, 50), at("A", 70, 50), at("T", 80, 50)}, "FAKT VAT"},
		{"three single letters are no heading", []placed{at("a", 10, 50), at("b", 20, 50), at("c", 30, 50)}, "a b c"},
		{"text in another direction comes last", []placed{upwards, at("Faktura", 50, 100), at("nr", 90, 100)}, "Faktura nr\nbrzeg"},
		{"nothing", nil, ""},
	}
	for _, test := range tests {
		words, lines := arrange(test.words)
		page := lake.Page{Words: words, Lines: lines}
		if diff := cmp.Diff(test.want, page.Text()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestArrangeKeepsWordsWhateverTheirOrder: any order of the same words gives the same lines, and none is lost.
func TestArrangeKeepsWordsWhateverTheirOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var words []placed
		n := rapid.IntRange(1, 30).Draw(t, "words")
		for i := range n {
			text := rapid.StringMatching(`[A-Z][a-z0-9]{2,6}`).Draw(t, "text")
			words = append(words, at(text, float64(i%4)*120, float64(40+12*(i/4))))
		}
		first, firstLines := arrange(words)
		second, secondLines := arrange(rapid.Permutation(words).Draw(t, "order"))
		if diff := cmp.Diff(first, second) + cmp.Diff(firstLines, secondLines); diff != "" {
			t.Fatalf("the order matters:\n%s", diff)
		}
		if len(first) != n {
			t.Fatalf("%d words became %d", n, len(first))
		}
	})
}

type facts struct {
	drawn, image, hidden bool
	unmapped             float64
}

func (f facts) pictured() bool         { return f.drawn }
func (f facts) unmappedShare() float64 { return f.unmapped }
func (f facts) covered() (bool, bool)  { return f.image, f.hidden }

func TestJudge(t *testing.T) {
	t.Parallel()
	polish := strings.Repeat("Należność za energię elektryczną wynosi 123,45 złotych. ", 20)
	ascii := strings.Repeat("Faktura za energie czynna, do zaplaty 123,45 PLN. ", 20)
	tests := []struct {
		name string
		text string
		page facts
		want verdict
	}{
		{"polish text", polish, facts{}, believed},
		{"polish text over a letterhead", polish, facts{image: true}, believed},
		{"text under a scan by another program", polish, facts{image: true, hidden: true}, scanned},
		{"ascii invoice", ascii, facts{}, believed},
		{"ascii under a scan", ascii, facts{image: true, hidden: true}, suspected},
		{"fonts without a map", ascii, facts{unmapped: 0.5}, suspected},
		{"private characters", strings.Repeat("\ue001\ue002a", 30), facts{}, suspected},
		{"glyph numbers", strings.Repeat("!\"#$%&'()*+,-./", 30), facts{}, suspected},
		{"leader dots", polish + strings.Repeat(".", 2000), facts{}, believed},
		{"page number on a scan", "Strona 1/2", facts{drawn: true}, scarce},
		{"page number alone", "Strona 1/2", facts{}, believed},
	}
	for _, test := range tests {
		var s layerStats
		for _, r := range test.text {
			s.count(r)
		}
		if got := s.judge(test.page); got != test.want {
			t.Errorf("%s: %d, want %d (%+v)", test.name, got, test.want, s)
		}
	}
}
