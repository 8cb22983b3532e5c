package present

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wattlake/lake"
)

func TestFoldAgreesWithTheLake(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("aZ09 ąĆęŁńÓśŹżŻ-/.é"))).Draw(t, "text")
		if got, want := fold(s), strings.ToLower(lake.FoldPolish(s)); got != want {
			t.Fatalf("fold(%q) = %q, want %q", s, got, want)
		}
	})
}
