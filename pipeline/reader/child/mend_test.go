package child

import (
	"context"
	"image"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

func wordAt(text string, x0, x1, y0, y1, confidence float64) Recognized {
	return Recognized{Text: text, Box: lake.Box{X0: x0, X1: x1, Y0: y0, Y1: y1}, Confidence: confidence}
}

func texts(words []Recognized) []string {
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
	}
	return all
}

func TestTornAmountsAreJoined(t *testing.T) {
	t.Parallel()
	words := []Recognized{
		wordAt("347", 100, 130, 0, 20, 0.9), wordAt(",94", 133, 150, 2, 22, 0.8), // one amount
		wordAt("11.000", 600, 640, 0, 20, 0.9), wordAt(",18", 643, 660, 2, 22, 0.8), wordAt("13", 700, 720, 0, 20, 0.9), wordAt(".073,72", 722, 770, 2, 22, 0.8),
		wordAt("1", 200, 210, 0, 20, 0.9), wordAt(",5", 300, 310, 0, 20, 0.9), // too far apart
		wordAt("12", 400, 420, 0, 20, 0.9), wordAt(",10", 421, 440, 60, 80, 0.9), // on other lines
		wordAt("nr", 500, 520, 0, 20, 0.9), wordAt(",99", 521, 540, 0, 20, 0.9), // no number before it
	}
	want := []string{"347,94", "11.000,18", "13.073,72", "1", ",5", "12", ",10", "nr", ",99"}
	if diff := cmp.Diff(want, texts(joinTorn(words))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTidyWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ByŁo": "Było", "eBOK": "eBOK", "ŁÓDŹ": "ŁÓDŹ", "KWh": "kWh", "McDonald": "McDonald",
		"0.0.": "o.o.", "0.0.,": "o.o.,", "o.0.": "o.o.", "0.0": "0.0", "0,0": "0,0", "10.0.": "10.0.", "|123|": "123",
		"0ZE": "OZE", "B0K": "BOK", "0,5": "0,5", "A0": "A0", "0A1": "0A1", "ILość": "Ilość", "handLowa": "handlowa", "IL": "IL", "zt": "zł", "m--c": "m-c", "m=c": "m-c",
		"z(": "z", ")1": "1", "(1)": "(1)", "2024-03—05": "2024-03-05", "KOR/FS—671/25": "KOR/FS-671/25", "—": "—",
	} {
		if got := tidy(text); got != want {
			t.Errorf("tidy(%q) = %q, want %q", text, got, want)
		}
	}
}

// scriptedEngine gives one answer after the other, the last one again and again.
type scriptedEngine struct {
	answers []Recognized
	looks   int
}

func (e *scriptedEngine) Recognize(_ context.Context, _ *image.Gray, _ float64, _ Mode) ([]Recognized, error) {
	e.looks++
	return []Recognized{e.answers[min(e.looks, len(e.answers))-1]}, nil
}

func (*scriptedEngine) Close() {}

