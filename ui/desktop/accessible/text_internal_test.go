package accessible

import "testing"

func TestTextAroundAnOffset(t *testing.T) {
	const line = 3 // a granularity of Text.xml
	for _, c := range []struct {
		text        string
		offset      int
		granularity uint32
		want        string
	}{
		{"Zażółć gęślą", 2, byLetter, "ż"},
		{"Zażółć gęślą", 12, byLetter, ""},
		{"Zażółć gęślą", 99, byLetter, ""},
		{"Zażółć gęślą", -5, byLetter, "Z"},
		{"Zażółć gęślą", 2, byWord, "Zażółć "},
		{"Zażółć gęślą", 6, byWord, "Zażółć "},
		{"Zażółć gęślą", 7, byWord, "gęślą"},
		{"Zażółć gęślą", 12, byWord, "gęślą"},
		{"Zażółć gęślą", 2, line, "Zażółć gęślą"},
		{"", 0, byWord, ""},
		{"  ", 1, byWord, "  "},
	} {
		all := []rune(c.text)
		from, to := around(all, c.offset, c.granularity)
		if got := string(all[from:to]); got != c.want {
			t.Errorf("around %d of %q by %d: %q, want %q", c.offset, c.text, c.granularity, got, c.want)
		}
	}
}
