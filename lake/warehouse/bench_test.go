package warehouse_test

import (
	"fmt"
	"testing"
	"time"

	"wattlake/lake"
)

// benchInvoices is the size of the benchmarks' lake.
const benchInvoices = 20_000

// generated returns n invoices of 500 points over five years: sale and distribution for each month, a forecast and a
// correction now and then.
func generated(n int) []lake.Invoice {
	rows := make([]lake.Invoice, 0, n)
	for i := range n {
		point, month, kind := i%500, i/1000%60, i/500%2
		first := time.Date(2021, time.Month(1+month), 1+point%5, 0, 0, 0, 0, time.UTC)
		row := invoice(fmt.Sprintf("F/%d", i), lake.DateOf(first).String(), lake.DateOf(first.AddDate(0, 1, -1)).String(), int64(10000+i), int64(2300+i/4))
		row.IssueDate = lake.DateOf(first.AddDate(0, 1, 9))
		row.Scope = []lake.Scope{lake.Sale, lake.Distribution}[kind]
		row.SellerNIP = []string{"1112223332", "7770020640"}[kind]
		row = onPoint(row, fmt.Sprintf("5903106000%08d", point), int64(1000*(100+i%900)))
		row.Lines = []lake.Line{{Name: "Energia czynna", Unit: "kWh", Net: row.Net}, {Name: "Opłata stała", Net: money(100)}}
		row.Documents = []lake.DocumentRef{{Document: lake.NewDocumentID(fmt.Append(nil, i)), Part: 1, Role: lake.Winner}}
		switch {
		case i%23 == 22:
			row.Kind = lake.Forecast
		case i%17 == 16:
			row = correcting(row, fmt.Sprintf("F/%d", max(i-1000, 0)))
		case i%29 == 28:
			row.Status = lake.StatusReview
		}
		rows = append(rows, keyed(row))
	}
	return rows
}

// BenchmarkSilverUpsert replaces and adds rows in a table of 20,000, and compares with a plain scan of the same files.
func BenchmarkSilverUpsert(b *testing.B) {
	l := open(b)
	rows := generated(benchInvoices)
	l.commit(b, nil, rows...)
	for _, n := range []int{1, 100} {
		for _, what := range []string{"new", "changed"} {
			b.Run(fmt.Sprintf("%s%d", what, n), func(b *testing.B) {
				round := 0
				for b.Loop() {
					round++
					batch := make([]lake.Invoice, n)
					for i := range batch {
						batch[i] = rows[(round*n+i)%len(rows)]
						batch[i].Reason = fmt.Sprint(what, round)
						if what == "new" {
							batch[i].Number += batch[i].Reason
							batch[i] = keyed(batch[i])
						}
					}
					l.commit(b, nil, batch...)
				}
				report(b, l)
			})
		}
	}
}

// BenchmarkGold computes all of Gold from 20,000 invoices.
func BenchmarkGold(b *testing.B) {
	l := open(b)
	rows := generated(benchInvoices)
	l.commit(b, nil, rows...)
	l.build(b)
	b.Run("changed100", func(b *testing.B) {
		round := 0
		for b.Loop() {
			round++
			b.StopTimer()
			batch := make([]lake.Invoice, 100)
			for i := range batch {
				batch[i] = rows[(100*round+i)%len(rows)]
				batch[i].Net.Value += lake.Money(round)
				batch[i].Gross.Value += lake.Money(round)
			}
			l.commit(b, nil, batch...)
			b.StartTimer()
			l.build(b)
		}
		report(b, l)
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			l.build(b)
		}
		report(b, l)
	})
}

// report prints how often the time of a bare scan of Silver's files the operation took: the limit is what DuckDB needs to
// read every value once.
func report(b *testing.B, l lakeDir) {
	b.Helper()
	perOp := float64(b.Elapsed()) / float64(b.N)
	const scans = 5
	start := time.Now()
	for range scans {
		if err := l.ScanSilver(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	scan := float64(time.Since(start)) / scans
	b.ReportMetric(scan/1e6, "ms/scan")
	b.ReportMetric(perOp/scan, "scans/op")
}
