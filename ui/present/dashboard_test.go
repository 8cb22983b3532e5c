package present_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func month(y int, m time.Month) lake.Date { return lake.Date{Year: y, Month: m, Day: 1} }

func cost(m lake.Date, seller string, net, open lake.Money) lake.MonthlyCost {
	return lake.MonthlyCost{Month: m, SellerName: seller, Scope: lake.Sale, Net: net, Gross: net.MulRate(123), NetUnreviewed: open, GrossUnreviewed: open.MulRate(123)}
}

func TestCostsChart(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	costs := []lake.MonthlyCost{cost(month(2026, 1), "B", 100, 0), cost(month(2025, 11), "A", 300, 0), cost(month(2026, 1), "A", 50, 7)}
	chart := present.CostsChart(l, costs, present.CostOptions{Measure: present.Net, Stack: present.StackSeller})
	var labels []string
	for _, c := range chart.Categories {
		labels = append(labels, c.Label+" "+c.Group)
	}
	if diff := cmp.Diff([]string{"lis 2025", "gru 2025", "sty 2026"}, labels); diff != "" {
		t.Errorf("months differ (-want +got):\n%s", diff)
	}
	got := map[string][]int64{}
	for _, s := range chart.Series {
		got[s.Name] = s.Values
	}
	want := map[string][]int64{"A": {300, 0, 50}, "B": {0, 0, 100}, "Niesprawdzone": {0, 0, 7}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("series differ (-want +got):\n%s", diff)
	}
	if text := chart.Format(123_456); text != "1\u00a0234,56\u00a0zł" {
		t.Errorf("tooltip %q", text)
	}
}

