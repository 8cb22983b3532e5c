package pipeline_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// row returns the only Silver row.
func (r *running) row(t *testing.T) lake.Invoice {
	t.Helper()
	r.settle(t)
	rows, err := r.tables.Invoices(t.Context())
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[0]
}

func (r *running) detail(t *testing.T, id lake.DocumentID) pipeline.DocumentDetail {
	t.Helper()
	r.settle(t)
	detail, err := r.Document(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return detail
}

// One person corrects what was misread, looks at it, changes their mind, and does it again; every step is in the history and
// the tables follow.
func TestReviewUndoAndHistory(t *testing.T) {
	r := newBench(t).start(t, nil)
	id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	before := r.row(t)

	edits := map[string]string{"net": "200,00 zł", "vat": "46", "gross": "246,00", "points.0.net": "200", "number": "A/1"}
	if err := r.review(t.Context(), id, 1, edits); err != nil {
		t.Fatal(err)
	}
	row := r.row(t)
	if row.Net.String() != "200.00" || row.Gross.String() != "246.00" || row.Points[0].Net.String() != "200.00" || row.Status != lake.Reviewed {
		t.Errorf("after the review: %+v", row)
	}
	steps := r.detail(t, id).Steps
	want := []pipeline.FieldChange{
		{Part: 1, Name: "gross", Before: "123.00", After: "246.00"},
		{Part: 1, Name: "net", Before: "100.00", After: "200.00"},
		{Part: 1, Name: "points.0.net", Before: "100.00", After: "200.00"},
		{Part: 1, Name: "vat", Before: "23.00", After: "46.00"},
	}
	if len(steps) != 1 || steps[0].Decision.Author != "ala@test" || steps[0].Undone {
		t.Fatalf("history: %+v", steps)
	}
	if diff := cmp.Diff(want, steps[0].Changes); diff != "" {
		t.Error(diff)
	}

	last, ok := pipeline.LastToUndo(steps)
	if err := r.Undo(t.Context(), id, last); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if diff := cmp.Diff(before, r.row(t)); diff != "" {
		t.Errorf("after the undo the row is not what it was: %s", diff)
	}
	steps = r.detail(t, id).Steps
	if len(steps) != 2 || !steps[0].Undone || len(steps[1].Changes) != len(want) || steps[1].Changes[0].After != "123.00" {
		t.Errorf("history after the undo: %+v", steps)
	}
	if _, more := pipeline.LastToUndo(steps); more {
		t.Error("there is more to undo")
	}
	if err := r.Undo(t.Context(), id, steps[1].Decision.Content); err != nil {
		t.Fatal(err)
	}
	if got := r.row(t); got.Net.String() != "200.00" || got.Status != lake.Reviewed {
		t.Errorf("done again: %s, %s", got.Net, got.Status)
	}
	if values := r.detail(t, id).Values[1]; values["net"] != "200.00" || values["seller_nip"] != "1112223332" {
		t.Errorf("values: %v", values)
	}
}

func TestReviewRefusesWhatCannotBeRight(t *testing.T) {
	r := newBench(t).start(t, nil)
	id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	tests := map[string]struct {
		edits map[string]string
		field string
	}{
		"an amount in letters":    {map[string]string{"net": "sto", "vat": "23"}, "net"},
		"a wrong check digit":     {map[string]string{"seller_nip": "1112223333"}, "seller_nip"},
		"a point's wrong code":    {map[string]string{"points.0.ppe": "590310600000001024"}, "points.0.ppe"},
		"no such field":           {map[string]string{"colour": "red"}, "colour"},
		"a period back in time":   {map[string]string{"period_start": "2026-02-01"}, "period_end"},
		"a point's period likely": {map[string]string{"points.0.period_end": "2025-12-31"}, "points.0.period_end"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := r.review(t.Context(), id, 1, test.edits)
			invalid, ok := errors.AsType[pipeline.EditsError](err)
			if !ok || lake.CodeOf(err) != lake.CodeUsage || len(invalid) != 1 || invalid[test.field].PL == "" {
				t.Errorf("got %v", err)
			}
		})
	}
	for part, of := range map[int]lake.DocumentID{2: id, 1: "0123456789abcdef0123456789abcdef"} {
		if err := r.review(t.Context(), of, part, map[string]string{"net": "1"}); lake.CodeOf(err) != lake.CodeNotFound {
			t.Errorf("part %d of %s: %v", part, of, err)
		}
	}
	if err := r.Undo(t.Context(), id, "0123456789abcdef"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("undo of nothing: %v", err)
	}
	if steps := r.detail(t, id).Steps; len(steps) != 0 {
		t.Errorf("something was stored: %+v", steps)
	}
}

