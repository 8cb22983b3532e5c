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

func (p *Program) ingestCommand() *cobra.Command {
	var secret pdfPassword
	command := &cobra.Command{
		Use:   "ingest PATH...",
		Short: p.text("Dodaj pliki i foldery, poczekaj na wynik", "Add files and folders and wait for the result"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := secret.read(cmd.InOrStdin())
			if err != nil {
				return err
			}
			return p.withNode(cmd.Context(), func(node Node) error {
				if secret.keep {
					p.warnIfNoKeyring(cmd.Context(), node)
				}
				return p.ingest(cmd.Context(), node, pipeline.IngestRequest{Paths: args, Source: "cli", Password: password, KeepPassword: secret.keep})
			})
		},
	}
	secret.flags(p, command.Flags())
	return command
}

func (p *Program) ingest(ctx context.Context, node Node, request pipeline.IngestRequest) error {
	results, err := node.Ingest(ctx, request, p.progress())
	p.clearProgress()
	if err != nil {
		return err
	}
	failed := false
	for _, r := range results {
		failed = failed || r.Status == lake.Failed
		if err := p.printResult(r); err != nil {
			return err
		}
	}
	if failed {
		return errDocumentsFailed
	}
	return nil
}

// resultJSON is one line of `ingest --json`.
type resultJSON struct {
	File     string               `json:"file"`
	Document string               `json:"document"`
	Part     int                  `json:"part,omitempty"`
	Status   lake.Status          `json:"status"`
	Code     lake.Code            `json:"code,omitempty"`
	Reason   string               `json:"reason"`
	Invoice  *present.InvoiceJSON `json:"invoice"`
}

// printResult prints one file: a line per invoice in it, or one line if there is none.
func (p *Program) printResult(r pipeline.IngestResult) error {
	lines := []resultJSON{{File: r.File, Document: string(r.Document), Status: r.Status, Code: r.Code, Reason: r.Message.In(p.Lang)}}
	if len(r.Readings) > 0 {
		lines = lines[:0]
	}
	for _, reading := range r.Readings {
		invoice := present.NewReadingJSON(reading)
		line := resultJSON{
			File: r.File, Document: string(r.Document), Status: r.Status, Invoice: &invoice, Reason: present.ReviewReason(reading.Findings, p.Lang),
		}
		if len(r.Readings) > 1 {
			line.Part = reading.Part
			line.Status = statusOf(r.Status, reading)
		}
		lines = append(lines, line)
	}
	for _, line := range lines {
		if err := p.printResultLine(line, r.Hint); err != nil {
			return err
		}
	}
	return nil
}

// statusOf is the state of one invoice of a document that holds several.
func statusOf(document lake.Status, reading lake.Reading) lake.Status {
	switch {
	case document != lake.Ready && document != lake.StatusReview:
		return document
	case reading.Ready():
		return lake.Ready
	default:
		return lake.StatusReview
	}
}

func (p *Program) printResultLine(line resultJSON, hint lake.Text) error {
	if p.json {
		return json.NewEncoder(p.Out).Encode(line)
	}
	columns := []string{fmt.Sprintf("%-14s", p.status(line.Status)), line.File}
	if line.Part > 0 {
		columns[1] += p.text(fmt.Sprintf(" (faktura %d)", line.Part), fmt.Sprintf(" (invoice %d)", line.Part))
	}
	if line.Invoice != nil {
		columns = append(columns, line.Invoice.Number, p.word(line.Invoice.Kind))
		if line.Invoice.Gross != "" {
			columns = append(columns, line.Invoice.Gross+" "+line.Invoice.Currency)
		}
	}
	columns = append(columns, line.Reason)
	if line.Status == lake.Failed && !hint.IsZero() {
		columns[len(columns)-1] += " " + hint.In(p.Lang)
	}
	columns = slices.DeleteFunc(columns, func(c string) bool { return c == "" })
	_, err := fmt.Fprintln(p.Out, strings.Join(columns, "  "))
	return err
}
