//go:build e2e

package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
)

// The measures of a great lake: bills of sale and of distribution for every month, by as many sellers as a commune has.
const (
	pointsOfGreatLake = 800
	billsOfMonth      = 2 * pointsOfGreatLake
	firstYear         = 2020
	documentsAtOnce   = 20_000
)

// makeGreatLake fills a folder with a lake of n invoices as a long life would have left it: every object of Bronze in its
// place, Silver with a row for each, no Gold yet. Only the PDFs are short: nobody opens them.
func makeGreatLake(t *testing.T, folder string, n int) {
	t.Helper()
	objects, err := store.NewDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := warehouse.Open(t.Context(), warehouse.Params{Store: objects, Root: folder, TempDir: t.TempDir(), Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tables.Close() }()
	for _, prefix := range []string{lake.RawPrefix, lake.ReadPrefix, lake.ParsedPrefix} {
		if err := os.MkdirAll(filepath.Join(folder, filepath.FromSlash(prefix)), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	version := int64(-1)
	rows := make([]lake.Invoice, 0, documentsAtOnce)
	for i := range n {
		rows = append(rows, greatInvoice(t, folder, i))
		if len(rows) == cap(rows) || i == n-1 {
			if version, err = tables.CommitSilver(t.Context(), version, nil, rows); err != nil {
				t.Fatal(err)
			}
			rows = rows[:0]
		}
	}
}

// greatInvoice makes the i-th invoice and the objects of its document.
func greatInvoice(t *testing.T, folder string, i int) lake.Invoice {
	t.Helper()
	point, month := i%pointsOfGreatLake, i/billsOfMonth
	begin := time.Date(firstYear, time.Month(1+month), 1, 0, 0, 0, 0, time.UTC)
	end := begin.AddDate(0, 1, -1)
	issued := lake.DateOf(end.AddDate(0, 0, 4+point%9))
	row := lake.Invoice{
		Number: fmt.Sprintf("FV/%06d/%d/%02d", i, begin.Year(), begin.Month()), Kind: lake.Settlement, Scope: lake.Sale,
		SellerName: "Przykładowa Energia Obrót S.A.", SellerNIP: "1112223332", BuyerName: "Gmina Przykładów", BuyerNIP: "9990000014",
		IssueDate: issued, SaleDate: lake.DateOf(end), DueDate: lake.DateOf(end.AddDate(0, 0, 21)),
		PeriodStart: lake.DateOf(begin), PeriodEnd: lake.DateOf(end), Currency: "PLN",
		TextSource: lake.SourceTextLayer, Confidence: 0.97, Status: lake.Ready, Parser: 1, Year: issued.Year,
	}
	if i/pointsOfGreatLake%2 == 1 {
		row.Scope, row.SellerName, row.SellerNIP = lake.Distribution, "Przykładowy Operator Sieci Sp. z o.o.", "7770020640"
	}
	if i%29 == 28 {
		row.Status = lake.StatusReview
	}
	net := lake.Money(100_00 + (i*104_729)%90_000)
	energy := lake.Some(lake.Energy(1000 * (100 + (point*7919+month*131)%900)))
	row.Net, row.VAT, row.Gross = lake.Some(net), lake.Some(net*23/100), lake.Some(net+net*23/100)
	row.AmountDue, row.Consumption = row.Gross, energy
	row.VATRows = []lake.VATRow{{Rate: "23", Net: net, VAT: row.VAT.Value, Gross: row.Gross.Value}}
	row.Points = []lake.Point{{
		PPE: fmt.Sprintf("5903106000%08d", point), Tariff: "C11", Address: fmt.Sprintf("Leśna %d", point), PeriodStart: row.PeriodStart, PeriodEnd: row.PeriodEnd,
		Consumption: energy, Net: row.Net,
	}}
	row.Lines = []lake.Line{
		{Name: "Energia czynna", Quantity: lake.Some(lake.Quantity(energy.Value)), Unit: "kWh", Net: lake.Some(net - 500), VATRate: "23"},
		{Name: "Opłata stała", Unit: "MC", Net: lake.Some[lake.Money](500), VATRate: "23"},
	}
	row.Documents = []lake.DocumentRef{{Part: 1, Role: lake.Winner}}
	row.Documents[0].Document, row.Documents[0].Parsed = greatDocument(t, folder, i, issued)
	row.Key = lake.NewInvoiceKey(row.SellerNIP, "", row.Number, "", 0)
	return row
}

// greatDocument writes the objects of a document.
func greatDocument(t *testing.T, folder string, i int, at lake.Date) (id lake.DocumentID, parsed lake.Key) {
	t.Helper()
	file := fmt.Sprintf("Faktura_%06d.pdf", i)
	raw := fmt.Appendf(nil, "%%PDF-1.7\n%% %d\n", i)
	id = lake.NewDocumentID(raw)
	name := lake.NewName(file, id)
	origin, err := json.Marshal(lake.Origin{Document: id, FileName: file, Size: int64(len(raw)), MediaType: "application/pdf", Source: "desktop", At: at.String() + "T08:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	parsed = lake.ParsedKey(name, raw)
	for key, content := range map[lake.Key][]byte{
		lake.RawKey(name, ".pdf"): raw, lake.OriginKey(name, origin): origin, lake.TextKey(name, raw): raw, lake.WordsKey(name, raw): []byte("{}"), parsed: []byte("{}"),
	} {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(string(key))), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return id, parsed
}
