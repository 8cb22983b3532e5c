package cli_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/cli"
)

// fakeNode answers what a test gives it; any other method would panic.
type fakeNode struct {
	cli.Node

	results []pipeline.IngestResult
}

func (n fakeNode) Ingest(context.Context, pipeline.IngestRequest, func(pipeline.IngestUpdate)) ([]pipeline.IngestResult, error) {
	return n.results, nil
}

// run executes a command line on the node and returns what it printed.
func run(t *testing.T, node cli.Node, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &cli.Program{
		Lang: lake.English, Out: &stdout, Err: &stderr, DefaultLake: t.TempDir(),
		OpenNode:    func(context.Context, string) (cli.Node, func(), error) { return node, func() {}, nil },
		OpenLibrary: func(context.Context, string) (cli.Library, func(), error) { return node, func() {}, nil },
	}
	code = p.Run(t.Context(), args)
	if stderr.Len() > 0 {
		t.Logf("wattlake %v: exit code %d\n%s", args, code, stderr.String())
	}
	return stdout.String(), code
}

// The lines are read by programs, so every byte of them is part of the contract, the order of the fields too.
func TestIngestPrintsTheContract(t *testing.T) {
	full := lake.Reading{Part: 1, Corrects: []lake.Reference{{Number: "A/1"}, {Number: "A/2"}}, Fields: lake.Fields{}}
	for name, value := range map[lake.FieldName]string{
		lake.FieldNumber: "K/1", lake.FieldKind: "correction", lake.FieldScope: "sale", lake.FieldSellerName: "Prąd & Co", lake.FieldSellerNIP: "1112223332",
		lake.FieldBuyerNIP: "5260001246", lake.FieldIssueDate: "2026-02-05", lake.FieldDueDate: "2026-02-19", lake.FieldPeriodStart: "2026-01-01",
		lake.FieldPeriodEnd: "2026-01-31", lake.FieldNet: "-100.00", lake.FieldVAT: "-23.00", lake.FieldGross: "-123.00", lake.FieldAmountDue: "0.00",
		lake.FieldCurrency: "PLN", lake.FieldConsumption: "789.37",
	} {
		full.Fields[name] = lake.Field{Value: value}
	}
	full.Points = []lake.Fields{{
		lake.FieldPPE: {Value: "590310600000001023"}, lake.FieldTariff: {Value: "C11"}, lake.FieldPeriodStart: {Value: "2026-01-01"},
		lake.FieldPeriodEnd: {Value: "2026-01-31"}, lake.FieldConsumption: {Value: "789.37"}, lake.FieldNet: {Value: "-100.00"},
	}}
	empty := lake.Reading{Part: 2, Findings: []lake.Finding{
		{Severity: lake.NeedsReview, Message: lake.Text{PL: "Brak numeru.", EN: "The number is missing."}}, {Severity: lake.Info, Message: lake.Text{EN: "Unused."}},
	}}
	node := fakeNode{results: []pipeline.IngestResult{
		{File: "a/ą.pdf", Document: "d1", Status: lake.StatusDoubled, Readings: []lake.Reading{full}},
		{File: "b.pdf", Document: "d2", Status: lake.StatusReview, Readings: []lake.Reading{{Part: 1}, empty}},
		{File: "c.pdf", Document: "d3", Status: lake.Failed, Code: lake.CodeDamaged, Message: lake.Text{EN: "Damaged."}, Hint: lake.Text{EN: "Download."}},
	}}
	blank := `{"number":"","kind":"","scope":"","corrects":"","seller_name":"","seller_nip":"","buyer_nip":"","issue_date":"","due_date":"",` +
		`"period_start":"","period_end":"","net":"","vat":"","gross":"","amount_due":"","currency":"","consumption_kwh":"","points":[]}`
	want := `{"file":"a/ą.pdf","document":"d1","status":"duplicate","reason":"","invoice":{"number":"K/1","kind":"correction","scope":"sale",` +
		`"corrects":"A/1, A/2","seller_name":"Prąd \u0026 Co","seller_nip":"1112223332","buyer_nip":"5260001246","issue_date":"2026-02-05",` +
		`"due_date":"2026-02-19","period_start":"2026-01-01","period_end":"2026-01-31","net":"-100.00","vat":"-23.00","gross":"-123.00",` +
		`"amount_due":"0.00","currency":"PLN","consumption_kwh":"789.37","points":[{"ppe":"590310600000001023","tariff":"C11",` +
		`"period_start":"2026-01-01","period_end":"2026-01-31","consumption_kwh":"789.37","net":"-100.00"}]}}` + "\n" +
		`{"file":"b.pdf","document":"d2","part":1,"status":"ready","reason":"","invoice":` + blank + "}\n" +
		`{"file":"b.pdf","document":"d2","part":2,"status":"needs_review","reason":"The number is missing.","invoice":` + blank + "}\n" +
		`{"file":"c.pdf","document":"d3","status":"failed","code":"damaged_document","reason":"Damaged.","invoice":null}` + "\n"
	out, code := run(t, node, "ingest", "--json", "x")
	if diff := cmp.Diff(want, out); diff != "" || code != 2 {
		t.Errorf("exit code %d, - want, + printed:\n%s", code, diff)
	}
}
