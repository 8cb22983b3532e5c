//go:build linux

package child

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/extract"
)

var (
	qualitySeeds   = flag.Int64("quality-seeds", 0, "scans per layout and resolution to measure the recognition on; 0 skips it")
	qualityFirst   = flag.Int64("quality-first", 1, "first seed of these scans")
	qualityLayouts = flag.String("quality-layouts", "", "measure these layouts only, separated by commas")
	qualityDPI     = flag.String("quality-dpi", "150,200,300", "resolutions to measure at")
	qualityExplain = flag.Bool("quality-explain", false, "print the confusions; never on seeds that prove the result")
)

// What is promised of scans: character errors and pages with every key field right.
const (
	enoughScans    = 60
	wantErrorRate  = 0.012 // at 200 dpi and more
	wantErrorRate1 = 0.020 // below
	wantFields     = 0.95
)

// scanTally sums up the scans of one resolution.
type scanTally struct {
	pages, errors, characters int
	ordered                   int // errors if the order of the lines counts too
	documents, right          int
	ours, theirs              time.Duration
	wrong                     map[string]int // key fields that were wrong
}

// TestScanQuality measures recognition on generated scans with skew, grain and the artefacts of JPEG. It is asked for with
// -quality-seeds, because a page takes seconds.
func TestScanQuality(t *testing.T) {
	if *qualitySeeds == 0 {
		t.Skip("-quality-seeds is 0")
	}
	d := newDocumentReader(t)
	confused := map[string]int{}
	for text := range strings.SplitSeq(*qualityDPI, ",") {
		var dpi int
		if _, err := fmt.Sscan(text, &dpi); err != nil {
			t.Fatal(err)
		}
		sum := scanTally{wrong: map[string]int{}}
		for _, layout := range invoicegen.Layouts() {
			if *qualityLayouts != "" && !slices.Contains(strings.Split(*qualityLayouts, ","), layout) {
				continue
			}
			for seed := *qualityFirst; seed < *qualityFirst+*qualitySeeds; seed++ {
				sum.measure(t, d, layout, seed, dpi, confused)
			}
		}
		rate, fields := float64(sum.errors)/float64(sum.characters), float64(sum.right)/float64(sum.documents)
		t.Logf("%d dpi: %d pages, character errors %.2f%% (%.2f%% with the order of lines); %d documents, all key fields right %.1f%%, wrong %v; CPU %.2f × Tesseract",
			dpi, sum.pages, 100*rate, 100*float64(sum.ordered)/float64(sum.characters), sum.documents, 100*fields, sum.wrong, float64(sum.ours)/float64(sum.theirs))
		most := wantErrorRate
		if dpi < 200 {
			most = wantErrorRate1
		}
		if sum.documents >= enoughScans && (rate > most || fields < wantFields) {
			t.Errorf("%d dpi: below what is promised", dpi)
		}
	}
	if *qualityExplain {
		keys := slices.SortedFunc(maps.Keys(confused), func(a, b string) int { return cmp.Compare(confused[b], confused[a]) })
		for _, k := range keys[:min(len(keys), 60)] {
			t.Logf("%5d %s", confused[k], k)
		}
	}
}

func (s *scanTally) measure(t *testing.T, d *documentReader, layout string, seed int64, dpi int, confused map[string]int) {
	t.Helper()
	sample, err := invoicegen.Make(layout, seed, invoicegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(sample.Variants, "mangled-letters") { // its text layer is no truth
		return
	}
	random := rand.New(rand.NewPCG(uint64(seed), uint64(dpi)))
	defer d.pdfs.Discard()
	document, err := d.pdfs.open(t.Context(), sample.PDF, "")
	if err != nil {
		t.Fatal(err)
	}
	text := lake.PageText{Document: "d"}
	for i := range document.pages {
		want, err := d.readPDFPage(t.Context(), document, i)
		if err != nil {
			t.Fatal(err)
		}
		clean, err := document.render(i, dpi)
		if err != nil {
			t.Fatal(err)
		}
		picture := asJPEG(t, degrade(clean, random.Float64()*4-2, 3+random.IntN(8), random), 40)
		start := cpuTime(t)
		got, err := d.recognize(t.Context(), picture, float64(dpi), newPage(i+1, want.Width, want.Height, lake.SourceOCR))
		if err != nil {
			t.Fatal(err)
		}
		middle := cpuTime(t)
		if !*qualityExplain {
			scan, at := forRecognition(picture, float64(dpi), d.limits.MaxPixels)
			if _, err := d.engine.Recognize(t.Context(), scan, at, Sparse); err != nil {
				t.Fatal(err)
			}
		}
		s.ours, s.theirs = s.ours+middle-start, s.theirs+cpuTime(t)-middle
		errors, characters := 0, 0
		for _, l := range besideTruth(want, got) {
			errors += align(l.want, l.got, confused)
			characters += len(l.want)
			if *qualityExplain && !slices.Equal(l.want, l.got) {
				t.Logf("  %s\n    %s", string(l.want), string(l.got))
			}
		}
		s.pages, s.errors, s.characters = s.pages+1, s.errors+errors, s.characters+characters
		s.ordered += editDistance(squeezed(want), squeezed(got))
		if *qualityExplain {
			t.Logf("%s seed %d page %d at %d dpi: %d errors in %d, skew %v", layout, seed, i+1, dpi, errors, characters, got.Skew)
		}
		text.Pages = append(text.Pages, got)
	}
	s.documents++
	if wrong := wrongFields(sample.Truth, extract.New().Extract(text)); len(wrong) == 0 {
		s.right++
	} else {
		if *qualityExplain {
			t.Logf("%s seed %d at %d dpi: wrong %v", layout, seed, dpi, wrong)
		}
		for _, name := range wrong {
			s.wrong[name]++
		}
	}
}

func squeezed(p lake.Page) []rune { return []rune(plain(p.Text())) }

// plain takes out white space and makes all dashes equal: of a dash by itself the picture does not tell which one it is.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("‐‑–—−", r):
			return '-'
		default:
			return r
		}
	}, text)
}

