package warehouse_test

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"wattlake/lake"
)

// evil is a correction whose texts would be formulas in a spreadsheet, and whose amounts are negative.
func evil() lake.Invoice {
	row := of(onPoint(invoice(`=HYPERLINK("http://x")`, "2026-01-01", "2026-01-31", -123456, -28395), homePPE, -400_125), lake.Correction, lake.Sale)
	row.SellerName, row.BuyerName, row.Reason = "+48 Prąd; \"Ala\"", "@SUM(A1)", "-2+3\tx"
	row.BuyerNIP, row.KSeFNumber = "\tx", "\rx"
	row.Points[0].Address = "ul. Żółta 1\nŁódź"
	row.Points[0].Net = money(-123456)
	row.Lines = []lake.Line{{PPE: homePPE, Name: "-energia", Quantity: quantity("-400.125"), Unit: "kWh", UnitPrice: price("0.308540"), Net: money(-123456), VATRate: "23"}}
	return row
}

func quantity(s string) lake.Opt[lake.Quantity] {
	var q lake.Opt[lake.Quantity]
	_ = q.UnmarshalText([]byte(s)) // a constant
	return q
}

func price(s string) lake.Opt[lake.Price] {
	var p lake.Opt[lake.Price]
	_ = p.UnmarshalText([]byte(s)) // a constant
	return p
}

func exported(t *testing.T, l lakeDir, e lake.Export) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x."+string(e.Format))
	if _, err := l.Export(t.Context(), e, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func readCSV(t *testing.T, path string, separator rune) [][]string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	reader.Comma = separator
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// cell returns the cell of a row below a title.
func cell(t *testing.T, records [][]string, row int, title string) string {
	t.Helper()
	for i, name := range records[0] {
		if name == title {
			return records[row][i]
		}
	}
	t.Fatalf("no column %q in %v", title, records[0])
	return ""
}

// A text from a document is never a formula; a negative amount stays a number.
func TestCSVIsSafeForSpreadsheets(t *testing.T) {
	l := gold(t, evil(), onPoint(invoice("B/1", "2026-01-01", "2026-01-31", 10000, 2300), homePPE, 400_000))
	path := exported(t, l, lake.Export{What: lake.ExportInvoices, Format: lake.ExportCSV, BOM: true, DecimalComma: true, Titles: lake.Polish})
	content, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(content, []byte("\xef\xbb\xbf")) {
		t.Fatalf("no byte order mark: %.10q %v", content, err)
	}
	records := readCSV(t, path, ';')
	want := map[string]string{
		"Numer faktury": `'=HYPERLINK("http://x")`, "Sprzedawca": `'+48 Prąd; "Ala"`, "Nabywca": "'@SUM(A1)", "Przyczyna korekty": "'-2+3\tx", "NIP nabywcy": "'\tx",
		"Netto": "-1234,56", "VAT": "-283,95", "Zużycie kWh": "-400,125", "Data wystawienia": "2026-04-10", "Okres od": "2026-01-01", "PPE": homePPE,
		"Termin płatności": "", "Rodzaj": "correction",
	}
	for title, value := range want {
		if got := cell(t, records, 1, title); got != value {
			t.Errorf("%s: %q, want %q", title, got, value)
		}
	}
	if len(records) != 3 {
		t.Errorf("%d records", len(records))
	}
}

func TestCSVOfEverything(t *testing.T) {
	l := gold(t, evil(), onPoint(invoice("B/1", "2026-01-01", "2026-01-31", 10000, 2300), homePPE, 400_000))
	for _, what := range lake.ExportNames() {
		records := readCSV(t, exported(t, l, lake.Export{What: what, Format: lake.ExportCSV}), ',')
		titled := readCSV(t, exported(t, l, lake.Export{What: what, Format: lake.ExportCSV, Titles: lake.English}), ',')
		for i, title := range titled[0] {
			if title == records[0][i] && title != "PPE" {
				t.Errorf("%s: the column %q has no title", what, title)
			}
		}
		if len(records) < 2 && what != lake.ExportCorrections {
			t.Errorf("%s is empty", what)
		}
	}
	lines := readCSV(t, exported(t, l, lake.Export{What: lake.ExportLines, Format: lake.ExportCSV}), ',')
	if got := []string{cell(t, lines, 1, "name"), cell(t, lines, 1, "quantity"), cell(t, lines, 1, "unit_price"), cell(t, lines, 1, "net")}; !cmp.Equal(got, []string{"'-energia", "-400.125", "0.308540", "-1234.56"}) {
		t.Errorf("line: %q", got)
	}
	points := readCSV(t, exported(t, l, lake.Export{What: lake.ExportPoints, Format: lake.ExportCSV}), ',')
	if got := cell(t, points, 1, "address"); got != "ul. Żółta 1\nŁódź" {
		t.Errorf("address: %q", got)
	}
	if _, err := l.Export(t.Context(), lake.Export{What: "all", Format: lake.ExportCSV}, filepath.Join(t.TempDir(), "x")); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("no such export: %v", err)
	}
}

