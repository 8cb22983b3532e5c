package pipeline_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

func TestFindText(t *testing.T) {
	r := newBench(t).start(t, nil)
	find := func(words ...string) map[lake.DocumentID]uint64 {
		t.Helper()
		found, err := r.FindText(t.Context(), words)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := find("prad"); len(found) != 0 {
		t.Errorf("empty lake: %v", found)
	}
	results := r.ingest(t, drop(t, invoice("A/1", 100), "Żółta łódź płynie")...)
	first, second := results[0].Document, results[1].Document
	for _, test := range []struct {
		words []string
		want  map[lake.DocumentID]uint64
	}{
		{[]string{"prad", "lodz"}, map[lake.DocumentID]uint64{first: 1, second: 2}},
		{[]string{"zolta", "plynie"}, map[lake.DocumentID]uint64{second: 3}},
		{[]string{"odz", "rad", "swiatlo"}, map[lake.DocumentID]uint64{first: 4}}, // inside words does not count
		{[]string{"nigdzie"}, map[lake.DocumentID]uint64{}},
		{nil, map[lake.DocumentID]uint64{}},
	} {
		if diff := cmp.Diff(test.want, find(test.words...)); diff != "" {
			t.Errorf("%q: %s", test.words, diff)
		}
	}
	third := r.ingest(t, drop(t, "łódź druga")...)[0].Document
	if diff := cmp.Diff(map[lake.DocumentID]uint64{second: 1, third: 1}, find("lodz")); diff != "" {
		t.Errorf("what came later is not found: %s", diff)
	}
}
