package present_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wattlake/lake"
	"wattlake/ui/present"
)

func month(y int, m time.Month) lake.Date { return lake.Date{Year: y, Month: m, Day: 1} }

func cost(m lake.Date, seller string, net, open lake.Money) lake.CostSum {
	return lake.CostSum{Month: m, SellerName: seller, Scope: lake.Sale, Net: net, Gross: net.MulRate(123), NetUnreviewed: open, GrossUnreviewed: open.MulRate(123)}
}

func TestCostsChart(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	costs := []lake.CostSum{cost(month(2026, 1), "B", 100, 0), cost(month(2025, 11), "A", 300, 0), cost(month(2026, 1), "A", 50, 7)}
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

// TestCostsOfNoMonth: an invoice without any date moves no axis, and the chart says what it leaves out.
func TestCostsOfNoMonth(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	chart := present.CostsChart(l, []lake.CostSum{cost(lake.Date{}, "A", 12_00, 34), cost(month(2026, 1), "A", 100, 0)}, present.CostOptions{Measure: present.Net})
	if want := "without PLN\u00a012.34 of invoices that state no period"; len(chart.Categories) != 1 || chart.Total(0) != 100 || chart.Note != want {
		t.Errorf("%d months, %d, note %q", len(chart.Categories), chart.Total(0), chart.Note)
	}
}

// TestChartsAddUp: however costs are divided, nothing is lost and nothing doubled.
func TestChartsAddUp(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	rapid.Check(t, func(t *rapid.T) {
		var costs []lake.CostSum
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

// usage is the energy of a point in January.
func usage(place int, energy lake.Energy) lake.EnergySum {
	return lake.EnergySum{Place: place, PPE: fmt.Sprint("ppe", place), Month: month(2026, 1), Energy: energy}
}

func TestConsumptionChart(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	sums := []lake.EnergySum{usage(1, 8000), {Place: 1, PPE: "ppe1", Month: month(2026, 3), Energy: 5}}
	for place := 2; place <= 7; place++ {
		sums = append(sums, usage(place, lake.Energy(9000-1000*place)))
	}
	sums = append(sums, lake.EnergySum{Month: month(2026, 1), Energy: 17})
	chart := present.ConsumptionChart(l, sums)
	if len(chart.Series) != 6 || chart.Series[0].Name != "ppe1" || chart.Series[5].Name != "Pozostałe" {
		t.Fatalf("%d series, first %q, last %q", len(chart.Series), chart.Series[0].Name, chart.Series[len(chart.Series)-1].Name)
	}
	if v, _ := chart.Series[5].At(0); v != 3000+2000+17 {
		t.Errorf("the others add up to %d", v)
	}
	if _, known := chart.Series[0].At(1); known || len(chart.Categories) != 3 {
		t.Error("February is known, or missing on the axis")
	}
	if v, known := chart.Series[0].At(2); !known || v != 5 {
		t.Errorf("March has %d", v)
	}
}

func TestOneMorePointThanLinesIsShown(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	for points, chart := range map[int]func(*present.Locale, []lake.EnergySum) present.Chart{6: present.ConsumptionChart, lake.MostPoints: present.HeatChart} {
		var sums []lake.EnergySum
		for place := 1; place <= points; place++ {
			sums = append(sums, usage(place, 1))
		}
		if series := chart(l, sums).Series; len(series) != points || series[points-1].Name == "Pozostałe" {
			t.Errorf("%d points make %d series, the last is %q", points, len(series), series[len(series)-1].Name)
		}
	}
}

func TestWrongYearsDoNotStretchTheAxis(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	chart := present.CostsChart(l, []lake.CostSum{cost(month(1, 1), "A", 1, 0), cost(month(9999, 12), "A", 1, 0)}, present.CostOptions{})
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
	rows := []lake.CorrectionSummary{correction("B", 200, -20, true, 9), correction("?", 0, -7, false, 5), correction("A", 100, 5, true, 3)}
	sums := lake.CorrectionSums{Originals: 3, NetPairs: 2, Latest: []lake.CorrectionSummary{rows[2], rows[0]}}
	chart := present.CorrectionsChart(l, sums, present.Net)
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
	d := present.NewDashboard(l, present.Figures{Overview: lake.Overview{
		Costs:       []lake.CostSum{cost(month(2026, 1), "A", 100_00, 10_00)},
		Consumption: []lake.EnergySum{{Place: 1, PPE: "1", Month: month(2026, 1), Energy: 200_400, PricedNet: 100_00, PricedEnergy: 200_400}},
		Corrections: lake.CorrectionSums{Originals: 1, DifferenceNet: -250},
		Findings:    lake.FindingSums{All: 9, Open: 7, Urgent: 2},
	}}, present.CostOptions{Measure: present.Net})
	want := []present.Card{
		{Title: "Koszt netto", Value: "100,00\u00a0zł", Hint: "+\u00a010,00\u00a0zł niesprawdzone", Tone: present.Attention},
		{Title: "Zużycie", Value: "200\u00a0kWh"},
		{Title: "Średnia cena za kWh", Value: "0,50\u00a0zł", Hint: "netto, ze sprawdzonych faktur"},
		{Title: "Zmiany z korekt", Value: "–2,50\u00a0zł", Hint: "1 skorygowana faktura"},
		{Title: "Do zapłaty w ciągu 14 dni", Value: "0,00\u00a0zł", Hint: "0 faktur"},
		{Title: "Uwagi do rachunków", Value: "7", Hint: "2 wymagają sprawdzenia", Tone: present.Attention},
	}
	if diff := cmp.Diff(want, d.Cards); diff != "" {
		t.Errorf("cards differ (-want +got):\n%s", diff)
	}
	if empty := present.NewDashboard(l, present.Figures{}, present.CostOptions{Measure: present.Gross}); empty.Cards[2].Value != "–" || !empty.Panels[present.CostsPanel].IsEmpty() {
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
	if present.FirstPeriod([]lake.Date{{}, month(2020, 1), month(2027, 1)}, today) != present.AllTime ||
		present.FirstPeriod([]lake.Date{month(2020, 1), month(2026, 2)}, today) != present.LastTwelveMonths {
		t.Error("the first period does not follow the figures")
	}
}

func TestFilterChoices(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	c := present.NewFilterChoices(l, lake.Extent{
		Months: []lake.Date{{}, month(2024, 1), month(2025, 1), month(2026, 1), month(2026, 2)}, Points: []lake.NamedPoint{{PPE: "a", Name: "Szkoła"}, {PPE: "b"}},
	})
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
	if diff := cmp.Diff([]string{"Wszystkie punkty", "a  Szkoła", "b"}, points); diff != "" {
		t.Errorf("points differ (-want +got):\n%s", diff)
	}
}

// TestCardsAgainstThePeriodBefore: figures are set against the same months of the year before, in whole tenths of a per cent.
func TestCardsAgainstThePeriodBefore(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	now := present.Figures{Overview: lake.Overview{Costs: []lake.CostSum{cost(month(2026, 1), "A", 110_00, 0)}}}
	for name, c := range map[string]struct {
		before lake.Money
		want   string
	}{
		"more":    {100_00, "+10,0% rok do roku"},
		"less":    {120_00, "–8,3% rok do roku"},
		"same":    {110_00, "0,0% rok do roku"},
		"nothing": {0, "brak danych z poprzedniego roku"},
	} {
		now.YearAgo = &lake.Totals{Net: c.before}
		if got := present.NewDashboard(l, now, present.CostOptions{Measure: present.Net}).Cards[0].Hint; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestPriceAndHeat: the price is a weighted mean; the field has a row for every point until there are too many.
func TestPriceAndHeat(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	sums := []lake.EnergySum{
		{Place: 1, PPE: "2", Month: month(2026, 1), Energy: 300_000, PricedNet: 200_00, PricedEnergy: 300_000},
		{Place: 1, PPE: "2", Month: month(2026, 3), Energy: 7},
		{Place: 2, PPE: "1", Month: month(2026, 1), Energy: 100_000, PricedNet: 100_00, PricedEnergy: 100_000},
	}
	price := present.PriceChart(l, sums)
	if v, _ := price.Series[0].At(0); len(price.Categories) != 1 || price.Format(v) != "0,75 zł/kWh" {
		t.Errorf("price %v of %d months", price.Format(v), len(price.Categories))
	}
	if heat := present.HeatChart(l, sums); len(heat.Series) != 2 || len(heat.Categories) != 3 || heat.Series[0].Name != "2" {
		t.Errorf("field %+v", heat.Series)
	}
	var many []lake.EnergySum
	for place := 1; place <= lake.MostPoints; place++ {
		many = append(many, usage(place, lake.Energy(100-place)))
	}
	many = append(many, lake.EnergySum{Month: month(2026, 1), Energy: 1000})
	heat := present.HeatChart(l, many)
	var total int64
	for _, s := range heat.Series {
		v, _ := s.At(0)
		total += v
	}
	if last := heat.Series[len(heat.Series)-1]; last.Name != "Pozostałe" || last.Slot != 1 || total != 100*lake.MostPoints-lake.MostPoints*(lake.MostPoints+1)/2+1000 {
		t.Errorf("the field adds up to %d and ends with %q", total, last.Name)
	}
}
