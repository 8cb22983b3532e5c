package warehouse_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
)

// lakeDir is a lake in a folder with its warehouse.
type lakeDir struct {
	*warehouse.Warehouse
	root  string
	store *store.Dir
}

func open(tb testing.TB) lakeDir {
	tb.Helper()
	return openAt(tb, tb.TempDir())
}

func openAt(tb testing.TB, root string) lakeDir {
	tb.Helper()
	objects, err := store.NewDir(root)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := warehouse.Open(tb.Context(), warehouse.Params{
		Store: objects, Root: root, TempDir: tb.TempDir(), Clock: func() time.Time { return time.UnixMilli(1_800_000_000_000) },
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := w.Close(); err != nil {
			tb.Error(err)
		}
		_ = objects.Close()
	})
	return lakeDir{w, root, objects}
}

func (l lakeDir) commit(tb testing.TB, remove []lake.InvoiceKey, rows ...lake.Invoice) int64 {
	tb.Helper()
	version, err := l.tryCommit(tb.Context(), remove, rows)
	if err != nil {
		tb.Fatal(err)
	}
	return version
}

// tryCommit commits to whatever version is there, as often as others are faster.
func (l lakeDir) tryCommit(ctx context.Context, remove []lake.InvoiceKey, rows []lake.Invoice) (int64, error) {
	for {
		base, err := l.SilverVersion(ctx)
		if err != nil {
			return 0, err
		}
		version, err := l.CommitSilver(ctx, base, remove, rows)
		if lake.CodeOf(err) != lake.CodeConflict {
			return version, err
		}
	}
}

