package warehouse_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
)

// tables is everything that a warehouse holds.
type tables struct {
	Silver      []lake.Invoice
	Costs       []lake.MonthlyCost
	Consumption []lake.Consumption
	Corrections []lake.CorrectionSummary
}

func (l lakeDir) tables(t *testing.T) tables {
	t.Helper()
	out := tables{Silver: l.invoices(t)}
	var err error
	if out.Costs, err = l.Costs(t.Context(), lake.MetricFilter{}); err != nil {
		t.Fatal(err)
	}
	if out.Consumption, err = l.Consumption(t.Context(), lake.MetricFilter{}); err != nil {
		t.Fatal(err)
	}
	if out.Corrections, err = l.Corrections(t.Context(), lake.MetricFilter{}); err != nil {
		t.Fatal(err)
	}
	return out
}

// Random changes, one commit after the other, with Gold built now and then, end in the same tables as one commit of the
// last state to an empty lake.
func TestIncrementalEqualsRebuild(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2026))
	l := open(t)
	state := map[lake.InvoiceKey]lake.Invoice{}
	for range 25 {
		var remove []lake.InvoiceKey
		var rows []lake.Invoice
		for _, row := range drawWorld(r, r.IntN(6)) {
			switch {
			case r.IntN(4) == 0:
				remove = append(remove, row.Key)
				delete(state, row.Key)
			default:
				row.IssueDate = row.IssueDate.AddDays(-r.IntN(60)) // some move to another year
				row.Year = row.IssueDate.Year
				rows = append(rows, row)
				state[row.Key] = row
			}
		}
		l.commit(t, remove, rows...)
		if r.IntN(3) == 0 {
			l.build(t)
		}
	}
	l.build(t)
	rows := make([]lake.Invoice, 0, len(state))
	for _, key := range slices.Sorted(maps.Keys(state)) {
		rows = append(rows, state[key])
	}
	rebuilt := gold(t, rows...)
	if diff := cmp.Diff(rebuilt.tables(t), l.tables(t)); diff != "" {
		t.Error(diff)
	}
}
