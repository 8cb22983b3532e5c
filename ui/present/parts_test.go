package present_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// So many rows that the processors share them are sorted, filtered and added up as one after the other would do it.
func TestManyRowsAreSharedWithoutATrace(t *testing.T) {
	t.Parallel()
	const n = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	documents := make([]pipeline.Document, n)
	for i := range documents {
		documents[i] = document(i, func(d *pipeline.Document, v *lake.Invoice) {
			v.Number = fmt.Sprintf("FV/Ą%0*d", random.IntN(12), random.IntN(500)) // equal ones, and some longer than a rank
			v.SellerName = []string{"Żarówka S.A.", "", "Prąd", "Prąd z wiatru"}[random.IntN(4)]
			d.FileName = fmt.Sprintf("Plik_%d", random.IntN(1000))
			v.Net = lake.Some(lake.Money(random.IntN(1000)))
		})
	}
	rows := shape(documents)
	for column, text := range map[present.ColumnID]func(present.Row) string{
		present.ColumnNumber: func(r present.Row) string { return r.Invoice.Number },
		present.ColumnSeller: func(r present.Row) string { return r.Invoice.SellerName },
		present.ColumnFile:   func(r present.Row) string { return r.FileName },
	} {
		for _, descending := range []bool{false, true} {
			want := slices.Clone(rows)
			slices.SortStableFunc(want, func(a, b present.Row) int {
				x, y := lake.FoldSearch(text(a)), lake.FoldSearch(text(b))
				switch {
				case (x == "") != (y == ""):
					return cmp.Compare(len(y), len(x)) // unknown ones last
				case descending:
					return strings.Compare(y, x)
				}
				return strings.Compare(x, y)
			})
			got := present.Select(rows, present.Query{Sort: column, Descending: descending})
			if !slices.Equal(got.Rows, want) || got.Totals != present.Sum(rows) {
				t.Errorf("%s, descending %v: wrong order or sums", column, descending)
			}
		}
	}
	want := slices.DeleteFunc(slices.Clone(rows), func(r present.Row) bool { return !strings.Contains(r.Invoice.SellerName, "Prąd") })
	got := present.Select(rows, present.Query{Text: "prad"})
	if !slices.Equal(got.Rows, want) || got.Totals != present.Sum(want) || got.Counts[present.AnyStatus] != len(want) {
		t.Errorf("%d rows found, want %d", len(got.Rows), len(want))
	}
}
