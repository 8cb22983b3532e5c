package teamsync_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wattlake/lake"
	"wattlake/lake/bronze"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/teamsync"
)

// Two desktops, of which one joins later with nothing, end with the same facts and the same tables.
func TestTwoDesktopsBecomeEqual(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	for n := range 6 {
		ala.ingest(t, n)
	}
	for n := 4; n < 9; n++ {
		ola.ingest(t, n)
	}
	if report := ala.mustSync(t); report.Pushed.Files != 24 || report.Pulled.Files != 0 || report.Silver != 0 || report.Gold == 0 {
		t.Errorf("first sync: %+v", report)
	}
	// origins of the shared documents differ: 2 documents × (raw, text, parsed) are there already
	if report := ola.mustSync(t); report.Pushed.Files != 14 || report.Pulled.Files != 18 {
		t.Errorf("second desktop: %+v", report)
	}
	if len(ola.adopted) != 18 {
		t.Errorf("%d objects were adopted, want what was pulled", len(ola.adopted))
	}
	if report := ala.mustSync(t); report.Pushed.Files != 0 || report.Pulled.Files != 14 {
		t.Errorf("third sync: %+v", report)
	}
	late := join(t, "ela", nil, team)
	late.mustSync(t)
	converged(t, team, ala, ola, late)
}

// Nothing new costs a few listings: no object is read but the manifest and the logs of the tables.
func TestUnchangedLake(t *testing.T) {
	team := storetest.NewFaults(store.NewMemory())
	here := storetest.NewFaults(store.NewMemory())
	ala := join(t, "ala", here, team)
	for n := range 4 {
		ala.ingest(t, n)
	}
	ala.mustSync(t)
	var read []lake.Key
	watch := func(op storetest.Operation) storetest.Fault {
		if op.Verb != "list" && strings.HasPrefix(string(op.Key), lake.BronzePrefix) {
			read = append(read, op.Key)
		}
		return storetest.Fault{}
	}
	team.Set(watch)
	here.Set(watch)
	before := bronzeKeys(t, team)
	report := ala.mustSync(t)
	if report.Pushed.Files+report.Pulled.Files+report.Gold > 0 || len(read) > 0 {
		t.Errorf("%+v, and looked at %v", report, read)
	}
	if n := team.Operations(); n > 40 {
		t.Errorf("%d operations", n)
	}
	if diff := cmp.Diff(before, bronzeKeys(t, team)); diff != "" {
		t.Error(diff)
	}
}

// Decisions travel, also those that contradict each other: both stay, the later one counts, and a finding says so.
func TestDecisionsTravel(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	id := ala.ingest(t, 1)
	gone := ala.ingest(t, 8)
	ala.mustSync(t)
	ola.mustSync(t)
	for _, d := range []*desktop{ala, ola} {
		d.decide(t, lake.Decision{Kind: lake.DecideReview, Document: id, Values: map[string]string{"buyer_name": "Gmina " + d.name}})
	}
	ola.decide(t, lake.Decision{Kind: lake.DecideDelete, Document: gone})
	ala.mustSync(t)
	ola.mustSync(t)
	ala.mustSync(t)
	converged(t, team, ala, ola)
	rows := read(t, ala.tables).Silver
	if len(rows) != 1 {
		t.Fatalf("%d rows, want the one that was not deleted", len(rows))
	}
	conflict := slices.ContainsFunc(rows[0].Findings, func(f lake.Finding) bool { return f.Code == lake.FindingConflictingEdits })
	if !conflict || !strings.HasPrefix(rows[0].BuyerName, "Gmina ") {
		t.Errorf("buyer %q, findings %+v", rows[0].BuyerName, rows[0].Findings)
	}
}

// A reader gets everything and changes nothing; neither does somebody whose keys do not allow it.
func TestReaders(t *testing.T) {
	team := storetest.NewFaults(store.NewMemory())
	ala := join(t, "ala", nil, team)
	ala.ingest(t, 1)
	ala.mustSync(t)
	before := keys(t, team)
	denied := &lake.Error{Code: store.CodeAccessDenied}
	for name, d := range map[string]*desktop{
		"by choice": {name: "r", change: func(p *teamsync.Params) { p.ReadOnly = true }}, "by their keys": {name: "k"},
	} {
		reader := join(t, d.name, nil, team)
		reader.change = d.change
		reader.ingest(t, 5)
		team.Set(func(op storetest.Operation) storetest.Fault {
			if op.Verb == "put" {
				return storetest.Fault{Err: denied}
			}
			return storetest.Fault{}
		})
		report := reader.mustSync(t)
		team.Set(nil)
		if !report.ReadOnly || report.Pulled.Files != 4 || report.Pushed.Files != 0 || (name == "by their keys") == report.Warning.IsZero() {
			t.Errorf("%s: %+v", name, report)
		}
		if diff := cmp.Diff(before, keys(t, team)); diff != "" {
			t.Errorf("%s: the bucket changed:\n%s", name, diff)
		}
		if diff := cmp.Diff(read(t, ala.tables), read(t, reader.tables)); diff != "" {
			t.Error(diff)
		}
	}
}

