package present_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func docID(n int) lake.DocumentID { return lake.NewDocumentID([]byte(strconv.Itoa(n))) }

// document makes a ready document with one invoice; change may alter it.
func document(n int, change func(*pipeline.Document, *lake.Invoice)) pipeline.Document {
	d := pipeline.Document{ID: docID(n), FileName: fmt.Sprintf("plik_%d.pdf", n), Status: lake.Ready}
	invoice := lake.Invoice{
		Number: fmt.Sprintf("FV/%d", n), Kind: lake.Settlement, Scope: lake.Comprehensive, SellerName: "Żarówka S.A.", Status: lake.Ready, Currency: "PLN",
		Documents: []lake.DocumentRef{{Document: d.ID, Part: 1, Role: lake.Winner}},
	}
	if change != nil {
		change(&d, &invoice)
	}
	d.Invoices = []lake.Invoice{invoice}
	return d
}

func money(net, gross lake.Money) func(*pipeline.Document, *lake.Invoice) {
	return func(_ *pipeline.Document, i *lake.Invoice) {
		i.Net, i.VAT, i.Gross = lake.Some(net), lake.Some(gross-net), lake.Some(gross)
	}
}

func TestComputedGross(t *testing.T) {
	t.Parallel()
	tests := []struct {
		net, gross, computed lake.Money
		differs              bool
	}{
		{10_000, 12_300, 12_300, false},
		{39_166, 48_175, 48_174, true}, // the invoice's own rounding: 391.66 × 1.23 = 481.7418
		{10_000, 10_500, 12_300, true}, // 5 % VAT
		{-10_050, -12_362, -12_362, false},
		{50, 62, 62, false}, // 0.615 rounds away from zero
	}
	for _, test := range tests {
		rows := shape([]pipeline.Document{document(1, money(test.net, test.gross))})
		if got := rows[0].Computed().Value; got != test.computed || rows[0].Differs() != test.differs {
			t.Errorf("net %s gross %s: computed %s differs %v, want %s %v", test.net, test.gross, got, rows[0].Differs(), test.computed, test.differs)
		}
	}
	unknown := shape([]pipeline.Document{document(1, nil)})[0]
	if unknown.Computed().Known || unknown.Differs() {
		t.Error("a gross was computed without a net")
	}
}

func TestDocumentsWithoutInvoicesAreRows(t *testing.T) {
	t.Parallel()
	failure := &lake.Failure{Stage: lake.StageRead, Message: lake.Text{PL: "Zaszyfrowany.", EN: "Encrypted."}}
	documents := []pipeline.Document{
		{ID: docID(1), FileName: "czeka.pdf", Status: lake.Waiting},
		{ID: docID(2), FileName: "czyta.pdf", Status: lake.Processing, Stage: lake.StageRead},
		{ID: docID(3), FileName: "zły.pdf", Status: lake.Failed, Failure: failure},
	}
	rows := shape(documents)
	l := present.NewLocale(lake.Polish)
	want := [][2]string{{"Czeka", "czeka.pdf"}, {"Odczyt", "czyta.pdf"}, {"Nieodczytana", "zły.pdf"}}
	for i := range rows {
		got := [2]string{present.InvoiceCell(l, rows[i], present.ColumnStatus, present.Widest{}).Text, present.InvoiceCell(l, rows[i], present.ColumnNumber, present.Widest{}).Text}
		if got != want[i] {
			t.Errorf("row %d shows %v, want %v", i, got, want[i])
		}
	}
	s := present.Select(rows, present.Query{Group: present.WorkGroup})
	if len(s.Rows) != 2 || s.Counts[present.FailedGroup] != 1 || s.Counts[present.AnyStatus] != 3 {
		t.Errorf("%d rows at work, counts %v", len(s.Rows), s.Counts)
	}
}

