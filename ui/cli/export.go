package cli

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// exportOptions are the flags of export.
type exportOptions struct {
	out, from, to, ppe, separator, header string
	bom, comma, force                     bool
}

func (p *Program) exportCommand() *cobra.Command {
	var o exportOptions
	command := &cobra.Command{
		Use:       "export " + strings.Join(lake.ExportNames(), "|") + " --out FILE",
		Short:     p.text("Zapisz faktury lub wskaźniki do CSV, XLSX albo Parquet", "Write invoices or metrics to CSV, XLSX or Parquet"),
		Args:      cobra.ExactArgs(1),
		ValidArgs: lake.ExportNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := o.export(args[0], p.Lang)
			if err != nil {
				return err
			}
			return p.withLibrary(cmd.Context(), func(library Library) error { return p.export(cmd.Context(), library, e, o) })
		},
	}
	f := command.Flags()
	f.StringVar(&o.out, "out", "", p.text("plik .csv, .xlsx albo .parquet", "file .csv, .xlsx or .parquet"))
	f.StringVar(&o.from, "from", "", p.text("pierwszy miesiąc, RRRR-MM", "first month, YYYY-MM"))
	f.StringVar(&o.to, "to", "", p.text("ostatni miesiąc, RRRR-MM", "last month, YYYY-MM"))
	f.StringVar(&o.ppe, "ppe", "", p.text("tylko ten punkt poboru", "only this metering point"))
	f.StringVar(&o.header, "header", "", p.text("nagłówek: names, pl, en (domyślnie names, w XLSX język programu)", "header: names, pl, en (default names, in XLSX the program's language)"))
	f.StringVar(&o.separator, "separator", "", p.text("CSV: separator (domyślnie przecinek, z --decimal-comma średnik)", "CSV: separator (default comma, with --decimal-comma semicolon)"))
	f.BoolVar(&o.bom, "bom", false, p.text("CSV: znacznik UTF-8 dla starszych wersji Excela", "CSV: UTF-8 mark for older versions of Excel"))
	f.BoolVar(&o.comma, "decimal-comma", false, p.text("CSV: przecinek w liczbach", "CSV: comma in numbers"))
	f.BoolVar(&o.force, "force", false, p.text("zastąp istniejący plik", "replace an existing file"))
	_ = command.MarkFlagRequired("out") // fails only for a flag that does not exist
	return command
}

func (o exportOptions) export(what string, lang lake.Lang) (lake.Export, error) {
	if !slices.Contains(lake.ExportNames(), what) {
		return lake.Export{}, usage("Nie można wyeksportować: "+what+".", "This cannot be exported: "+what+".", strings.Join(lake.ExportNames(), ", "))
	}
	filter, err := present.NewMetricFilter(o.from, o.to, o.ppe)
	if err != nil {
		return lake.Export{}, err
	}
	e := lake.Export{What: what, Format: pipeline.ExportFormatOf(o.out), Filter: filter, BOM: o.bom, DecimalComma: o.comma}
	switch o.header {
	case "":
		if e.Format == lake.ExportXLSX {
			e.Titles = lang
		}
	case "names":
	case string(lake.Polish), string(lake.English):
		e.Titles = lake.Lang(o.header)
	default:
		return lake.Export{}, usage("Nie ma takiego nagłówka: "+o.header+".", "There is no such header: "+o.header+".", "names, pl, en")
	}
	if o.separator != "" {
		separator := strings.ReplaceAll(o.separator, `\t`, "\t")
		e.Separator, _ = utf8.DecodeRuneInString(separator)
		if utf8.RuneCountInString(separator) != 1 || !strings.ContainsRune(",;|\t", e.Separator) || o.comma && e.Separator == ',' {
			return lake.Export{}, usage("Tego separatora nie można użyć: "+o.separator+".", "This separator cannot be used: "+o.separator+".", `, ; | \t`)
		}
	}
	return e, nil
}

func (p *Program) export(ctx context.Context, library Library, e lake.Export, o exportOptions) error {
	rows, err := library.Export(ctx, e, o.out, o.force)
	if err != nil {
		return err
	}
	if p.json {
		return json.NewEncoder(p.Out).Encode(map[string]any{"file": o.out, "rows": rows})
	}
	p.sayf(p.Out, "Zapisano wierszy: %d. Plik: %s\n", "Rows written: %d. File: %s\n", rows, o.out)
	return nil
}
