package extract_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// withoutPlaces compares readings by what they say, not by where it stands.
var withoutPlaces = cmpopts.IgnoreFields(lake.Field{}, "Box")

// layoutText draws one of the layouts.
func layoutText(t *rapid.T) lake.PageText {
	c := layoutCases[rapid.IntRange(0, len(layoutCases)-1).Draw(t, "layout")]
	text, err := os.ReadFile(filepath.Join("testdata", "layouts", c.name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return typed(string(text))
}

// mapWords returns a copy of the text with every page's words changed.
func mapWords(text lake.PageText, change func([]lake.Word) []lake.Word) lake.PageText {
	changed := text
	changed.Pages = nil
	for _, page := range text.Pages {
		page.Words = change(append([]lake.Word{}, page.Words...))
		changed.Pages = append(changed.Pages, page)
	}
	return changed
}

func TestPlaceAndSizeDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := layoutText(t)
		dx, dy := rapid.Float64Range(-30, 300).Draw(t, "dx"), rapid.Float64Range(-30, 300).Draw(t, "dy")
		scale := rapid.Float64Range(0.3, 4).Draw(t, "scale")
		moved := mapWords(text, func(words []lake.Word) []lake.Word {
			for i, w := range words {
				b := w.Box
				words[i].Box = lake.Box{X0: b.X0*scale + dx, Y0: b.Y0*scale + dy, X1: b.X1*scale + dx, Y1: b.Y1*scale + dy}
			}
			return words
		})
		for i := range moved.Pages {
			const aboveFoot = 0.9 // of a page: its foot begins below the same line as before
			moved.Pages[i].Width, moved.Pages[i].Height = moved.Pages[i].Width*scale+dx, moved.Pages[i].Height*scale+dy/aboveFoot
		}
		if diff := cmp.Diff(extract.New().Extract(text), extract.New().Extract(moved), withoutPlaces); diff != "" {
			t.Fatalf("-before +after:\n%s", diff)
		}
	})
}

// In typewriter faces the letters do not fill their width, so that one space looks almost as wide as a letter and a half.
func TestTypewriterFacesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := layoutText(t)
		bearing := rapid.Float64Range(0, 0.16).Draw(t, "bearing") * charWidth // of DejaVu Sans Mono, Courier: about an eighth on either side
		narrow := mapWords(text, func(words []lake.Word) []lake.Word {
			for i := range words {
				words[i].Box.X0 += bearing
				words[i].Box.X1 -= bearing
			}
			return words
		})
		if diff := cmp.Diff(extract.New().Extract(text), extract.New().Extract(narrow), withoutPlaces); diff != "" {
			t.Fatalf("-before +after:\n%s", diff)
		}
	})
}

func TestStreamOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := layoutText(t)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		shuffled := mapWords(text, func(words []lake.Word) []lake.Word {
			random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			return words
		})
		if diff := cmp.Diff(extract.New().Extract(text), extract.New().Extract(shuffled)); diff != "" {
			t.Fatalf("-before +after:\n%s", diff)
		}
	})
}

func TestSlightSkewDoesNotMatter(t *testing.T) {
	const skew = 0.0017 // tangent of 0.1°
	for _, c := range layoutCases {
		text, err := os.ReadFile(filepath.Join("testdata", "layouts", c.name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		straight := typed(string(text))
		skewed := mapWords(straight, func(words []lake.Word) []lake.Word {
			for i, w := range words {
				words[i].Box.Y0, words[i].Box.Y1 = w.Box.Y0+skew*w.Box.X0, w.Box.Y1+skew*w.Box.X0
			}
			return words
		})
		if diff := cmp.Diff(extract.New().Extract(straight), extract.New().Extract(skewed), withoutPlaces); diff != "" {
			t.Errorf("%s: -straight +skewed:\n%s", c.name, diff)
		}
	}
}

// longest is what a page of noise may take.
const longest = 200 * time.Millisecond

// noise returns a page full of short random words out of the characters that invoices are made of.
func noise(seed uint64, words int) lake.PageText {
	const alphabet = "0123456789 ,.-/:%zł590NIPVATkWhnetto"
	random := rand.New(rand.NewPCG(seed, 1))
	runes := []rune(alphabet)
	page := lake.Page{Number: 1, Width: 595, Height: 842, Source: lake.SourceTextLayer}
	for range words {
		var text strings.Builder
		for range 1 + random.IntN(9) {
			text.WriteRune(runes[random.IntN(len(runes))])
		}
		x, y := random.Float64()*560, random.Float64()*820
		width := 5 * float64(text.Len())
		page.Words = append(page.Words, lake.Word{Text: strings.TrimSpace(text.String()) + "x", Confidence: 1, Box: lake.Box{X0: x, Y0: y, X1: x + width, Y1: y + 9}})
	}
	return lake.PageText{Pages: []lake.Page{page}}
}

func TestNoiseIsRefusedQuickly(t *testing.T) {
	for _, words := range []int{0, 1, 500, 1500} {
		text := noise(uint64(words), words)
		fastest := time.Hour
		for range 5 { // the machine may be busy; the code is what is measured
			start := time.Now()
			readings := extract.New().Extract(text)
			fastest = min(fastest, time.Since(start))
			if len(readings) == 0 {
				t.Fatal("no reading")
			}
		}
		if fastest > longest {
			t.Errorf("%d words took %v", words, fastest)
		}
	}
}
