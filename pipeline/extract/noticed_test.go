package extract_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// amountForm is the form of an amount, or of the last group of its digits.
var amountForm = regexp.MustCompile(`^[0-9. ]*[0-9],[0-9]{2}$`)

// Whichever digit of an amount is wrong, in whichever place, no invoice is called ready with a wrong net amount, VAT or gross amount.
func TestAWrongDigitIsNoticed(t *testing.T) {
	const mostPerDocument = 25
	extractor := extract.New()
	changed := 0
	for _, layout := range invoicegen.Layouts() {
		sample, err := invoicegen.Make(layout, *firstSeed, invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := wordsOf(t, sample)
		random := rand.New(rand.NewPCG(uint64(*firstSeed), 1))
		for _, spot := range someAmounts(text, random, mostPerDocument) {
			wrong := withWrongDigit(text, spot, random)
			changed++
			for i, r := range extractor.Extract(wrong) {
				if !r.Ready() || i >= len(sample.Truth) {
					continue
				}
				want, got := truthValues(sample.Truth[i]), readingValues(r)
				for _, name := range []string{"net", "vat", "gross"} {
					if got[name] != want[name] {
						t.Errorf("%s: %q for %q on page %d: %s is %s, want %s, and nobody is asked", layout, wrong.Pages[spot.page].Words[spot.word].Text,
							text.Pages[spot.page].Words[spot.word].Text, spot.page+1, name, got[name], want[name])
					}
				}
			}
		}
	}
	t.Logf("%d amounts changed", changed)
}

// spot is the place of a word.
type spot struct{ page, word int }

func someAmounts(text lake.PageText, random *rand.Rand, most int) []spot {
	var spots []spot
	for page, p := range text.Pages {
		for word, w := range p.Words {
			if amountForm.MatchString(w.Text) {
				spots = append(spots, spot{page, word})
			}
		}
	}
	random.Shuffle(len(spots), func(i, j int) { spots[i], spots[j] = spots[j], spots[i] })
	return spots[:min(len(spots), most)]
}

func withWrongDigit(text lake.PageText, at spot, random *rand.Rand) lake.PageText {
	changed := text
	changed.Pages = slices.Clone(text.Pages)
	words := slices.Clone(text.Pages[at.page].Words)
	digits := []rune(words[at.word].Text)
	for {
		i := random.IntN(len(digits))
		if d := digits[i]; d >= '0' && d <= '9' {
			digits[i] = '0' + (d-'0'+rune(1+random.IntN(9)))%10
			break
		}
	}
	words[at.word].Text = string(digits)
	changed.Pages[at.page].Words = words
	return changed
}
