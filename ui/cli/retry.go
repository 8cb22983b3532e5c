package cli

import (
	"context"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

func (p *Program) retryCommand() *cobra.Command {
	var all bool
	var secret pdfPassword
	command := &cobra.Command{
		Use:   "retry [FILE|ID|--all]",
		Short: p.text("Spróbuj ponownie przetworzyć nieudane dokumenty", "Try failed documents again"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all == (len(args) == 1) {
				return &lake.Error{
					Code: lake.CodeUsage, Op: "cli: retry",
					Message: lake.Text{PL: "Podaj dokument albo --all.", EN: "Name a document or give --all."},
				}
			}
			password, err := secret.read(cmd.InOrStdin())
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.withNode(ctx, func(node Node) error {
				if secret.keep {
					p.warnIfNoKeyring(ctx, node)
				}
				documents, err := toRetry(ctx, node, args)
				if err != nil {
					return err
				}
				for _, d := range documents {
					if password != "" && d.Failure != nil && d.Failure.Code == lake.CodeNeedsPassword {
						err = node.Unlock(ctx, d.ID, password, secret.keep)
					} else {
						err = node.Retry(ctx, []lake.DocumentID{d.ID})
					}
					if err != nil {
						return err
					}
				}
				return p.printRetried(ctx, node, documents)
			})
		},
	}
	command.Flags().BoolVar(&all, "all", false, p.text("wszystkie nieudane i odłożone", "all that failed or were put off"))
	secret.flags(p, command.Flags())
	return command
}

// toRetry is the document that was named, or all that failed or were put off.
func toRetry(ctx context.Context, node Node, args []string) ([]pipeline.Document, error) {
	if len(args) == 1 {
		document, err := one(ctx, node, args[0])
		return []pipeline.Document{document}, err
	}
	documents, err := node.Documents(ctx)
	return slices.DeleteFunc(documents, func(d pipeline.Document) bool { return d.Status != lake.Failed && d.Status.Final() }), err
}

// printRetried waits and tells how each has ended this time.
func (p *Program) printRetried(ctx context.Context, node Node, retried []pipeline.Document) error {
	if err := node.Settle(ctx); err != nil {
		return err
	}
	if len(retried) == 0 {
		p.sayf(p.Err, "Nie ma czego ponawiać.\n", "There is nothing to retry.\n")
		return nil
	}
	documents, err := node.Documents(ctx)
	if err != nil {
		return err
	}
	documents = slices.DeleteFunc(documents, func(d pipeline.Document) bool {
		return !slices.ContainsFunc(retried, func(r pipeline.Document) bool { return r.ID == d.ID })
	})
	explainWaiting(documents, node.Waiting(math.MaxInt))
	if err := p.printStatus(documents); err != nil {
		return err
	}
	if slices.ContainsFunc(documents, func(d pipeline.Document) bool { return d.Failure != nil }) {
		return errDocumentsFailed
	}
	return nil
}

// explainWaiting tells of documents that were put off again why, as of those that failed.
func explainWaiting(documents []pipeline.Document, waiting []pipeline.Waiting) {
	for _, w := range waiting {
		i := slices.IndexFunc(documents, func(d pipeline.Document) bool { return d.ID == w.Document })
		if i >= 0 && w.Trouble != nil {
			message, hint := lake.Explain(w.Trouble)
			documents[i].Failure = &lake.Failure{Document: w.Document, Code: lake.CodeOf(w.Trouble), Message: message, Hint: hint}
		}
	}
}
