package present_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

func when(at string) string { return "<" + at + ">" }

// readDocument is a document with one invoice that needs a look at its gross and at its only point's code.
func readDocument() pipeline.DocumentDetail {
	field := func(value string, confidence, y float64) lake.Field {
		return lake.Field{Value: value, Raw: value, Page: 1, Confidence: confidence, Box: lake.Box{X0: 100, Y0: y, X1: 160, Y1: y + 10}}
	}
	reading := lake.Reading{
		Part: 1, Fields: lake.Fields{
			lake.FieldNumber: field("FV/1", 1, 10), lake.FieldKind: field("settlement", 1, 20), lake.FieldSellerNIP: field("5260001246", 1, 30),
			lake.FieldIssueDate: field("2026-02-04", 1, 40), lake.FieldPeriodStart: field("2026-01-01", 1, 50), lake.FieldPeriodEnd: field("2026-01-31", 1, 60),
			lake.FieldNet: field("1000.00", 0.99, 70), lake.FieldVAT: field("230.00", 0.99, 80), lake.FieldGross: field("1239.00", 0.5, 90),
			lake.FieldBuyerNIP: {Absent: true},
		},
		Points: []lake.Fields{
			{lake.FieldPPE: field("590322400000000103", 0.9, 100), lake.FieldNet: field("400.00", 0.9, 110)},
			{lake.FieldPPE: field("590322400000000102", 0.9, 120), lake.FieldNet: field("600.00", 0.9, 130)},
		},
		Findings: []lake.Finding{
			{Code: lake.FindingSumMismatch, Severity: lake.NeedsReview, Field: lake.FieldGross, Message: lake.Text{PL: "Sumy się nie zgadzają."}},
			{Code: lake.FindingPPECheck, Severity: lake.Warning, Field: lake.FieldPPE, Message: lake.Text{PL: "Cyfra kontrolna."}},
			{Code: lake.FindingNoConsumption, Severity: lake.Info, Message: lake.Text{PL: "Nie ma zużycia."}},
		},
	}
	values := map[string]string{}
	for name, f := range reading.Fields {
		values[string(name)] = f.Value
	}
	for i, p := range reading.Points {
		for name, f := range p {
			values[lake.PointField(i, name)] = f.Value
		}
	}
	return pipeline.DocumentDetail{
		Document: pipeline.Document{ID: docID(1), FileName: "plik.pdf", Status: lake.StatusReview}, Readings: []lake.Reading{reading},
		Text: "pierwsza\fdruga", Values: map[int]map[string]string{1: values},
	}
}

func sheet(t *testing.T, d pipeline.DocumentDetail, typed map[string]string) *present.Sheet {
	t.Helper()
	return present.NewSheet(present.NewLocale(lake.Polish), d, 1, false, typed, when)
}

func TestSheetShowsWhatNeedsEyesFirst(t *testing.T) {
	t.Parallel()
	s := sheet(t, readDocument(), nil)
	if s.Title != "FV/1" || s.FileName != "plik.pdf" || s.Pages != 2 || s.Eyes() != 2 {
		t.Errorf("title %q, file %q, %d pages, %d fields need eyes", s.Title, s.FileName, s.Pages, s.Eyes())
	}
	want := map[string]present.Certainty{
		"number": present.Sure, "gross": present.Doubted, "buyer_nip": present.Absent, "seller_name": present.Absent,
		"points.0.ppe": present.Doubted, "points.1.ppe": present.Sure,
	}
	for name, certainty := range want {
		if f := s.Field(name); f == nil || f.Certainty != certainty {
			t.Errorf("%s: %+v, want certainty %d", name, f, certainty)
		}
	}
	var way []string
	for name, i := s.Next("", false), 0; i < 3; i++ {
		way = append(way, name)
		name = s.Next(name, false)
	}
	if !slices.Equal(way, []string{"gross", "points.0.ppe", "gross"}) || s.Next("gross", true) != "points.0.ppe" {
		t.Errorf("the way through what needs eyes: %q", way)
	}
	if len(s.Notices) != 1 || s.Notices[0].Message != "Nie ma zużycia." {
		t.Errorf("findings about no field: %+v", s.Notices)
	}
	if f := s.Field("net"); f.Text != "1 000,00" {
		t.Errorf("the editor of net says %q", f.Text)
	}
}