func TestExportIsNarrowed(t *testing.T) {
	march, may := invoice("M/3", "2026-03-01", "2026-03-31", 1, 0), onPoint(invoice("M/5", "2026-05-01", "2026-05-31", 2, 0), homePPE, 1000)
	march.IssueDate, may.IssueDate = day("2026-03-31"), day("2026-05-01")
	l := gold(t, march, may)
	for name, c := range map[string]struct {
		e    lake.Export
		want []string
	}{
		"all":       {lake.Export{}, []string{"M/3", "M/5"}},
		"from":      {lake.Export{Filter: lake.MetricFilter{From: day("2026-04-01")}}, []string{"M/5"}},
		"to":        {lake.Export{Filter: lake.MetricFilter{To: day("2026-03-01")}}, []string{"M/3"}},
		"point":     {lake.Export{Filter: lake.MetricFilter{PPE: homePPE}}, []string{"M/5"}},
		"one":       {lake.Export{Invoices: []lake.InvoiceKey{march.Key}}, []string{"M/3"}},
		"none":      {lake.Export{Invoices: []lake.InvoiceKey{}}, nil},
		"injection": {lake.Export{Filter: lake.MetricFilter{PPE: "' OR true --"}}, nil},
	} {
		c.e.What, c.e.Format = lake.ExportInvoices, lake.ExportCSV
		var got []string
		for _, record := range readCSV(t, exported(t, l, c.e), ',')[1:] {
			got = append(got, record[0])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// In XLSX a text is a cell of type text, an amount a number with two places, a day a date; the header stays in view.
func TestXLSXHasTypedCells(t *testing.T) {
	l := gold(t, evil())
	book, err := excelize.OpenFile(exported(t, l, lake.Export{What: lake.ExportInvoices, Format: lake.ExportXLSX, Titles: lake.Polish}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	sheet := book.GetSheetList()[0]
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	column := func(title string) string {
		for i, name := range rows[0] {
			if name == title {
				c, _ := excelize.CoordinatesToCellName(i+1, 2)
				return c
			}
		}
		t.Fatalf("no column %q", title)
		return ""
	}
	for title, want := range map[string]struct {
		kind      excelize.CellType
		raw, seen string
	}{
		"Numer faktury":    {excelize.CellTypeInlineString, `=HYPERLINK("http://x")`, `=HYPERLINK("http://x")`},
		"NIP sprzedawcy":   {excelize.CellTypeInlineString, "1112223332", "1112223332"},
		"Netto":            {excelize.CellTypeUnset, "-1234.56", "-1,234.56"},
		"Data wystawienia": {excelize.CellTypeUnset, "46122", "2026-04-10"},
	} {
		c := column(title)
		kind, err := book.GetCellType(sheet, c)
		raw, err2 := book.GetCellValue(sheet, c, excelize.Options{RawCellValue: true})
		seen, err3 := book.GetCellValue(sheet, c)
		if err != nil || err2 != nil || err3 != nil || kind != want.kind || raw != want.raw || seen != want.seen {
			t.Errorf("%s: %v %q %q, want %+v", title, kind, raw, seen, want)
		}
		if formula, _ := book.GetCellFormula(sheet, c); formula != "" {
			t.Errorf("%s is the formula %q", title, formula)
		}
	}
	if panes, err := book.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes: %+v, %v", panes, err)
	}
}

func TestParquetKeepsTypes(t *testing.T) {
	l := gold(t, evil())
	path := exported(t, l, lake.Export{What: lake.ExportInvoices, Format: lake.ExportParquet})
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var kind, net string
	if err := db.QueryRowContext(t.Context(), "SELECT typeof(net), net::VARCHAR FROM read_parquet(?)", path).Scan(&kind, &net); err != nil || kind != "DECIMAL(18,2)" || net != "-1234.56" {
		t.Errorf("%s %s, %v", kind, net, err)
	}
}

// A million rows need no more memory than a few thousand. Takes a minute.
func TestExportOfAMillionRowsIsFlat(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") == "" {
		t.Skip("a soak test: set WATTLAKE_SOAK=1")
	}
	l := open(t)
	const batch, batches = 50_000, 20
	for b := range batches {
		rows := make([]lake.Invoice, batch)
		for i := range rows {
			number := strings.Repeat("0", 3) + string(rune('A'+b)) + "/" + strconv.Itoa(i)
			rows[i] = onPoint(invoice(number, "2026-01-01", "2026-01-31", int64(i), 0), homePPE, 1000)
		}
		l.commit(t, nil, rows...)
	}
	for _, format := range []lake.ExportFormat{lake.ExportCSV, lake.ExportXLSX, lake.ExportParquet} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		path := filepath.Join(t.TempDir(), "x."+string(format))
		rows, err := l.Export(t.Context(), lake.Export{What: lake.ExportInvoices, Format: format}, path)
		if err != nil || rows != batch*batches {
			t.Fatalf("%s: %d rows, %v", format, rows, err)
		}
		runtime.ReadMemStats(&after)
		info, _ := os.Stat(path)
		t.Logf("%s: %d MB file, Go heap grew to %d MB from %d MB", format, info.Size()>>20, after.HeapSys>>20, before.HeapSys>>20)
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 256<<20 {
			t.Errorf("%s: the heap grew by %d MB", format, grown>>20)
		}
	}
}