// The guards refuse before anything is changed, and say what to do.
func TestGuards(t *testing.T) {
	for name, test := range map[string]struct {
		emptied  lake.Key // what begins with it is gone
		manifest string   // is there instead
		want     lake.Code
		rejoin   bool // helps
	}{
		"emptied":             {"", "", teamsync.CodeEmptied, true},
		"Bronze emptied":      {lake.BronzePrefix, "", teamsync.CodeEmptied, true},
		"other lake":          {"", `{"lake_id":"other","format":1}`, teamsync.CodeOtherLake, true},
		"newer format":        {teamsync.ManifestKey, `{"lake_id":"lake-of-ala","format":2}`, teamsync.CodeNewerFormat, false},
		"no manifest of ours": {teamsync.ManifestKey, "hello", teamsync.CodeWrongPrefix, false},
	} {
		t.Run(name, func(t *testing.T) {
			team := store.NewMemory()
			ala := join(t, "ala", nil, team)
			ala.ingest(t, 1)
			ala.mustSync(t)
			empty(t, team, test.emptied)
			if test.manifest != "" {
				put(t, team, teamsync.ManifestKey, []byte(test.manifest))
			}
			here, there := keys(t, ala.local), keys(t, team)
			for _, o := range []teamsync.Options{{}, {DryRun: true}} {
				_, err := ala.sync(t.Context(), o)
				expectProblem(t, err, test.want)
			}
			if diff := cmp.Diff([][]lake.Key{here, there}, [][]lake.Key{keys(t, ala.local), keys(t, team)}); diff != "" {
				t.Errorf("something changed:\n%s", diff)
			}
			_, err := ala.sync(t.Context(), teamsync.Options{Rejoin: true})
			if test.rejoin && err != nil {
				t.Fatal(err)
			}
			if test.rejoin {
				ala.restart(t)
				converged(t, team, ala)
			}
		})
	}
}

// A folder with something else in it is not taken for a lake, and a reader cannot found one.
func TestFirstContact(t *testing.T) {
	team := store.NewMemory()
	put(t, team, "photos/cat.jpg", []byte("x"))
	_, err := join(t, "ala", nil, team).sync(t.Context(), teamsync.Options{})
	expectProblem(t, err, teamsync.CodeWrongPrefix)
	reader := join(t, "ola", nil, store.NewMemory())
	reader.change = func(p *teamsync.Params) { p.ReadOnly = true }
	_, err = reader.sync(t.Context(), teamsync.Options{})
	expectProblem(t, err, teamsync.CodeNoLake)
}

