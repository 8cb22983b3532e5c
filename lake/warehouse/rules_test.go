package warehouse_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"wattlake/lake"
)

// at moves the invoice to another status.
func at(row lake.Invoice, status lake.Status) lake.Invoice {
	row.Status = status
	return row
}

func of(row lake.Invoice, kind lake.Kind, scope lake.Scope) lake.Invoice {
	row.Kind, row.Scope = kind, scope
	return row
}

// A forecast of 590.00 for the 59 days of January and February: once January is settled, 28 × 10.00 of it are left.
func TestForecastCountsWhereNothingIsSettled(t *testing.T) {
	forecast := of(onPoint(invoice("P", "2026-01-01", "2026-02-28", 59000, 0), homePPE, 590_000), lake.Forecast, lake.Comprehensive)
	settlement := onPoint(invoice("R", "2026-01-01", "2026-01-31", 40000, 0), homePPE, 400_000)
	l := gold(t, forecast, settlement)
	want(t, l.costs(t),
		"2026-01 1072 comprehensive 400.00 0.00 400.00 400 | 0.00 | 1",
		"2026-02 1072 comprehensive 280.00 0.00 280.00 280 | 0.00 | 1",
	)
}

// A settlement of the sale alone leaves a comprehensive forecast standing, because nothing else covers distribution; a
// settlement of both replaces it.
func TestForecastGivesWayWhenAllItsPartsAreSettled(t *testing.T) {
	forecast := of(onPoint(invoice("P", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000), lake.Forecast, lake.Comprehensive)
	sold := of(onPoint(invoice("S", "2026-01-01", "2026-01-31", 20000, 0), homePPE, 300_000), lake.Settlement, lake.Sale)
	delivered := of(onPoint(invoice("D", "2026-01-01", "2026-01-31", 9000, 0), homePPE, 300_000), lake.Settlement, lake.Distribution)
	l := gold(t, forecast, sold)
	want(t, l.costs(t),
		"2026-01 1072 comprehensive 310.00 0.00 310.00 310 | 0.00 | 1",
		"2026-01 1072 sale 200.00 0.00 200.00 300 | 0.00 | 1",
	)
	l.commit(t, nil, delivered)
	l.build(t)
	want(t, l.costs(t),
		"2026-01 1072 distribution 90.00 0.00 90.00 300 | 0.00 | 1",
		"2026-01 1072 sale 200.00 0.00 200.00 300 | 0.00 | 1",
	)
	want(t, l.consumption(t), "2026-01 1072 300 | 0 | 290.00 290.00 0.966667 |")
}

// A comprehensive settlement replaces a forecast of the sale alone.
func TestComprehensiveSettlementCoversSale(t *testing.T) {
	forecast := of(onPoint(invoice("P", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000), lake.Forecast, lake.Sale)
	l := gold(t, forecast, onPoint(invoice("R", "2026-01-01", "2026-01-31", 40000, 0), homePPE, 400_000))
	want(t, l.costs(t), "2026-01 1072 comprehensive 400.00 0.00 400.00 400 | 0.00 | 1")
}

// What waits for a review never changes the main columns. The columns for it tell what it would change: the settlement of
// 400.00 brings 90.00 more than the forecast that it replaces.
func TestUnreviewedStandsApart(t *testing.T) {
	forecast := of(onPoint(invoice("P", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000), lake.Forecast, lake.Comprehensive)
	settlement := at(onPoint(invoice("R", "2026-01-01", "2026-01-31", 40000, 0), homePPE, 400_000), lake.StatusReview)
	l := gold(t, forecast, settlement)
	want(t, l.costs(t), "2026-01 1072 comprehensive 310.00 0.00 310.00 310 | 90.00 | 1")
	want(t, l.consumption(t), "2026-01 1072 310 | 90 | 310.00 310.00 1 |")
	l.commit(t, nil, at(settlement, lake.Reviewed))
	l.build(t)
	want(t, l.costs(t), "2026-01 1072 comprehensive 400.00 0.00 400.00 400 | 0.00 | 1")
	want(t, l.consumption(t), "2026-01 1072 400 | 0 | 400.00 400.00 1 |")
}

// A sale invoice that waits for a review repeats energy that is certain: it adds cost, no energy.
func TestUnreviewedEnergyIsNotCountedTwice(t *testing.T) {
	l := gold(t, distribution(), at(sale(), lake.StatusReview))
	want(t, l.consumption(t),
		"2026-03 1023 1725 | 0 | 643.89 791.98 0.37327 |",
		"2026-03 1030 3418 | 0 | 1425.21 1753.01 0.416972 |",
		"2026-03 1047 139485 | 0 | 30648.31 37697.42 0.219725 |",
	)
}

// Points without nets, or with nets that do not add up, leave the amounts with no point; the energy is theirs all the same.
func TestCollectiveInvoiceWithoutNets(t *testing.T) {
	row := sale()
	row.Points[1].Net = lake.Opt[lake.Money]{}
	l := gold(t, row)
	want(t, l.costs(t),
		"2026-03 - sale 3567.53 820.53 4388.06 0 | 0.00 | 1",
		"2026-03 1023 sale 0.00 0.00 0.00 1725 | 0.00 | 0",
		"2026-03 1030 sale 0.00 0.00 0.00 3418 | 0.00 | 0",
	)
}

// A grosz per point of rounding is the vendor's: 1200.53 + 2367.00 are printed as 3567.54, and 3567.54 is spread.
func TestVendorsRounding(t *testing.T) {
	row := sale()
	row.Net, row.Gross = money(356754), money(438807)
	l := gold(t, row)
	want(t, l.costs(t),
		"2026-03 1023 sale 1200.53 276.12 1476.65 1725 | 0.00 | 1",
		"2026-03 1030 sale 2367.01 544.41 2911.42 3418 | 0.00 | 1",
	)
}

// Without a period: the points' periods, else the month of the sale date, else of the issue date, else no month at all.
func TestWithoutPeriod(t *testing.T) {
	none := func(number string) lake.Invoice {
		row := invoice(number, "", "", 1000, 230)
		row.IssueDate = lake.Date{}
		return row
	}
	points, sold, issued, long := none("A"), none("B"), none("C"), none("D")
	points.Points = []lake.Point{{PPE: homePPE, PeriodStart: day("2026-01-01"), PeriodEnd: day("2026-01-31")}}
	sold.SaleDate, sold.IssueDate = day("2026-02-28"), day("2026-03-05")
	issued.IssueDate = day("2026-03-05")
	long.PeriodStart, long.PeriodEnd, long.IssueDate = day("1926-01-01"), day("2026-01-31"), day("2026-04-05")
	l := gold(t, keyed(points), keyed(sold), keyed(issued), keyed(long), keyed(none("E")))
	want(t, l.costs(t),
		"- - comprehensive 10.00 2.30 12.30 0 | 0.00 | 1",
		"2026-01 1072 comprehensive 10.00 2.30 12.30 0 | 0.00 | 1",
		"2026-02 - comprehensive 10.00 2.30 12.30 0 | 0.00 | 1",
		"2026-03 - comprehensive 10.00 2.30 12.30 0 | 0.00 | 1",
		"2026-04 - comprehensive 10.00 2.30 12.30 0 | 0.00 | 1",
	)
}

func foreign(row lake.Invoice) lake.Invoice {
	row.Currency = "EUR"
	return row
}

// No electricity, another currency: in no sum. Amounts that are left out are told of.
func TestOtherDocumentsDoNotCount(t *testing.T) {
	euro := foreign(onPoint(invoice("E", "2026-01-01", "2026-01-31", 1, 1), homePPE, 5))
	accepted := foreign(invoice("F", "2026-02-01", "2026-02-28", 1, 1))
	accepted.Findings = []lake.Finding{{Code: lake.FindingAccepted, Severity: lake.Info, Field: lake.FieldName(lake.FindingForeignCurrency)}}
	note := of(foreign(invoice("M", "2026-01-01", "2026-01-31", 837, 0)), lake.Other, "")
	l := gold(t, of(invoice("N", "2026-01-01", "2026-01-31", 837, 0), lake.Other, ""), euro, accepted, note)
	if got := l.costs(t) + l.consumption(t); got != "" {
		t.Error(got)
	}
	want(t, l.audit(t), "foreign_currency [] 2026-01 - E", "foreign_currency [accepted] 2026-02 - F")
}

func TestSameMonthYearAgo(t *testing.T) {
	l := gold(t,
		onPoint(invoice("A", "2025-03-01", "2025-03-31", 1000, 0), homePPE, 100_000),
		onPoint(invoice("B", "2026-03-01", "2026-03-31", 1000, 0), homePPE, 80_000))
	want(t, l.consumption(t),
		"2025-03 1072 100 | 0 | 10.00 10.00 0.1 |",
		"2026-03 1072 80 | 0 | 10.00 10.00 0.125 | 100",
	)
}

// A correction of February alone, of an invoice for January and February with 590 kWh in 59 days: January keeps its 310.
func TestCorrectionOfAPartOfThePeriod(t *testing.T) {
	original := onPoint(invoice("A", "2026-01-01", "2026-02-28", 59000, 0), homePPE, 590_000)
	correction := correcting(onPoint(invoice("K", "2026-02-01", "2026-02-28", -5900, 0), homePPE, 200_000), "A")
	correction.IssueDate = day("2026-05-01")
	l := gold(t, original, correction)
	want(t, l.costs(t), // the difference counts in the original's period: 31 and 28 × -1.00
		"2026-01 1072 comprehensive 279.00 0.00 279.00 310 | 0.00 | 2",
		"2026-02 1072 comprehensive 252.00 0.00 252.00 200 | 0.00 | 2",
	)
}

// A correction that is dated before its original, by a misreading, still replaces it; one about money alone replaces nothing.
func TestCorrectionsReplaceWhateverTheirDate(t *testing.T) {
	original := onPoint(invoice("A", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000)
	early := correcting(onPoint(invoice("K1", "", "", -1000, 0), homePPE, 300_000), "A")
	early.IssueDate = day("2020-01-01")
	moneyOnly := correcting(invoice("K2", "", "", -500, 0), "K1")
	l := gold(t, original, keyed(early), moneyOnly)
	want(t, l.costs(t), "2026-01 1072 comprehensive 295.00 0.00 295.00 300 | 0.00 | 3")
}

// Corrections of forecasts go with the forecast; corrections of several invoices count in their own period.
func TestCorrectionsOfForecastsAndOfSeveral(t *testing.T) {
	forecast := of(onPoint(invoice("P", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000), lake.Forecast, lake.Comprehensive)
	lower := correcting(onPoint(invoice("PK", "", "", -1000, 0), homePPE, 300_000), "P")
	settlement := onPoint(invoice("R", "2026-01-01", "2026-01-31", 40000, 0), homePPE, 400_000)
	other := onPoint(invoice("R2", "2026-02-01", "2026-02-28", 28000, 0), homePPE, 280_000)
	both := correcting(onPoint(invoice("K", "2026-01-01", "2026-02-28", 5900, 0), homePPE, 590_000), "R")
	both.Corrects = append(both.Corrects, lake.Reference{Number: "R2", Key: other.Key})
	both.IssueDate = day("2026-06-01")
	l := gold(t, forecast, lower, settlement, other, both)
	want(t, l.costs(t),
		"2026-01 1072 comprehensive 431.00 0.00 431.00 310 | 0.00 | 2",
		"2026-02 1072 comprehensive 308.00 0.00 308.00 280 | 0.00 | 2",
	)
	rows, err := l.Corrections(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var sum lake.Money
	for _, r := range rows {
		sum += r.DifferenceNet
	}
	if len(rows) != 3 || sum != 4900 { // -10.00 once and 59.00 once, not twice
		t.Errorf("sum %s of %+v", sum, rows)
	}
}

// Circles, corrections of themselves and of nothing stay in their own periods and are rows of their own.
func TestCorrectionsWithoutEnd(t *testing.T) {
	a := correcting(invoice("A", "2026-01-01", "2026-01-31", 100, 0), "B")
	b := correcting(invoice("B", "2026-02-01", "2026-02-28", 200, 0), "A")
	self := correcting(invoice("C", "2026-03-01", "2026-03-31", 400, 0), "C")
	nothing := correcting(invoice("D", "2026-04-01", "2026-04-30", 800, 0), "")
	nothing.Corrects = nil
	nameless := correcting(invoice("F", "2026-05-01", "2026-05-31", 1600, 0), "X")
	nameless.Corrects[0].Key = ""
	l := gold(t, a, b, self, nothing, nameless)
	want(t, l.costs(t),
		"2026-01 - comprehensive 1.00 0.00 1.00 0 | 0.00 | 1",
		"2026-02 - comprehensive 2.00 0.00 2.00 0 | 0.00 | 1",
		"2026-03 - comprehensive 4.00 0.00 4.00 0 | 0.00 | 1",
		"2026-04 - comprehensive 8.00 0.00 8.00 0 | 0.00 | 1",
		"2026-05 - comprehensive 16.00 0.00 16.00 0 | 0.00 | 1",
	)
	rows, err := l.Corrections(t.Context(), lake.MetricFilter{})
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v: %+v", len(rows), err, rows)
	}
	for _, r := range rows {
		if r.OriginalFound || r.OriginalKey != "" {
			t.Errorf("%+v", r)
		}
	}
}

func TestUnreviewedCorrectionsStandApart(t *testing.T) {
	original := onPoint(invoice("A", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000)
	certain := correcting(onPoint(invoice("K1", "", "", -1000, 0), homePPE, 300_000), "A")
	doubtful := at(correcting(onPoint(invoice("K2", "", "", -500, 0), homePPE, 295_000), "K1"), lake.StatusReview)
	l := gold(t, original, certain, doubtful)
	rows, err := l.Corrections(t.Context(), lake.MetricFilter{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if r := rows[0]; r.Corrections != 1 || r.DifferenceNet != -1000 || r.Unreviewed != 1 || r.UnreviewedNet != -500 ||
		r.ResultingConsumption != kwh(300_000) || r.LastNumber != "K1" {
		t.Errorf("%+v", r)
	}
	want(t, l.consumption(t), "2026-01 1072 300 | -5 | 300.00 300.00 1 |")
}

// The meter was read on 31 January, and both bills name the day: it is the later one's. So the earlier one's 310 kWh and
// 310.00 are of the 30 days before it, all in January, and nothing is lost; the later one's 290 kWh and 290.00 are 10 a day
// for 31 January and the 28 days of February. January: 310 + 10.
func TestBillsThatShareTheDayOfTheReading(t *testing.T) {
	older := onPoint(invoice("A", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000)
	newer := onPoint(invoice("B", "2026-01-31", "2026-02-28", 29000, 0), homePPE, 290_000)
	l := gold(t, newer, older)
	want(t, l.consumption(t),
		"2026-01 1072 320 | 0 | 320.00 320.00 1 |",
		"2026-02 1072 280 | 0 | 280.00 280.00 1 |",
	)
	if got := l.audit(t); got != "" {
		t.Errorf("a day of reading is no overlap: %s", got)
	}
}

// The day of the reading is the first of a month: all of the older bill's 620 kWh belong to the 62 days before it, 10 to
// each, and none to March, where only the newer one's 31 × 2 count.
func TestReadingOnTheFirstOfAMonth(t *testing.T) {
	older := onPoint(invoice("A", "2025-12-29", "2026-03-01", 62000, 0), homePPE, 620_000)
	newer := onPoint(invoice("B", "2026-03-01", "2026-03-31", 6200, 0), homePPE, 62_000)
	l := gold(t, newer, older)
	want(t, l.consumption(t),
		"2025-12 1072 30 | 0 | 30.00 30.00 1 |",
		"2026-01 1072 310 | 0 | 310.00 310.00 1 |",
		"2026-02 1072 280 | 0 | 280.00 280.00 1 |",
		"2026-03 1072 62 | 0 | 62.00 62.00 1 |",
	)
}

// Two settlements claim 30 and 31 January, which is more than a day of reading: the newer one gets the days, and the older
// one's share of them is not counted: 290 of its 310 kWh, and 2 × 10 of the newer one's 300.
func TestOverlappingSettlements(t *testing.T) {
	older := onPoint(invoice("A", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000)
	newer := onPoint(invoice("B", "2026-01-30", "2026-02-28", 30000, 0), homePPE, 300_000)
	newer.IssueDate = day("2026-04-11")
	l := gold(t, older, newer)
	want(t, l.consumption(t),
		"2026-01 1072 310 | 0 | 330.00 330.00 1.064516 |",
		"2026-02 1072 280 | 0 | 280.00 280.00 1 |",
	)
}

func TestMetricFilters(t *testing.T) {
	l := gold(t, onPoint(invoice("A", "2026-01-01", "2026-04-30", 12000, 0), homePPE, 120_000),
		onPoint(invoice("B", "2026-01-01", "2026-01-31", 100, 0), firmPPE, 1000))
	rows, err := l.Costs(t.Context(), lake.MetricFilter{From: day("2026-02-15"), To: day("2026-03-01"), PPE: homePPE})
	if err != nil || len(rows) != 2 || rows[0].Month != day("2026-02-01") {
		t.Errorf("%+v, %v", rows, err)
	}
	consumption, err := l.Consumption(t.Context(), lake.MetricFilter{PPE: firmPPE})
	if err != nil || len(consumption) != 1 {
		t.Errorf("%+v, %v", consumption, err)
	}
}

// breakdown returns one line per row: month point component net per kWh.
func (l lakeDir) breakdown(t *testing.T) string {
	t.Helper()
	rows, err := l.Breakdown(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, r := range rows {
		fmt.Fprintln(&out, month(r.Month), short(r.PPE), string(r.Component), r.Net, r.NetPerKWh)
	}
	return out.String()
}

func line(name string, net int64) lake.Line { return lake.Line{Name: name, Net: money(net)} }

// 100 kWh for 100.00: 60.00 of energy, 25.00 of distribution in two lines, 10.00 of capacity, 3.00 of fees, 1.00 that nobody
// knows; the lines add up to 99.00, so 1.00 is unexplained. January has 31 and February 28 of the 59 days, 52.54 and 47.46 of
// the net (52.5424, 47.4576). By hand for January: energy 31.524, distribution 13.135, capacity 5.254, fees 1.5762, other and
// unexplained .5254 each; cut: 31.52 + 13.13 + 5.25 + 1.57 + .52 + .52 = 52.51, three grosze are left for the largest remainders:
// fees (.62), distribution (.5), and one of .54 (other .54 before unexplained .54): see the sums.
func TestBreakdownByLines(t *testing.T) {
	row := onPoint(invoice("A", "2026-01-01", "2026-02-28", 10000, 2300), homePPE, 100_000)
	row.Lines = []lake.Line{
		line("Energia czynna całodobowa", 6000), line("Opłata sieciowa zmienna", 2000), line("Opłata jakościowa", 500),
		line("OPŁATA MOCOWA", 1000), line("Opłata handlowa", 300), line("Dziwna pozycja", 100),
	}
	l := gold(t, row)
	got := l.breakdown(t)
	for _, part := range []string{
		"2026-01 1072 energy 31.52 ", "2026-01 1072 capacity 5.25 ", "2026-02 1072 energy 28.48 ", "2026-01 1072 fees 1.58 ",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("no %q in\n%s", part, got)
		}
	}
	rows, err := l.Breakdown(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	sums := map[lake.Date]lake.Money{}
	for _, r := range rows {
		sums[r.Month] += r.Net
	}
	if sums[day("2026-01-01")] != 5254 || sums[day("2026-02-01")] != 4746 {
		t.Errorf("sums: %v", sums)
	}
}

// Lines that name their points are theirs; an invoice without lines is unexplained.
func TestBreakdownByPoints(t *testing.T) {
	row := sale()
	row.Lines = []lake.Line{
		{PPE: schoolPPE, Name: "Energia czynna", Net: money(120053)},
		{PPE: lightsPPE, Name: "Energia czynna", Net: money(200000)},
		{PPE: lightsPPE, Name: "Opłata handlowa", Net: money(36700)},
	}
	l := gold(t, row, onPoint(invoice("N", "2026-03-01", "2026-03-31", 500, 0), homePPE, 0))
	want(t, l.breakdown(t),
		"2026-03 1023 energy 1200.53 0.695959",
		"2026-03 1030 energy 2000.00 0.585138",
		"2026-03 1030 fees 367.00 0.107373",
		"2026-03 1072 unexplained 5.00 ",
	)
}

// A forecast of two points that gives no nets is divided by their energy, so that the settlement of one replaces its half.
func TestForecastOfSeveralPointsWithoutNets(t *testing.T) {
	forecast := of(invoice("P", "2026-01-01", "2026-01-31", 30000, 6900), lake.Forecast, lake.Comprehensive)
	forecast.Points = []lake.Point{{PPE: homePPE, Consumption: kwh(200_000)}, {PPE: firmPPE, Consumption: kwh(100_000)}}
	l := gold(t, forecast)
	want(t, l.costs(t),
		"2026-01 1057 comprehensive 100.00 23.00 123.00 100 | 0.00 | 1",
		"2026-01 1072 comprehensive 200.00 46.00 246.00 200 | 0.00 | 1",
	)
	l.commit(t, nil, onPoint(invoice("R", "2026-01-01", "2026-01-31", 21000, 4830), homePPE, 210_000))
	l.build(t)
	want(t, l.costs(t),
		"2026-01 1057 comprehensive 100.00 23.00 123.00 100 | 0.00 | 1",
		"2026-01 1072 comprehensive 210.00 48.30 258.30 210 | 0.00 | 1",
	)
}

// The old code of a point is the same point; the register's name and group stand beside it.
func TestRegisterIsJoined(t *testing.T) {
	const oldCode = "PL0037910099999901"
	l := open(t)
	register := lake.Register{Points: []lake.RegisteredPoint{
		{PPE: homePPE, Name: "Szkoła", Group: "oświata", OldCodes: []string{oldCode}},
		{PPE: "590380100000009999", Name: "Nowy"},
	}}
	if err := l.CommitRegister(t.Context(), register); err != nil {
		t.Fatal(err)
	}
	l.commit(t, nil, onPoint(invoice("A", "2022-06-01", "2022-06-30", 30000, 0), oldCode, 300_000),
		onPoint(invoice("B", "2022-07-01", "2022-07-31", 31000, 0), homePPE, 310_000),
		onPoint(invoice("C", "2022-07-01", "2022-07-31", 100, 0), firmPPE, 0))
	l.build(t)
	rows, err := l.Consumption(t.Context(), lake.MetricFilter{PPE: homePPE})
	if err != nil || len(rows) != 2 || rows[0].PointName != "Szkoła" || rows[0].PointGroup != "oświata" || rows[0].Consumption != 300_000 {
		t.Errorf("%+v, %v", rows, err)
	}
	got := l.audit(t)
	if !strings.Contains(got, "unregistered_point [] - 1057 C") || !strings.Contains(got, "point_without_invoices [] - 9999 ") {
		t.Error(got)
	}
	if strings.Contains(got, "gap") {
		t.Errorf("June has a bill under the old code: %s", got)
	}
	if err := l.CommitRegister(t.Context(), lake.Register{}); err != nil {
		t.Fatal(err)
	}
	l.build(t)
	if got := l.audit(t); got != "" {
		t.Errorf("without a register nothing is unregistered: %s", got)
	}
}

// An accepted finding stays accepted, with who and when, through rebuilds.
func TestAcceptedFindings(t *testing.T) {
	l := gold(t, onPoint(invoice("A", "2026-01-01", "2026-01-31", 100, 0), homePPE, 1),
		onPoint(invoice("B", "2026-03-01", "2026-03-31", 100, 0), homePPE, 1))
	findings, err := l.Audit(t.Context(), lake.MetricFilter{})
	if err != nil || len(findings) != 1 || findings[0].Code != lake.AuditGap {
		t.Fatalf("%+v, %v", findings, err)
	}
	accept := lake.Register{Accepted: []lake.AcceptedFinding{{ID: findings[0].ID, Author: "ania@biuro", At: "2026-04-20T08:00:00Z"}}}
	if err := l.CommitRegister(t.Context(), accept); err != nil {
		t.Fatal(err)
	}
	for name, build := range map[string]func(context.Context) ([]lake.TableCommit, error){"part": l.BuildGold, "whole": l.RebuildGold} {
		if _, err := build(t.Context()); err != nil {
			t.Fatal(err)
		}
		findings, err = l.Audit(t.Context(), lake.MetricFilter{})
		if err != nil || len(findings) != 1 || findings[0].Decision != lake.AuditAccepted || findings[0].DecidedBy != "ania@biuro" ||
			findings[0].DecidedAt != "2026-04-20T08:00:00Z" {
			t.Errorf("%s: %+v, %v", name, findings, err)
		}
	}
}
