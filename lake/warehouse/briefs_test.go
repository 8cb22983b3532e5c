package warehouse_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// What lists show is what the whole rows say, for every kind of row that the other tests write.
func TestBriefsSayWhatTheRowsSay(t *testing.T) {
	l := open(t)
	if briefs, version, err := l.Briefs(t.Context()); len(briefs) != 0 || version != -1 || err != nil {
		t.Fatalf("no table: %v, %d, %v", briefs, version, err)
	}
	row := full()
	row.Points = append(row.Points, lake.Point{Address: "bez kodu"})
	bare := lake.Invoice{Key: "00000000000000000000000000000001", Kind: lake.Other, Status: lake.StatusReview}
	want := l.commit(t, nil, row, bare)
	briefs, version, err := l.Briefs(t.Context())
	if err != nil || version != want {
		t.Fatalf("version %d, want %d: %v", version, want, err)
	}
	rows, err := l.Invoices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	expected := make([]*lake.Brief, len(rows))
	for i, row := range rows {
		expected[i] = lake.NewBrief(row)
	}
	byKey := func(a, b *lake.Brief) int { return cmp.Compare(a.Key, b.Key) }
	slices.SortFunc(briefs, byKey)
	slices.SortFunc(expected, byKey)
	if diff := gocmp.Diff(expected, briefs); diff != "" {
		t.Error(diff)
	}
}

func TestCorrecting(t *testing.T) {
	l := open(t)
	original := lake.Invoice{Key: "0a", Number: "A/1", Status: lake.Ready}
	correction := lake.Invoice{Key: "0b", Number: "K/1", Kind: lake.Correction, Corrects: []lake.Reference{{Number: "A/1", Key: "0a"}}, Status: lake.Ready}
	l.commit(t, nil, original, correction)
	for key, want := range map[lake.InvoiceKey]int{"0a": 1, "0b": 0} {
		rows, err := l.Correcting(t.Context(), []lake.InvoiceKey{key})
		if err != nil || len(rows) != want {
			t.Errorf("%s is corrected by %d rows, want %d: %v", key, len(rows), want, err)
		}
	}
}