// TestChartsAddUp: however costs are divided, nothing is lost and nothing doubled.
func TestChartsAddUp(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	rapid.Check(t, func(t *rapid.T) {
		var costs []lake.MonthlyCost
		var total lake.Money
		for range rapid.IntRange(0, 60).Draw(t, "rows") {
			c := cost(month(rapid.IntRange(2020, 2026).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month"))),
				fmt.Sprint("seller ", rapid.IntRange(0, 12).Draw(t, "seller")), lake.Money(rapid.IntRange(-1000, 100_000).Draw(t, "net")),
				lake.Money(rapid.IntRange(0, 10).Draw(t, "open")))
			total += c.Net + c.NetUnreviewed
			costs = append(costs, c)
		}
		for _, stack := range []present.Stack{present.StackNone, present.StackSeller, present.StackScope} {
			chart := present.CostsChart(l, costs, present.CostOptions{Measure: present.Net, Stack: stack})
			var sum int64
			for i := range chart.Categories {
				sum += chart.Total(i)
			}
			if sum != int64(total) {
				t.Fatalf("split by %s the chart adds up to %d, the costs to %d", stack, sum, total)
			}
			if len(chart.Series) > 8 {
				t.Fatalf("%d series", len(chart.Series))
			}
		}
	})
}

func TestConsumptionChart(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	var rows []lake.Consumption
	for i := range 8 {
		rows = append(rows, lake.Consumption{PPE: fmt.Sprint("ppe", i), Month: month(2026, 1), Consumption: lake.Energy(1000 * (i + 1)), Unreviewed: 1})
	}
	rows = append(rows, lake.Consumption{PPE: "ppe7", Month: month(2026, 3), Consumption: 5})
	chart := present.ConsumptionChart(l, rows)
	if len(chart.Series) != 6 || chart.Series[0].Name != "ppe7" || chart.Series[5].Name != "Pozostałe" {
		t.Fatalf("%d series, first %q, last %q", len(chart.Series), chart.Series[0].Name, chart.Series[len(chart.Series)-1].Name)
	}
	if v, _ := chart.Series[5].At(0); v != 1001+2001+3001 {
		t.Errorf("the others add up to %d", v)
	}
	if _, known := chart.Series[0].At(1); known || len(chart.Categories) != 3 {
		t.Error("February is known, or missing on the axis")
	}
}

func TestOneMorePointThanLinesIsShown(t *testing.T) {
	t.Parallel()
	rows := make([]lake.Consumption, 6)
	for i := range rows {
		rows[i] = lake.Consumption{PPE: fmt.Sprint(i), Month: month(2026, 1), Consumption: 1}
	}
	chart := present.ConsumptionChart(present.NewLocale(lake.Polish), rows)
	if last := chart.Series[len(chart.Series)-1].Name; last == "Pozostałe" {
		t.Error("a single point is called others")
	}
}

func TestWrongYearsDoNotStretchTheAxis(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	chart := present.CostsChart(l, []lake.MonthlyCost{cost(month(1, 1), "A", 1, 0), cost(month(9999, 12), "A", 1, 0)}, present.CostOptions{})
	if n := len(chart.Categories); n > 240 {
		t.Errorf("%d months on the axis", n)
	}
}

func correction(number string, original, difference lake.Money, found bool, day int) lake.CorrectionSummary {
	c := lake.CorrectionSummary{
		OriginalNumber: number, OriginalFound: found, DifferenceNet: difference, Corrections: 1, LastDate: lake.Date{Year: 2026, Month: 1, Day: day},
	}
	if found {
		c.OriginalNet, c.ResultingNet = lake.Some(original), lake.Some(original+difference)
	}
	return c
}

func TestCorrectionsChart(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	rows := []lake.CorrectionSummary{correction("B", 200, -20, true, 9), correction("A", 100, 5, true, 3), correction("?", 0, -7, false, 5)}
	chart := present.CorrectionsChart(l, rows, present.Net)
	if len(chart.Categories) != 2 || chart.Categories[0].Name != "A" {
		t.Fatalf("categories %v", chart.Categories)
	}
	if diff := cmp.Diff([][]int64{{100, 200}, {105, 180}}, [][]int64{chart.Series[0].Values, chart.Series[1].Values}); diff != "" {
		t.Errorf("pairs differ (-want +got):\n%s", diff)
	}
	if want := "1 korekta bez faktury pierwotnej – zob. tabelę"; chart.Note != want {
		t.Errorf("note %q, want %q", chart.Note, want)
	}
	grid := present.CorrectionsGrid(l, rows)
	if len(grid.Rows) != 3 || !strings.Contains(grid.Rows[1][0].Text, "brak w jeziorze") {
		t.Errorf("the table lacks the correction without its original: %v", grid.Rows)
	}
	if !strings.Contains(grid.TSV(), "A\t\t1,00\t0,05\t1,05") {
		t.Errorf("copied table:\n%s", grid.TSV())
	}
}

func TestDashboardCards(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	d := present.NewDashboard(l, present.Figures{
		Costs:       []lake.MonthlyCost{cost(month(2026, 1), "A", 100_00, 10_00)},
		Consumption: []lake.Consumption{{PPE: "1", Month: month(2026, 1), Consumption: 200_400, Net: 100_00}},
		Corrections: []lake.CorrectionSummary{correction("A", 100, -250, true, 1)},
	}, present.CostOptions{Measure: present.Net})
	want := []present.Card{
		{Title: "Koszt netto", Value: "100,00\u00a0zł", Hint: "+\u00a010,00\u00a0zł niesprawdzone", Tone: present.Attention},
		{Title: "Zużycie", Value: "200\u00a0kWh"},
		{Title: "Średnia cena za kWh", Value: "0,50\u00a0zł", Hint: "netto, ze sprawdzonych faktur"},
		{Title: "Zmiany z korekt", Value: "–2,50\u00a0zł", Hint: "1 skorygowana faktura"},
		{Title: "Do zapłaty w ciągu 14 dni", Value: "0,00\u00a0zł", Hint: "0 faktur"},
		{Title: "Uwagi do rachunków", Value: "0", Hint: "0 wymaga sprawdzenia"},
	}
	if diff := cmp.Diff(want, d.Cards); diff != "" {
		t.Errorf("cards differ (-want +got):\n%s", diff)
	}
	if empty := present.NewDashboard(l, present.Figures{}, present.CostOptions{Measure: present.Gross}); empty.Cards[2].Value != "–" || !empty.Panels[present.CostsPanel].Chart.IsEmpty() {
		t.Errorf("without figures: %+v", empty.Cards)
	}
}

func TestPeriodFilter(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	tests := map[present.Period]lake.MetricFilter{
		present.AllTime: {}, present.Unchosen: {}, "2025": {From: month(2025, 1), To: month(2025, 12)},
		present.LastTwelveMonths: {From: month(2025, 4), To: month(2026, 3)},
	}
	for period, want := range tests {
		if got := (present.DashboardFilter{Period: period}).MetricFilter(today); got != want {
			t.Errorf("%q: %v, want %v", period, got, want)
		}
	}
	if got := (present.DashboardFilter{Period: present.LastTwelveMonths}).MetricFilter(today.AddDate(0, 9, 0)); got.From != month(2026, 1) || got.To != month(2026, 12) {
		t.Errorf("in December: %v", got)
	}
	old, recent := []lake.MonthlyCost{cost(month(2020, 1), "A", 1, 0)}, []lake.MonthlyCost{cost(month(2026, 2), "A", 1, 0)}
	if present.FirstPeriod(old, nil, today) != present.AllTime || present.FirstPeriod(recent, nil, today) != present.LastTwelveMonths {
		t.Error("the first period does not follow the figures")
	}
}

func TestFilterChoices(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	c := present.NewFilterChoices(l, []lake.MonthlyCost{{Month: month(2025, 1), PPE: "b"}, {Month: month(2026, 1)}}, []lake.Consumption{{Month: month(2024, 1), PPE: "a"}})
	var periods, points []string
	for _, p := range c.Periods {
		periods = append(periods, p.Label)
	}
	for _, p := range c.Points {
		points = append(points, p.Label)
	}
	if diff := cmp.Diff([]string{"Cały okres", "Ostatnie 12 miesięcy", "2026", "2025", "2024"}, periods); diff != "" {
		t.Errorf("periods differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Wszystkie punkty", "a", "b"}, points); diff != "" {
		t.Errorf("points differ (-want +got):\n%s", diff)
	}
}

// TestCardsAgainstThePeriodBefore: figures are set against the same months of the year before, in whole tenths of a per cent.
func TestCardsAgainstThePeriodBefore(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	now := present.Figures{Costs: []lake.MonthlyCost{cost(month(2026, 1), "A", 110_00, 0)}}
	for name, c := range map[string]struct {
		before lake.Money
		want   string
	}{
		"more":    {100_00, "+10,0% rok do roku"},
		"less":    {120_00, "–8,3% rok do roku"},
		"same":    {110_00, "0,0% rok do roku"},
		"nothing": {0, "brak danych z poprzedniego roku"},
	} {
		now.Before = &present.Figures{Costs: []lake.MonthlyCost{cost(month(2025, 1), "A", c.before, 0)}}
		if got := present.NewDashboard(l, now, present.CostOptions{Measure: present.Net}).Cards[0].Hint; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestDueSoon: from today on, fourteen days, each invoice once, no credits.
func TestDueSoon(t *testing.T) {
	t.Parallel()
	today := lake.Date{Year: 2026, Month: 3, Day: 1}
	entry := func(key lake.InvoiceKey, due lake.Date, amount lake.Money) *pipeline.Entry {
		return &pipeline.Entry{Invoice: &lake.Brief{Key: key, DueDate: due, AmountDue: lake.Some(amount), Currency: present.Złoty}}
	}
	got := present.DueSoon([]*pipeline.Entry{
		entry("yesterday", today.AddDays(-1), 1), entry("today", today, 10), entry("last", today.AddDays(13), 100), entry("last", today.AddDays(13), 100),
		entry("later", today.AddDays(14), 1000), entry("credit", today, -5),
		{},
	}, today)
	if want := (present.Due{Invoices: 2, Amount: 110}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestNarrowedFigures: what a seller or a group is shown is a part of the whole, and no filter is all of it.
func TestNarrowedFigures(t *testing.T) {
	t.Parallel()
	a, b := cost(month(2026, 1), "A", 100, 0), cost(month(2026, 1), "B", 300, 0)
	a.PPE, a.PointGroup, b.PPE, b.PointGroup = "1", "schools", "2", "lamps"
	all := present.Figures{
		Costs:       []lake.MonthlyCost{a, b},
		Consumption: []lake.Consumption{{PPE: "1", PointGroup: "schools", Month: month(2026, 1)}, {PPE: "2", PointGroup: "lamps", Month: month(2026, 1)}},
		Corrections: []lake.CorrectionSummary{{SellerName: "A"}, {SellerName: "B"}},
		Audit:       []lake.AuditFinding{{SellerName: "A", PPE: "1"}, {SellerName: "B", PPE: "2"}},
	}
	seller := present.DashboardFilter{Seller: "A"}.Narrow(all)
	want := present.Figures{Costs: all.Costs[:1], Consumption: all.Consumption[:1], Corrections: all.Corrections[:1], Audit: all.Audit[:1]}
	if diff := cmp.Diff(want, seller); diff != "" {
		t.Errorf("seller (-want +got):\n%s", diff)
	}
	group := present.DashboardFilter{Group: "lamps"}.Narrow(all)
	want = present.Figures{Costs: all.Costs[1:], Consumption: all.Consumption[1:], Audit: all.Audit[1:]}
	if diff := cmp.Diff(want, group); diff != "" {
		t.Errorf("group (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(all, present.DashboardFilter{}.Narrow(all)); diff != "" {
		t.Errorf("no filter (-want +got):\n%s", diff)
	}
}

// TestPriceAndHeat: the price is a weighted mean; the field has a row for every point until there are too many.
func TestPriceAndHeat(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	rows := []lake.Consumption{
		{PPE: "1", Month: month(2026, 1), Consumption: 100_000, Net: 100_00},
		{PPE: "2", Month: month(2026, 1), Consumption: 300_000, Net: 200_00},
		{PPE: "2", Month: month(2026, 3), Consumption: 0, Net: 5_00},
	}
	price := present.PriceChart(l, rows)
	if v, _ := price.Series[0].At(0); len(price.Categories) != 1 || price.Format(v) != "0,75 zł/kWh" {
		t.Errorf("price %v of %d months", price.Format(v), len(price.Categories))
	}
	if heat := present.HeatChart(l, rows); len(heat.Series) != 2 || len(heat.Categories) != 3 || heat.Series[0].Name != "2" {
		t.Errorf("field %+v", heat.Series)
	}
	var many []lake.Consumption
	for i := range 40 {
		many = append(many, lake.Consumption{PPE: fmt.Sprint(100 + i), Month: month(2026, 1), Consumption: lake.Energy(i + 1)})
	}
	heat := present.HeatChart(l, many)
	var total int64
	for _, s := range heat.Series {
		v, _ := s.At(0)
		total += v
	}
	if last := heat.Series[len(heat.Series)-1]; last.Name != "Pozostałe" || total != 40*41/2 {
		t.Errorf("the field adds up to %d and ends with %q", total, last.Name)
	}
}

// TestGridForSpreadsheets: figures stay figures, text cannot become a formula.
func TestGridForSpreadsheets(t *testing.T) {
	t.Parallel()
	grid := present.CostsGrid(present.NewLocale(lake.Polish), []lake.MonthlyCost{{Month: month(2026, 1), PPE: "1", SellerName: "=HYPERLINK(1)", Net: -12_34}})
	content, err := grid.CSV(present.NewLocale(lake.Polish))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(content); !strings.HasPrefix(text, "\ufeff") || !strings.Contains(text, ";'=HYPERLINK(1);") || !strings.Contains(text, ";-12,34;") {
		t.Errorf("%q", text)
	}
}

// TestWithinIsWhatTheQueriesKeep: months from the first to the last, one point, and rows without a month only while none is asked for.
func TestWithinIsWhatTheQueriesKeep(t *testing.T) {
	t.Parallel()
	all := present.Figures{
		Costs:       []lake.MonthlyCost{{PPE: "1"}, {Month: month(2025, 12), PPE: "1"}, {Month: month(2026, 1), PPE: "1"}, {Month: month(2026, 1), PPE: "2"}, {Month: month(2026, 2), PPE: "2"}},
		Consumption: []lake.Consumption{{Month: month(2025, 12), PPE: "1"}, {Month: month(2026, 1), PPE: "2"}},
	}
	for _, c := range []struct {
		filter             lake.MetricFilter
		costs, consumption int
	}{
		{lake.MetricFilter{}, 5, 2},
		{lake.MetricFilter{PPE: "1"}, 3, 1},
		{lake.MetricFilter{From: month(2026, 1)}, 3, 1},
		{lake.MetricFilter{To: month(2026, 1)}, 3, 2},
		{lake.MetricFilter{From: month(2026, 1), To: month(2026, 1), PPE: "2"}, 1, 1},
		{lake.MetricFilter{From: month(2027, 1)}, 0, 0},
	} {
		if got := all.Within(c.filter); len(got.Costs) != c.costs || len(got.Consumption) != c.consumption {
			t.Errorf("%+v keeps %d and %d rows, want %d and %d", c.filter, len(got.Costs), len(got.Consumption), c.costs, c.consumption)
		}
	}
}

// TestFirstFindingsAreThoseOfAll: however many are asked for, they are the beginning of the whole order.
func TestFirstFindingsAreThoseOfAll(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	rapid.Check(t, func(t *rapid.T) {
		var findings []lake.AuditFinding
		for i := range rapid.IntRange(0, 40).Draw(t, "findings") {
			findings = append(findings, lake.AuditFinding{
				ID: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id"), "/", i), Month: month(2026, time.Month(rapid.IntRange(1, 3).Draw(t, "month"))),
				Severity: rapid.SampledFrom([]lake.Severity{lake.NeedsReview, lake.Warning, lake.Info}).Draw(t, "severity"),
				Decision: rapid.SampledFrom([]string{"", lake.AuditAccepted}).Draw(t, "decision"),
			})
		}
		all := present.FindingRows(l, findings, len(findings))
		most := rapid.IntRange(0, 45).Draw(t, "most")
		if diff := cmp.Diff(all[:min(most, len(all))], present.FindingRows(l, findings, most)); diff != "" {
			t.Fatalf("the first %d differ (-want +got):\n%s", most, diff)
		}
	})
}

// BenchmarkDashboard shapes the dashboard of a lake of 100,000 invoices: 800 points, sale and distribution, five years.
func BenchmarkDashboard(b *testing.B) {
	const points, years = 800, 5
	var all present.Figures
	for m := range years * 12 {
		at := month(2021+m/12, time.Month(1+m%12))
		for p := range points {
			ppe := fmt.Sprintf("5903106000%08d", p)
			for _, seller := range []string{"Obrót S.A.", "Operator Sp. z o.o."} {
				all.Costs = append(all.Costs, lake.MonthlyCost{Month: at, PPE: ppe, SellerName: seller, Net: lake.Money(100 + p), Gross: lake.Money(123 + p), NetUnreviewed: lake.Money(p % 29 / 28)})
			}
			all.Consumption = append(all.Consumption, lake.Consumption{Month: at, PPE: ppe, Consumption: lake.Energy(1000 * (p + 1)), Net: lake.Money(100 + p)})
		}
	}
	for i := range 40_000 {
		all.Audit = append(all.Audit, lake.AuditFinding{ID: fmt.Sprintf("%032x", i*7919), Month: month(2021+i%5, time.Month(1+i%12)), Severity: lake.Warning})
	}
	l := present.NewLocale(lake.Polish)
	for name, filter := range map[string]present.DashboardFilter{"year": {Period: "2024"}, "all": {Period: present.AllTime}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				figures := all.Within(filter.MetricFilter(time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)))
				figures.Audit = all.Audit
				present.NewDashboard(l, filter.Narrow(figures), present.CostOptions{Measure: present.Net})
				present.NewFilterChoices(l, all.Costs, all.Consumption)
			}
		})
	}
}
