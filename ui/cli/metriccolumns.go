package cli

import (
	"context"

	"wattlake/lake"
)

// metric is one Gold table as a command.
type metric struct {
	name    string
	short   lake.Text
	load    func(ctx context.Context, library Library, filter lake.MetricFilter) (any, error) // a slice of structs
	columns []column
}

// column is what people see of a Gold column; field is its JSON name.
type column struct {
	field  string
	title  lake.Text
	figure bool
}

func metrics(lang lake.Lang) []metric {
	message := column{"message_pl", lake.Text{PL: "Uwaga", EN: "Finding"}, false}
	if lang == lake.English {
		message.field = "message_en"
	}
	return []metric{
		{
			"costs",
			lake.Text{PL: "Miesięczne koszty energii", EN: "Monthly energy costs"},
			func(ctx context.Context, l Library, f lake.MetricFilter) (any, error) { return l.Costs(ctx, f) },
			[]column{
				{"month", lake.Text{PL: "Miesiąc", EN: "Month"}, false},
				{"ppe", lake.Text{PL: "PPE", EN: "PPE"}, false},
				{"seller_name", lake.Text{PL: "Sprzedawca", EN: "Seller"}, false},
				{"scope", lake.Text{PL: "Zakres", EN: "Scope"}, false},
				{"net", lake.Text{PL: "Netto", EN: "Net"}, true},
				{"vat", lake.Text{PL: "VAT", EN: "VAT"}, true},
				{"gross", lake.Text{PL: "Brutto", EN: "Gross"}, true},
				{"consumption_kwh", lake.Text{PL: "kWh", EN: "kWh"}, true},
				{"gross_unreviewed", lake.Text{PL: "Brutto niespr.", EN: "Gross unrev."}, true},
				{"invoices", lake.Text{PL: "Faktur", EN: "Invoices"}, true},
			},
		},
		{
			"consumption",
			lake.Text{PL: "Zużycie na PPE", EN: "Consumption per metering point"},
			func(ctx context.Context, l Library, f lake.MetricFilter) (any, error) { return l.Consumption(ctx, f) },
			[]column{
				{"ppe", lake.Text{PL: "PPE", EN: "PPE"}, false},
				{"month", lake.Text{PL: "Miesiąc", EN: "Month"}, false},
				{"consumption_kwh", lake.Text{PL: "kWh", EN: "kWh"}, true},
				{"consumption_unreviewed_kwh", lake.Text{PL: "kWh niespr.", EN: "kWh unrev."}, true},
				{"net", lake.Text{PL: "Netto", EN: "Net"}, true},
				{"gross", lake.Text{PL: "Brutto", EN: "Gross"}, true},
				{"net_per_kwh", lake.Text{PL: "zł/kWh", EN: "PLN/kWh"}, true},
				{"consumption_year_ago_kwh", lake.Text{PL: "kWh rok wcześniej", EN: "kWh a year ago"}, true},
			},
		},
		{
			"corrections",
			lake.Text{PL: "Korekty a oryginały", EN: "Corrections against originals"},
			func(ctx context.Context, l Library, f lake.MetricFilter) (any, error) { return l.Corrections(ctx, f) },
			[]column{
				{"original_number", lake.Text{PL: "Oryginał", EN: "Original"}, false},
				{"seller_name", lake.Text{PL: "Sprzedawca", EN: "Seller"}, false},
				{"original_gross", lake.Text{PL: "Brutto przed", EN: "Gross before"}, true},
				{"corrections", lake.Text{PL: "Korekt", EN: "Corrections"}, true},
				{"difference_gross", lake.Text{PL: "Różnica", EN: "Difference"}, true},
				{"resulting_gross", lake.Text{PL: "Brutto po", EN: "Gross after"}, true},
				{"original_consumption_kwh", lake.Text{PL: "kWh przed", EN: "kWh before"}, true},
				{"resulting_consumption_kwh", lake.Text{PL: "kWh po", EN: "kWh after"}, true},
				{"last_correction_number", lake.Text{PL: "Ostatnia korekta", EN: "Last correction"}, false},
				{"last_correction_reason", lake.Text{PL: "Przyczyna", EN: "Reason"}, false},
			},
		},
		{
			"breakdown",
			lake.Text{PL: "Z czego składa się koszt", EN: "What the cost is made of"},
			func(ctx context.Context, l Library, f lake.MetricFilter) (any, error) { return l.Breakdown(ctx, f) },
			[]column{
				{"month", lake.Text{PL: "Miesiąc", EN: "Month"}, false},
				{"ppe", lake.Text{PL: "PPE", EN: "PPE"}, false},
				{"seller_name", lake.Text{PL: "Sprzedawca", EN: "Seller"}, false},
				{"scope", lake.Text{PL: "Zakres", EN: "Scope"}, false},
				{"component", lake.Text{PL: "Składnik", EN: "Component"}, false},
				{"net", lake.Text{PL: "Netto", EN: "Net"}, true},
				{"consumption_kwh", lake.Text{PL: "kWh", EN: "kWh"}, true},
				{"net_per_kwh", lake.Text{PL: "zł/kWh", EN: "PLN/kWh"}, true},
			},
		},
		{
			"audit",
			lake.Text{PL: "Do sprawdzenia", EN: "To look at"},
			func(ctx context.Context, l Library, f lake.MetricFilter) (any, error) { return l.Audit(ctx, f) },
			[]column{
				{"severity", lake.Text{PL: "Waga", EN: "Severity"}, false},
				{"month", lake.Text{PL: "Miesiąc", EN: "Month"}, false},
				{"ppe", lake.Text{PL: "PPE", EN: "PPE"}, false},
				{"seller_name", lake.Text{PL: "Sprzedawca", EN: "Seller"}, false},
				message,
			},
		},
	}
}
