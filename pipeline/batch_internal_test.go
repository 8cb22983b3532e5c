package pipeline

import (
	"testing"

	"wattlake/lake"
)

// Between two stages nothing works on a document, so that it seems to have ended; it counts once all the same.
func TestProgressCountsADocumentOnce(t *testing.T) {
	var seen []int
	b := &batch{total: 1, update: func(u IngestUpdate) { seen = append(seen, u.Done) }}
	it := &item{}
	for _, u := range []IngestUpdate{
		{Stage: lake.StageRead, Status: lake.Processing},
		{Stage: lake.StageSilver, Status: lake.Ready},
		{Stage: lake.StageParse, Status: lake.Processing},
		{Stage: lake.StageSilver, Status: lake.Ready},
		{Stage: lake.StageSilver, Status: lake.StatusReview},
	} {
		b.tell(it, u)
	}
	for i, want := range []int{0, 1, 0, 1, 1} {
		if seen[i] != want {
			t.Fatalf("counts %v", seen)
		}
	}
}
