package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
)

// The tests of this package run the real store, event log and tables. Only reading and extraction are scripted: a document
// carries its own invoice as JSON behind the PDF header, or the fault that reading it shall meet.

// scriptedReader stands for the reader processes.
type scriptedReader struct {
	reads   atomic.Int64
	missing atomic.Bool // the machine lacks a tool
}

var errScripted = errors.New("scripted")

func (r *scriptedReader) Read(ctx context.Context, request pipeline.ReadRequest, progress func(done, total int)) (lake.PageText, error) {
	r.reads.Add(1)
	if ctx.Err() != nil {
		return lake.PageText{}, ctx.Err()
	}
	script := strings.TrimPrefix(string(request.Content), "%PDF-1.7\n")
	switch {
	case r.missing.Load():
		return lake.PageText{}, &lake.Error{Code: lake.CodeMissingTool, Message: lake.Text{PL: "Brak OCR.", EN: "No OCR."}}
	case script == "damaged":
		return lake.PageText{}, &lake.Error{Code: lake.CodeDamaged, Message: lake.Text{PL: "Uszkodzony.", EN: "Damaged."}}
	case script == "locked" && request.Password != "secret":
		return lake.PageText{}, &lake.Error{Code: lake.CodeNeedsPassword, Message: lake.Text{PL: "Hasło.", EN: "Password."}}
	case script == "locked":
		script = invoice("LOCKED/1", 100)
	case script == "panic":
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

// scriptedExtractor reads back the invoice that the document carries.
type scriptedExtractor struct{}

func (scriptedExtractor) Ordinal() int { return 1 }

func (scriptedExtractor) Extract(text lake.PageText) []lake.Reading {
	var reading lake.Reading
	if err := json.Unmarshal([]byte(text.Pages[0].Words[0].Text), &reading); err != nil {
		reading.Findings = []lake.Finding{{Code: lake.FindingMissing, Severity: lake.NeedsReview}}
	}
	reading.Part, reading.Pages = 1, []int{1}
	return []lake.Reading{reading}
}

type noXML struct{}

func (noXML) ExtractXML([]byte) ([]lake.Reading, error) { return nil, errScripted }

// invoice is the script of a settlement of January 2026 with this number and net amount in zlotys, VAT 23 %.
func invoice(number string, net int) string {
	money := lake.Money(net * 100)
	fields := lake.Fields{}
	for name, value := range map[lake.FieldName]string{
		lake.FieldNumber: number, lake.FieldKind: string(lake.Settlement), lake.FieldScope: string(lake.Comprehensive),
		lake.FieldSellerNIP: "1112223332", lake.FieldSellerName: "Prąd S.A.", lake.FieldIssueDate: "2026-02-05",
		lake.FieldPeriodStart: "2026-01-01", lake.FieldPeriodEnd: "2026-01-31", lake.FieldCurrency: "PLN", lake.FieldConsumption: "500",
		lake.FieldNet: money.String(), lake.FieldVAT: money.MulRate(23).String(), lake.FieldGross: (money + money.MulRate(23)).String(),
	} {
		fields[name] = lake.Field{Value: value, Confidence: 1}
	}
	point := lake.Fields{
		lake.FieldPPE: {Value: "590310600000001023", Confidence: 1}, lake.FieldConsumption: {Value: "500", Confidence: 1},
		lake.FieldPeriodStart: {Value: "2026-01-01"}, lake.FieldPeriodEnd: {Value: "2026-01-31"}, lake.FieldNet: {Value: money.String()},
	}
	encoded, err := json.Marshal(lake.Reading{Fields: fields, Points: []lake.Fields{point}})
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// bench is one lake on disk that nodes are started on, one after the other.
type bench struct {
	dir    string
	reader *scriptedReader
	ticks  atomic.Int64
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return &bench{dir: t.TempDir(), reader: &scriptedReader{}}
}

// now is a clock that moves one second at each look, so that drops are told apart.
func (b *bench) now() time.Time {
	return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(b.ticks.Add(1)) * time.Second)
}

// running is a node with the parts that a test looks into.
type running struct {
	*pipeline.Node
	tables *warehouse.Warehouse
	log    *eventlog.Log
	stop   func() // idempotent
}

// objects wraps the store, for faults; nil leaves it.
func (b *bench) start(t *testing.T, objects func(pipeline.Objects) pipeline.Objects) *running {
	t.Helper()
	dir, err := store.NewDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	var used pipeline.Objects = dir
	if objects != nil {
		used = objects(dir)
	}
	tables, err := warehouse.Open(t.Context(), warehouse.Params{
		Store: used, Root: b.dir, TempDir: t.TempDir(), Clock: b.now, NewID: uuid.NewString,
	})
	if err != nil {
		t.Fatal(err)
	}
	log, err := eventlog.Open(t.Context(), filepath.Join(b.dir, ".wattlake", "events"), eventlog.WithClock(b.now))
	if err != nil {
		t.Fatal(err)
	}
	node, err := pipeline.Start(t.Context(), pipeline.Params{
		LakeID: "test", Objects: used, Tables: tables, Log: log, Reader: b.reader, Extractor: scriptedExtractor{}, XML: noXML{},
		Workers: 2, Author: "ala@test", Clock: b.now, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	r := &running{Node: node, tables: tables, log: log}
	stopped := false
	r.stop = func() {
		if stopped {
			return
		}
		stopped = true
		node.Close()
		if err := errors.Join(log.Close(), tables.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(r.stop)
	return r
}

// drop writes files with these scripts and returns their paths.
func drop(t *testing.T, scripts ...string) []string {
	t.Helper()
	dir := t.TempDir()
	paths := make([]string, len(scripts))
	for i, script := range scripts {
		paths[i] = filepath.Join(dir, fmt.Sprintf("faktura_%d.pdf", i))
		if err := os.WriteFile(paths[i], []byte("%PDF-1.7\n"+script), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func (r *running) ingest(t *testing.T, paths ...string) []pipeline.IngestResult {
	t.Helper()
	results, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: paths, Source: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// gold is what the tables say, for comparison.
func (r *running) gold(t *testing.T) string {
	t.Helper()
	costs, err := r.Costs(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	invoices, err := r.tables.Invoices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.MarshalIndent(map[string]any{"costs": costs, "silver": invoices}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