func (l lakeDir) invoices(tb testing.TB) []lake.Invoice {
	tb.Helper()
	rows, err := l.Invoices(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}

// full is a row with every field set.
func full() lake.Invoice {
	return lake.Invoice{
		Key: "0123456789abcdef0123456789abcdef", Number: `FS/1 "ź" 'q'`, Kind: lake.Correction, Scope: lake.Sale,
		Corrects: []lake.Reference{{Number: "FS/0", Key: "00"}}, Reason: "błąd\nodczytu", SellerName: "S", SellerNIP: "1112223332",
		BuyerName: "B", BuyerNIP: "9990000014", IssueDate: day("2026-04-08"), SaleDate: day("2026-03-31"), DueDate: day("2026-04-24"),
		PeriodStart: day("2026-03-01"), PeriodEnd: day("2026-03-31"), Currency: "PLN",
		Net: money(-7923), VAT: money(-1822), Gross: money(-9745), AmountDue: money(0),
		VATRows: []lake.VATRow{{Rate: "23", Net: -7923, VAT: -1822, Gross: -9745}}, Consumption: kwh(1_725_001),
		Points: []lake.Point{
			{
				PPE: "590310600000001023", Tariff: "C12a", Address: "Leśna 2", PeriodStart: day("2026-03-01"), PeriodEnd: day("2026-03-31"),
				Consumption: kwh(1_725_001), ConsumptionBefore: kwh(1_840_000), Net: money(-7923),
			},
			{PPE: "590310600000001030"},
		},
		Lines: []lake.Line{{
			PPE: "590310600000001023", Name: "Energia", Zone: "dzienna", Quantity: lake.Some[lake.Quantity](12500), Unit: "kWh",
			UnitPrice: lake.Some[lake.Price](689_000), Net: money(861), VATRate: "23",
		}, {Name: "Upust"}},
		KSeFNumber: "9999999999-20230908-8BEF280C8D35-4D",
		Documents:  []lake.DocumentRef{{Document: "d1", Part: 2, Parsed: "01_bronze/x.json", Role: lake.Winner}},
		TextSource: lake.SourceOCR, Confidence: 0.8251374, Status: lake.StatusReview,
		Findings: []lake.Finding{{Code: lake.FindingPPECheck, Severity: lake.Warning, Field: lake.FieldPPE, Message: lake.Text{PL: "ź", EN: "z"}}},
		Parser:   7, Year: 2026,
	}
}

func TestRowsComeBackAsTheyWere(t *testing.T) {
	l := open(t)
	empty := lake.Invoice{Key: "ff", Kind: lake.Settlement, Status: lake.StatusReview}
	l.commit(t, nil, full(), empty)
	if diff := cmp.Diff([]lake.Invoice{empty, full()}, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
}

func TestMissingTablesAreEmpty(t *testing.T) {
	l := open(t)
	if rows := l.invoices(t); rows != nil {
		t.Errorf("rows: %v", rows)
	}
	version, err := l.SilverVersion(t.Context())
	if err != nil || version != -1 {
		t.Errorf("version %d, %v", version, err)
	}
	rows, err := l.Touching(t.Context(), []lake.DocumentID{"d"}, []lake.InvoiceKey{"k"})
	if err != nil || len(rows) != 0 {
		t.Errorf("touching: %v, %v", rows, err)
	}
	if version := l.commit(t, []lake.InvoiceKey{"k"}); version != -1 {
		t.Errorf("removing nothing gave version %d", version)
	}
}

func TestCommitReplacesMovesAndRemoves(t *testing.T) {
	l := open(t)
	a, b := full(), full()
	b.Key = "bb"
	if v := l.commit(t, nil, a, b); v != 0 {
		t.Errorf("version %d", v)
	}
	if v := l.commit(t, []lake.InvoiceKey{"bb", "cc"}, a, b); v != 0 {
		t.Errorf("the same rows again gave version %d", v)
	}
	a.IssueDate, a.Year = day("2025-12-31"), 2025 // to another partition
	if v := l.commit(t, nil, a); v != 1 {
		t.Errorf("version %d", v)
	}
	if diff := cmp.Diff([]lake.Invoice{a, b}, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
	l.commit(t, []lake.InvoiceKey{a.Key})
	if diff := cmp.Diff([]lake.Invoice{b}, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
	l.commit(t, []lake.InvoiceKey{b.Key})
	if rows := l.invoices(t); rows != nil {
		t.Errorf("rows: %v", rows)
	}
}

func TestTouching(t *testing.T) {
	l := open(t)
	a, b, c := full(), full(), full()
	a.Key, b.Key, c.Key = "aa", "bb", "cc"
	a.Documents = []lake.DocumentRef{{Document: "d1"}, {Document: "d2"}}
	c.Documents = nil
	l.commit(t, nil, a, b, c)
	rows, err := l.Touching(t.Context(), []lake.DocumentID{"d2", "d9"}, []lake.InvoiceKey{"cc"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]lake.Invoice{a, c}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestManySmallCommitsAreFoldedIntoOneFile(t *testing.T) {
	l := open(t)
	row := full()
	for i := range 3 * warehouse.MaxSmallFiles {
		row.Key = lake.InvoiceKey(rune('a' + i))
		l.commit(t, nil, row)
	}
	if n := len(l.invoices(t)); n != 3*warehouse.MaxSmallFiles {
		t.Errorf("%d rows", n)
	}
	files, err := l.SilverFiles(t.Context())
	if err != nil || files > warehouse.MaxSmallFiles+1 {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestTwoProcessesCommit(t *testing.T) {
	a := open(t)
	b := openAt(t, a.root)
	row := full()
	results := make(chan error)
	for i, l := range []lakeDir{a, b} {
		go func() {
			for n := range 5 {
				mine := row
				mine.Key = lake.InvoiceKey(string(rune('a'+i)) + string(rune('a'+n)))
				if _, err := l.tryCommit(t.Context(), nil, []lake.Invoice{mine}); err != nil {
					results <- err
					return
				}
			}
			results <- nil
		}()
	}
	for range 2 {
		if err := <-results; err != nil {
			t.Fatal(err)
		}
	}
	if n := len(a.invoices(t)); n != 10 {
		t.Errorf("%d rows, want 10", n)
	}
}

// A change that was computed from another version than is there now is refused, whoever made that version.
func TestCommitOnAnOlderVersionIsRefused(t *testing.T) {
	l := open(t)
	other := openAt(t, l.root)
	mine, theirs := full(), full()
	theirs.Key = "aa"
	l.commit(t, nil, theirs)
	for name, from := range map[string]lakeDir{"here": l, "in another process": other} {
		for _, base := range []int64{-1, 1, 7} {
			_, err := from.CommitSilver(t.Context(), base, nil, []lake.Invoice{mine})
			if lake.CodeOf(err) != lake.CodeConflict {
				t.Errorf("%s, base %d: %v, want a conflict", name, base, err)
			}
		}
	}
	if diff := cmp.Diff([]lake.Invoice{theirs}, l.invoices(t)); diff != "" {
		t.Error(diff)
	}
}

func day(s string) lake.Date {
	d, err := lake.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func money(grosze int64) lake.Opt[lake.Money] { return lake.Some(lake.Money(grosze)) }
func kwh(wh int64) lake.Opt[lake.Energy]      { return lake.Some(lake.Energy(wh)) }
