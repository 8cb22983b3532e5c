package warehouse_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

const (
	schoolPPE = "590310600000001023"
	lightsPPE = "590310600000001030"
	plantPPE  = "590310600000001047"
	homePPE   = "590380100000001072"
	firmPPE   = "590243800000001057"
)

// invoice returns a ready comprehensive settlement of one seller.
func invoice(number, from, to string, net, vat int64) lake.Invoice {
	row := lake.Invoice{
		Number: number, Kind: lake.Settlement, Scope: lake.Comprehensive, SellerNIP: "1112223332", SellerName: "Przykładowa Energia",
		IssueDate: day("2026-04-10"), PeriodStart: day(from), PeriodEnd: day(to), Status: lake.Ready,
		Net: money(net), VAT: money(vat), Gross: money(net + vat), TextSource: lake.SourceTextLayer, Confidence: 1,
	}
	return keyed(row)
}

// keyed gives the row the key and year that belong to its number, seller and date.
func keyed(row lake.Invoice) lake.Invoice {
	row.Key = lake.NewInvoiceKey(row.SellerNIP, "", row.Number, "", 0)
	row.Year = row.IssueDate.Year
	return row
}

// onPoint puts the invoice on one metering point.
func onPoint(row lake.Invoice, ppe string, wh int64) lake.Invoice {
	row.Points = []lake.Point{{PPE: ppe, Consumption: kwh(wh)}}
	row.Consumption = kwh(wh)
	return row
}

// correcting makes the invoice a correction of the number.
func correcting(row lake.Invoice, number string) lake.Invoice {
	row.Kind = lake.Correction
	row.Corrects = []lake.Reference{{Number: number, Key: lake.NewInvoiceKey(row.SellerNIP, "", number, "", 0)}}
	return row
}

// gold commits the rows to a new lake and builds Gold.
func gold(tb testing.TB, rows ...lake.Invoice) lakeDir {
	tb.Helper()
	l := open(tb)
	l.commit(tb, nil, rows...)
	l.build(tb)
	return l
}