func TestSheetChecksWhileTyping(t *testing.T) {
	t.Parallel()
	s := sheet(t, readDocument(), nil)
	sums := func() []string {
		var list []string
		for _, c := range s.Sums() {
			list = append(list, strings.ReplaceAll(c.Text, "\u00a0", " "))
		}
		return list
	}
	if diff := cmp.Diff([]string{"1 000,00 + 230,00 ≠ 1 239,00", "1 000,00 = 1 000,00"}, sums()); diff != "" {
		t.Error(diff)
	}
	s.Type("gross", "1 230")
	s.Type("points.0.ppe", "590322400000000102")
	if diff := cmp.Diff([]string{"1 000,00 + 230,00 = 1 230,00", "1 000,00 = 1 000,00"}, sums()); diff != "" {
		t.Error(diff)
	}
	s.Type("issue_date", "31.02.2026")
	s.Type("period_end", "31.12.2025")
	for _, name := range []string{"issue_date", "period_end"} {
		if s.Field(name).Problem == "" || !s.Field(name).NeedsEyes {
			t.Errorf("%s may not be what was typed, and the form does not say so", name)
		}
	}
	if want := map[string]string{"gross": "1230.00", "points.0.ppe": "590322400000000102"}; !s.Wrong() || cmp.Diff(want, s.Pending()) != "" {
		t.Errorf("to be stored: %v", s.Pending())
	}
	again := sheet(t, readDocument(), s.Typed())
	if again.Field("issue_date").Text != "31.02.2026" || again.Field("issue_date").Problem == "" || again.Field("gross").Text != "1 230" {
		t.Error("what was typed did not survive a refresh")
	}
}

func TestSheetAfterDecisions(t *testing.T) {
	t.Parallel()
	d := readDocument()
	d.Values[1]["gross"] = "1230.00"
	review := pipeline.Step{
		Decision: lake.Decision{Kind: lake.DecideReview, Part: 1, Author: "ala", At: "T", Values: map[string]string{"gross": "1230.00"}, Content: "c1"},
		Changes:  []pipeline.FieldChange{{Part: 1, Name: "gross", Before: "1239.00", After: "1230.00"}, {Part: 1, Name: "points.0.tariff", After: "C11"}},
	}
	d.Steps = []pipeline.Step{review}
	d.Origins = []lake.Origin{{FileName: "plik.pdf", Source: "desktop", Author: "ola", At: "S"}}
	s := sheet(t, d, nil)
	if f := s.Field("gross"); f.Certainty != present.Entered || f.NeedsEyes || s.Undo != "c1" || s.Redo != "" {
		t.Errorf("an entered field: %+v, undo %q, redo %q", f, s.Undo, s.Redo)
	}
	want := []present.HistoryLine{
		{When: "<T>", Who: "ala", What: "Poprawka", Changes: []string{"Brutto: 1\u00a0239,00 → 1\u00a0230,00", "Punkt 1, Taryfa: (brak) → C11"}},
		{When: "<S>", Who: "ola", What: "Dodano plik plik.pdf · okno programu"},
	}
	if diff := cmp.Diff(want, s.History); diff != "" {
		t.Error(diff)
	}
	review.Undone = true
	d.Steps = []pipeline.Step{review, {Decision: lake.Decision{Kind: lake.DecideUndo, Content: "c2"}}}
	if s := sheet(t, d, nil); s.Undo != "" || s.Redo != "c2" || s.Field("gross").Certainty == present.Entered {
		t.Errorf("after the undo: undo %q, redo %q", s.Undo, s.Redo)
	}
}

func TestSheetIsLockedWhileTheDocumentIsRead(t *testing.T) {
	t.Parallel()
	for stage, locked := range map[lake.Stage]bool{lake.StageRead: true, lake.StageParse: true, lake.StageSilver: false} {
		d := readDocument()
		d.Status, d.Stage = lake.Processing, stage
		if s := sheet(t, d, nil); s.Locked != locked {
			t.Errorf("%s: locked %v", stage, s.Locked)
		}
	}
	failed := pipeline.DocumentDetail{Document: pipeline.Document{ID: docID(2), FileName: "x.pdf", Status: lake.Failed, Failure: &lake.Failure{Message: lake.Text{PL: "Ma hasło."}}}}
	if s := sheet(t, failed, nil); !s.Empty || s.Failure == nil || s.Failure.Message != "Ma hasło." || !s.Actions.Retry {
		t.Errorf("a failed document: %+v", s)
	}
}

func TestBoxes(t *testing.T) {
	t.Parallel()
	s := sheet(t, readDocument(), nil)
	boxes := s.Boxes(1)
	if name, ok := present.PickBox(boxes, 130, 95); !ok || name != "gross" {
		t.Errorf("a click on the gross picks %q", name)
	}
	if _, ok := present.PickBox(boxes, 10, 10); ok || len(s.Boxes(2)) != 0 {
		t.Error("a click beside all boxes picks one")
	}
	box := lake.Box{X0: 10, Y0: 20, X1: 30, Y1: 25}
	if got := present.TurnBox(box, 100, 200, 1); got != (lake.Box{X0: 175, Y0: 10, X1: 180, Y1: 30}) {
		t.Errorf("a quarter turn gives %+v", got)
	}
	if got := present.TurnBox(present.TurnBox(box, 100, 200, 3), 200, 100, 1); got != box {
		t.Errorf("turned there and back: %+v", got)
	}
}

