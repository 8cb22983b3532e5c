package intake

import (
	"testing"

	"wattlake/lake"
)

func TestSniffTellsEInvoicesByTheirRoot(t *testing.T) {
	for name, test := range map[string]struct {
		content string
		ext     string
	}{
		"declaration":           {`<?xml version="1.0"?><Faktura/>`, ".xml"},
		"byte order mark":       {"\ufeff<?xml version=\"1.0\"?><Faktura/>", ".xml"},
		"no declaration":        {`<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">`, ".xml"},
		"prefix of a namespace": {`<n0:Faktura xmlns:n0="http://crd.gov.pl/wzor/2025/06/25/13775/">`, ".xml"},
		"comment before":        {"<!-- export -->\n<tns:Faktura\n xmlns:tns=\"x\">", ".xml"},
		"another element":       {`<FakturaVAT>`, ""},
		"a page of the web":     {`<html><body>Faktura</body></html>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Sniff([]byte(test.content))
			if (err == nil) != (test.ext != "") || f.Ext != test.ext {
				t.Errorf("%q is taken for %q (%v), want %q", test.content, f.Ext, err, test.ext)
			}
		})
	}
}

// What a file is, is found out by its content: a document of a known kind, a container, or a refusal with a sentence.
func FuzzSniff(f *testing.F) {
	for _, seed := range []string{testPDF, "<?xml version=\"1.0\"?><Faktura/>", "\x89PNG\r\n\x1a\n", "PK\x03\x04", "From: a\r\nTo: b\r\n\r\n", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		_ = IsContainer(content)
		kind, err := Sniff(content)
		if err == nil {
			if !Known("x" + kind.Ext) {
				t.Errorf("kind %+v", kind)
			}
			return
		}
		if message, hint := lake.Explain(err); lake.CodeOf(err) == lake.CodeInternal || message.IsZero() || hint.IsZero() {
			t.Errorf("no reason: %v", err)
		}
	})
}
