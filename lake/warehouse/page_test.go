package warehouse_test

import (
	"strings"
	"testing"

	"wattlake/lake"
)

func TestPages(t *testing.T) {
	l := open(t)
	rows := []lake.Invoice{
		onPoint(invoice("A/1", "2026-01-01", "2026-01-31", 300, 0), homePPE, 1),
		at(invoice("A/2", "2026-01-01", "2026-01-31", 100, 0), lake.StatusReview),
		of(invoice("B/3", "2026-01-01", "2026-01-31", 200, 0), lake.Forecast, lake.Sale),
		invoice("B/4", "2026-01-01", "2026-01-31", 400, 0),
	}
	rows[3].IssueDate, rows[3].Net = lake.Date{}, lake.Opt[lake.Money]{}
	rows[0].IssueDate = day("2025-02-01")
	for i := range rows {
		rows[i] = keyed(rows[i])
	}
	if page, total, err := l.Page(t.Context(), lake.InvoiceFilter{Order: lake.OrderNet, Limit: 9}); err != nil || page != nil || total != 0 {
		t.Errorf("no table: %v, %d, %v", page, total, err)
	}
	l.commit(t, nil, rows...)
	for name, c := range map[string]struct {
		filter lake.InvoiceFilter
		want   string
		total  int
	}{
		"by net, unknown first":    {lake.InvoiceFilter{Order: lake.OrderNet, Limit: 9}, "B/4 A/2 B/3 A/1", 4},
		"descending, unknown last": {lake.InvoiceFilter{Order: lake.OrderNet, Descending: true, Limit: 9}, "A/1 B/3 A/2 B/4", 4},
		"second page":              {lake.InvoiceFilter{Order: lake.OrderNumber, Limit: 2, Offset: 2}, "B/3 B/4", 4},
		"text":                     {lake.InvoiceFilter{Order: lake.OrderNumber, Limit: 9, Text: "b/"}, "B/3 B/4", 2},
		"status":                   {lake.InvoiceFilter{Order: lake.OrderNumber, Limit: 9, Status: lake.StatusReview}, "A/2", 1},
		"kind":                     {lake.InvoiceFilter{Order: lake.OrderNumber, Limit: 9, Kind: lake.Forecast}, "B/3", 1},
		"point":                    {lake.InvoiceFilter{Order: lake.OrderNumber, Limit: 9, PPE: homePPE}, "A/1", 1},
		"days":                     {lake.InvoiceFilter{Order: lake.OrderNumber, Limit: 9, From: day("2025-01-01"), To: day("2025-12-31")}, "A/1", 1},
		"seller":                   {lake.InvoiceFilter{Order: lake.OrderIssued, Limit: 1, SellerNIP: "1112223332"}, "B/4", 4},
	} {
		page, total, err := l.Page(t.Context(), c.filter)
		var numbers []string
		for _, row := range page {
			numbers = append(numbers, row.Number)
		}
		if got := strings.Join(numbers, " "); err != nil || got != c.want || total != c.total {
			t.Errorf("%s: %q of %d, %v; want %q of %d", name, got, total, err, c.want, c.total)
		}
	}
	if _, _, err := l.Page(t.Context(), lake.InvoiceFilter{Order: "1; DROP TABLE x"}); lake.CodeOf(err) != lake.CodeUsage {
		t.Errorf("an order that is none: %v", err)
	}
}
