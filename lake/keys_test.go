package lake_test

import (
	"strings"
	"testing"

	"wattlake/lake"
)

func TestStem(t *testing.T) {
	for in, want := range map[string]string{
		"Faktura za prąd 03-2026.pdf":           "Faktura_za_prad_03-2026",
		`C:\Users\Ala\Żółta gęś.PDF`:            "Zolta_ges",
		"Z\u0307o\u0301łta ge\u0328s\u0301.PDF": "Zolta_ges", // as macOS and its archives write it
		"/home/ala/../etc/passwd":               "passwd",
		"..":                                    "_",
		".hidden.pdf":                           "hidden",
		"":                                      "_",
		"фактура.pdf":                           "_______",
		strings.Repeat("x", 200) + ".pdf":       strings.Repeat("x", lake.MaxStem),
	} {
		if got := lake.Stem(in); got != want {
			t.Errorf("Stem(%q) = %q, want %q", in, got, want)
		}
	}
}

// Every key that the package makes is taken apart again, and stays inside the lake.
func TestKeysRoundTrip(t *testing.T) {
	content := []byte("bytes")
	name := lake.NewName("Faktura 1.2.pdf", lake.NewDocumentID(content))
	for key, kind := range map[lake.Key]lake.ObjectKind{
		lake.RawKey(name, ".pdf"):                            lake.RawObject,
		lake.OriginKey(name, content):                        lake.OriginObject,
		lake.TextKey(name, content):                          lake.TextObject,
		lake.WordsKey(name, content):                         lake.WordsObject,
		lake.ParsedKey(name, content):                        lake.ParsedObject,
		lake.FailureKey(name, content):                       lake.FailureObject,
		lake.DecisionKey(lake.DecideDelete, 7, []byte("{}")): lake.DecisionObject,
	} {
		parsed, ok := lake.ParseKey(key)
		if !ok || parsed.Kind != kind || !key.Valid() {
			t.Errorf("%s → %+v, %v", key, parsed, ok)
		}
		if kind != lake.DecisionObject && parsed.Name != name {
			t.Errorf("%s: name %q, want %q", key, parsed.Name, name)
		}
		if again := parsed.Key(); kind != lake.DecisionObject && again != key {
			t.Errorf("%s is put together as %s", key, again)
		}
	}
}

func TestForeignKeysAreLeftAlone(t *testing.T) {
	for _, key := range []lake.Key{
		"01_bronze/raw_faktury/note.txt", "01_bronze/raw_faktury/.tmp-1", "01_bronze/parsed_invoices/x.json", "02_silver/invoices/_delta_log/0.json", "",
	} {
		if parsed, ok := lake.ParseKey(key); ok {
			t.Errorf("ParseKey(%q) = %+v, want not ok", key, parsed)
		}
	}
	for _, key := range []lake.Key{"", "/etc/passwd", "../x", "a/../b", `a\b`, "a//b", "a\x00b", ".."} {
		if key.Valid() {
			t.Errorf("%q is taken as valid", key)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("01_bronze/raw_faktury/a-0123456789abcdef0123456789abcdef.pdf")
	f.Add("01_bronze/ocr_faktury/a-0123456789abcdef0123456789abcdef.0123456789abcdef.words.json")
	f.Add("01_bronze/decisions/delete/0000000000000001-0123456789abcdef.json")
	f.Fuzz(func(t *testing.T, s string) {
		if parsed, ok := lake.ParseKey(lake.Key(s)); ok && parsed.Kind == lake.RawObject && parsed.Name.ID() == "" {
			t.Fatalf("%q has no document: %+v", s, parsed)
		} else if ok && parsed.Kind != lake.DecisionObject && string(parsed.Key()) != s {
			t.Fatalf("%q is put together as %q", s, parsed.Key())
		}
	})
}