func TestDuplicatesAreShownButNotAdded(t *testing.T) {
	t.Parallel()
	first := document(1, money(10_000, 12_300))
	second := document(2, money(10_000, 12_300))
	refs := []lake.DocumentRef{{Document: docID(1), Part: 1, Role: lake.Winner}, {Document: docID(2), Part: 1, Role: lake.Duplicate}}
	first.Invoices[0].Documents, second.Invoices[0].Documents = refs, refs
	s := present.Select(shape([]pipeline.Document{first, second}), present.Query{})
	if s.Rows[1].Status != lake.StatusDoubled {
		t.Errorf("the second document is %s, want duplicate", s.Rows[1].Status)
	}
	if s.Totals.Invoices != 1 || s.Totals.Net != 10_000 || s.Totals.Rows != 2 {
		t.Errorf("totals %+v count the duplicate", s.Totals)
	}
}

// A metering point of an invoice that bills several can be asked for like any other.
func TestPointCodes(t *testing.T) {
	t.Parallel()
	billing := func(codes ...string) func(*pipeline.Document, *lake.Invoice) {
		return func(_ *pipeline.Document, i *lake.Invoice) {
			for _, code := range codes {
				i.Points = append(i.Points, lake.Point{PPE: code})
			}
		}
	}
	rows := shape([]pipeline.Document{document(1, billing("590310600009382536", "", "590310600004858401")), document(2, billing("590310600004858401")), {ID: docID(3)}})
	want := map[string]bool{"590310600009382536": true, "590310600004858401": true}
	if got := present.PointCodes(rows); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestForeignCurrencyStaysOutOfTheSum(t *testing.T) {
	t.Parallel()
	documents := []pipeline.Document{document(1, money(100, 123)), document(2, func(d *pipeline.Document, i *lake.Invoice) {
		money(1000, 1230)(d, i)
		i.Currency = "EUR"
	})}
	totals := present.Select(shape(documents), present.Query{}).Totals
	if totals.Net != 100 || totals.Foreign != 1 {
		t.Errorf("totals %+v", totals)
	}
}

func TestTextFilter(t *testing.T) {
	t.Parallel()
	rows := shape([]pipeline.Document{document(7, func(_ *pipeline.Document, i *lake.Invoice) {
		i.Number = "P/236 / 0001"
		i.Points = []lake.Point{{PPE: "590322400000000102", Address: "ul. Łąkowa 5, Gliwice"}}
	})})
	for text, found := range map[string]bool{
		"": true, "żarówka": true, "ZAROWKA": true, "lakowa gliwice": true, "gliwice łąk": true, "590322": true, "p/236/0001": true, "plik_7": true, "warszawa": false,
		"zarowka warszawa": false,
	} {
		if got := len(present.Select(rows, present.Query{Text: text}).Rows) == 1; got != found {
			t.Errorf("%q: found %v, want %v", text, got, found)
		}
	}
}

// sortable are the columns with a value that a test can read back as a number.
var sortable = map[present.ColumnID]func(present.Row) (int64, bool){
	present.ColumnNet:      func(r present.Row) (int64, bool) { return int64(r.Invoice.Net.Value), r.Invoice.Net.Known },
	present.ColumnGross:    func(r present.Row) (int64, bool) { return int64(r.Invoice.Gross.Value), r.Invoice.Gross.Known },
	present.ColumnComputed: func(r present.Row) (int64, bool) { return int64(r.Computed().Value), r.Computed().Known },
	present.ColumnKWh: func(r present.Row) (int64, bool) {
		return int64(r.Invoice.Consumption.Value), r.Invoice.Consumption.Known
	},
	present.ColumnIssued: func(r present.Row) (int64, bool) {
		return r.Invoice.IssueDate.Time().Unix(), !r.Invoice.IssueDate.IsZero()
	},
}

func TestSortingIsNumericStableAndPutsUnknownLast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := shape(drawDocuments(t))
		column := rapid.SampledFrom([]present.ColumnID{present.ColumnNet, present.ColumnGross, present.ColumnComputed, present.ColumnKWh, present.ColumnIssued}).Draw(t, "column")
		descending := rapid.Bool().Draw(t, "descending")
		got := present.Select(rows, present.Query{Sort: column, Descending: descending}).Rows
		want := slices.Clone(rows)
		value := sortable[column]
		slices.SortStableFunc(want, func(a, b present.Row) int {
			va, knownA := value(a)
			vb, knownB := value(b)
			switch {
			case knownA != knownB:
				if knownA {
					return -1
				}
				return 1
			case descending:
				return cmp.Compare(vb, va)
			default:
				return cmp.Compare(va, vb)
			}
		})
		if !slices.Equal(got, want) {
			t.Fatalf("column %s descending %v: wrong order", column, descending)
		}
	})
}

