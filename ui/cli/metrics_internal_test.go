package cli

import (
	"bytes"
	"strings"
	"testing"

	"wattlake/lake"
)

// What an invoice calls its seller is never computed by a spreadsheet; figures may begin with a minus.
func TestMetricsAsCSVAreNoFormulas(t *testing.T) {
	var out bytes.Buffer
	p := &Program{Out: &out}
	if err := p.printCSV([]lake.MonthlyCost{{SellerName: `=HYPERLINK("http://x")`, PPE: "@x", Net: -1234}}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, `"'=HYPERLINK(""http://x"")"`) || !strings.Contains(got, ",'@x,") || !strings.Contains(got, ",-12.34,") {
		t.Error(got)
	}
}
