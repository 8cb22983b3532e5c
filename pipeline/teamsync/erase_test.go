package teamsync_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/pipeline"
)

// What one member erases is erased from the bucket by the next sync: objects, decisions on the document, rows and every older
// version of the tables.
func TestErasureReachesTheBucket(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	id := ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.decide(t, lake.Decision{Kind: lake.DecideReview, Document: id, Part: 1, Values: map[string]string{"buyer_name": "Kowalski"}})
	ala.mustSync(t)
	ola.mustSync(t)
	ala.ingest(t, 8)
	ala.mustSync(t) // a later version of the tables
	for _, key := range bronzeKeys(t, ala.local) {
		if strings.Contains(string(key), string(id)) || strings.Contains(string(key), "/decisions/review/") {
			empty(t, ala.local, key)
		}
	}
	ala.decide(t, lake.Decision{Kind: lake.DecideErased, Document: id})
	ala.mustSync(t)
	for _, key := range keys(t, team) {
		content, err := team.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		kept := strings.Contains(string(key), "/decisions/erased/")
		if (strings.Contains(string(key)+string(content), string(id)) || strings.Contains(string(content), "Kowalski")) && !kept {
			t.Errorf("the bucket still has %s", key)
		}
		if strings.Contains(string(key), "02_silver") && strings.HasSuffix(string(key), "00000000000000000000.json") {
			t.Errorf("the log of the tables begins with %s", key)
		}
	}
	if diff := cmp.Diff(rebuild(t, team), read(t, ala.tables)); diff != "" {
		t.Error(diff)
	}
}

// Somebody who was offline has meanwhile deleted the document and brought it back, and has decided much else: the erasure, of
// which they did not know, holds.
func TestErasureHoldsAgainstARestoreElsewhere(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	id := ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.mustSync(t)
	ola.mustSync(t)
	for _, key := range bronzeKeys(t, ala.local) {
		if strings.Contains(string(key), string(id)) {
			empty(t, ala.local, key)
		}
	}
	ala.decide(t, lake.Decision{Kind: lake.DecideErased, Document: id})
	for range 3 {
		ola.decide(t, lake.Decision{Kind: lake.DecideDelete, Document: id})
		ola.decide(t, lake.Decision{Kind: lake.DecideRestore, Document: id})
	}
	ola.mustSync(t)
	ala.mustSync(t)
	for side, objects := range map[string]pipeline.Objects{"bucket": team, "ala": ala.local} {
		for _, key := range bronzeKeys(t, objects) {
			if strings.Contains(string(key), string(id)) {
				t.Errorf("%s has %s", side, key)
			}
		}
	}
	if diff := cmp.Diff(rebuild(t, team), read(t, ala.tables)); diff != "" {
		t.Error(diff)
	}
}

// Keys that may not delete sync all the same and say what is left; the next sync with the right to delete takes it out.
func TestErasureWithoutTheRightToDelete(t *testing.T) {
	memory := store.NewMemory()
	team := storetest.NewFaults(memory)
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, memory)
	id := ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.mustSync(t)
	for _, key := range bronzeKeys(t, ala.local) {
		if strings.Contains(string(key), string(id)) {
			empty(t, ala.local, key)
		}
	}
	ala.decide(t, lake.Decision{Kind: lake.DecideErased, Document: id})
	team.Set(func(op storetest.Operation) storetest.Fault {
		if op.Verb == "delete" {
			return storetest.Fault{Err: &lake.Error{Code: store.CodeAccessDenied}}
		}
		return storetest.Fault{}
	})
	for range 2 {
		if report := ala.mustSync(t); report.Warning.PL == "" || report.Hint.EN == "" {
			t.Errorf("%+v", report)
		}
	}
	if report := ola.mustSync(t); !report.Warning.IsZero() {
		t.Errorf("%+v", report)
	}
	for _, key := range bronzeKeys(t, team) {
		if strings.Contains(string(key), string(id)) {
			t.Errorf("the bucket still has %s", key)
		}
	}
}
