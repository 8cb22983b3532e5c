package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"wattlake/lake"
)

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

// printCSV prints every column under its Gold name, comma-separated, UTF-8 (RFC 4180). No spreadsheet computes a text.
func (p *Program) printCSV(rows any) error {
	w := csv.NewWriter(p.Out)
	row := reflect.TypeOf(rows).Elem()
	names := jsonNames(row)
	if err := w.Write(names); err != nil {
		return err
	}
	for _, cells := range rowCells(rows) {
		record := make([]string, 0, len(cells))
		for i, name := range names {
			cell := cells[name]
			if row.Field(i).Type.Kind() == reflect.String {
				cell = lake.SpreadsheetText(cell)
			}
			record = append(record, cell)
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