func TestApproveAPartAndTakeItBack(t *testing.T) {
	r := newBench(t).start(t, nil)
	id := r.ingest(t, drop(t, "not an invoice")...)[0].Document
	if err := r.ApprovePart(t.Context(), id, 1, ""); err != nil {
		t.Fatal(err)
	}
	if got := r.row(t).Status; got != lake.Reviewed {
		t.Errorf("approved: %s", got)
	}
	for range 2 { // the second time there is nothing to take back
		if err := r.Unapprove(t.Context(), []lake.DocumentID{id}); err != nil {
			t.Fatal(err)
		}
		if got := r.row(t).Status; got != lake.StatusReview {
			t.Errorf("taken back: %s", got)
		}
	}
	if steps := r.detail(t, id).Steps; len(steps) != 2 {
		t.Errorf("%d steps, want the approval and its end", len(steps))
	}
}

// Two files carry one invoice: a person chooses which one counts, or says that they are two invoices.
func TestDuplicatesAreAPersonsChoice(t *testing.T) {
	r := newBench(t).start(t, nil)
	results := r.ingest(t, drop(t, invoice("A/1", 100), invoice("A/1", 200))...)
	row := r.row(t)
	loser := row.Documents[1].Document
	if err := r.Prefer(t.Context(), loser, 1); err != nil {
		t.Fatal(err)
	}
	if got := r.row(t); got.Documents[0].Document != loser || got.Net == row.Net {
		t.Errorf("the chosen document does not count: %+v", got.Documents)
	}
	if err := r.Prefer(t.Context(), row.Documents[0].Document, 1); err != nil {
		t.Fatal(err)
	}
	if got := r.row(t); got.Documents[0].Document != row.Documents[0].Document {
		t.Errorf("the later choice does not count: %+v", got.Documents)
	}
	if err := r.Separate(t.Context(), loser, 1); err != nil {
		t.Fatal(err)
	}
	r.settle(t)
	rows, err := r.tables.Invoices(t.Context())
	if err != nil || len(rows) != 2 || len(rows[0].Documents) != 1 || len(rows[1].Documents) != 1 {
		t.Fatalf("kept apart: %d rows, %v", len(rows), err)
	}
	for _, result := range results {
		steps := r.detail(t, result.Document).Steps
		if last, ok := pipeline.LastToUndo(steps); ok {
			if err := r.Undo(t.Context(), result.Document, last); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := r.row(t); len(got.Documents) != 2 {
		t.Errorf("one invoice again: %+v", got.Documents)
	}
}

// A review survives a restart and a rebuild of the tables from Bronze.
func TestReviewSurvivesARestart(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	if err := r.review(t.Context(), id, 1, map[string]string{"number": "B/2", "reason": "x"}); err != nil {
		t.Fatal(err)
	}
	before := r.row(t)
	r.stop()
	r = b.start(t, nil)
	if err := r.Replay(t.Context(), lake.StageSilver, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, r.row(t)); diff != "" || before.Number != "B/2" {
		t.Error(diff)
	}
	if steps := r.detail(t, id).Steps; len(steps) != 1 || len(steps[0].Changes) != 2 {
		t.Errorf("history: %+v", steps)
	}
}

// newerExtractor is a later version of the rules, which reads another net amount.
type newerExtractor struct{ pipelinetest.Extractor }

func (newerExtractor) Ordinal() int { return 2 }

func (e newerExtractor) Extract(text lake.PageText) []lake.Reading {
	readings := e.Extractor.Extract(text)
	readings[0].Fields[lake.FieldNet] = lake.Field{Value: "999.00", Confidence: 1}
	readings[0].Fields[lake.FieldGross] = lake.Field{Value: "1022.00", Confidence: 1}
	return readings
}

// What was approved is what a person saw. A later version of the program that reads other figures does not make them certain.
func TestApprovalDoesNotCoverALaterReading(t *testing.T) {
	for name, approve := range map[string]func(*running, lake.DocumentID) error{
		"documents":   func(r *running, id lake.DocumentID) error { return r.Approve(t.Context(), []lake.DocumentID{id}) },
		"one invoice": func(r *running, id lake.DocumentID) error { return r.ApprovePart(t.Context(), id, 1, "") },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			r := b.start(t, nil)
			id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
			if err := approve(r, id); err != nil {
				t.Fatal(err)
			}
			if row := r.row(t); row.Status != lake.Reviewed {
				t.Fatalf("%+v", row)
			}
			r.stop()
			b.params = func(p *pipeline.Params) { p.Extractor = newerExtractor{} }
			r = b.start(t, nil)
			if err := r.Replay(t.Context(), lake.StageParse, nil); err != nil {
				t.Fatal(err)
			}
			if row := r.row(t); row.Status != lake.StatusReview || row.Net.String() != "999.00" {
				t.Errorf("%s net is %s", row.Net, row.Status)
			}
		})
	}
}

