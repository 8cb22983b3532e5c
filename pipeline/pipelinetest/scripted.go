// Package pipelinetest scripts what tests of nodes do not want to run: reading and extraction. A document carries its own
// invoice as JSON behind the PDF header, or names the fault that reading it shall meet. Store, event log and tables stay real.
package pipelinetest

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Header begins every scripted document.
const Header = "%PDF-1.7\n"

// PPE is the metering point of scripted invoices.
const PPE = "590310600000001023"

// The scripts that stand for trouble; every other one is an invoice, or at least text.
const (
	Damaged = "damaged" // cannot be read
	Locked  = "locked"  // needs the password "secret", then it is the invoice LOCKED/1 with what follows
	Panics  = "panic"   // the reader panics
)

var errScripted = errors.New("scripted")

// Reader stands for the reader processes.
type Reader struct {
	Reads   atomic.Int64
	Missing atomic.Bool   // the machine lacks a tool
	Gate    chan struct{} // if not nil, reading waits until it is closed
}

// Read returns the script as the only word of the only page.
func (r *Reader) Read(ctx context.Context, request pipeline.ReadRequest, progress func(done, total int)) (lake.PageText, error) {
	r.Reads.Add(1)
	if err := r.wait(ctx); err != nil {
		return lake.PageText{}, err
	}
	script := strings.TrimPrefix(string(request.Content), Header)
	switch {
	case r.Missing.Load():
		return lake.PageText{}, fault(lake.CodeMissingTool, "Brak OCR.", "No OCR.")
	case script == Damaged:
		return lake.PageText{}, fault(lake.CodeDamaged, "Plik jest uszkodzony.", "The file is damaged.")
	case strings.HasPrefix(script, Locked) && request.Password != "secret":
		return lake.PageText{}, fault(lake.CodeNeedsPassword, "Plik ma hasło.", "The file has a password.")
	case strings.HasPrefix(script, Locked):
		script = Invoice("LOCKED/1"+strings.TrimPrefix(script, Locked), 100)
	case script == Panics:
		panic(errScripted)
	}
	if progress != nil {
		progress(1, 1)
	}
	word := lake.Word{Text: script, Confidence: 1}
	return lake.PageText{Document: request.Document, Reader: 1, Pages: []lake.Page{{
		Number: 1, Width: 595, Height: 842, Source: lake.SourceTextLayer, Words: []lake.Word{word}, Lines: []int{0},
	}}}, nil
}

func (r *Reader) wait(ctx context.Context) error {
	if r.Gate == nil {
		return ctx.Err()
	}
	select {
	case <-r.Gate:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func fault(code lake.Code, pl, en string) error {
	return &lake.Error{Code: code, Message: lake.Text{PL: pl, EN: en}, Hint: lake.Text{PL: "Pobierz.", EN: "Download."}}
}

// Extractor reads back the invoice that a document carries.
type Extractor struct{}

// Ordinal is 1.
func (Extractor) Ordinal() int { return 1 }

// Extract returns the scripted invoice, or one that needs a review if the script is none.
func (Extractor) Extract(text lake.PageText) []lake.Reading {
	var reading lake.Reading
	if err := json.Unmarshal([]byte(text.Pages[0].Words[0].Text), &reading); err != nil {
		reading.Findings = []lake.Finding{{
			Code: lake.FindingMissing, Severity: lake.NeedsReview, Message: lake.Text{PL: "Brak numeru.", EN: "The number is missing."},
		}}
	}
	reading.Part, reading.Pages = 1, []int{1}
	return []lake.Reading{reading}
}

// NoXML refuses every e-invoice.
type NoXML struct{}

// ExtractXML fails.
func (NoXML) ExtractXML([]byte) ([]lake.Reading, error) { return nil, errScripted }

// Invoice is the script of a settlement of January 2026 over 500 kWh of [PPE], with this number and net amount in zlotys,
// VAT 23 %.
func Invoice(number string, net int) string {
	money := lake.Money(net * 100)
	fields := lake.Fields{}
	for name, value := range map[lake.FieldName]string{
		lake.FieldNumber: number, lake.FieldKind: string(lake.Settlement), lake.FieldScope: string(lake.Comprehensive),
		lake.FieldSellerNIP: "1112223332", lake.FieldSellerName: "Prąd i Światło S.A.", lake.FieldIssueDate: "2026-02-05",
		lake.FieldPeriodStart: "2026-01-01", lake.FieldPeriodEnd: "2026-01-31", lake.FieldCurrency: "PLN", lake.FieldConsumption: "500",
		lake.FieldNet: money.String(), lake.FieldVAT: money.MulRate(23).String(), lake.FieldGross: (money + money.MulRate(23)).String(),
	} {
		fields[name] = lake.Field{Value: value, Confidence: 1}
	}
	point := lake.Fields{
		lake.FieldPPE: {Value: PPE, Confidence: 1}, lake.FieldConsumption: {Value: "500", Confidence: 1},
		lake.FieldPeriodStart: {Value: "2026-01-01"}, lake.FieldPeriodEnd: {Value: "2026-01-31"}, lake.FieldNet: {Value: money.String()},
	}
	encoded, err := json.Marshal(lake.Reading{Fields: fields, Points: []lake.Fields{point}})
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
