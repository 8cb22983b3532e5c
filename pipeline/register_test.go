package pipeline_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// A register is saved, shown by Gold, changed, undone import by import, and the same after a restart.
func TestRegisterIsKeptAndUndone(t *testing.T) {
	b := newBench(t)
	r := b.start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100))...)
	first := []lake.RegisteredPoint{{PPE: pipelinetest.PPE, Name: "Szkoła", Group: "szkoły"}, {PPE: "590310600000001030", Name: "Lampy", OldCodes: []string{"PL1"}}}
	if change, err := r.SavePoints(t.Context(), first); err != nil || change != (pipeline.RegisterChange{Added: 2}) {
		t.Fatalf("%+v, %v", change, err)
	}
	if change, err := r.SavePoints(t.Context(), first); err != nil || change != (pipeline.RegisterChange{Same: 2}) {
		t.Errorf("the same again: %+v, %v", change, err)
	}
	costs, err := r.Costs(t.Context(), lake.MetricFilter{})
	if err != nil || len(costs) != 1 || costs[0].PointName != "Szkoła" || costs[0].PointGroup != "szkoły" {
		t.Fatalf("gold: %+v, %v", costs, err)
	}
	second := []lake.RegisteredPoint{{PPE: pipelinetest.PPE, Name: "Szkoła nr 1"}, {PPE: "PL7", Name: "Pompa"}}
	if change := r.PreviewPoints(second); change != (pipeline.RegisterChange{Added: 1, Changed: 1}) || len(r.Points()) != 2 {
		t.Errorf("preview: %+v", change)
	}
	if _, err := r.SavePoints(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if err := r.RemovePoint(t.Context(), "590310600000001030"); err != nil || len(r.Points()) != 2 {
		t.Fatalf("removed: %+v, %v", r.Points(), err)
	}
	for _, want := range []int{1, 2} { // the removal, then the whole second list
		if n, err := r.UndoRegister(t.Context()); err != nil || n != want {
			t.Fatalf("undone %d, %v, want %d", n, err, want)
		}
	}
	if diff := cmp.Diff(first, r.Points()); diff != "" {
		t.Error(diff)
	}
	r.stop()
	again := b.start(t, nil)
	again.settle(t)
	if diff := cmp.Diff(first, again.Points()); diff != "" {
		t.Errorf("after a restart: %s", diff)
	}
	if costs, err := again.Costs(t.Context(), lake.MetricFilter{}); err != nil || costs[0].PointName != "Szkoła" {
		t.Errorf("gold after undo: %+v, %v", costs, err)
	}
	if err := again.RemovePoint(t.Context(), "nie ma"); lake.CodeOf(err) != lake.CodeNotFound {
		t.Errorf("an unknown point: %v", err)
	}
	again.stop()
	if problems := b.check(t); len(problems) > 0 {
		t.Errorf("verify: %+v", problems)
	}
}

func TestRegisterIsComparedWithInvoices(t *testing.T) {
	r := newBench(t).start(t, nil)
	r.ingest(t, drop(t, invoice("A/1", 100), secret())...)
	register := []lake.RegisteredPoint{{PPE: "590310600000001030", Name: "Nowy kod", OldCodes: []string{pipelinetest.PPE}}, {PPE: "PL7", Name: "Pompa"}}
	if _, err := r.SavePoints(t.Context(), register); err != nil {
		t.Fatal(err)
	}
	report, err := r.CheckRegister(t.Context())
	want := pipeline.RegisterReport{
		Unregistered: []pipeline.UnregisteredPoint{{PPE: secretPPE, Invoices: []string{secretNumber}}},
		Unbilled:     register[1:], Doubtful: register[1:],
	}
	if diff := cmp.Diff(want, report); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

// Two changes within one second are two changes.
func TestRegisterChangesOfOneSecondAreUndoneEachByItself(t *testing.T) {
	b := newBench(t)
	moment := b.now()
	b.params = func(p *pipeline.Params) { p.Clock = func() time.Time { return moment } }
	r := b.start(t, nil)
	for _, points := range [][]lake.RegisteredPoint{{{PPE: "PL1"}, {PPE: "PL2"}}, {{PPE: "PL3"}, {PPE: "PL4"}, {PPE: "PL5"}}, {{PPE: "PL6"}}} {
		if _, err := r.SavePoints(t.Context(), points); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []int{1, 3, 2, 0} {
		if n, err := r.UndoRegister(t.Context()); err != nil || n != want {
			t.Fatalf("undone %d, %v, want %d", n, err, want)
		}
	}
	if left := r.Points(); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}