// What the server gives is checked against its name: a wrong object is told and never stored, the rest arrives.
func TestWrongContentIsRefused(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.mustSync(t)
	var bad []lake.Key
	for _, key := range bronzeKeys(t, team) {
		if strings.Contains(string(key), "faktura_1-") {
			empty(t, team, key)
			put(t, team, key, []byte("tampered"))
			bad = append(bad, key)
		}
	}
	report := ola.mustSync(t)
	var refused []lake.Key
	for _, r := range report.Refused {
		refused = append(refused, r.Key)
	}
	slices.Sort(refused)
	if diff := cmp.Diff(bad, refused); diff != "" || len(bad) != 4 {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if got := bronzeKeys(t, ola.local); len(got) != 4 || slices.ContainsFunc(got, func(k lake.Key) bool { return slices.Contains(bad, k) }) {
		t.Errorf("stored: %v", got)
	}
	if report := ala.mustSync(t); len(report.Refused) != 4 { // its own copies are right, and of other sizes
		t.Errorf("the other side: %+v", report.Refused)
	}
}

// What nobody can read, although its name tells its content, is not taken over: a lake does not open with such a decision, and
// no table is made of such a result.
func TestUnreadableObjectsAreRefused(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	ala.ingest(t, 1)
	ala.mustSync(t)
	content := []byte(`{"kind":"review","lamport":"seven","invoices":"none"}`)
	keys := []lake.Key{lake.DecisionKey(lake.DecideReview, 7, content), lake.ParsedKey(lake.NewName("a.pdf", lake.NewDocumentID(content)), content)}
	for _, key := range keys {
		put(t, team, key, content)
	}
	report := ola.mustSync(t)
	if len(report.Refused) != len(keys) {
		t.Errorf("%+v", report.Refused)
	}
	for _, key := range keys {
		if _, err := ola.local.Get(t.Context(), key); lake.CodeOf(err) != lake.CodeNotFound {
			t.Errorf("%s is here: %v", key, err)
		}
	}
}

// A local copy that was damaged on the disk is not sent to the others.
func TestDamagedCopiesAreNotSent(t *testing.T) {
	team, here := store.NewMemory(), store.NewMemory()
	ala := join(t, "ala", here, team)
	ala.ingest(t, 1)
	key := bronzeKeys(t, here)[1]
	empty(t, here, key)
	put(t, here, key, []byte("damaged"))
	report := ala.mustSync(t)
	if len(report.Refused) != 1 || report.Refused[0].Key != key || report.Pushed.Files != 3 {
		t.Errorf("%+v", report)
	}
}

// Documents' bytes can stay in the bucket; the tables do not need them.
func TestDocumentsOnOpen(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.mustSync(t)
	ola.change = func(p *teamsync.Params) { p.OnOpen = true }
	report := ola.mustSync(t)
	if report.OnOpen.Files != 2 || report.Pulled.Files != 6 {
		t.Errorf("%+v", report)
	}
	id := ola.ingest(t, 20)
	ola.mustSync(t)
	ala.mustSync(t)
	converged(t, team, ala)
	objects := teamsync.OnOpen(ola.local, team, ola.folder)
	catalogue := bronze.New(objects)
	if err := catalogue.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := catalogue.Documents(); len(all) != 3 || !slices.Contains(all, id) {
		t.Errorf("documents: %v", all)
	}
	for _, id := range catalogue.Documents() {
		content, err := catalogue.Get(t.Context(), catalogue.RawKey(id))
		if err != nil || lake.NewDocumentID(content) != id {
			t.Errorf("opening %s: %q, %v", id, content, err)
		}
	}
	if got := bronzeKeys(t, ola.local); len(got) != 12 {
		t.Errorf("%d objects here after opening all, want 12", len(got))
	}
}

// brokenGold are tables whose Gold breaks one of its own rules.
type brokenGold struct{ pipeline.Tables }

func (brokenGold) BuildGold(context.Context) ([]lake.TableCommit, error) {
	return nil, &lake.Error{Code: warehouse.CodeCheckFailed, Message: lake.Text{PL: "Nie przeszła.", EN: "It broke."}, Hint: lake.Text{PL: "Zgłoś.", EN: "Report it."}}
}

// Gold that breaks a rule keeps its last version; that is told, and documents and rows travel all the same.
func TestGoldThatBreaksARule(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	ala.change = func(p *teamsync.Params) { p.Tables = brokenGold{p.Tables} }
	ala.ingest(t, 1)
	for _, pushed := range []int{4, 0} {
		if report := ala.mustSync(t); report.Pushed.Files != pushed || report.Silver != 0 || report.Warning.EN != "It broke." || report.Hint.PL != "Zgłoś." {
			t.Errorf("%+v", report)
		}
	}
	ola.mustSync(t)
	converged(t, team, ala, ola)
}

// What would move is told without moving it.
func TestDryRun(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	ala.ingest(t, 1)
	if report, err := ala.sync(t.Context(), teamsync.Options{DryRun: true}); err != nil || report.Pushed.Files != 4 || len(keys(t, team)) > 0 {
		t.Errorf("%+v, %v, %v", report, err, keys(t, team))
	}
	ala.mustSync(t)
	ola.ingest(t, 9)
	report, err := ola.sync(t.Context(), teamsync.Options{DryRun: true})
	if err != nil || report.Pushed.Files != 4 || report.Pulled.Files != 4 || len(bronzeKeys(t, ola.local)) != 4 || len(bronzeKeys(t, team)) != 4 {
		t.Errorf("%+v, %v", report, err)
	}
}

// What was erased for good does not come back from somebody who still has it.
func TestErasedStaysErased(t *testing.T) {
	team := store.NewMemory()
	ala, ola := join(t, "ala", nil, team), join(t, "ola", nil, team)
	id := ala.ingest(t, 1)
	ala.ingest(t, 7)
	ala.mustSync(t)
	ola.mustSync(t)
	for _, side := range []pipeline.Objects{ala.local, team} {
		for _, key := range bronzeKeys(t, side) {
			if strings.Contains(string(key), string(id)) {
				empty(t, side, key)
			}
		}
	}
	ala.decide(t, lake.Decision{Kind: lake.DecideErased, Document: id})
	ala.mustSync(t)
	ola.mustSync(t)
	ala.mustSync(t)
	for name, side := range map[string]pipeline.Objects{"team": team, "ala": ala.local} {
		if len(bronzeKeys(t, side)) != 5 { // the other document and the decision
			t.Errorf("%s: %v", name, bronzeKeys(t, side))
		}
	}
	if diff := cmp.Diff(rebuild(t, team), read(t, ola.tables)); diff != "" {
		t.Error(diff)
	}
}

func keys(tb testing.TB, objects pipeline.Objects) []lake.Key {
	tb.Helper()
	var all []lake.Key
	for info, err := range objects.List(tb.Context(), "") {
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, info.Key)
	}
	return all
}

// empty deletes what begins with the prefix.
func empty(tb testing.TB, objects pipeline.Objects, prefix lake.Key) {
	tb.Helper()
	deleter, _ := objects.(storetest.Objects)
	for _, key := range keys(tb, objects) {
		if strings.HasPrefix(string(key), string(prefix)) {
			if err := deleter.Delete(tb.Context(), key); err != nil {
				tb.Fatal(err)
			}
		}
	}
}

func expectProblem(tb testing.TB, err error, want lake.Code) {
	tb.Helper()
	message, hint := lake.Explain(err)
	if lake.CodeOf(err) != want || message.PL == "" || message.EN == "" || hint.PL == "" || hint.EN == "" {
		tb.Errorf("error %v has code %s, want %s with a sentence and a hint", err, lake.CodeOf(err), want)
	}
}
