package warehouse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wattlake/lake"
)

// audit returns one line per finding: code, decision, month, point, numbers.
func (l lakeDir) audit(t *testing.T) string {
	t.Helper()
	rows, err := l.Audit(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, r := range rows {
		fmt.Fprintln(&out, string(r.Code), "["+r.Decision+"]", month(r.Month), short(r.PPE), strings.Join(r.Numbers, ","))
	}
	return out.String()
}

func TestAuditOfPeriods(t *testing.T) {
	l := gold(t,
		onPoint(invoice("A", "2026-01-01", "2026-01-31", 100, 0), homePPE, 1),
		onPoint(invoice("B", "2026-01-01", "2026-01-31", 100, 0), homePPE, 1), // the same again
		onPoint(invoice("C", "2026-01-30", "2026-02-28", 101, 0), homePPE, 1), // two days again
		onPoint(invoice("D", "2026-03-05", "2026-03-31", 102, 0), homePPE, 1), // 1 to 4 March are missing
		of(onPoint(invoice("E", "2026-03-01", "2026-04-30", 103, 0), homePPE, 1), lake.Forecast, lake.Comprehensive),
		of(onPoint(invoice("F", "2026-01-01", "2026-01-31", 100, 0), homePPE, 1), lake.Settlement, lake.Sale), // a part of A, B and C
	)
	got := l.audit(t)
	// the pair's order follows the keys
	if strings.Count(got, "duplicate") != 1 || !strings.Contains(got, "duplicate [] 2026-01 1072 A,B") && !strings.Contains(got, "duplicate [] 2026-01 1072 B,A") {
		t.Error(got)
	}
	if strings.Count(got, "overlap [] 2026-01 1072") != 5 || strings.Contains(got, "gap") {
		t.Errorf("A and B overlap, C overlaps one of them, F all; the forecast fills the gap:\n%s", got)
	}
	l.commit(t, []lake.InvoiceKey{invoice("E", "", "", 0, 0).Key})
	l.build(t)
	if got := l.audit(t); !strings.Contains(got, "gap [] 2026-03 1072 D,C") {
		t.Error(got)
	}
}

// Costs that are counted twice because a number was misread, or because one bill has the whole of what another has a part of.
func TestAuditOfCostsThatCountTwice(t *testing.T) {
	bill := func(number string) lake.Invoice {
		return onPoint(invoice(number, "2026-01-01", "2026-01-31", 100, 23), homePPE, 310_000)
	}
	bare := func(number string) lake.Invoice {
		row := invoice(number, "2026-01-01", "2026-01-31", 100, 23)
		row.Consumption = kwh(310_000)
		return row
	}
	charge := func(number string) lake.Invoice { return invoice(number, "2026-01-01", "2026-01-31", 100, 23) }
	forecast := func(number string) lake.Invoice { return of(bill(number), lake.Forecast, lake.Comprehensive) }
	dearer := bare("C")
	dearer.Gross, dearer.Net = money(124), money(101)
	for name, c := range map[string]struct {
		rows []lake.Invoice
		want string
	}{
		"without a point":             {[]lake.Invoice{bare("A"), bare("B"), dearer}, "duplicate [] 2026-01 - "},
		"a fixed charge":              {[]lake.Invoice{charge("A"), charge("B")}, ""},
		"forecasts":                   {[]lake.Invoice{forecast("A"), forecast("B")}, "duplicate [] 2026-01 1072 "},
		"corrections":                 {[]lake.Invoice{bill("O"), correcting(bill("A"), "O"), correcting(bill("B"), "O")}, "duplicate [] 2026-01 - "},
		"corrections of nothing here": {[]lake.Invoice{correcting(bill("A"), "O"), correcting(bill("B"), "O")}, "duplicate [] 2026-01 - "},
		"the whole and a part":        {[]lake.Invoice{bill("A"), of(bill("B"), lake.Settlement, lake.Sale)}, "overlap [] 2026-01 1072 "},
		"two parts":                   {[]lake.Invoice{of(bill("A"), lake.Settlement, lake.Distribution), of(bill("B"), lake.Settlement, lake.Sale)}, ""},
		"a forecast and a bill":       {[]lake.Invoice{forecast("A"), of(bill("B"), lake.Settlement, lake.Sale)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.ReplaceAll(gold(t, c.rows...).audit(t), "B,A\n", "A,B\n") // which comes first follows from the keys
			if lines := strings.Count(got, "duplicate") + strings.Count(got, "overlap"); c.want == "" && lines > 0 || c.want != "" && (lines != 1 || !strings.Contains(got, c.want+"A,B\n")) {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

func TestAuditOfAmountsAndReferences(t *testing.T) {
	wrong := invoice("A", "2026-01-01", "2026-01-31", 100, 23)
	wrong.Gross = money(124)
	wrong.Findings = []lake.Finding{
		{Code: lake.FindingPPECheck, Severity: lake.NeedsReview, Field: lake.FieldPPE, Message: lake.Text{PL: "zły kod", EN: "bad code"}},
		{Code: lake.FindingAccepted, Severity: lake.Info, Field: lake.FieldName(lake.FindingPPECheck)},
		{Code: lake.FindingLowConfidence, Severity: lake.Info},
	}
	collective := correcting(invoice("L", "2026-03-01", "2026-03-31", 100, 23), "Y")
	collective.Corrects = append(collective.Corrects, correcting(collective, "Z").Corrects...)
	l := gold(t, wrong, correcting(invoice("K", "2026-02-01", "2026-02-28", 100, 23), "X"), collective)
	rows, err := l.Audit(t.Context(), lake.MetricFilter{})
	if err != nil || !slices.ContainsFunc(rows, func(r lake.AuditFinding) bool {
		return r.MessageEN == "Invoices Y, Z, which this corrects, are missing."
	}) {
		t.Errorf("%+v, %v", rows, err)
	}
	want(t, l.audit(t),
		"sum_mismatch [] 2026-01 - A",
		"missing_original [] 2026-02 - K",
		"missing_original [] 2026-03 - L",
		"ppe_check_digit [accepted] 2026-01 - A",
	)
}

// What the fold found on an invoice is a finding of the audit, whatever it is about.
func TestAuditTellsWhatTheFoldFound(t *testing.T) {
	codes := []lake.FindingCode{"sum_mismatch", "vat_mismatch", "vendor_total_mismatch", "ppe_check_digit", "points_without_code", "correction_difference", "conflicting_edits"}
	row := invoice("A", "2026-01-01", "2026-01-31", 100, 23)
	for _, code := range append(codes, lake.FindingLowConfidence) { // the last one is about the reading alone
		row.Findings = append(row.Findings, lake.Finding{Code: code, Severity: lake.Warning})
	}
	l := gold(t, row)
	rows, err := l.Audit(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, r := range rows {
		if !slices.Equal(r.InvoiceKeys, []lake.InvoiceKey{row.Key}) || r.Severity != lake.Warning {
			t.Errorf("%+v", r)
		}
		found = append(found, string(r.Code))
	}
	slices.Sort(found)
	want := make([]string, len(codes))
	for i, code := range codes {
		want[i] = string(code)
	}
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("findings %q, want %q", found, want)
	}
}

// Eighteen months of 310 kWh for 310.00, one of 1000 kWh and one at double the price.
func TestAuditOfOutliers(t *testing.T) {
	var rows []lake.Invoice
	for i := range 18 {
		first := time.Date(2024, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1)
		wh, net := int64(310_000), int64(31000)
		switch i {
		case 13:
			wh, net = 1_000_000, 100_000
		case 15:
			net = 62000
		}
		rows = append(rows, onPoint(invoice(fmt.Sprintf("N%d", i), lake.DateOf(first).String(), lake.DateOf(last).String(), net, 0), homePPE, wh))
	}
	l := gold(t, rows...)
	want(t, l.audit(t),
		"consumption_outlier [] 2025-02 1072 N13",
		"price_outlier [] 2025-04 1072 N15",
	)
}

// A bill of two points, one without an amount: what it costs belongs to no point. The point's energy is an outlier all the same, with the bill
// behind it; a price it has none, and the average price is that of the rest.
func TestAuditOfAPointWithoutAmounts(t *testing.T) {
	var rows []lake.Invoice
	for i := range 13 {
		first := time.Date(2024, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
		rows = append(rows, onPoint(invoice(fmt.Sprintf("N%d", i), lake.DateOf(first).String(), lake.DateOf(first.AddDate(0, 1, -1)).String(), 31000, 0), homePPE, 310_000))
	}
	last := onPoint(invoice("L", "2025-02-01", "2025-02-28", 200_000, 0), homePPE, 2_000_000)
	last.Points[0].Net = lake.Opt[lake.Money]{}
	last.Points = append(last.Points, lake.Point{PPE: plantPPE, Net: money(50_000)})
	l := gold(t, append(rows, last)...)
	want(t, l.audit(t), "consumption_outlier [] 2025-02 1072 L")
	found, err := l.Consumption(t.Context(), lake.MetricFilter{PPE: homePPE})
	if err != nil || len(found) != 14 || found[13].NetPerKWh.Known {
		t.Errorf("%+v, %v", found, err)
	}
	o, err := l.Overview(t.Context(), lake.MetricFilter{})
	if total := o.Totals(); err != nil || total.PricedNet != 13*31000 || total.PricedEnergy != 13*310_000 {
		t.Errorf("the average price is %s for %s kWh, %v", total.PricedNet, total.PricedEnergy, err)
	}
}

// What stands on an invoice more than once is one finding: two of the same kind would be the same row, and Gold would not be built.
func TestAuditNamesEachKindOncePerInvoice(t *testing.T) {
	several := correcting(invoice("K", "2026-02-01", "2026-02-28", 100, 23), "Y")
	several.Corrects = append(several.Corrects, correcting(several, "X").Corrects...)
	several.Findings = []lake.Finding{
		{Code: lake.FindingPPECheck, Severity: lake.Warning, Message: lake.Text{PL: "a", EN: "a"}},
		{Code: lake.FindingPPECheck, Severity: lake.NeedsReview, Message: lake.Text{PL: "b", EN: "b"}},
	}
	twoPeriods := func(number string, scope lake.Scope, wh int64) lake.Invoice {
		row := of(onPoint(invoice(number, "2026-01-01", "2026-02-28", 200, 0), homePPE, wh), lake.Settlement, scope)
		second := row.Points[0]
		row.Points[0].PeriodStart, row.Points[0].PeriodEnd = day("2026-01-01"), day("2026-01-31")
		second.PeriodStart, second.PeriodEnd = day("2026-02-01"), day("2026-02-28")
		row.Points = append(row.Points, second)
		return row
	}
	l := gold(t, several, twoPeriods("S", lake.Sale, 1000), twoPeriods("D", lake.Distribution, 1001))
	want(t, l.audit(t),
		"ppe_check_digit [] 2026-02 - K",
		"consumption_disagreement [] 2026-01 1072 S,D",
		"missing_original [] 2026-02 - K",
	)
	rows, err := l.Audit(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		switch r.Code {
		case lake.AuditMissingOriginal:
			if r.MessageEN != "Invoices Y, X, which this corrects, are missing." {
				t.Error(r.MessageEN)
			}
		case lake.AuditDisagreement:
			if r.MessageEN != "The sale invoice states 2.000 kWh, the distribution invoice 2.002 kWh. Distribution counts." {
				t.Error(r.MessageEN)
			}
		default:
			if r.Severity != lake.NeedsReview || r.MessageEN != "b" {
				t.Errorf("the worst stands for all: %+v", r)
			}
		}
	}
}
