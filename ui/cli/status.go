package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// statusJSON is one line of `status --json`. Code and hint are those of a failure.
type statusJSON struct {
	File     string      `json:"file"`
	Document string      `json:"document"`
	Status   lake.Status `json:"status"`
	Code     lake.Code   `json:"code,omitempty"`
	Reason   string      `json:"reason"`
	Hint     string      `json:"hint,omitempty"`
}

func (p *Program) statusCommand() *cobra.Command {
	var deleted bool
	command := &cobra.Command{
		Use:   "status [FILE|ID]",
		Short: p.text("Pokaż stan dokumentów", "Show the state of documents"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withLibrary(cmd.Context(), func(library Library) error {
				documents, err := listed(cmd.Context(), library, args, deleted)
				if err != nil {
					return err
				}
				if slices.ContainsFunc(documents, func(d pipeline.Document) bool { return d.Status == lake.Waiting }) {
					defer p.sayf(p.Err, "Czekające dokumenty dokończy okno programu albo: wattlake retry --all\n",
						"Waiting documents are finished by the window or by: wattlake retry --all\n")
				}
				return p.printStatus(documents)
			})
		},
	}
	command.Flags().BoolVar(&deleted, "deleted", false, p.text("usunięte dokumenty zamiast innych", "deleted documents instead of the others"))
	return command
}

func listed(ctx context.Context, library Library, args []string, deleted bool) ([]pipeline.Document, error) {
	switch {
	case deleted && len(args) == 0:
		return library.Deleted(ctx)
	case deleted:
		return deletedAs(ctx, library, args[0])
	case len(args) == 0:
		return library.Documents(ctx)
	}
	return library.Find(ctx, args[0])
}

func (p *Program) printStatus(documents []pipeline.Document) error {
	t := newTable(p.text("Stan", "Status"), p.text("Plik", "File"), p.text("Numer", "Number"), p.text("Dokument", "Document"), p.text("Powód", "Reason"))
	for _, d := range documents {
		line := statusJSON{File: d.FileName, Document: string(d.ID), Status: d.Status, Reason: present.DocumentReason(d, p.Lang)}
		if d.Failure != nil {
			line.Code, line.Hint = d.Failure.Code, d.Failure.Hint.In(p.Lang)
		}
		if p.json {
			if err := json.NewEncoder(p.Out).Encode(line); err != nil {
				return err
			}
			continue
		}
		t.add(p.status(d.Status), d.FileName, numbers(d), string(d.ID), line.explained())
	}
	if p.json {
		return nil
	}
	if len(documents) == 0 {
		p.sayf(p.Err, "Nie ma dokumentów. Dodaj faktury: wattlake ingest PLIK...\n", "There are no documents. Add invoices: wattlake ingest FILE...\n")
		return nil
	}
	return t.print(p.Out)
}

// explained is the reason as people read it: the sentence, the code in brackets, and what to do.
func (s statusJSON) explained() string {
	if s.Code == "" {
		return s.Reason
	}
	return strings.TrimSpace(fmt.Sprintf("%s [%s] %s", s.Reason, s.Code, s.Hint))
}

func numbers(d pipeline.Document) string {
	switch len(d.Invoices) {
	case 0:
		return ""
	case 1:
		return d.Invoices[0].Number
	default:
		return fmt.Sprintf("%s (+%d)", d.Invoices[0].Number, len(d.Invoices)-1)
	}
}
