package warehouse_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/lake/warehouse"
)

func (l lakeDir) builtFrom(t *testing.T) int64 {
	t.Helper()
	version, err := l.GoldBuiltFrom(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func TestGoldNamesTheSilverVersion(t *testing.T) {
	l := open(t)
	if v := l.builtFrom(t); v != -1 {
		t.Errorf("no Gold is built from %d", v)
	}
	if commits := l.build(t); len(commits) != 0 {
		t.Errorf("Gold of nothing: %+v", commits)
	}
	row := onPoint(invoice("A", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000)
	l.commit(t, nil, row)
	if commits := l.build(t); len(commits) != 5 || commits[0].SilverVersion != 0 || commits[0].Version != 0 {
		t.Errorf("first: %+v", commits)
	}
	if commits := l.build(t); len(commits) != 0 {
		t.Errorf("nothing changed: %+v", commits)
	}
	row.BuyerName = "Gmina Przykładów" // in no Gold table
	if v := l.commit(t, nil, row); v != 1 {
		t.Errorf("silver version %d", v)
	}
	if commits := l.build(t); len(commits) != 0 {
		t.Errorf("nothing that shows changed: %+v", commits)
	}
	if v := openAt(t, l.root).builtFrom(t); v != 1 {
		t.Errorf("after a restart Gold is built from %d, want 1", v)
	}
	l.commit(t, []lake.InvoiceKey{row.Key})
	l.build(t)
	if got := l.costs(t) + l.consumption(t); got != "" {
		t.Errorf("the only invoice is gone: %s", got)
	}
	if v := l.builtFrom(t); v != 2 {
		t.Errorf("built from %d", v)
	}
}

func TestFailedCheckKeepsThePreviousVersion(t *testing.T) {
	l := gold(t, onPoint(invoice("A", "2026-01-01", "2026-01-31", 31000, 0), homePPE, 310_000))
	before := l.costs(t)
	l.commit(t, nil, onPoint(invoice("B", "2026-02-01", "2026-02-28", 31000, 0), homePPE, 310_000))
	l.BreakGold()
	_, err := l.BuildGold(t.Context())
	if lake.CodeOf(err) != warehouse.CodeCheckFailed {
		t.Fatalf("error: %v", err)
	}
	if after := l.costs(t); after != before || l.builtFrom(t) != 0 {
		t.Errorf("Gold changed: %s", after)
	}
	for range 2 { // it is raised once
		if _, err := l.BuildGold(t.Context()); lake.CodeOf(err) != warehouse.CodeCheckFailed {
			t.Fatalf("error: %v", err)
		}
	}
	want(t, l.audit(t), "gold_check_failed [] - - ")
	l.MendGold()
	l.build(t)
	if l.costs(t) == before || l.builtFrom(t) != 1 {
		t.Error("Gold did not change")
	}
	if got := l.audit(t); got != "" {
		t.Errorf("the finding is no longer true: %s", got)
	}
}