// A second look confirms the first, or counts if a check digit proves it, if it is surer and of the same shape, or if the first
// hardly read anything; and a third may outvote both or side with one.
func TestSecondLooks(t *testing.T) {
	t.Parallel()
	const right, wrong = "590310600000001023", "590310600000007023"
	tests := []struct {
		name       string
		first      string
		confidence float64
		again      string
		surer      float64
		later      string // what the looks after that see, as surely
		want       string
		sure       float64
	}{
		{"the check digit proves it", wrong, 0.95, right, 0.3, "", right, 0.3},
		{"wrong again", wrong, 0.95, "590310600000008023", 0.99, "", wrong, 0.95},
		{"a digit lost", wrong, 0.95, right[1:], 0.99, "", wrong, 0.95},
		{"right at first sight", right, 0.5, wrong, 0.54, "", right, 0.5},
		{"a letter in a number", "1O3,45", 0.5, "103,45", 0.9, "", "103,45", 0.9},
		{"another shape", "103,45", 0.5, "10345", 0.9, "", "103,45", 0.5},
		{"less sure", "103,45", 0.7, "108,45", 0.6, "", "103,45", 0.7},
		{"sure at first sight", "103,45", 0.9, "108,45", 1, "", "103,45", 0.9},
		{"seen twice", "103,45", 0.6, "103,45", 0.9, "", "103,45", 0.9},
		{"seen twice, less surely", "FV/103", 0.6, "FV/103", 0.4, "", "FV/103", 0.6},
		{"hardly read", "S27", 0.1, "5,27", 0.9, "", "5,27", 0.9},
		{"a barcode", "ZEE", 0.2, "ET", 0.3, "", "", 0},
		{"letters at the second look", "103,45", 0.3, "WYRA", 0.9, "", "103,45", 0.3},
		{"proved at a later look", wrong, 0.95, "590310600000008023", 0.9, right, right, 0.9},
		{"the end of a point lost", right[:9], 0.04, right + "0", 0.9, "", right, 0.9},
		{"the first digit of a point lost", right[1:], 0.5, right, 0.9, "", right, 0.9},
		{"the end of another number", "590310600", 0.9, "590310600", 0.9, "", "590310600", 0.9},
		{"a mark behind a point", wrong + ",", 0.95, right + ",", 0.5, "", right + ",", 0.5},
		{"no such month", "12.84.2026", 0.95, "12.04.2026", 0.7, "", "12.04.2026", 0.7},
		{"no such month, another shape", "3.84.2026", 0.95, "13.04.2026", 0.7, "13.04.2026,", "3.84.2026", 0.95},
		{"no such month, another shape surely", "3.84.2026", 0.95, "13.04.2026", 0.93, "", "13.04.2026", 0.93},
		{"no such year at any look", "2826-02-01", 0.95, "2826-02-01", 0.97, "", "2826-02-01", 0.95},
		{"a date taken for a word", "dodani", 0.1, "13.08.2026", 0.95, "", "13.08.2026", 0.95},
		{"an amount taken for a word", "TA", 0.26, "2.027,63", 0.92, "", "2.027,63", 0.92},
		{"a number that was no reading", "14-12-2024", 0, "14-12-2024", 0.9, "", "14-12-2024", 0.9},
		{"a day that was no reading, seen twice", "14-12-2024", 0, "14-12-2024", 0, "", "14-12-2024", pieceConfidence},
		{"an amount that was no reading, seen twice", "1.042,50", 0.02, "1.042,50", 0.4, "", "1.042,50", pieceConfidence},
		{"an amount that was no reading, seen once", "1.042,50", 0.02, "1.043,50", 0.4, "1.044,50", "", 0},
		{"noise", "14122024", 0, "14122024", 0.4, "", "", 0},
		{"a frame beside a word", "„Razem", 0.5, "Razem", 0.7, "", "Razem", 0.7},
		{"a stroke beside a word", "zz", 0.5, "|", 0.9, "", "zz", 0.5},
		{"a digit of a point lost", "59031060000001023", 0.95, "5903", 0.9, right, right, 0.9},
		{"outvoted", "103,45", 0.7, "108,45", 0.6, "108,45", "108,45", 0.6},
		{"borne out at last", "103,45", 0.7, "108,45", 0.8, "103,45", "103,45", 0.8},
		{"another shape, seen twice", "140000", 0.5, "1,40000", 0.9, "1,40000", "1,40000", 0.9},
		{"another shape, seen twice less surely", "103,45", 0.5, "10345", 0.4, "10345", "103,45", 0.5},
		{"no number", "Łódź", 0.3, "1042", 1, "", "Łódź", 0.3},
	}
	page := image.NewGray(image.Rect(0, 0, 400, 100))
	for _, test := range tests {
		words := []Recognized{wordAt(test.first, 10, 200, 10, 40, test.confidence)}
		engine := &scriptedEngine{answers: []Recognized{{Text: test.again, Confidence: test.surer}, {Text: test.later, Confidence: test.surer}}}
		words, err := recognizer{engine: engine}.secondLooks(t.Context(), page, 300, words)
		if err != nil {
			t.Fatal(err)
		}
		got := Recognized{}
		if len(words) > 0 {
			got = words[0]
		}
		if got.Text != test.want || got.Confidence != test.sure {
			t.Errorf("%s: %q with %v, want %q with %v", test.name, got.Text, got.Confidence, test.want, test.sure)
		}
	}
	many := make([]Recognized, 3*maxSecondLooks)
	for i := range many {
		many[i] = wordAt("103,45", 10, 200, 10, 40, 0.1)
	}
	engine := &scriptedEngine{answers: []Recognized{{}}}
	if _, err := (recognizer{engine: engine}).secondLooks(t.Context(), page, 300, many); err != nil || engine.looks != numberLooks*maxSecondLooks {
		t.Errorf("%d looks, %v", engine.looks, err)
	}
}

// Letters that stand for themselves keep a word from being read as digits only.
func TestIsNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"103,45": true, "1O3,45": true, "O,0100": true, "2026-O4-30": true, "12%": true, "-14": true, "5O/123": true,
		"D/0030070/25": false, "12/S/2026": false, "SO-1234": false, "2026/B": false, "FV103": false, "SO": false, "/": false,
	} {
		if got := isNumber(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// What is left over counts if it was read surely or a check digit proves it.
func TestLeftOverCodes(t *testing.T) {
	t.Parallel()
	page := image.NewGray(image.Rect(0, 0, 600, 200))
	for i := range page.Pix {
		page.Pix[i] = raster.Paper
	}
	for x := 100; x < 400; x += 20 { // letters
		for y := 80; y < 110; y++ {
			page.Pix[y*page.Stride+x], page.Pix[y*page.Stride+x+6] = 0, 0
			page.Pix[y*page.Stride+x+1], page.Pix[y*page.Stride+x+7] = 0, 0
			page.Pix[y*page.Stride+x+2], page.Pix[y*page.Stride+x+8] = 0, 0
		}
	}
	const right, wrong = "590310600000001023", "590310600000007023"
	for _, test := range []struct {
		read       string
		confidence float64
		later      string
		want       []string
	}{
		{right, 0.3, "", []string{right}},
		{wrong, 0.3, wrong, nil},
		{wrong, 0.3, right, []string{right}},
		{"Razem", 0.3, "", nil},
		{"Razem", 0.9, "", []string{"Razem"}},
	} {
		engine := &scriptedEngine{answers: []Recognized{wordAt(test.read, 10, 200, 10, 40, test.confidence), wordAt(test.later, 10, 200, 10, 40, test.confidence)}}
		got, err := recognizer{engine: engine}.leftovers(t.Context(), page, 300, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, texts(got)); diff != "" {
			t.Errorf("%s with %v: (-want +got):\n%s", test.read, test.confidence, diff)
		}
	}
}