// linePair is a line of the truth and what was recognised in its place.
type linePair struct{ want, got []rune }

// besideTruth gives each recognised word to the line of the truth that it lies on. What lies on none makes a pair of its own.
func besideTruth(want, got lake.Page) []linePair {
	var lines [][]lake.Word
	for i, start := range want.Lines {
		end := len(want.Words)
		if i+1 < len(want.Lines) {
			end = want.Lines[i+1]
		}
		lines = append(lines, want.Words[start:end])
	}
	found := make([][]lake.Word, len(lines)+1)
	for _, w := range got.Words {
		at := lineBelow(lines, w.Box)
		found[at] = append(found[at], w)
	}
	pairs := make([]linePair, 0, len(found))
	for i, words := range found {
		slices.SortStableFunc(words, func(a, b lake.Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
		pair := linePair{got: runesOf(words)}
		if i < len(lines) {
			pair.want = runesOf(slices.SortedStableFunc(slices.Values(lines[i]), func(a, b lake.Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) }))
		}
		pairs = append(pairs, pair)
	}
	return pairs
}

// lineBelow returns the index of the line with the word that the box covers most, or is nearest to within a line's height;
// the number of lines if there is none.
func lineBelow(lines [][]lake.Word, box lake.Box) int {
	best, most, nearest := len(lines), 0.0, 1.0
	for i, line := range lines {
		for _, w := range line {
			across := min(w.Box.X1, box.X1) - max(w.Box.X0, box.X0)
			down := min(w.Box.Y1, box.Y1) - max(w.Box.Y0, box.Y0)
			height := max(w.Box.Y1-w.Box.Y0, 1)
			if across > 0 && down > 0 {
				if across*down > most {
					best, most = i, across*down
				}
				continue
			}
			apart := (max(-down, 0)*2 + max(-across, 0)/2) / height
			if most == 0 && apart < nearest {
				best, nearest = i, apart
			}
		}
	}
	return best
}

func runesOf(words []lake.Word) []rune {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text)
	}
	return []rune(plain(b.String()))
}

func asJPEG(t *testing.T, picture *image.Gray, quality int) *image.Gray {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	decoded, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return toGray(decoded)
}

// wrongFields names the key fields of scans that are not as printed.
func wrongFields(truth []invoicegen.Truth, readings []lake.Reading) []string {
	if len(truth) != len(readings) {
		return []string{"invoices"}
	}
	var wrong []string
	for i, want := range truth {
		r := readings[i]
		var wantPPE, gotPPE []string
		for _, p := range want.Points {
			wantPPE = append(wantPPE, p.PPE)
		}
		for _, p := range r.Points {
			gotPPE = append(gotPPE, p.Value(lake.FieldPPE))
		}
		slices.Sort(wantPPE)
		slices.Sort(gotPPE)
		for _, f := range []struct{ name, want, got string }{
			{"number", lake.FoldNumber(want.Number), lake.FoldNumber(r.Fields.Value(lake.FieldNumber))},
			{"ppe", strings.Join(wantPPE, " "), strings.Join(gotPPE, " ")},
			{"net", want.Net, r.Fields.Value(lake.FieldNet)},
			{"vat", want.VAT, r.Fields.Value(lake.FieldVAT)},
			{"gross", want.Gross, r.Fields.Value(lake.FieldGross)},
			{"issue_date", want.IssueDate, r.Fields.Value(lake.FieldIssueDate)},
			{"due_date", want.DueDate, r.Fields.Value(lake.FieldDueDate)},
		} {
			if f.want != f.got {
				wrong = append(wrong, f.name)
			}
		}
	}
	return wrong
}

// align returns the edit distance and counts which characters were taken for which; ∅ is none.
func align(want, got []rune, confused map[string]int) int {
	rows := make([][]int32, len(want)+1)
	for i := range rows {
		rows[i] = make([]int32, len(got)+1)
		rows[i][0] = int32(i)
	}
	for j := range rows[0] {
		rows[0][j] = int32(j)
	}
	for i := 1; i <= len(want); i++ {
		for j := 1; j <= len(got); j++ {
			cost := rows[i-1][j-1]
			if want[i-1] != got[j-1] {
				cost++
			}
			rows[i][j] = min(cost, rows[i-1][j]+1, rows[i][j-1]+1)
		}
	}
	for i, j := len(want), len(got); i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && want[i-1] == got[j-1] && rows[i][j] == rows[i-1][j-1]:
			i, j = i-1, j-1
		case i > 0 && j > 0 && rows[i][j] == rows[i-1][j-1]+1:
			confused[fmt.Sprintf("%c → %c", want[i-1], got[j-1])]++
			i, j = i-1, j-1
		case i > 0 && rows[i][j] == rows[i-1][j]+1:
			confused[fmt.Sprintf("%c → ∅", want[i-1])]++
			i--
		default:
			confused[fmt.Sprintf("∅ → %c", got[j-1])]++
			j--
		}
	}
	return int(rows[len(want)][len(got)])
}
