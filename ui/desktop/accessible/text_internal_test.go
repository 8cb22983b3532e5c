package accessible

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

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

// Orca speaks what is in a field by the line at the caret, run by run.
func TestFieldIsReadByLineAndRun(t *testing.T) {
	s := &server{}
	s.tree.Store(&Tree{nodes: map[ID]*Node{7: {ID: 7, Element: Element{Role: Entry, Text: &Text{Content: "gęś 12", Caret: 3}}}}})
	field, m := text{s}, dbus.Message{Headers: map[dbus.HeaderField]dbus.Variant{dbus.FieldPath: dbus.MakeVariant(pathOf(7))}}
	const lineStart = 5 // a boundary of Text.xml
	if line, start, end, err := field.GetTextAtOffset(m, 3, lineStart); line != "gęś 12" || start != 0 || end != 6 || err != nil {
		t.Errorf("the line is %q from %d to %d, %v", line, start, end, err)
	}
	if attributes, start, end, err := field.GetAttributeRun(m, 3, true); len(attributes) != 0 || start != 0 || end != 6 || err != nil {
		t.Errorf("the run is %v from %d to %d, %v", attributes, start, end, err)
	}
	if part, err := field.GetText(m, 1, -1); part != "ęś 12" || err != nil {
		t.Errorf("from the second letter there is %q, %v", part, err)
	}
	m.Headers[dbus.FieldPath] = dbus.MakeVariant(pathOf(8))
	if _, err := field.GetText(m, 0, -1); err == nil {
		t.Error("an object that is gone has a text")
	}
}
