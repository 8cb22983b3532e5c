package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wattlake/lake"
	"wattlake/pipeline"
)

func (p *Program) ingestCommand() *cobra.Command {
	var password string
	command := &cobra.Command{
		Use:   "ingest PATH...",
		Short: p.text("Dodaj pliki i foldery, poczekaj na wynik", "Add files and folders and wait for the result"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withNode(cmd.Context(), func(node Node) error {
				return p.ingest(cmd.Context(), node, pipeline.IngestRequest{Paths: args, Source: "cli", Password: password})
			})
		},
	}
	command.Flags().StringVar(&password, "password", "", p.text("hasło do zaszyfrowanych PDF", "password of encrypted PDFs"))
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

// progress shows one changing line on a terminal, and nothing in a pipe.
func (p *Program) progress() func(pipeline.IngestUpdate) {
	if !p.Interactive {
		return nil
	}
	return func(u pipeline.IngestUpdate) {
		page := ""
		if u.Pages > 1 {
			page = fmt.Sprintf(" %d/%d", u.Page, u.Pages)
		}
		_, _ = fmt.Fprintf(p.Err, "\r\033[K%d/%d  %s %s%s", u.Done, u.Total, u.File, u.Stage, page) // progress only
	}
}

func (p *Program) clearProgress() {
	if p.Interactive {
		_, _ = fmt.Fprint(p.Err, "\r\033[K") // progress only
	}
}

// resultJSON is one line of `ingest --json`.
type resultJSON struct {
	File     string       `json:"file"`
	Document string       `json:"document"`
	Part     int          `json:"part,omitempty"`
	Status   lake.Status  `json:"status"`
	Code     lake.Code    `json:"code,omitempty"`
	Reason   string       `json:"reason"`
	Invoice  *invoiceJSON `json:"invoice"`
}

// invoiceJSON is an invoice as strings: ISO dates, money with two places, plain kWh, "" where the document does not state it.
type invoiceJSON struct {
	Number      string      `json:"number"`
	Kind        string      `json:"kind"`
	Scope       string      `json:"scope"`
	Corrects    string      `json:"corrects"`
	SellerName  string      `json:"seller_name"`
	SellerNIP   string      `json:"seller_nip"`
	BuyerNIP    string      `json:"buyer_nip"`
	IssueDate   string      `json:"issue_date"`
	DueDate     string      `json:"due_date"`
	PeriodStart string      `json:"period_start"`
	PeriodEnd   string      `json:"period_end"`
	Net         string      `json:"net"`
	VAT         string      `json:"vat"`
	Gross       string      `json:"gross"`
	AmountDue   string      `json:"amount_due"`
	Currency    string      `json:"currency"`
	Consumption string      `json:"consumption_kwh"`
	Points      []pointJSON `json:"points"`
}

type pointJSON struct {
	PPE         string `json:"ppe"`
	Tariff      string `json:"tariff"`
	PeriodStart string `json:"period_start"`
	PeriodEnd   string `json:"period_end"`
	Consumption string `json:"consumption_kwh"`
	Net         string `json:"net"`
}

func toJSON(r lake.Reading) *invoiceJSON {
	v := r.Fields.Value
	corrects := make([]string, 0, len(r.Corrects))
	for _, c := range r.Corrects {
		corrects = append(corrects, c.Number)
	}
	i := &invoiceJSON{
		Number: v(lake.FieldNumber), Kind: v(lake.FieldKind), Scope: v(lake.FieldScope), Corrects: strings.Join(corrects, ", "),
		SellerName: v(lake.FieldSellerName), SellerNIP: v(lake.FieldSellerNIP), BuyerNIP: v(lake.FieldBuyerNIP),
		IssueDate: v(lake.FieldIssueDate), DueDate: v(lake.FieldDueDate),
		PeriodStart: v(lake.FieldPeriodStart), PeriodEnd: v(lake.FieldPeriodEnd),
		Net: v(lake.FieldNet), VAT: v(lake.FieldVAT), Gross: v(lake.FieldGross), AmountDue: v(lake.FieldAmountDue),
		Currency: v(lake.FieldCurrency), Consumption: v(lake.FieldConsumption), Points: []pointJSON{},
	}
	for _, p := range r.Points {
		i.Points = append(i.Points, pointJSON{
			PPE: p.Value(lake.FieldPPE), Tariff: p.Value(lake.FieldTariff),
			PeriodStart: p.Value(lake.FieldPeriodStart), PeriodEnd: p.Value(lake.FieldPeriodEnd),
			Consumption: p.Value(lake.FieldConsumption), Net: p.Value(lake.FieldNet),
		})
	}
	return i
}

// printResult prints one file: a line per invoice in it, or one line if there is none.
func (p *Program) printResult(r pipeline.IngestResult) error {
	lines := []resultJSON{{File: r.File, Document: string(r.Document), Status: r.Status, Code: r.Code, Reason: r.Message.In(p.Lang)}}
	if len(r.Readings) > 0 {
		lines = lines[:0]
	}
	for _, reading := range r.Readings {
		line := resultJSON{File: r.File, Document: string(r.Document), Status: r.Status, Invoice: toJSON(reading), Reason: p.reason(reading)}
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

// reason joins the sentences of what needs a person.
func (p *Program) reason(reading lake.Reading) string {
	var sentences []string
	for _, f := range reading.Findings {
		if f.Severity == lake.NeedsReview {
			sentences = append(sentences, f.Message.In(p.Lang))
		}
	}
	return strings.Join(sentences, " ")
}

func (p *Program) printResultLine(line resultJSON, hint lake.Text) error {
	if p.json {
		return json.NewEncoder(p.Out).Encode(line)
	}
	text := line.Reason
	if line.Invoice != nil {
		text = strings.TrimSpace(fmt.Sprintf("%s  %s  %s %s  %s", line.Invoice.Number, p.word(line.Invoice.Kind), line.Invoice.Gross, line.Invoice.Currency, line.Reason))
	}
	if line.Status == lake.Failed && !hint.IsZero() {
		text += " " + hint.In(p.Lang)
	}
	_, err := fmt.Fprintf(p.Out, "%-14s  %s  %s\n", p.status(line.Status), line.File, text)
	return err
}
