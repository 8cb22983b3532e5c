package present_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func TestTheLock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status lake.Status
		busy   bool
		want   present.Actions
	}{
		{lake.Processing, false, present.Actions{Original: true}},
		{lake.Waiting, false, present.Actions{Delete: true, Original: true}},
		{lake.Ready, false, present.Actions{Delete: true, Original: true}},
		{lake.Ready, true, present.Actions{Original: true}},
		{lake.Failed, false, present.Actions{Retry: true, Delete: true, Original: true}},
		{lake.Failed, true, present.Actions{Original: true}},
		{lake.StatusReview, false, present.Actions{Approve: true, Delete: true, Original: true}},
		{lake.Reviewed, false, present.Actions{Delete: true, Original: true}},
		{lake.Deleted, false, present.Actions{}},
	}
	for _, test := range tests {
		if got := present.ActionsFor(test.status, test.busy); got != test.want {
			t.Errorf("%s busy %v: %+v, want %+v", test.status, test.busy, got, test.want)
		}
	}
}

func when(at string) string { return "<" + at + ">" }

func TestDetailInWords(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	reading := lake.Reading{
		Part: 1, Fields: lake.Fields{
			lake.FieldNumber:    {Value: "FV/1", Raw: "FV/1", Page: 1, Confidence: 1},
			lake.FieldGross:     {Value: "1234.56", Raw: "1 234,56 zł", Page: 2, Confidence: 0.5},
			lake.FieldNet:       {Value: "-1003.71", Raw: "1 003,71-", Confidence: 0.9},
			lake.FieldIssueDate: {Value: "2026-02-04", Raw: "04.02.2026", Page: 1, Confidence: 1},
			lake.FieldBuyerNIP:  {Absent: true},
			lake.FieldKind:      {Value: "correction", Raw: "KOREKTA", Confidence: 1},
		},
		Points: []lake.Fields{{lake.FieldPPE: {Value: "590322400000000102"}, lake.FieldConsumption: {Value: "1234.5"}}},
		Findings: []lake.Finding{
			{Severity: lake.Info, Message: lake.Text{PL: "Wiadomość."}}, {Severity: lake.NeedsReview, Message: lake.Text{PL: "Sumy się nie zgadzają."}},
		},
	}
	detail := present.NewDetail(l, pipeline.DocumentDetail{
		Document: pipeline.Document{ID: docID(1), FileName: "plik.pdf", Status: lake.StatusReview}, Readings: []lake.Reading{reading},
		Text: "strona pierwsza\fstrona druga", Source: lake.SourceOCR, Origins: []lake.Origin{{FileName: "plik.pdf", Source: "desktop", At: "T"}},
	}, false, when)
	if detail.Title != "FV/1" || detail.Subtitle != "plik.pdf" || detail.Source != "rozpoznawanie skanu (OCR)" {
		t.Errorf("title %q, subtitle %q, source %q", detail.Title, detail.Subtitle, detail.Source)
	}
	fields := map[string]present.FieldLine{}
	for _, f := range detail.Parts[0].Fields {
		fields[f.Label] = f
	}
	want := map[string]present.FieldLine{
		"Brutto":           {Label: "Brutto", Value: "1\u00a0234,56", Raw: "1 234,56 zł", Place: "str. 2", Confidence: "50\u00a0%", Certainty: present.Attention},
		"Netto":            {Label: "Netto", Value: "–1\u00a0003,71", Raw: "1 003,71-", Confidence: "90\u00a0%", Certainty: present.Good},
		"Data wystawienia": {Label: "Data wystawienia", Value: "04.02.2026", Place: "str. 1", Confidence: "100\u00a0%", Certainty: present.Good},
		"NIP nabywcy":      {Label: "NIP nabywcy", Value: "nie ma na dokumencie", Tone: present.Muted},
		"VAT":              {Label: "VAT", Value: "nie odczytano", Tone: present.Attention},
		"Rodzaj":           {Label: "Rodzaj", Value: "Korekta", Raw: "KOREKTA", Confidence: "100\u00a0%", Certainty: present.Good},
	}
	for label, line := range want {
		if diff := cmp.Diff(line, fields[label]); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", label, diff)
		}
	}
	if f := detail.Parts[0].Findings; len(f) != 2 || f[0].Message != "Sumy się nie zgadzają." || f[0].Tone != present.Bad {
		t.Errorf("findings %v, want the worst first", f)
	}
	if got := detail.Parts[0].Points.Rows[0][3].Text; got != "1\u00a0234,5" {
		t.Errorf("consumption of the point %q", got)
	}
	if got := detail.Origins; len(got) != 1 || got[0] != "<T> · plik.pdf · okno programu" {
		t.Errorf("history %q", got)
	}
}

func TestDetailOfSeveralInvoicesAndOfAFailure(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.English)
	two := []lake.Reading{
		{Part: 1, Fields: lake.Fields{lake.FieldNumber: {Value: "A"}}}, {Part: 2, Fields: lake.Fields{lake.FieldNumber: {Value: "B"}}},
	}
	fold := lake.Invoice{
		Documents: []lake.DocumentRef{{Document: docID(1), Part: 2}},
		Findings:  []lake.Finding{{Severity: lake.Warning, Message: lake.Text{EN: "Two documents disagree."}}},
	}
	detail := present.NewDetail(l, pipeline.DocumentDetail{
		Document: pipeline.Document{ID: docID(1), FileName: "plik.pdf", Status: lake.Ready, Invoices: []lake.Invoice{fold}}, Readings: two,
	}, false, when)
	if detail.Title != "plik.pdf" || detail.Parts[1].Title != "Invoice 2: B" {
		t.Errorf("title %q, second part %q", detail.Title, detail.Parts[1].Title)
	}
	if f := detail.Parts[1].Findings; len(f) != 1 || f[0].Message != "Two documents disagree." {
		t.Errorf("findings of the fold are missing: %v", f)
	}
	failed := present.NewDetail(l, pipeline.DocumentDetail{Document: pipeline.Document{
		ID: docID(2), FileName: "x.pdf", Status: lake.Failed, Failure: &lake.Failure{Message: lake.Text{EN: "Encrypted."}, Hint: lake.Text{EN: "Give the password."}},
	}}, false, when)
	if failed.Failure == nil || failed.Failure.Hint != "Give the password." || len(failed.Parts) != 0 || !failed.Actions.Retry {
		t.Errorf("%+v", failed)
	}
}

func TestFailedRowsAndStages(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	documents := []pipeline.Document{
		{ID: docID(1), FileName: "dobry.pdf", Status: lake.Ready},
		{ID: docID(2), FileName: "stary.pdf", Status: lake.Failed},
		{ID: docID(3), FileName: "zły.pdf", Status: lake.Failed, Failure: &lake.Failure{Stage: lake.StageRead, Message: lake.Text{PL: "Pusty."}}},
	}
	rows := present.FailedRows(l, documents)
	if len(rows) != 2 || rows[1].Cells[1].Text != "Odczyt" || rows[1].Cells[2].Text != "Pusty." || len(rows[0].Cells) != len(present.FailedColumns(l)) {
		t.Errorf("%+v", rows)
	}
	grid := present.StagesGrid(l, pipeline.Activity{Stages: map[lake.Stage]pipeline.StageCount{lake.StageRead: {Running: 2, Failed: 1}}})
	if len(grid.Rows) != 4 || grid.Rows[0][2].Text != "2" || grid.Rows[0][4].Tone != present.Bad || grid.Rows[1][4].Tone != present.Muted {
		t.Errorf("%+v", grid.Rows)
	}
}
