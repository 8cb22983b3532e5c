package cli

import (
	"context"
	"encoding/json"
	"time"

	"github.com/spf13/cobra"
)

// defaultRetention is how long older versions of the tables stay readable.
const defaultRetention = 7 * 24 * time.Hour

func (p *Program) maintainCommand() *cobra.Command {
	var retention time.Duration
	var dryRun bool
	command := &cobra.Command{
		Use:   "maintain",
		Short: p.text("Połącz małe pliki tabel i usuń pliki starych wersji", "Unite the tables' small files, and delete those of old versions"),
		Long: p.text("Wiersze się nie zmieniają. Wersji starszych niż --retention nie można już potem czytać opcjami --version i --as-of.",
			"Rows do not change. Versions older than --retention can no longer be read with --version and --as-of."),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withSettled(cmd.Context(), func(node Node) error { return p.maintain(cmd.Context(), node, retention, dryRun) })
		},
	}
	command.Flags().DurationVar(&retention, "retention", defaultRetention, p.text("jak długo stare wersje mają zostać", "how long old versions stay"))
	command.Flags().BoolVar(&dryRun, "dry-run", false, p.text("tylko policz", "only count"))
	return command
}

func (p *Program) maintain(ctx context.Context, node Node, retention time.Duration, dryRun bool) error {
	report, err := node.Maintain(ctx, retention, dryRun)
	if err != nil {
		return err
	}
	if p.json {
		return json.NewEncoder(p.Out).Encode(report)
	}
	const megabyte = 1 << 20
	if dryRun {
		p.sayf(p.Out, "Do usunięcia: plików %d, %.1f MB.\n", "To delete: %d files, %.1f MB.\n", report.Deleted, float64(report.Bytes)/megabyte)
		return nil
	}
	p.sayf(p.Out, "Połączono plików: %d. Usunięto: %d, %.1f MB.\n", "United files: %d. Deleted: %d, %.1f MB.\n",
		report.United, report.Deleted, float64(report.Bytes)/megabyte)
	return nil
}
