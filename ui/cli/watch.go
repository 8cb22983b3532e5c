package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

func (p *Program) watchCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "watch DIR...",
		Short: p.text("Pilnuj folderów i dodawaj nowe faktury", "Watch folders and add new invoices"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			node, closeNode, err := p.OpenSyncing(cmd.Context(), p.lakeDir)
			if err != nil {
				return err
			}
			defer closeNode()
			return p.watch(cmd.Context(), node, args)
		},
	}
}

// watch ingests each file when it has settled, until the person ends it. One file's trouble never ends the watch; a file that the lake
// could not take, or that could not be read, is found again.
func (p *Program) watch(ctx context.Context, node Node, dirs []string) error {
	p.sayf(p.Err, "Pilnuję folderów; Ctrl+C kończy.\n", "Watching; Ctrl+C ends.\n")
	return p.Watch(ctx, dirs, func(path string) error {
		results, err := node.Ingest(ctx, pipeline.IngestRequest{Paths: []string{path}, Source: "watch"}, nil)
		if err != nil {
			if ctx.Err() == nil {
				p.explain(err)
			}
			return err
		}
		var unread error
		for _, r := range results {
			if r.Code == lake.CodeUnreadable {
				unread = &lake.Error{Code: r.Code, Op: "cli: watch", Message: r.Message}
			}
			if err := p.printResult(r); err != nil {
				p.explain(err)
			}
		}
		return unread
	}, p.explain)
}
