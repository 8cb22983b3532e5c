package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// Whatever rule finds a field, people read its name in their language.
func TestRulesHavePolishNames(t *testing.T) {
	texts := make([]string, 0, len(layoutCases)+len(variants))
	for _, c := range layoutCases {
		text, err := os.ReadFile(filepath.Join("testdata", "layouts", c.name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	for _, v := range slices.Concat(variants, dueVariants, usageVariants, rowVariants, pageVariants, proseVariants, storeyVariants, originalsVariants, styleVariants, certainVariants) {
		texts = append(texts, v.text)
	}
	for _, text := range texts {
		for _, r := range extract.New().Extract(typed(text)) {
			for _, fields := range append([]lake.Fields{r.Fields}, r.Points...) {
				for name, f := range fields {
					if got := lake.RuleText(f.Rule); got.PL == f.Rule || got.EN != f.Rule {
						t.Errorf("%s: rule %q is called %q", name, f.Rule, got.PL)
					}
				}
			}
			for _, f := range r.Findings {
				if f.Message.PL == "" || f.Message.EN == "" || f.Message.PL == f.Message.EN {
					t.Errorf("finding %s says %+v", f.Code, f.Message)
				}
			}
		}
	}
}
