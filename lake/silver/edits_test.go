package silver_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/silver"
)

// unclear is a reading with one open question about the net amount.
func unclear() lake.Reading {
	r := reading("net", "3567.50")
	r.Findings = []lake.Finding{{Code: lake.FindingSumMismatch, Severity: lake.NeedsReview, Field: lake.FieldNet}}
	return r
}

func TestStatusAfterDecisions(t *testing.T) {
	review, approve := lake.DecideReview, lake.DecideApprove
	accept := decision(lake.DecideFinding, 1, "ania")
	accept.Finding = string(lake.FindingSumMismatch)
	otherPart := decision(approve, 1, "ania")
	otherPart.Part = 2
	tests := map[string]struct {
		decisions []lake.Decision
		want      lake.Status
		findings  int
	}{
		"nothing":                       {nil, lake.StatusReview, 1},
		"approved as it is":             {[]lake.Decision{decision(approve, 1, "ania")}, lake.Reviewed, 1},
		"approval of another part":      {[]lake.Decision{otherPart}, lake.StatusReview, 1},
		"accepted finding":              {[]lake.Decision{accept}, lake.Ready, 2},
		"edit that answers":             {[]lake.Decision{decision(review, 1, "ania", "net", "3567.53")}, lake.Reviewed, 0},
		"edit that does not add up":     {[]lake.Decision{decision(review, 1, "ania", "net", "3567.00")}, lake.StatusReview, 1},
		"edit of something else":        {[]lake.Decision{decision(review, 1, "ania", "reason", "x")}, lake.StatusReview, 1},
		"edit then approval":            {[]lake.Decision{decision(review, 1, "ania", "net", "1.00"), decision(approve, 2, "ania")}, lake.Reviewed, 1},
		"approval then complete edit":   {[]lake.Decision{decision(approve, 1, "ania"), decision(review, 2, "ania", "net", "3567.53")}, lake.Reviewed, 0},
		"approval then incomplete edit": {[]lake.Decision{decision(approve, 1, "ania"), decision(review, 2, "ania", "number", "")}, lake.StatusReview, 1},
		"malformed edit":                {[]lake.Decision{decision(review, 1, "ania", "net", "3567,53")}, lake.StatusReview, 2},
		"malformed edit, then a good one": {
			[]lake.Decision{decision(review, 1, "ania", "net", "3567,53"), decision(review, 2, "ania", "net", "3567.53")}, lake.Reviewed, 0,
		},
		"two people disagree": {
			[]lake.Decision{decision(review, 1, "ania", "net", "3567.53"), decision(review, 1, "ola", "net", "3567.53", "due_date", "2026-05-01"), decision(review, 2, "ania", "due_date", "2026-05-02")},
			lake.StatusReview, 1,
		},
		"two people disagree, one decides": {
			[]lake.Decision{decision(review, 1, "ania", "net", "3567.50"), decision(review, 2, "ola", "net", "3567.53"), decision(approve, 3, "ola")},
			lake.Reviewed, 1,
		},
		"two people agree in the end": {
			[]lake.Decision{decision(review, 1, "ania", "net", "3567.50"), decision(review, 2, "ola", "net", "3567.53"), decision(review, 3, "ania", "net", "3567.53")},
			lake.Reviewed, 0,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := document("d", 1, lake.SourceOCR, unclear())
			f.Decisions = test.decisions
			row := only(t, f)
			if row.Status != test.want || len(row.Findings) != test.findings {
				t.Errorf("%s with %d findings, want %s with %d: %+v", row.Status, len(row.Findings), test.want, test.findings, row.Findings)
			}
		})
	}
}

func TestLaterEditWinsAndConflictIsFound(t *testing.T) {
	f := document("d", 1, lake.SourceOCR, reading())
	f.Decisions = []lake.Decision{
		decision(lake.DecideReview, 5, "ola", "number", "B/2"),
		decision(lake.DecideReview, 4, "ania", "number", "A/1", "reason", "moved"),
	}
	row := only(t, f)
	if row.Number != "B/2" || row.Reason != "moved" || row.Key != lake.NewInvoiceKey(sellerNIP, "", "B/2", "", 0) {
		t.Errorf("row: %+v", row)
	}
	if len(row.Findings) != 1 || row.Findings[0].Code != lake.FindingConflictingEdits || row.Findings[0].Field != lake.FieldNumber {
		t.Errorf("findings: %+v", row.Findings)
	}
}

func TestEditsOfPoints(t *testing.T) {
	r := reading()
	r.Points = []lake.Fields{point("ppe", "59031060000000102", "consumption_kwh", "1"), point("ppe", lightsPPE), point("address", "leaflet")}
	r.Findings = []lake.Finding{{Code: lake.FindingPPECheck, Severity: lake.NeedsReview, Field: lake.FieldPPE}}
	f := document("d", 1, lake.SourceOCR, r)
	f.Decisions = []lake.Decision{decision(lake.DecideReview, 1, "ania",
		"points.0.ppe", schoolPPE, "points.2.address", "", "points.3.ppe", "590310600000001047", "points.3.net", "1.50",
		"points.1000.ppe", "x", "points.-1.ppe", "x", "points.01.ppe", "x", "points.0.color", "red")}
	row := only(t, f)
	want := []lake.Point{
		{PPE: schoolPPE, Consumption: lake.Some[lake.Energy](1000)},
		{PPE: lightsPPE},
		{PPE: "590310600000001047", Net: lake.Some[lake.Money](150)},
	}
	if diff := cmp.Diff(want, row.Points); diff != "" {
		t.Error(diff)
	}
	if len(row.Findings) != 4 { // the check digit is settled, the four impossible edits are not
		t.Errorf("findings: %+v", row.Findings)
	}
}

func TestEditOfConsumptionReachesTheOnlyPoint(t *testing.T) {
	for _, name := range []string{"consumption_kwh", "points.0.consumption_kwh"} {
		r := reading()
		r.Points = []lake.Fields{point("ppe", schoolPPE, "consumption_kwh", "5143")}
		f := document("d", 1, lake.SourceOCR, r)
		f.Decisions = []lake.Decision{decision(lake.DecideReview, 1, "ania", name, "1234.5")}
		row := only(t, f)
		if row.Consumption.Value != 1_234_500 || row.Points[0].Consumption.Value != 1_234_500 {
			t.Errorf("%s: invoice %s, point %s", name, row.Consumption, row.Points[0].Consumption)
		}
	}
}

func TestEditOfTheReference(t *testing.T) {
	r := reading("kind", "correction", "number", "K/1")
	r.Corrects = []lake.Reference{{Number: "A"}, {Number: "B"}}
	f := document("d", 1, lake.SourceOCR, r)
	f.Decisions = []lake.Decision{decision(lake.DecideReview, 1, "ania", "corrects", "C")}
	if row := only(t, f); len(row.Corrects) != 2 || row.Corrects[0].Number != "C" {
		t.Errorf("corrects: %+v", row.Corrects)
	}
}

func FuzzEdits(f *testing.F) {
	f.Add("net", "12.50")
	f.Add("points.0.ppe", schoolPPE)
	f.Add("points.99999999999999999999.ppe", "x")
	f.Add("corrects", "\x00\xff")
	f.Fuzz(func(t *testing.T, name, value string) {
		facts := document("d", 1, lake.SourceOCR, reading(name, value))
		facts.Decisions = []lake.Decision{decision(lake.DecideReview, 1, "ania", name, value)}
		if rows := silver.Fold([]lake.Facts{facts}); len(rows) != 1 {
			t.Fatalf("%d rows", len(rows))
		}
	})
}
