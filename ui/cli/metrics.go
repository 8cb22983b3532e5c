package cli

import (
	"time"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/ui/present"
)

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