// review edits an invoice without telling what was seen of it.
func (r *running) review(ctx context.Context, id lake.DocumentID, part int, typed map[string]string) error {
	_, err := r.Review(ctx, id, part, "", typed)
	return err
}

// Who decides about figures that a later reading has replaced meanwhile is told so, and nothing is stored.
func TestDecisionsAboutFiguresThatNobodySaw(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	seen := r.detail(t, id).Figures[1]
	lines, err := r.Entries(t.Context())
	if err != nil || len(lines) != 1 || seen == "" {
		t.Fatalf("%v, %q, %v", lines, seen, err)
	}
	r.stop()
	b.params = func(p *pipeline.Params) { p.Extractor = newerExtractor{} }
	r = b.start(t, nil)
	if err := r.Replay(t.Context(), lake.StageParse, nil); err != nil {
		t.Fatal(err)
	}
	decide := map[string]func(seen lake.ContentID, lines []*pipeline.Entry) error{
		"edit": func(seen lake.ContentID, _ []*pipeline.Entry) error {
			_, err := r.Review(t.Context(), id, 1, seen, map[string]string{"vat": "1,00"})
			return err
		},
		"invoice": func(seen lake.ContentID, _ []*pipeline.Entry) error { return r.ApprovePart(t.Context(), id, 1, seen) },
		"list":    func(_ lake.ContentID, lines []*pipeline.Entry) error { return r.ApproveShown(t.Context(), lines) },
	}
	for name, decide := range decide {
		if err := decide(seen, lines); lake.CodeOf(err) != lake.CodeConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if steps := r.detail(t, id).Steps; len(steps) != 0 {
		t.Errorf("stored: %+v", steps)
	}
	now, err := r.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, decide := range decide {
		if err := decide("", now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		r.settle(t)
		if now, err = r.Entries(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// What a person typed is part of what they see.
func TestApprovalAfterAnEdit(t *testing.T) {
	r := newBench(t).start(t, nil)
	id := r.ingest(t, drop(t, invoice("A/1", 100))...)[0].Document
	seen, err := r.Review(t.Context(), id, 1, r.detail(t, id).Figures[1], map[string]string{"number": "B/7"})
	if err != nil {
		t.Fatal(err)
	}
	same, err := r.Review(t.Context(), id, 1, seen, map[string]string{"number": "B/7"}) // it is there already
	if err != nil || same != seen || seen != r.detail(t, id).Figures[1] {
		t.Errorf("%q, then %q, %v", seen, same, err)
	}
	if err := r.ApprovePart(t.Context(), id, 1, seen); err != nil {
		t.Fatal(err)
	}
	if row := r.row(t); row.Status != lake.Reviewed || row.Number != "B/7" {
		t.Errorf("%s %s", row.Number, row.Status)
	}
}
