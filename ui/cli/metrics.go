package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/ui/present"
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

func (p *Program) metricsCommand() *cobra.Command {
	var from, to, ppe, format string
	var version int64
	var asOf string
	command := &cobra.Command{
		Use:   "metrics costs|consumption|corrections|breakdown|audit",
		Short: p.text("Pokaż wskaźniki Gold", "Show the Gold metrics"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := p.findMetric(args[0])
			if err != nil {
				return err
			}
			filter, err := present.NewMetricFilter(from, to, ppe)
			if err != nil {
				return err
			}
			if filter.Past, err = newPast(cmd.Flags().Changed("version"), version, asOf); err != nil {
				return err
			}
			if p.json {
				format = "json"
			}
			return p.withLibrary(cmd.Context(), func(library Library) error {
				return p.printMetric(cmd.Context(), library, m, filter, format)
			})
		},
	}
	command.Flags().StringVar(&from, "from", "", p.text("pierwszy miesiąc, RRRR-MM", "first month, YYYY-MM"))
	command.Flags().StringVar(&to, "to", "", p.text("ostatni miesiąc, RRRR-MM", "last month, YYYY-MM"))
	command.Flags().StringVar(&ppe, "ppe", "", p.text("tylko ten punkt poboru", "only this metering point"))
	command.Flags().Int64Var(&version, "version", 0, p.text("wersja tabeli, od 0", "the table's version, from 0"))
	command.Flags().StringVar(&asOf, "as-of", "", p.text("tabela z końca dnia RRRR-MM-DD albo z chwili RFC 3339", "the table at the end of the day YYYY-MM-DD, or at an RFC 3339 time"))
	command.MarkFlagsMutuallyExclusive("version", "as-of")
	command.Flags().StringVar(&format, "format", "table", "table, json, csv")
	return command
}

func (p *Program) findMetric(name string) (metric, error) {
	for _, m := range metrics(p.Lang) {
		if m.name == name {
			return m, nil
		}
	}
	return metric{}, usage("Nie ma takiego wskaźnika: "+name+".", "There is no such metric: "+name+".", "costs, consumption, corrections, breakdown, audit")
}

// newPast reads which version of the table is meant.
func newPast(numbered bool, version int64, asOf string) (lake.Past, error) {
	if numbered {
		return lake.Past{Numbered: true, Version: version}, nil
	}
	if asOf == "" {
		return lake.Past{}, nil
	}
	if at, err := time.Parse(time.RFC3339, asOf); err == nil {
		return lake.Past{AsOf: at}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, asOf, time.Local)
	if err != nil {
		return lake.Past{}, usage("To nie jest dzień ani chwila: "+asOf+".", "Not a day or a time: "+asOf+".", "YYYY-MM-DD, 2026-04-20T08:00:00Z")
	}
	return lake.Past{AsOf: day.AddDate(0, 0, 1).Add(-time.Millisecond)}, nil
}

func usage(pl, en, hint string) error {
	return &lake.Error{Code: lake.CodeUsage, Op: "cli", Message: lake.Text{PL: pl, EN: en}, Hint: lake.Text{PL: hint, EN: hint}}
}

func (p *Program) printMetric(ctx context.Context, library Library, m metric, filter lake.MetricFilter, format string) error {
	rows, err := m.load(ctx, library, filter)
	if err != nil {
		return err
	}
	switch format {
	case "json":
		if reflect.ValueOf(rows).Len() == 0 {
			_, err := fmt.Fprintln(p.Out, "[]")
			return err
		}
		encoder := json.NewEncoder(p.Out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(rows)
	case "csv":
		return p.printCSV(rows)
	case "table":
		return p.printTable(m, rows)
	}
	return usage("Nie ma takiego formatu: "+format+".", "There is no such format: "+format+".", "table, json, csv")
}

// printCSV prints every column under its Gold name, comma-separated, UTF-8 (RFC 4180).
func (p *Program) printCSV(rows any) error {
	w := csv.NewWriter(p.Out)
	if err := w.Write(jsonNames(reflect.TypeOf(rows).Elem())); err != nil {
		return err
	}
	for _, cells := range rowCells(rows) {
		record := make([]string, 0, len(cells))
		for _, name := range jsonNames(reflect.TypeOf(rows).Elem()) {
			record = append(record, cells[name])
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func (p *Program) printTable(m metric, rows any) error {
	p.sayf(p.Out, m.short.PL+"\n", m.short.EN+"\n")
	if reflect.ValueOf(rows).Len() == 0 {
		p.sayf(p.Out, "(nic)\n", "(nothing)\n")
		return nil
	}
	t := newTable()
	for i, c := range m.columns {
		t.header = append(t.header, c.title.In(p.Lang))
		if c.figure {
			t.figures(i)
		}
	}
	for _, cells := range rowCells(rows) {
		row := make([]string, len(m.columns))
		for i, c := range m.columns {
			row[i] = cells[c.field]
			if c.field == "month" && len(row[i]) >= len("2026-01") {
				row[i] = row[i][:len("2026-01")]
			}
			if c.field == "scope" || c.field == "severity" || c.field == "component" {
				row[i] = p.word(row[i])
			}
		}
		t.add(row...)
	}
	return t.print(p.Out)
}

func jsonNames(t reflect.Type) []string {
	names := make([]string, 0, t.NumField())
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// rowCells gives each row as text by JSON name: the values print themselves as the tables store them.
func rowCells(rows any) []map[string]string {
	slice := reflect.ValueOf(rows)
	cells := make([]map[string]string, slice.Len())
	for i := range slice.Len() {
		row := slice.Index(i)
		cells[i] = map[string]string{}
		for j, name := range jsonNames(row.Type()) {
			cells[i][name] = fmt.Sprint(row.Field(j).Interface())
		}
	}
	return cells
}
