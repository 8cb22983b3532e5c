package pipeline

import "testing"

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
			f, err := sniff([]byte(test.content))
			if (err == nil) != (test.ext != "") || f.ext != test.ext {
				t.Errorf("%q is taken for %q (%v), want %q", test.content, f.ext, err, test.ext)
			}
		})
	}
}