func drawDocuments(t *rapid.T) []pipeline.Document {
	n := rapid.IntRange(0, 40).Draw(t, "documents")
	documents := make([]pipeline.Document, n)
	for i := range documents {
		documents[i] = document(i, func(_ *pipeline.Document, v *lake.Invoice) {
			if rapid.Bool().Draw(t, "known") {
				v.Net = lake.Some(lake.Money(rapid.IntRange(-5, 5).Draw(t, "net")))
				v.Gross = lake.Some(lake.Money(rapid.Int64Range(-1e12, 1e12).Draw(t, "gross")))
				v.Consumption = lake.Some(lake.Energy(rapid.IntRange(-3, 3).Draw(t, "kwh")))
				v.IssueDate = lake.Date{Year: 2020, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
			}
		})
	}
	return documents
}

func TestNoFigureIsWiderThanItsColumn(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	rapid.Check(t, func(t *rapid.T) {
		rows := shape(drawDocuments(t))
		s := present.Select(rows, present.Query{})
		for _, c := range present.Columns(l, s.Widest) {
			if !c.Right {
				continue
			}
			for _, r := range s.Rows {
				if text := present.InvoiceCell(l, r, c.ID, s.Widest).Text; len([]rune(text)) > len([]rune(c.Sample)) {
					t.Fatalf("column %s: %q is longer than the sample %q", c.ID, text, c.Sample)
				}
			}
		}
	})
}

func TestInvoicesTSV(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	rows := shape([]pipeline.Document{document(1, func(d *pipeline.Document, i *lake.Invoice) {
		money(-123_456, -151_851)(d, i)
		i.SellerName = "Ene\trgia\nS.A."
		i.Consumption = lake.Some[lake.Energy](1_234_500)
		i.PeriodStart, i.PeriodEnd = lake.Date{Year: 2026, Month: 1, Day: 1}, lake.Date{Year: 2026, Month: 1, Day: 31}
		i.Points = []lake.Point{{PPE: "1"}, {PPE: "2"}}
	})})
	s := present.Select(rows, present.Query{})
	lines := strings.Split(present.InvoicesTSV(l, s.Rows, present.Columns(l, s.Widest)), "\n")
	want := "Gotowa\tFV/1\tEne rgia S.A.\tRozliczenie\t1 2\t2026-01-01/2026-01-31\t1234,5\t-1234,56\t-1518,51\t-1518,51\t\t\tplik_1.pdf\t-283,95\t"
	if diff := gocmp.Diff(want, lines[1]); diff != "" {
		t.Errorf("line differs (-want +got):\n%s", diff)
	}
	if titles := strings.Split(lines[0], "\t"); len(titles) != len(strings.Split(lines[1], "\t")) || titles[0] != "Stan" {
		t.Errorf("titles %q", titles)
	}
}

// manyDocuments makes documents with all kinds of values.
func manyDocuments(n int) []pipeline.Document {
	r := rand.New(rand.NewPCG(1, 2))
	documents := make([]pipeline.Document, n)
	for i := range documents {
		documents[i] = document(i, func(_ *pipeline.Document, v *lake.Invoice) {
			v.SellerName = []string{"Żarówka S.A.", "Prąd sp. z o.o.", "Światło"}[i%3]
			v.Net, v.Gross = lake.Some(lake.Money(r.IntN(1e6))), lake.Some(lake.Money(r.IntN(1e6)))
			v.Consumption = lake.Some(lake.Energy(r.IntN(1e7)))
			v.PeriodStart = lake.Date{Year: 2020, Month: 1, Day: 1}.AddDays(r.IntN(2000))
			v.PeriodEnd = v.PeriodStart.AddDays(30)
			v.Points = []lake.Point{{PPE: fmt.Sprintf("5903224%011d", i%500), Address: "ul. Łąkowa 5, 44-100 Gliwice"}}
		})
	}
	return documents
}

// selectBudget is the most that sorting and filtering 20,000 rows may take.
const selectBudget = 50 * time.Millisecond

func BenchmarkSelect20000(b *testing.B) {
	rows := shape(manyDocuments(20_000))
	for name, query := range map[string]present.Query{
		"sort by net":        {Sort: present.ColumnNet},
		"sort by seller":     {Sort: present.ColumnSeller, Descending: true},
		"filter two words":   {Text: "światło łąkowa"},
		"filter and sort":    {Text: "lakowa", Sort: present.ColumnPeriod},
		"order of arrival":   {},
		"sort by metering p": {Sort: present.ColumnPPE},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				present.Select(rows, query)
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(selectBudget)*100, "%of-budget")
		})
	}
}