func TestEditTextIsReadBack(t *testing.T) {
	t.Parallel()
	for _, lang := range []lake.Lang{lake.Polish, lake.English} {
		l := present.NewLocale(lang)
		for name, value := range map[string]string{
			"net": "-1234567.89", "consumption_kwh": "1234.5", "issue_date": "2026-02-04", "kind": "correction", "points.0.consumption_kwh": "1234567",
		} {
			form, _ := lake.FormOf(name)
			if got, problem := lake.ParseEdit(name, l.EditText(form, value)); got != value {
				t.Errorf("%s: %s is shown as %q and read back as %q (%s)", lang, value, l.EditText(form, value), got, problem.EN)
			}
		}
	}
}

func TestReviewQueue(t *testing.T) {
	t.Parallel()
	waiting := func(n int, gross lake.Money) pipeline.Document {
		return document(n, func(_ *pipeline.Document, i *lake.Invoice) {
			i.Status = lake.StatusReview
			if gross != 0 {
				i.Gross = lake.Some(gross)
			}
		})
	}
	rows := shape([]pipeline.Document{waiting(1, 100), document(2, nil), waiting(3, -5000), waiting(4, 0)})
	q := present.ReviewQueue(rows)
	var order []lake.DocumentID
	for _, key := range q.Keys {
		order = append(order, key.Document)
	}
	if want := []lake.DocumentID{docID(3), docID(1), docID(4)}; !slices.Equal(order, want) {
		t.Fatalf("order %v, want by what is at risk: %v", order, want)
	}
	l := present.NewLocale(lake.Polish)
	q.Step(1)
	if got := q.Progress(l); got != "2 z 3" {
		t.Errorf("progress %q", got)
	}
	for i, want := range []lake.DocumentID{docID(4), docID(3), ""} {
		more := q.Finish()
		now, _ := q.Now()
		if more != (want != "") || more && now.Document != want {
			t.Errorf("after %d: %v %s, want %s", i+1, more, now.Document, want)
		}
	}
	list := present.ListQueue(rows, present.RowKey{Document: docID(2)})
	if now, _ := list.Now(); now.Document != docID(2) || len(list.Keys) != 4 {
		t.Errorf("the table's queue begins with %s of %d", now.Document, len(list.Keys))
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	rows := shape([]pipeline.Document{
		document(1, func(_ *pipeline.Document, i *lake.Invoice) {
			i.PeriodStart, i.PeriodEnd = lake.Date{Year: 2025, Month: 12, Day: 15}, lake.Date{Year: 2026, Month: 2, Day: 3}
			i.Points = []lake.Point{{PPE: "590322400000000102"}, {PPE: "590322400000000119"}}
		}),
		document(2, func(_ *pipeline.Document, i *lake.Invoice) {
			i.Kind, i.SellerName, i.IssueDate = lake.Correction, "Inny S.A.", lake.Date{Year: 2026, Month: 3, Day: 1}
		}),
		{ID: docID(3), FileName: "czeka.pdf", Status: lake.Waiting},
	})
	for name, test := range map[string]struct {
		query present.Query
		want  []string
	}{
		"seller":             {present.Query{Seller: "Inny S.A."}, []string{"plik_2.pdf"}},
		"kind":               {present.Query{Kind: lake.Correction}, []string{"plik_2.pdf"}},
		"second point":       {present.Query{PPE: "590322400000000119"}, []string{"plik_1.pdf"}},
		"year":               {present.Query{Year: 2025}, []string{"plik_1.pdf"}},
		"month in between":   {present.Query{Month: lake.Date{Year: 2026, Month: 1, Day: 1}}, []string{"plik_1.pdf"}},
		"month of issue":     {present.Query{Month: lake.Date{Year: 2026, Month: 3, Day: 1}}, []string{"plik_2.pdf"}},
		"a word of the text": {present.Query{Text: "plik taryfa", Found: map[lake.DocumentID]uint64{docID(2): 2}}, []string{"plik_2.pdf"}},
		"a word of the name": {present.Query{Text: "czeka"}, []string{"czeka.pdf"}},
	} {
		var got []string
		for _, r := range present.Select(rows, test.query).Rows {
			got = append(got, r.FileName)
		}
		if !slices.Equal(got, test.want) || !test.query.Narrowed() {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
