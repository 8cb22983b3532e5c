package present_test

import (
	"testing"

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

func TestFailedRowsAndStages(t *testing.T) {
	t.Parallel()
	l := present.NewLocale(lake.Polish)
	documents := []pipeline.Document{
		{ID: docID(1), FileName: "dobry.pdf", Status: lake.Ready},
		{ID: docID(2), FileName: "stary.pdf", Status: lake.Failed},
		{ID: docID(3), FileName: "zły.pdf", Status: lake.Failed, Failure: &lake.Failure{Stage: lake.StageRead, Message: lake.Text{PL: "Pusty."}}},
	}
	rows := present.FailedRows(l, entries(documents))
	if len(rows) != 2 || rows[1].Cells[1].Text != "Odczyt" || rows[1].Cells[2].Text != "Pusty." || len(rows[0].Cells) != len(present.FailedColumns(l)) {
		t.Errorf("%+v", rows)
	}
	grid := present.StagesGrid(l, pipeline.Activity{Stages: map[lake.Stage]pipeline.StageCount{lake.StageRead: {Running: 2, Failed: 1}}}, &present.Rates{}, noon)
	if len(grid.Rows) != 4 || grid.Rows[0][2].Text != "2" || grid.Rows[0][6].Tone != present.Bad || grid.Rows[1][6].Tone != present.Muted {
		t.Errorf("%+v", grid.Rows)
	}
}
