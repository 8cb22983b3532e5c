package pipeline_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// What a sync has stored appears in the running lake: finished documents are not read again, an unfinished one is, decisions
// count, and the tables are those of the lake that it all came from.
func TestAdopt(t *testing.T) {
	theirs, ours := newBench(t), newBench(t)
	from := theirs.start(t, nil)
	results := from.ingest(t, drop(t, pipelinetest.Invoice("A/1", 100), pipelinetest.Invoice("A/2", 200), pipelinetest.Damaged, pipelinetest.Invoice("A/3", 300))...)
	unread := results[3].Document
	if err := from.Delete(t.Context(), []lake.DocumentID{results[1].Document}); err != nil {
		t.Fatal(err)
	}
	from.settle(t)
	want := state(t, from)

	to := ours.start(t, nil)
	keys := copyBronze(t, theirs.dir, ours.dir, func(key lake.ParsedBronzeKey) bool {
		return key.Name.ID() != unread || key.Kind == lake.RawObject || key.Kind == lake.OriginObject
	})
	for range 2 { // twice is as good as once
		if err := to.Adopt(t.Context(), keys); err != nil {
			t.Fatal(err)
		}
		to.settle(t)
		if diff := cmp.Diff(want, state(t, to)); diff != "" {
			t.Errorf("- theirs, + here:\n%s", diff)
		}
	}
	if reads := ours.reader.Reads.Load(); reads != 1 {
		t.Errorf("%d documents were read here, want the one that nobody had read", reads)
	}
}

// What others decided on the PPE register is in the metrics at once, although no invoice changes.
func TestAdoptRegister(t *testing.T) {
	theirs, ours := newBench(t), newBench(t)
	from, to := theirs.start(t, nil), ours.start(t, nil)
	paths := drop(t, pipelinetest.Invoice("A/1", 100))
	from.ingest(t, paths...)
	to.ingest(t, paths...)
	if _, err := from.SavePoints(t.Context(), []lake.RegisteredPoint{{PPE: pipelinetest.PPE, Name: "Szkoła", Group: "szkoły"}}); err != nil {
		t.Fatal(err)
	}
	keys := copyBronze(t, theirs.dir, ours.dir, func(key lake.ParsedBronzeKey) bool { return key.Kind == lake.DecisionObject })
	if err := to.Adopt(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	to.settle(t)
	costs, err := to.Costs(t.Context(), lake.MetricFilter{Group: "szkoły"})
	if err != nil || len(costs) != 1 || costs[0].PointName != "Szkoła" {
		t.Errorf("costs of the group: %+v, %v", costs, err)
	}
}

func copyBronze(t *testing.T, from, to string, take func(lake.ParsedBronzeKey) bool) []lake.Key {
	t.Helper()
	source, err := store.NewDir(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = source.Close() }()
	target, err := store.NewDir(to)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = target.Close() }()
	var keys []lake.Key
	for info, err := range source.List(t.Context(), lake.BronzePrefix) {
		if err != nil {
			t.Fatal(err)
		}
		if key, ok := lake.ParseKey(info.Key); !ok || !take(key) {
			continue
		}
		content, err := source.Get(t.Context(), info.Key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := target.PutIfAbsent(t.Context(), info.Key, content); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

// racing commits somebody else's row between the reading of Silver's version and the commit, a few times.
type racing struct {
	pipeline.Tables
	left int
}

func (r *racing) CommitSilver(ctx context.Context, base int64, remove []lake.InvoiceKey, rows []lake.Invoice) (int64, error) {
	if r.left > 0 {
		r.left--
		foreign := lake.Invoice{Key: lake.InvoiceKey(fmt.Sprintf("%032d", r.left)), Kind: lake.Other, Status: lake.StatusReview}
		if _, err := r.Tables.CommitSilver(ctx, base, nil, []lake.Invoice{foreign}); err != nil {
			return 0, err
		}
	}
	return r.Tables.CommitSilver(ctx, base, remove, rows)
}

// A commit that lost the race is computed anew, as often as it takes: nobody's rows are lost.
func TestLostRacesAreRunAgain(t *testing.T) {
	b := newBench(t)
	races := &racing{left: 5}
	b.params = func(p *pipeline.Params) {
		races.Tables = p.Tables
		p.Tables = races
	}
	r := b.start(t, nil)
	r.ingest(t, drop(t, pipelinetest.Invoice("A/1", 100), pipelinetest.Invoice("A/2", 200))...)
	rows, err := r.tables.Invoices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if races.left != 0 || len(rows) != 5+2 {
		t.Errorf("%d races left, %d rows, want those of 5 others and 2 of ours", races.left, len(rows))
	}
}
