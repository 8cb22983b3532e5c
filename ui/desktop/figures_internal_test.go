package desktop

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"wattlake/lake"
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
	if text := w.p.App.Clipboard().Content(); !strings.Contains(text, "2024-02\t2\t") || strings.Contains(text, "2026-02") {
		t.Errorf("copied:\n%s", text)
	}
}

func TestClickIntoAChartShowsTheInvoicesBehindIt(t *testing.T) {
	march := lake.Date{Year: 2026, Month: 3, Day: 1}
	node := &fakeNode{costs: []lake.MonthlyCost{{Month: march, SellerName: "Prąd S.A.", Net: 12_34}}}
	w, _ := newTestWindow(t, node)
	w.show(dashboardPage)
	w.refresh()
	w.charts.Filter.Seller = "Prąd S.A."
	w.pick(present.CostsPanel, w.figures.Panels[present.CostsPanel].Chart.Categories[0])
	if q := w.table.Query; w.page != invoicesPage || q.Month != march || q.Seller != "Prąd S.A." {
		t.Errorf("page %s, query %+v", w.page, q)
	}
	expect(t, w, "12,34")
}
