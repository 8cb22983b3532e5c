package pipeline_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
)

// BenchmarkEntriesMemory measures what the list of a lake and all that it is made of keep in memory, for each invoice.
func BenchmarkEntriesMemory(b *testing.B) {
	const invoices = 10_000
	objects, root := store.NewMemory(), b.TempDir()
	tables, err := warehouse.Open(b.Context(), warehouse.Params{Store: objects, TempDir: root, Clock: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = tables.Close() }()
	rows := make([]lake.Invoice, invoices)
	for i := range rows {
		rows[i] = listedInvoice(b, objects, i)
	}
	if _, err := tables.CommitSilver(b.Context(), -1, nil, rows); err != nil {
		b.Fatal(err)
	}
	var before, after runtime.MemStats
	for b.Loop() {
		measure(&before)
		library, err := pipeline.OpenLibrary(b.Context(), objects, tables)
		if err != nil {
			b.Fatal(err)
		}
		entries, err := library.Entries(b.Context())
		if err != nil || len(entries) != invoices {
			b.Fatal(len(entries), err)
		}
		measure(&after)
		runtime.KeepAlive(library)
		runtime.KeepAlive(entries)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/invoices, "B/invoice")
	b.ReportMetric(float64(after.HeapObjects-before.HeapObjects)/invoices, "objects/invoice")
}

func measure(m *runtime.MemStats) {
	runtime.GC()
	runtime.GC() // what the first one has found free
	runtime.ReadMemStats(m)
}

// listedInvoice makes the i-th invoice and the objects of its document.
func listedInvoice(b *testing.B, objects *store.Memory, i int) lake.Invoice {
	b.Helper()
	raw := fmt.Append(nil, "document ", i)
	id := lake.NewDocumentID(raw)
	file := fmt.Sprintf("Faktura_%06d.pdf", i)
	name := lake.NewName(file, id)
	origin, err := json.Marshal(lake.Origin{Document: id, FileName: file, At: fmt.Sprintf("2026-01-02T03:%02d:05Z", i%60)})
	if err != nil {
		b.Fatal(err)
	}
	parsed := lake.ParsedKey(name, raw)
	for key, content := range map[lake.Key][]byte{
		lake.RawKey(name, ".pdf"): nil, lake.OriginKey(name, origin): origin, lake.TextKey(name, raw): nil, lake.WordsKey(name, raw): nil, parsed: nil,
	} {
		if _, err := objects.PutIfAbsent(b.Context(), key, content); err != nil {
			b.Fatal(err)
		}
	}
	day := lake.Date{Year: 2026, Month: 1, Day: 1}.AddDays(i % 365)
	number := fmt.Sprintf("FV/%06d/2026", i)
	return lake.Invoice{
		Key: lake.NewInvoiceKey("1112223332", "", number, "", 0), Number: number, Kind: lake.Settlement, SellerName: "Prąd S.A.", SellerNIP: "1112223332",
		BuyerName: "Gmina Przykładów", IssueDate: day, PeriodStart: day.AddDays(-40), PeriodEnd: day.AddDays(-10), Status: lake.Ready, Year: day.Year,
		Net: lake.Some[lake.Money](100_00), VAT: lake.Some[lake.Money](23_00), Gross: lake.Some[lake.Money](123_00),
		Points: []lake.Point{{PPE: fmt.Sprintf("5903106000%08d", i%500)}}, Documents: []lake.DocumentRef{{Document: id, Part: 1, Role: lake.Winner, Parsed: parsed}},
	}
}