func BenchmarkShape20000(b *testing.B) {
	documents := manyDocuments(20_000)
	for b.Loop() {
		shape(documents)
	}
}

func TestArrange(t *testing.T) {
	t.Parallel()
	all := present.Columns(present.NewLocale(lake.Polish), present.Widest{})
	if got := present.Arrange(all, nil, nil); len(got) != len(present.UsualColumns()) || len(got) == len(all) {
		t.Errorf("%d columns, want the usual ones", len(got))
	}
	got := present.Arrange(all, []present.ColumnID{present.ColumnGross, "bogus", present.ColumnNumber}, nil)
	if len(got) != 2 || got[0].ID != present.ColumnGross || got[1].ID != present.ColumnNumber {
		t.Errorf("arranged %v", got)
	}
}

// A click into a chart of a group, or of a point that had other codes, leads to the invoices of all these codes.
func TestInvoicesOfAGroupAndOfOldCodes(t *testing.T) {
	t.Parallel()
	invoice := func(codes string) *pipeline.Entry {
		row := lake.Invoice{Number: codes}
		for code := range strings.FieldsSeq(codes) {
			row.Points = append(row.Points, lake.Point{PPE: code})
		}
		return &pipeline.Entry{Status: lake.Ready, Invoice: lake.NewBrief(row)}
	}
	rows := present.Shape([]*pipeline.Entry{invoice("1"), invoice("2"), invoice("3"), invoice("3 9"), invoice("4")})
	register := []lake.RegisteredPoint{{PPE: "1", Group: "schools"}, {PPE: "2", Group: "schools", OldCodes: []string{"9"}}, {PPE: "3"}}
	for _, test := range []struct{ ppe, group, want string }{
		{"", "schools", "1,2,3 9"}, {"2", "schools", "2,3 9"}, {"2", "", "2,3 9"}, {"1", "", "1"}, {"3", "", "3,3 9"}, {"", "", "1,2,3,3 9,4"},
	} {
		var q present.Query
		q.About(test.ppe, test.group, register)
		var numbers []string
		for _, r := range present.Select(rows, q).Rows {
			numbers = append(numbers, r.Invoice.Number)
		}
		if got := strings.Join(numbers, ","); got != test.want || q.Narrowed() != (test.want != "1,2,3,3 9,4") {
			t.Errorf("point %q, group %q: %q, want %q", test.ppe, test.group, got, test.want)
		}
	}
}
