package extract_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/extract"
)

// collective types an invoice for many points, with details of each over many pages.
func collective(points int) lake.PageText {
	var b strings.Builder
	b.WriteString("FAKTURA VAT NR D/0001240/26    Data wystawienia: 10/04/2026\nZA USŁUGI DYSTRYBUCJI\nOkres rozliczeniowy: 01/03/2026 - 31/03/2026\n")
	total := lake.Money(0)
	for i := range points {
		if i%20 == 19 {
			b.WriteByte('\f')
		}
		net := lake.Money(10000 + i)
		total += net
		fmt.Fprintf(&b, "Miejsce poboru energii %d. Obiekt\nKod PPE: %s\nZużycie: 100 kWh   Ogółem wartość netto: %s zł\n", i+1, gsrn(i), printed(net))
	}
	vat := total.MulRate(23)
	fmt.Fprintf(&b, "Razem   netto %s   VAT 23%% %s   brutto %s\n", printed(total), printed(vat), printed(total+vat))
	return typed(b.String())
}

func printed(m lake.Money) string { return strings.ReplaceAll(m.String(), ".", ",") }

// gsrn returns the i-th metering point code.
func gsrn(i int) string {
	stem := fmt.Sprintf("5903106%010d", i)
	for digit := range 10 {
		if code := fmt.Sprint(stem, digit); lake.ValidPPE(code) {
			return code
		}
	}
	return ""
}

func TestManyPoints(t *testing.T) {
	const points = 500
	readings := extract.New().Extract(collective(points))
	if len(readings) != 1 || len(readings[0].Points) != points || !readings[0].Ready() {
		t.Fatalf("got %d readings, %d points, findings %v", len(readings), len(readings[0].Points), readings[0].Findings)
	}
	if got := readings[0].Fields.Value(lake.FieldConsumption); got != "50000" {
		t.Errorf("got %s kWh", got)
	}
}

func BenchmarkTwoPages(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("testdata", "layouts", "L1.txt"))
	if err != nil {
		b.Fatal(err)
	}
	pages := typed(string(text) + "\f" + string(text))
	extractor := extract.New()
	for b.Loop() {
		extractor.Extract(pages)
	}
}

func BenchmarkPoints(b *testing.B) {
	for _, points := range []int{50, 500} {
		pages := collective(points)
		extractor := extract.New()
		b.Run(fmt.Sprint(points), func(b *testing.B) {
			for b.Loop() {
				extractor.Extract(pages)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*points), "ns/point")
		})
	}
}
