package extract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

func FuzzExtract(f *testing.F) {
	for _, c := range layoutCases {
		text, err := os.ReadFile(filepath.Join("testdata", "layouts", c.name+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), 0.0)
	}
	f.Add("", 0.02)
	f.Fuzz(func(t *testing.T, text string, skew float64) {
		words := mapWords(typed(text), func(words []lake.Word) []lake.Word {
			for i := range words {
				words[i].Box.Y0 += skew * words[i].Box.X0
				words[i].Box.Y1 += skew * words[i].Box.X0
			}
			return words
		})
		readings := extract.New().Extract(words)
		if len(readings) == 0 {
			t.Fatal("no reading")
		}
		for _, r := range readings {
			checkCanonical(t, r)
		}
	})
}

// Words come from a reader process that a document may have taken over: whatever it answers, extraction ends, with values in
// their form or none.
func FuzzWords(f *testing.F) {
	for _, c := range layoutCases[:4] {
		text, err := os.ReadFile(filepath.Join("testdata", "layouts", c.name+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		encoded, err := json.Marshal(typed(string(text)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded)
	}
	f.Add([]byte(`{"pages":[{"number":-1,"width":-1e308,"words":[{"text":"Razem","box":{"x0":1e308,"x1":-1e308}}],"lines":[7,-3,2147483647]}]}`))
	f.Fuzz(func(t *testing.T, encoded []byte) {
		var text lake.PageText
		if json.Unmarshal(encoded, &text) != nil {
			return
		}
		_ = text.Text()
		for _, r := range extract.New().Extract(text) {
			checkCanonical(t, r)
		}
	})
}

// checkCanonical checks that values have the form in which they are stored.
func checkCanonical(t *testing.T, r lake.Reading) {
	t.Helper()
	for _, name := range []lake.FieldName{lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue} {
		if v := r.Fields.Value(name); v != "" {
			if _, err := lake.ParseMoney(v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, name := range []lake.FieldName{lake.FieldIssueDate, lake.FieldPeriodStart, lake.FieldPeriodEnd, lake.FieldDueDate} {
		if _, err := lake.ParseDate(r.Fields.Value(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if v := r.Fields.Value(lake.FieldConsumption); v != "" {
		if _, err := lake.ParseEnergy(v); err != nil {
			t.Error(err)
		}
	}
	for name, field := range r.Fields {
		if field.Confidence < 0 || field.Confidence > 1 {
			t.Errorf("%s has confidence %v", name, field.Confidence)
		}
	}
}
