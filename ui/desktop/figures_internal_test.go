package desktop

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func TestDashboardFilters(t *testing.T) {
	cost := func(y int, m time.Month, ppe string, net lake.Money) lake.MonthlyCost {
		return lake.MonthlyCost{Month: lake.Date{Year: y, Month: m, Day: 1}, PPE: ppe, Net: net, Gross: net.MulRate(123)}
	}
	w, _ := newTestWindow(t, &fakeNode{costs: []lake.MonthlyCost{cost(2026, 2, "1", 100_00), cost(2024, 2, "2", 7_00)}})
	w.shortcut(ctrl(fyne.Key3))
	w.refresh()
	expect(t, w, "100,00\u00a0zł", "Koszty miesięczne netto") // the last twelve months
	w.charts.Filter.Period = present.AllTime
	w.charts.Options.Measure = present.Gross
	w.refigure()
	w.refresh()
	expect(t, w, "131,61\u00a0zł", "Koszty miesięczne brutto")
	w.charts.Filter.PPE = "2"
	w.refigure()
	w.refresh()
	expect(t, w, "8,61\u00a0zł")
	w.copyTable()
	w.finish()
	if text := w.p.App.Clipboard().Content(); !strings.Contains(text, "2024-02\t2\t") || strings.Contains(text, "2026-02") {
		t.Errorf("copied:\n%s", text)
	}
}

func TestClickIntoAChartShowsTheInvoicesBehindIt(t *testing.T) {
	march := lake.Date{Year: 2026, Month: 3, Day: 1}
	node := &fakeNode{
		costs: []lake.MonthlyCost{{Month: march, SellerName: "Prąd S.A.", Net: 12_34}}, documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready)},
	}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	w.refresh()
	w.charts.Filter.Seller = "Prąd S.A."
	w.pick(present.CostsPanel, w.figures.Panels[present.CostsPanel].Categories[0])
	if q := w.table.Query; w.page != invoicesPage || q.Month != march || q.Seller != "Prąd S.A." {
		t.Errorf("page %s, query %+v", w.page, q)
	}
	w.finish()
	expect(t, w, "12,34") // of invoices that may be about other months, too
	w.invoices.ClearFilter()
	expectNot(t, w, "12,34")
}

// TestFiguresAreAskedForOnce: the sums are asked for when the filter or the tables are others, not to be shown in another way.
func TestFiguresAreAskedForOnce(t *testing.T) {
	node := &fakeNode{costs: []lake.MonthlyCost{{Month: lake.Date{Year: 2026, Month: 3, Day: 1}, SellerName: "Prąd S.A.", Net: 12_34}}}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	steps := []struct {
		what  string
		do    func()
		asked int
	}{
		{"arriving", func() {}, 1},
		{"gross", func() { w.charts.Options.Measure = present.Gross }, 1},
		{"net, by seller", func() { w.charts.Options = present.CostOptions{Measure: present.Net, Stack: present.StackSeller} }, 1},
		{"a year", func() { w.charts.Filter.Period = "2026" }, 2},
		{"a year without figures", func() { w.charts.Filter.Period = "2025" }, 3},
		{"all time", func() { w.charts.Filter.Period = present.AllTime }, 4},
		{"other tables", func() { w.changed(pipeline.Change{Tables: true}) }, 5},
		{"leaving", func() { w.show(invoicesPage) }, 5},
		{"other tables out of sight", func() { w.changed(pipeline.Change{Tables: true}) }, 5},
		{"coming back", func() { w.show(dashboardPage) }, 6},
	}
	for _, s := range steps {
		s.do()
		w.refigure()
		w.loadFigures(w.ctx)
		draw()
		if node.summed != s.asked {
			t.Fatalf("%s: the sums were asked for %d times, want %d", s.what, node.summed, s.asked)
		}
		if cost := w.figures.Cards[0].Value; w.charts.Options.Measure == present.Net && (w.charts.Filter.Period == "2025") != (cost == "0,00\u00a0zł") {
			t.Errorf("%s: the card says %q", s.what, cost)
		}
	}
}

// TestTableBehindAChart: the rows are asked for when somebody looks at them, under the filter of the charts, and only so many of them.
func TestTableBehindAChart(t *testing.T) {
	march := lake.Date{Year: 2026, Month: 3, Day: 1}
	node := &fakeNode{costs: []lake.MonthlyCost{{Month: march, PPE: "1", Net: 12_34}, {Month: march, PPE: "2", Net: 56_78}}}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	w.refresh()
	flip := func() {
		for _, b := range buttons(w.win.Content()) {
			if b.Text == w.locale.T("chart.show_table") {
				b.OnTapped()
				break
			}
		}
		w.finish()
	}
	flip()
	expect(t, w, "12,34", "56,78")
	w.charts.Filter.PPE = "2"
	w.refigure()
	w.refresh()
	w.finish()
	expectNot(t, w, "12,34")
	for range mostRows {
		node.costs = append(node.costs, lake.MonthlyCost{Month: march, PPE: "2", Net: 1})
	}
	w.changed(pipeline.Change{Tables: true})
	w.refresh()
	w.finish()
	expect(t, w, "najnowszych 10\u00a0000 wierszy")
}

// TestGreatAmountsFit: the dashboard of a great buyer fits into the smallest window, with every figure in full.
func TestGreatAmountsFit(t *testing.T) {
	month := lake.Date{Year: 2026, Month: 3, Day: 1}
	node := &fakeNode{costs: []lake.MonthlyCost{{Month: month, SellerName: "Prąd S.A.", Net: 253_102_268_76, NetUnreviewed: 121_895_931_24}}}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	w.refresh()
	if size := w.win.Content().MinSize(); size.Width > firstWidth || size.Height > firstHeight {
		t.Errorf("the dashboard needs %v", size)
	}
	expect(t, w, "253\u00a0102\u00a0268,76\u00a0zł", "+\u00a0121\u00a0895\u00a0931,24\u00a0zł\nniesprawdzone")
}
