package silver_test

import (
	"maps"
	"testing"

	"wattlake/lake"
	"wattlake/lake/silver"
)

// saw gives a decision the figures that the facts, with the decisions before it, show.
func saw(f lake.Facts, d lake.Decision) lake.Facts {
	d.Figures = silver.Figures(f)
	f.Decisions = append(f.Decisions, d)
	return f
}

// readAgain adds the result of a newer parser.
func readAgain(f lake.Facts, r lake.Reading) lake.Facts {
	again := document("d", 2, lake.SourceTextLayer, r)
	f.Parsed = append(f.Parsed, again.Parsed...)
	return f
}

func twoPoints(first, second string) lake.Reading {
	r := reading()
	r.Points = []lake.Fields{point("ppe", first, "net", "1.00"), point("ppe", second, "net", "2.00")}
	return r
}

// Nobody's word is taken for figures that they never saw: a later reading that says something else has to be looked at.
func TestDecisionsAreAboutTheFiguresThatWereSeen(t *testing.T) {
	approve := decision(lake.DecideApprove, 2, "ania")
	netEdited := decision(lake.DecideReview, 1, "ania", "net", "3567.53")
	pointEdited := decision(lake.DecideReview, 1, "ania", "points.1.net", "5.00")
	elsewhere := reading("seller_name", "Przykładowa Energia", "buyer_name", "Gmina")
	otherNet := reading("net", "3000.00", "gross", "3820.53")
	for name, test := range map[string]struct {
		facts lake.Facts
		want  lake.Status
	}{
		"approved":                      {saw(document("d", 1, lake.SourceOCR, unclear()), approve), lake.Reviewed},
		"read again, the same":          {readAgain(saw(document("d", 1, lake.SourceOCR, unclear()), approve), unclear()), lake.Reviewed},
		"other names":                   {readAgain(saw(document("d", 1, lake.SourceOCR, reading()), approve), elsewhere), lake.Reviewed},
		"another net":                   {readAgain(saw(document("d", 1, lake.SourceOCR, reading()), approve), otherNet), lake.StatusReview},
		"another net, approved again":   {saw(readAgain(saw(document("d", 1, lake.SourceOCR, reading()), approve), otherNet), decision(lake.DecideApprove, 3, "ola")), lake.Reviewed},
		"another net, which was edited": {readAgain(saw(saw(document("d", 1, lake.SourceOCR, unclear()), netEdited), approve), reading("net", "1.00")), lake.Reviewed},
		"an edit alone, another net":    {readAgain(saw(document("d", 1, lake.SourceOCR, unclear()), netEdited), reading("net", "1.00")), lake.Reviewed},
		"a point edited":                {saw(document("d", 1, lake.SourceOCR, twoPoints(schoolPPE, lightsPPE)), pointEdited), lake.Reviewed},
		"a point edited, others in its place": {
			readAgain(saw(document("d", 1, lake.SourceOCR, twoPoints(schoolPPE, lightsPPE)), pointEdited), twoPoints(lightsPPE, schoolPPE)), lake.StatusReview,
		},
	} {
		row := only(t, test.facts)
		found := 0
		for _, f := range row.Findings {
			if f.Code == lake.FindingReadOtherwise {
				found++
			}
		}
		if row.Status != test.want || (found == 1) != (test.want == lake.StatusReview) {
			t.Errorf("%s: %s, want %s, findings %+v", name, row.Status, test.want, row.Findings)
		}
	}
}

// A whole document was approved: an invoice that only a later reading finds in it was not.
func TestApprovalOfAllParts(t *testing.T) {
	f := saw(document("d", 1, lake.SourceOCR, reading()), decision(lake.DecideApprove, 1, "ania"))
	f.Parsed = append(f.Parsed, document("d", 2, lake.SourceTextLayer, reading(), reading("number", "B/2")).Parsed...)
	status := map[string]lake.Status{}
	for _, row := range silver.Fold([]lake.Facts{f}) {
		status[row.Number] = row.Status
	}
	if want := map[string]lake.Status{saleNumber: lake.Reviewed, "B/2": lake.StatusReview}; !maps.Equal(status, want) {
		t.Errorf("%v, want %v", status, want)
	}
}

// Decisions of years ago hold this name: if it changes, everybody has to look at every approved invoice again.
func TestTheNameOfFiguresStaysAsItIs(t *testing.T) {
	got := silver.Figures(document("d", 1, lake.SourceOCR, twoPoints(schoolPPE, lightsPPE)))
	if want := map[int]lake.ContentID{1: "a92042730bccd085"}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
