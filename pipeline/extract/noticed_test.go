package extract_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"
	"unicode"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/extract"
)

var (
	// amountForm is the form of an amount, or of the last group of its digits.
	amountForm = regexp.MustCompile(`^[0-9. ]*[0-9],[0-9]{2}$`)
	wordForm   = regexp.MustCompile(`^\pL{3,}:?$`)
)

// mostChanges is how many words of a document a test changes, one at a time.
const mostChanges = 25

// Whichever digit of an amount is wrong, in whichever place, no invoice is called ready with a wrong net amount, VAT or gross amount.
func TestAWrongDigitIsNoticed(t *testing.T) {
	changeWords(t, amountForm, withWrongDigit, lake.FieldNet, lake.FieldVAT, lake.FieldGross)
}

// Whichever word is one that nobody has seen before, no invoice is called ready with wrong figures: at most with fewer.
func TestAnUnknownWordIsNoticed(t *testing.T) {
	unknown := func(text string, random *rand.Rand) string {
		letters := []rune(text)
		for i, r := range letters {
			if unicode.IsLetter(r) {
				letters[i] = []rune("qwxvbghjk")[random.IntN(9)]
			}
		}
		return string(letters)
	}
	changeWords(t, wordForm, unknown, lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue, lake.FieldConsumption, lake.FieldPeriodStart, lake.FieldPeriodEnd)
}

// changeWords changes words of one form in a document of each layout, one at a time, and checks that fields which are still found are right
// wherever the invoice is ready.
func changeWords(t *testing.T, form *regexp.Regexp, change func(string, *rand.Rand) string, fields ...lake.FieldName) {
	t.Helper()
	extractor := extract.New()
	for _, layout := range invoicegen.Layouts() {
		sample, err := invoicegen.Make(layout, *firstSeed, invoicegen.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := wordsOf(t, sample)
		random := rand.New(rand.NewPCG(uint64(*firstSeed), 1))
		for _, at := range someWords(text, form, random) {
			old := text.Pages[at.page].Words[at.word].Text
			odd := change(old, random)
			for i, r := range extractor.Extract(withWord(text, at, odd)) {
				if !r.Ready() || i >= len(sample.Truth) {
					continue
				}
				want := truthValues(sample.Truth[i])
				for _, name := range fields {
					if got := r.Fields.Value(name); got != "" && got != want[string(name)] {
						t.Errorf("%s: with %q for %q on page %d, %s is %s, want %s, and nobody is asked", layout, odd, old, at.page+1, name, got, want[string(name)])
					}
				}
			}
		}
	}
}

// spot is the place of a word.
type spot struct{ page, word int }

func someWords(text lake.PageText, form *regexp.Regexp, random *rand.Rand) []spot {
	var spots []spot
	for page, p := range text.Pages {
		for word, w := range p.Words {
			if form.MatchString(w.Text) {
				spots = append(spots, spot{page, word})
			}
		}
	}
	random.Shuffle(len(spots), func(i, j int) { spots[i], spots[j] = spots[j], spots[i] })
	return spots[:min(len(spots), mostChanges)]
}

func withWord(text lake.PageText, at spot, word string) lake.PageText {
	changed := text
	changed.Pages = slices.Clone(text.Pages)
	changed.Pages[at.page].Words = slices.Clone(text.Pages[at.page].Words)
	changed.Pages[at.page].Words[at.word].Text = word
	return changed
}

func withWrongDigit(text string, random *rand.Rand) string {
	digits := []rune(text)
	for {
		i := random.IntN(len(digits))
		if d := digits[i]; unicode.IsDigit(d) {
			digits[i] = '0' + (d-'0'+rune(1+random.IntN(9)))%10
			return string(digits)
		}
	}
}
