package warehouse_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
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
	Audit       []lake.AuditFinding
	Breakdown   []lake.CostComponent
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
	if out.Audit, err = l.Audit(t.Context(), lake.MetricFilter{}); err != nil {
		t.Fatal(err)
	}
	if out.Breakdown, err = l.Breakdown(t.Context(), lake.MetricFilter{}); err != nil {
		t.Fatal(err)
	}
	return out
}

// strange changes a row to what makes trouble: points without codes or nets, other sellers' names, findings, lines,
// corrections of what is not there.
func strange(r *rand.Rand, row lake.Invoice, world int) lake.Invoice {
	switch r.IntN(16) {
	case 0:
		row.Points = nil
	case 1:
		row.Points[0].PPE = ""
	case 2:
		row.Points[0].Net = lake.Opt[lake.Money]{}
	case 3:
		row.SellerName = fmt.Sprint("Przykładowa Energia ", r.IntN(3))
	case 4:
		row.SellerNIP, row.SellerName = "", "Inna Energia"
	case 5:
		row = correcting(row, fmt.Sprintf("%d/%d", world, r.IntN(9)))
	case 6:
		row = correcting(row, "nowhere")
		row.Corrects[0].Key = ""
	case 7:
		row.Gross.Value += 7
	case 8:
		row.Findings = []lake.Finding{
			{Code: lake.FindingPPECheck, Severity: lake.Warning}, {Code: lake.FindingAccepted, Field: lake.FieldName(lake.AuditGap)},
		}
	case 9:
		row.Kind = lake.Other
	case 10:
		row.Points[0].PPE = worldPPE(world, 2) // an old code of the first point
	case 11:
		row = correcting(row, fmt.Sprintf("%d/%d", world, r.IntN(12)))
		row.Corrects = append(row.Corrects, correcting(row, fmt.Sprintf("%d/%d", world, r.IntN(12))).Corrects...)
	case 12:
		row.Findings = []lake.Finding{
			{Code: lake.FindingPPECheck, Severity: lake.Warning, Message: lake.Text{PL: "a", EN: "a"}},
			{Code: lake.FindingPPECheck, Severity: lake.NeedsReview, Message: lake.Text{PL: "b", EN: "b"}},
		}
	case 13: // one point in two periods
		middle := row.PeriodStart.AddDays(10)
		again := row.Points[0]
		row.Points[0].PeriodStart, row.Points[0].PeriodEnd = row.PeriodStart, middle
		again.PeriodStart, again.PeriodEnd = middle.AddDays(1), middle.AddDays(20)
		row.Points = append(row.Points, again)
	}
	if r.IntN(2) == 0 {
		row.Lines = []lake.Line{line("Energia czynna", int64(r.IntN(9000))), line("Opłata mocowa", 100), {Name: "Upust"}}
	}
	return row
}

// drawRegister registers some of the points and accepts some of the findings.
func (l lakeDir) drawRegister(t *testing.T, r *rand.Rand, worlds int) lake.Register {
	t.Helper()
	var register lake.Register
	for world := range worlds {
		if r.IntN(2) == 0 {
			register.Points = append(register.Points, lake.RegisteredPoint{PPE: worldPPE(world, 0), Name: "P", OldCodes: []string{worldPPE(world, 2)}})
		}
	}
	findings, err := l.Audit(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if r.IntN(5) == 0 {
			register.Accepted = append(register.Accepted, lake.AcceptedFinding{ID: f.ID, Author: "a", At: "b"})
		}
	}
	return register
}

// Random changes, one commit after the other, with Gold built now and then, end in the same tables as one commit of the
// last state to an empty lake, and as a rebuild. Most of the builds compute a part.
func TestIncrementalEqualsRebuild(t *testing.T) {
	rounds := 12
	if os.Getenv("WATTLAKE_SOAK") != "" {
		rounds = 400
	}
	const count = 8
	r := rand.New(rand.NewPCG(1, 2026))
	l := open(t)
	state := map[lake.InvoiceKey]lake.Invoice{}
	var register lake.Register
	for round := range rounds {
		var remove []lake.InvoiceKey
		var rows []lake.Invoice
		world := r.IntN(count)
		for _, row := range drawWorld(r, world) {
			switch {
			case r.IntN(4) == 0:
				remove = append(remove, row.Key)
				delete(state, row.Key)
			default:
				row.IssueDate = row.IssueDate.AddDays(-r.IntN(60)) // some move to another year
				row = keyed(strange(r, row, world))
				if row.SellerNIP == "" {
					row.Key = lake.NewInvoiceKey("", row.SellerName, row.Number, "", 0)
				}
				rows = append(rows, row)
				state[row.Key] = row
			}
		}
		l.commit(t, remove, rows...)
		if r.IntN(6) == 0 {
			register = l.drawRegister(t, r, count)
			if err := l.CommitRegister(t.Context(), register); err != nil {
				t.Fatal(err)
			}
		}
		if r.IntN(3) > 0 {
			l.build(t)
		}
		if r.IntN(8) == 0 || round == rounds-1 {
			l.build(t)
			before := l.tables(t)
			if _, err := l.RebuildGold(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(l.tables(t), before); diff != "" {
				t.Fatalf("round %d: a part is not the whole (-whole +part):\n%s", round, diff)
			}
		}
	}
	if whole, part := l.Builds(); part < whole {
		t.Errorf("%d builds were whole, only %d computed a part", whole, part)
	}
	rows := make([]lake.Invoice, 0, len(state))
	for _, key := range slices.Sorted(maps.Keys(state)) {
		rows = append(rows, state[key])
	}
	rebuilt := open(t)
	rebuilt.commit(t, nil, rows...)
	if err := rebuilt.CommitRegister(t.Context(), register); err != nil {
		t.Fatal(err)
	}
	rebuilt.build(t)
	if diff := cmp.Diff(rebuilt.tables(t), l.tables(t)); diff != "" {
		t.Error(diff)
	}
}
