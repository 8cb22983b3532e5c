package ksef

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
)

var _ pipeline.XMLExtractor = (*Extractor)(nil)

// summary is a reading in a form that a test can state: fields joined by spaces, "-" where the document states nothing.
type summary struct {
	Head     string   // kind, scope, number, issue date
	Corrects string   // numbers
	Period   string   // start, end, sale date, due date
	Money    string   // net, VAT, gross, amount due
	VAT      string   // rate:net+vat
	KWh      string   // of the invoice
	Points   []string // code, tariff, period, kWh after, kWh before, net
	Lines    int
	Findings string
}

func summarise(r lake.Reading) summary {
	s := summary{
		Head:   join(r.Fields, lake.FieldKind, lake.FieldScope, lake.FieldNumber, lake.FieldIssueDate),
		Period: join(r.Fields, lake.FieldPeriodStart, lake.FieldPeriodEnd, lake.FieldSaleDate, lake.FieldDueDate),
		Money:  join(r.Fields, lake.FieldNet, lake.FieldVAT, lake.FieldGross, lake.FieldAmountDue),
		KWh:    join(r.Fields, lake.FieldConsumption), Lines: len(r.Lines),
	}
	for _, ref := range r.Corrects {
		s.Corrects += ref.Number + "@" + ref.IssueDate.String() + " "
	}
	for _, row := range r.VATRows {
		s.VAT += row.Rate + ":" + row.Net.String() + "+" + row.VAT.String() + " "
	}
	for _, p := range r.Points {
		s.Points = append(s.Points, join(p, lake.FieldPPE, lake.FieldTariff, lake.FieldPeriodStart, lake.FieldPeriodEnd,
			lake.FieldConsumption, lake.FieldConsumptionBefore, lake.FieldNet))
	}
	for _, f := range r.Findings {
		s.Findings += string(f.Severity) + ":" + string(f.Code) + " "
	}
	s.Corrects, s.VAT, s.Findings = strings.TrimSpace(s.Corrects), strings.TrimSpace(s.VAT), strings.TrimSpace(s.Findings)
	return s
}

func join(f lake.Fields, names ...lake.FieldName) string {
	var parts []string
	for _, name := range names {
		value := f.Value(name)
		if value == "" {
			value = "-"
		}
		parts = append(parts, value)
	}
	return strings.Join(parts, " ")
}

func sample(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name+".xml"))
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

func extract(t *testing.T, content []byte) lake.Reading {
	t.Helper()
	readings, err := New().ExtractXML(content)
	if err != nil {
		t.Fatal(err)
	}
	if len(readings) != 1 {
		t.Fatalf("%d readings", len(readings))
	}
	return readings[0]
}

func TestSamples(t *testing.T) {
	for name, want := range map[string]summary{
		"attachment": {
			Head: "settlement comprehensive FV/2026/02/0150 2026-03-02", Period: "2026-01-01 2026-02-28 - 2026-03-16",
			Money: "220.00 50.60 270.60 250.00", VAT: "23:220.00+50.60", KWh: "200",
			Points: []string{"590243800000001057 C12a 2026-01-01 2026-02-28 200 - 220.00"}, Lines: 7,
		},
		"pipe-fa2": {
			Head: "settlement sale 1200001111/FES/00017 2025-11-05", Period: "2025-10-01 2025-10-31 2025-10-31 2025-11-19",
			Money: "614.00 141.22 755.22 -", VAT: "23:614.00+141.22", KWh: "1234",
			Points: []string{"590243800000001057 C11 2025-10-01 2025-10-31 1234 - 614.00"}, Lines: 2,
		},
		"codes-in-names": {
			Head: "settlement sale T/K1/0443532/23 2023-02-03", Period: "2022-12-01 2023-01-31 - -",
			Money: "1500.00 165.00 1665.00 -", VAT: "23:500.00+115.00 5:1000.00+50.00", KWh: "2234.5",
			Points: []string{
				"590243800000001057 - 2022-12-01 2023-01-31 1634.5 - 1000.00",
				"590322400000000201 C11 2022-12-01 2023-01-31 600 - 500.00",
			}, Lines: 5,
		},
		"correction-pairs": {
			Head: "correction comprehensive KOR/2026/04/0007 2026-04-20", Corrects: "FS/2026/03/0457@2026-04-08", Period: "- - - -",
			Money: "-79.23 -18.22 -97.45 -", VAT: "23:-79.23+-18.22", KWh: "1725",
			Points: []string{"590310600000001023 - - - 1725 1840 -79.23"}, Lines: 4,
		},
		"correction-bare": {
			Head: "correction - KOR/2026/05/0001 2026-05-10", Corrects: "FS/2026/01/1@2026-01-08 FS/2026/02/1@2026-02-08 FS/2026/03/1@2026-03-08",
			Period: "- - - -", Money: "-100.00 -23.00 -123.00 -", VAT: "23:-100.00+-23.00", KWh: "-",
			Findings: "info:no_consumption warning:no_metering_point",
		},
		"correction-differences": {
			Head: "correction sale KOR/2026/06/0002 2026-06-10", Corrects: "FS/2026/05/2@2026-05-08", Period: "- - - -",
			Money: "-10.00 -2.30 -12.30 -", VAT: "23:-10.00+-2.30", KWh: "-",
			Points: []string{"590243800000001057 - - - - - -10.00"}, Lines: 1, Findings: "info:no_consumption",
		},
		"correction-attachment": {
			Head: "correction sale KOR/2026/07/0003 2026-07-10", Corrects: "KOR/2026/04/0007@2026-04-08", Period: "- - - -",
			Money: "50.00 11.50 61.50 -", VAT: "23:50.00+11.50", KWh: "200",
			Points: []string{"590310600000001023 - - - 200 100 50.00"}, Lines: 2,
		},
		"collective": {
			Head: "settlement distribution D/2026/02/77 2026-03-05", Period: "2026-02-01 2026-02-28 2026-02-28 -",
			Money: "1000.00 230.00 1230.00 -", VAT: "23:1000.00+230.00", KWh: "3500.5",
			Points: []string{
				"590243800000001057 C11 2026-02-01 2026-02-28 1000.5 - 400.00",
				"590322400000000201 G11 2026-02-01 2026-02-28 2000 - 350.00",
				"999999999999999999 C12a 2026-02-03 2026-02-28 500 - 250.00",
			}, Lines: 3, Findings: "warning:ppe_check_digit",
		},
		"forecast": {
			Head: "forecast comprehensive P/2026/09 2026-09-01", Period: "2026-09-01 2026-10-31 - -",
			Money: "300.00 69.00 369.00 -12.00", VAT: "23:300.00+69.00", KWh: "600",
			Points: []string{"590322400000000201 G11 2026-09-01 2026-10-31 600 - 300.00"}, Lines: 1,
		},
		"gas": {
			Head: "other - G/2026/01 2026-02-04", Period: "- - - -", Money: "100.00 23.00 123.00 -", VAT: "23:100.00+23.00", KWh: "-",
			Findings: "info:not_an_energy_invoice",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := summarise(extract(t, sample(t, name)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
