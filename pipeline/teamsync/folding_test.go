package teamsync_test

import (
	"testing"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
)

// Colleagues drop the same bytes under names that differ in the case of letters only. On a file system that takes these for one name
// the document is there once, in whatever spelling, and is not fetched again at every sync.
func TestNamesThatDifferInCaseOnly(t *testing.T) {
	team := store.NewMemory()
	ala := join(t, "ala", storetest.NewFolding(store.NewMemory()), team)
	ola, ela := join(t, "ola", nil, team), join(t, "ela", nil, team)
	for d, fileName := range map[*desktop]string{ola: "Faktura Maj.pdf", ela: "FAKTURA MAJ.PDF", ala: "faktura maj.pdf"} {
		put(t, d.local, lake.RawKey(lake.NewName(fileName, d.ingest(t, 1)), ".pdf"), []byte("%PDF-1.7\ndocument 1"))
	}
	for _, d := range []*desktop{ola, ela, ala, ola, ela} {
		d.mustSync(t)
	}
	for range 2 {
		if report := ala.mustSync(t); report.Pulled.Files != 0 || report.Pushed.Files != 0 || len(report.Refused) > 0 {
			t.Errorf("nothing is new: %+v", report)
		}
	}
	converged(t, team, ola, ela)
	for object, err := range ola.local.List(t.Context(), lake.BronzePrefix) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ala.local.Get(t.Context(), object.Key); err != nil {
			t.Errorf("%s is not there: %v", object.Key, err)
		}
	}
}
