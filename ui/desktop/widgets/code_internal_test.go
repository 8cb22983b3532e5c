package widgets

import (
	"slices"
	"testing"
)

func TestLongLinesOfCodeAreBroken(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line string
		want []string
	}{
		{"SELECT 1", []string{"SELECT 1"}},
		{"", []string{""}},
		{"SELECT month, net, gross FROM costs", []string{"SELECT month, net,", "    gross FROM costs"}},
		{"  AND żółć = 'ąęśćź' OR 1", []string{"  AND żółć = 'ąęśćź'", "      OR 1"}},
		{"/a/path/that/has/no/space/at/all", []string{"/a/path/that/has/no/", "    space/at/all"}},
	} {
		if got := breakCode(test.line, 20); !slices.Equal(got, test.want) {
			t.Errorf("%q is broken into %q, want %q", test.line, got, test.want)
		}
	}
}
