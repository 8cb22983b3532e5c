package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

func (p *Program) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: p.text("Przeprowadź przykładowe faktury przez całą drogę", "Take the sample invoices through the whole pipeline"),
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return p.demo(cmd.Context()) },
	}
}

// demo uses the lake that --lake names; without it, one of its own beside the usual one, which is never mixed with samples.
func (p *Program) demo(ctx context.Context) error {
	if !p.lakeGiven {
		p.lakeDir += "-demo"
	}
	samples, err := os.MkdirTemp("", "wattlake-samples-")
	if err != nil {
		return fmt.Errorf("folder for the samples: %w", err)
	}
	defer func() { _ = os.RemoveAll(samples) }() // a leftover in the temporary folder does no harm
	paths, err := p.WriteSamples(ctx, samples)
	if err != nil {
		return err
	}
	return p.withNode(ctx, func(node Node) error {
		p.sayf(p.Err, "Przykładowe faktury: %d. Czytanie, rozpoznawanie, liczenie…\n", "Sample invoices: %d. Reading, parsing, computing…\n", len(paths))
		results, err := node.Ingest(ctx, pipeline.IngestRequest{Paths: paths, Source: "sample"}, p.progress())
		p.clearProgress()
		if err != nil {
			return err
		}
		return p.showDemo(ctx, node, results)
	})
}

func (p *Program) showDemo(ctx context.Context, node Node, results []pipeline.IngestResult) error {
	if p.json {
		for _, r := range results {
			if err := p.printResult(r); err != nil {
				return err
			}
		}
		return nil
	}
	if err := p.printInvoices(results); err != nil {
		return err
	}
	for _, m := range metrics(p.Lang) {
		if m.name == "breakdown" {
			continue // longer than all others together
		}
		_, _ = fmt.Fprintln(p.Out) // the terminal is gone
		if err := p.printMetric(ctx, node, m, lake.MetricFilter{}, "table"); err != nil {
			return err
		}
	}
	root, err := filepath.Abs(p.lakeDir)
	if err != nil {
		return err
	}
	p.sayf(p.Out, "\nWszystko leży w: %s\n", "\nEverything lies in: %s\n", root)
	for _, place := range []struct {
		key  string
		what lake.Text
	}{
		{lake.RawPrefix, lake.Text{PL: "dokumenty bez zmian", EN: "the documents as they came"}},
		{lake.ReadPrefix, lake.Text{PL: "odczytany tekst i słowa", EN: "text and words that were read"}},
		{lake.ParsedPrefix, lake.Text{PL: "rozpoznane faktury (JSON)", EN: "parsed invoices (JSON)"}},
		{lake.SilverTable, lake.Text{PL: "tabela faktur (Delta Lake)", EN: "table of invoices (Delta Lake)"}},
		{lake.GoldPrefix, lake.Text{PL: "tabele wskaźników (Delta Lake)", EN: "tables of metrics (Delta Lake)"}},
	} {
		_, _ = fmt.Fprintf(p.Out, "  %-30s %s\n", place.key, place.what.In(p.Lang)) // the terminal is gone
	}
	return nil
}

func (p *Program) printInvoices(results []pipeline.IngestResult) error {
	t := newTable(p.text("Stan", "Status"), p.text("Plik", "File"), p.text("Numer", "Number"), p.text("Rodzaj", "Kind"), "PPE",
		p.text("Okres", "Period"), "kWh", p.text("Netto", "Net"), p.text("Brutto", "Gross")).figures(6, 7, 8)
	for _, r := range results {
		if len(r.Readings) == 0 {
			t.add(p.status(r.Status), filepath.Base(r.File), "", "", "", "", "", "", "")
		}
		for _, reading := range r.Readings {
			v := reading.Fields.Value
			t.add(p.status(r.Status), filepath.Base(r.File), v(lake.FieldNumber), p.word(v(lake.FieldKind)), p.points(reading),
				period(reading), v(lake.FieldConsumption), v(lake.FieldNet), v(lake.FieldGross))
		}
	}
	return t.print(p.Out)
}

func period(r lake.Reading) string {
	from, to := r.Fields.Value(lake.FieldPeriodStart), r.Fields.Value(lake.FieldPeriodEnd)
	if from == "" && to == "" {
		return ""
	}
	return from + " – " + to
}

func (p *Program) points(r lake.Reading) string {
	switch len(r.Points) {
	case 0:
		return ""
	case 1:
		return r.Points[0].Value(lake.FieldPPE)
	default:
		return fmt.Sprintf(p.text("%d punkty", "%d points"), len(r.Points))
	}
}