func (l lakeDir) build(tb testing.TB) []lake.TableCommit {
	tb.Helper()
	commits, err := l.BuildGold(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return commits
}

// costs returns one line per row: month ppe scope net vat gross kWh | unreviewed gross | invoices.
func (l lakeDir) costs(tb testing.TB) string {
	tb.Helper()
	rows, err := l.Costs(tb.Context(), lake.MetricFilter{})
	if err != nil {
		tb.Fatal(err)
	}
	var out strings.Builder
	for _, r := range rows {
		out.WriteString(strings.Join([]string{
			month(r.Month), short(r.PPE), string(r.Scope), r.Net.String(), r.VAT.String(), r.Gross.String(),
			r.Consumption.String(), "|", r.GrossUnreviewed.String(), "|", string(rune('0' + r.Invoices)),
		}, " ") + "\n")
	}
	return out.String()
}

// consumption returns one line per row: month ppe kWh | unreviewed kWh | net gross per kWh | year ago.
func (l lakeDir) consumption(tb testing.TB) string {
	tb.Helper()
	rows, err := l.Consumption(tb.Context(), lake.MetricFilter{})
	if err != nil {
		tb.Fatal(err)
	}
	var out strings.Builder
	for _, r := range rows {
		out.WriteString(strings.TrimSpace(strings.Join([]string{
			month(r.Month), short(r.PPE), r.Consumption.String(), "|", r.Unreviewed.String(), "|", r.Net.String(), r.Gross.String(),
			r.NetPerKWh.String(), "|", r.SameMonthYearAgo.String(),
		}, " ")) + "\n")
	}
	return out.String()
}

func month(d lake.Date) string {
	if d.IsZero() {
		return "-"
	}
	return d.String()[:7]
}

// short returns the last four digits of a code.
func short(ppe string) string {
	if ppe == "" {
		return "-"
	}
	return ppe[len(ppe)-4:]
}

func want(t *testing.T, got string, lines ...string) {
	t.Helper()
	if diff := cmp.Diff(strings.Join(lines, "\n")+"\n", got); diff != "" {
		t.Error(diff)
	}
}

// 4 February to 5 April are 25 + 31 + 5 = 61 days. By hand, in grosze:
//
//	net   146637: ×25/61 = 60097.13, ×31/61 = 74520.44, ×5/61 = 12019.43; cut: 60097 + 74520 + 12019 = 146636,
//	      one grosz is left for the largest remainder, .44 (March)
//	VAT    33727: 13822.54, 17140.93, 2764.51... cut: 13822 + 17139 + 2764; see below
//	kWh  1234000: 505737.70, 627114.75, 101147.54; cut 505737 + 627114 + 101147 = 1233998, two Wh are left: .75 and .70
//
// 33727×25 = 843175 = 61×13822 + 33 (.54); ×31 = 1045537 = 61×17139 + 58 (.95); ×5 = 168635 = 61×2764 + 31 (.51):
// 13822 + 17139 + 2764 = 33725, two grosze are left: March and February.
func TestCalendarisedOverThreeMonths(t *testing.T) {
	l := gold(t, onPoint(invoice("4820011223/FES/00042", "2026-02-04", "2026-04-05", 146637, 33727), firmPPE, 1_234_000))
	want(t, l.costs(t),
		"2026-02 1057 comprehensive 600.97 138.23 739.20 505.738 | 0.00 | 1",
		"2026-03 1057 comprehensive 745.21 171.40 916.61 627.115 | 0.00 | 1",
		"2026-04 1057 comprehensive 120.19 27.64 147.83 101.147 | 0.00 | 1",
	)
	want(t, l.consumption(t),
		"2026-02 1057 505.738 | 0 | 600.97 739.20 1.188303 |",
		"2026-03 1057 627.115 | 0 | 745.21 916.61 1.188315 |",
		"2026-04 1057 101.147 | 0 | 120.19 147.83 1.188271 |",
	)
}

// distribution is L4: three points whose nets add up to the invoice's.
func distribution() lake.Invoice {
	row := invoice("D/0001240/26", "2026-03-01", "2026-03-31", 3271741, 752500)
	row.Scope = lake.Distribution
	row.SellerNIP = "7770020640"
	row.Points = []lake.Point{
		{PPE: schoolPPE, Consumption: kwh(1_725_000), Net: money(64389)},
		{PPE: lightsPPE, Consumption: kwh(3_418_000), Net: money(142521)},
		{PPE: plantPPE, Consumption: kwh(139_485_000), Net: money(3064831)},
	}
	return keyed(row)
}

// sale is L5: two of these points again.
func sale() lake.Invoice {
	row := invoice("FS/2026/03/0457", "2026-03-01", "2026-03-31", 356753, 82053)
	row.Scope = lake.Sale
	row.Points = []lake.Point{
		{PPE: schoolPPE, Consumption: kwh(1_725_000), Net: money(120053)},
		{PPE: lightsPPE, Consumption: kwh(3_418_000), Net: money(236700)},
	}
	return row
}

// Sale and distribution repeat the energy: it counts once, the costs add up. VAT goes by net: of 7525.00 the school gets
// 643.89/32717.41 = 148.0943 → 148.09, the lights 327.797 → 327.80, the plant 7049.108 → 7049.11: cut to 148.09, 327.79 and
// 7049.10, two grosze are left for the remainders .797 and .808… of the lights and the plant.
func TestSaleAndDistributionRepeatTheEnergy(t *testing.T) {
	l := gold(t, distribution(), sale())
	want(t, l.costs(t),
		"2026-03 1023 sale 1200.53 276.12 1476.65 1725 | 0.00 | 1",
		"2026-03 1023 distribution 643.89 148.09 791.98 1725 | 0.00 | 1",
		"2026-03 1030 sale 2367.00 544.41 2911.41 3418 | 0.00 | 1",
		"2026-03 1030 distribution 1425.21 327.80 1753.01 3418 | 0.00 | 1",
		"2026-03 1047 distribution 30648.31 7049.11 37697.42 139485 | 0.00 | 1",
	)
	want(t, l.consumption(t),
		"2026-03 1023 1725 | 0 | 1844.42 2268.63 1.069229 |",
		"2026-03 1030 3418 | 0 | 3792.21 4664.42 1.109482 |",
		"2026-03 1047 139485 | 0 | 30648.31 37697.42 0.219725 |",
	)
}

// Where the two disagree distribution counts.
func TestDistributionCountsWhereTheyDisagree(t *testing.T) {
	other := sale()
	other.Points[0].Consumption = kwh(1_840_000)
	l := gold(t, distribution(), other)
	if got := l.consumption(t); !strings.Contains(got, "1023 1725 |") {
		t.Error(got)
	}
	want(t, l.audit(t), "consumption_disagreement [] 2026-03 1023 FS/2026/03/0457,D/0001240/26")
}

// L6 corrects the school's 1840 kWh on the sale invoice to 1725. It is issued in May and counts in March: the cost is the
// original plus the difference, the energy is the value after it.
func TestCorrectionCountsInItsOriginalsPeriod(t *testing.T) {
	original := sale()
	original.Points[0] = lake.Point{PPE: schoolPPE, Consumption: kwh(1_840_000), Net: money(120053)}
	correction := onPoint(invoice("FSK/2026/05/0031", "2026-03-01", "2026-03-31", -7923, -1822), schoolPPE, 1_725_000)
	correction.Scope, correction.IssueDate, correction.Reason = lake.Sale, day("2026-05-15"), "błędny odczyt"
	correction.PeriodStart, correction.PeriodEnd = lake.Date{}, lake.Date{}
	l := gold(t, original, correcting(correction, original.Number))
	want(t, l.costs(t),
		"2026-03 1023 sale 1121.30 257.90 1379.20 1725 | 0.00 | 2",
		"2026-03 1030 sale 2367.00 544.41 2911.41 3418 | 0.00 | 1",
	)
	rows, err := l.Corrections(t.Context(), lake.MetricFilter{PPE: schoolPPE})
	if err != nil {
		t.Fatal(err)
	}
	expected := []lake.CorrectionSummary{{
		OriginalNumber: original.Number, OriginalKey: original.Key, OriginalFound: true,
		SellerName: original.SellerName, SellerNIP: original.SellerNIP,
		OriginalNet: money(356753), OriginalVAT: money(82053), OriginalGross: money(438806), OriginalConsumption: kwh(5_258_000),
		Corrections: 1, DifferenceNet: -7923, DifferenceVAT: -1822, DifferenceGross: -9745,
		ResultingNet: money(348830), ResultingVAT: money(80231), ResultingGross: money(429061),
		ResultingConsumption: kwh(5_143_000), // 5258 − 1840 + 1725
		LastNumber:           correction.Number, LastDate: day("2026-05-15"), LastReason: "błędny odczyt", Year: 2026,
		CorrectionKeys: []lake.InvoiceKey{correction.Key},
	}}
	if diff := cmp.Diff(expected, rows); diff != "" {
		t.Error(diff)
	}
}

// L7 is the end of a chain: …/0009 corrects …/0005, which corrects the original. All count in November; of the energy the
// last value counts. 100000 + 20000 grosze − 8473 net.
func TestChainOfCorrections(t *testing.T) {
	original := onPoint(invoice("T/K1/0443532/25", "2025-11-01", "2025-11-30", 100000, 23000), firmPPE, 1_500_000)
	first := onPoint(invoice("T/K1/BN000001/0005/26", "2025-11-01", "2025-11-30", 20000, 4600), firmPPE, 1_226_000)
	last := onPoint(invoice("T/K1/BN000001/0009/26", "2025-11-01", "2025-11-30", -8473, -1949), firmPPE, 1_135_000)
	first.IssueDate, last.IssueDate = day("2026-03-06"), day("2026-03-06")
	rows := []lake.Invoice{original, correcting(first, original.Number), correcting(last, first.Number)}
	l := gold(t, rows...)
	want(t, l.costs(t), "2025-11 1057 comprehensive 1115.27 256.51 1371.78 1135 | 0.00 | 3")
	summary, err := l.Corrections(t.Context(), lake.MetricFilter{})
	if err != nil || len(summary) != 1 {
		t.Fatalf("%+v, %v", summary, err)
	}
	if s := summary[0]; s.OriginalNumber != original.Number || s.Corrections != 2 || s.DifferenceNet != 11527 ||
		s.ResultingNet != money(111527) || s.ResultingConsumption != kwh(1_135_000) || s.LastNumber != last.Number {
		t.Errorf("%+v", s)
	}

	// Without the original the corrections count in their own period, and the original is a row all the same.
	l = gold(t, rows[1:]...)
	want(t, l.costs(t), "2025-11 1057 comprehensive 115.27 26.51 141.78 1135 | 0.00 | 2")
	summary, err = l.Corrections(t.Context(), lake.MetricFilter{})
	if err != nil || len(summary) != 1 {
		t.Fatalf("%+v, %v", summary, err)
	}
	if s := summary[0]; s.OriginalFound || s.OriginalNumber != original.Number || s.OriginalKey != original.Key || s.Corrections != 2 ||
		s.OriginalNet.Known || s.ResultingNet.Known || s.DifferenceNet != 11527 || s.ResultingConsumption != kwh(1_135_000) {
		t.Errorf("%+v", s)
	}
}

// L8 forecasts January and February, L9 settles January to March: nothing of the forecast is left. 1003.27 over 31 + 28 +
// 31 = 90 days: 345.57, 312.13 (.1288), 345.57; cut 34557 + 31212 + 34557 = 100326, a grosz goes to February (.84 after ×28/90).
func TestSettlementReplacesForecast(t *testing.T) {
	forecast := onPoint(invoice("500000000077", "2026-01-01", "2026-02-28", 36866, 8479), homePPE, 360_000)
	forecast.Kind, forecast.IssueDate = lake.Forecast, day("2026-01-07")
	settlement := onPoint(invoice("500000000102", "2026-01-01", "2026-03-31", 100327, 23075), homePPE, 1_220_000)

	l := gold(t, forecast)
	want(t, l.costs(t), // 31 and 28 of 59 days
		"2026-01 1072 comprehensive 193.70 44.55 238.25 189.153 | 0.00 | 1",
		"2026-02 1072 comprehensive 174.96 40.24 215.20 170.847 | 0.00 | 1",
	)
	l.commit(t, nil, settlement)
	l.build(t)
	want(t, l.costs(t),
		"2026-01 1072 comprehensive 345.57 79.48 425.05 420.222 | 0.00 | 1",
		"2026-02 1072 comprehensive 312.13 71.79 383.92 379.556 | 0.00 | 1",
		"2026-03 1072 comprehensive 345.57 79.48 425.05 420.222 | 0.00 | 1",
	)
}

// 16 December 2022 to 15 January 2023 are 16 + 15 = 31 days: the bill has two VAT rates, but its amounts are spread as they
// are. Net 31000: 16000 + 15000. VAT 4650: 2400 + 2250.
func TestNewYear2023(t *testing.T) {
	l := gold(t, onPoint(invoice("NY/2023", "2022-12-16", "2023-01-15", 31000, 4650), firmPPE, 310_000))
	want(t, l.costs(t),
		"2022-12 1057 comprehensive 160.00 24.00 184.00 160 | 0.00 | 1",
		"2023-01 1057 comprehensive 150.00 22.50 172.50 150 | 0.00 | 1",
	)
}
