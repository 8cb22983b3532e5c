//go:build linux

package main

import (
	"bufio"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// pageRows is how many rows a big window shows.
const pageRows = 50

// BenchmarkInvoicesTable measures what stands between a click on a column or a letter in the search box and the rows in the table, and the
// same question to DuckDB about one bare Parquet file, whose answer has the page and the totals too.
func BenchmarkInvoicesTable(b *testing.B) {
	n := 20_000
	if os.Getenv("WATTLAKE_SOAK") != "" {
		n = 1_000_000
	}
	entries := manyEntries(n)
	db, file := bareEntries(b, entries)
	rows := present.Shape(entries)
	for _, q := range []struct {
		name         string
		query        present.Query
		where, order string
	}{
		{"arrival", present.Query{}, "true", "arrival"},
		{"sort-net", present.Query{Sort: present.ColumnNet}, "true", "net"},
		{"sort-seller", present.Query{Sort: present.ColumnSeller, Descending: true}, "true", "seller DESC"},
		{"sort-period", present.Query{Sort: present.ColumnPeriod}, "true", "first"},
		{"words", present.Query{Text: "światło łąkowa"}, "seller LIKE '%Światło%' AND address LIKE '%Łąkowa%'", "arrival"},
		{"words-sort-number", present.Query{Text: "światło", Sort: present.ColumnNumber}, "seller LIKE '%Światło%'", "number"},
		{"year-sort-gross", present.Query{Year: 2023, Sort: present.ColumnGross, Descending: true}, "year(first) <= 2023 AND year(last) >= 2023", "gross DESC"},
		{"point", present.Query{PPE: "00000007", Sort: present.ColumnPeriod}, "ppe LIKE '%00000007%'", "first"},
	} {
		b.Run(q.name, func(b *testing.B) {
			before := cpuTime(b, syscall.RUSAGE_SELF)
			for b.Loop() {
				selection := present.Select(rows, q.query)
				_ = selection.Rows[:min(pageRows, len(selection.Rows))]
			}
			perOp, cpu := float64(b.Elapsed())/float64(b.N), float64(cpuTime(b, syscall.RUSAGE_SELF)-before)/float64(b.N)
			bare := askPage(b, db, fmt.Sprintf("SELECT * FROM '%s' WHERE %s ORDER BY %s LIMIT %d", file, q.where, q.order, pageRows),
				fmt.Sprintf("SELECT status, count(*), sum(net), sum(gross), sum(wh) FROM '%s' WHERE %s GROUP BY status", file, q.where))
			b.ReportMetric(perOp/1e6, "ms/op")
			b.ReportMetric(cpu/1e6, "ms-cpu/op")
			b.ReportMetric(bare/1e6, "ms/bare")
			b.ReportMetric(perOp/bare, "x-bare")
		})
	}
}

func manyEntries(n int) []*pipeline.Entry {
	random := rand.New(rand.NewPCG(1, 2))
	entries := make([]*pipeline.Entry, n)
	sellers := []string{"Żarówka S.A.", "Prąd sp. z o.o.", "Światło"}
	var parts lake.BriefParts
	for i := range entries {
		first := lake.Date{Year: 2021, Month: time.January, Day: 1}.AddDays(random.IntN(1826))
		brief := lake.NewBrief(lake.Invoice{
			Key: lake.InvoiceKey(fmt.Sprint(i)), Number: fmt.Sprintf("FV/%d/%d", random.IntN(n), i), Kind: lake.Settlement, SellerName: sellers[i%len(sellers)],
			SellerNIP: "1112223332", BuyerName: "Gmina Przykładów", BuyerNIP: "9990000014", IssueDate: first.AddDays(40), PeriodStart: first, PeriodEnd: first.AddDays(30),
			Net: lake.Some(lake.Money(random.IntN(1e6))), Gross: lake.Some(lake.Money(random.IntN(1e6))), Consumption: lake.Some(lake.Energy(random.IntN(1e7))),
			Points: []lake.Point{{PPE: fmt.Sprintf("5903224%011d", i%500), Address: "ul. Łąkowa 5, 44-100 Gliwice"}}, Status: lake.Ready,
		})
		parts.Share(brief)
		entries[i] = &pipeline.Entry{Document: lake.NewDocumentID(fmt.Append(nil, i)), FileName: fmt.Sprintf("faktura_%d.pdf", i), Status: lake.Ready, Invoice: brief}
	}
	return entries
}

// bareEntries writes the entries as one Parquet file.
func bareEntries(b *testing.B, entries []*pipeline.Entry) (*sql.DB, string) {
	b.Helper()
	folder := b.TempDir()
	lines, err := os.Create(filepath.Join(folder, "entries.csv"))
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(lines)
	_, _ = fmt.Fprintln(out, "arrival|number|seller|issued|first|last|net|gross|wh|ppe|address|file|status")
	for i, e := range entries {
		v := e.Invoice
		_, _ = fmt.Fprintf(out, "%d|%s|%s|%s|%s|%s|%d|%d|%d|%s|%s|%s|%s\n", i, v.Number, v.SellerName, v.IssueDate, v.PeriodStart, v.PeriodEnd,
			v.Net.Value, v.Gross.Value, v.Consumption.Value, v.PPE, v.Places, e.FileName, e.Status)
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := lines.Close(); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	file := filepath.Join(folder, "entries.parquet")
	query := fmt.Sprintf("SET threads=2; SET memory_limit='1GB'; COPY (FROM read_csv('%s', delim='|', types={'ppe': 'VARCHAR'})) TO '%s' (FORMAT parquet, COMPRESSION zstd)", lines.Name(), file)
	if _, err := db.ExecContext(b.Context(), query); err != nil {
		b.Fatal(err)
	}
	return db, file
}

// askPage returns how many nanoseconds the queries take.
func askPage(b *testing.B, db *sql.DB, queries ...string) float64 {
	b.Helper()
	const rounds = 3
	start := time.Now()
	for range rounds {
		for _, query := range queries {
			if err := drain(b, db, query); err != nil {
				b.Fatal(err)
			}
		}
	}
	return float64(time.Since(start)) / rounds
}

// drain asks and reads the whole answer.
func drain(b *testing.B, db *sql.DB, query string) error {
	b.Helper()
	rows, err := db.QueryContext(b.Context(), query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		continue
	}
	return rows.Err()
}
