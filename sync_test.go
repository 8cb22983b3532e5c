package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/assets/samples"
	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/lake/warehouse"
)

// member is one desktop of a team: a lake and settings of its own.
type member struct {
	dir, config string
	place       []string // flags that say where the bucket is
}

func newMember(t *testing.T, server storetest.S3Server) member {
	t.Helper()
	return member{
		dir: t.TempDir(), config: filepath.Join(t.TempDir(), "settings.toml"),
		place: []string{"--bucket", "s3://" + storetest.S3Bucket + "/team", "--endpoint", server.Endpoint, "--path-style"},
	}
}

func (m member) run(t *testing.T, args ...string) string {
	t.Helper()
	t.Setenv("WATTLAKE_CONFIG", m.config)
	out, code := wattlake(t, m.dir, args...)
	if code != exitOK {
		t.Fatalf("wattlake %s: exit code %d", strings.Join(args, " "), code)
	}
	return out
}

const exitOK = 0

// all is what a member's tables say.
func (m member) all(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, table := range []string{"costs", "consumption", "corrections", "audit"} {
		out = append(out, m.run(t, "metrics", table, "--format", "json"))
	}
	return out
}

// decides corrects a document in somebody's name.
func (m member) decides(t *testing.T, name string, args ...string) {
	t.Helper()
	if err := os.WriteFile(m.config, []byte("[sync]\nname = '"+name+"'\nmachine = 'biuro'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.run(t, append([]string{"review"}, args...)...)
}

// A clerk syncs, a colleague with an empty folder syncs and has it all; both correct the same field differently, and each sees both
// corrections with their authors and the same one in force; both sides hold the same objects, undamaged; verify finds the bucket where the
// sync has remembered it.
func TestSyncBetweenTwoDesktops(t *testing.T) {
	server := storetest.StartS3(t, true)
	ala, ola := newMember(t, server), newMember(t, server)
	sample := filepath.Join(t.TempDir(), samples.All()[0].Name)
	if err := os.WriteFile(sample, samples.All()[0].PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	ala.run(t, "ingest", sample)
	ala.run(t, append([]string{"sync", "--test"}, ala.place...)...)
	if out := ala.run(t, append([]string{"sync", "--dry-run"}, ala.place...)...); !strings.Contains(out, "Do wysłania: 5") {
		t.Errorf("dry run: %s", out)
	}
	ala.run(t, append([]string{"sync"}, ala.place...)...)
	ola.run(t, append([]string{"sync"}, ola.place...)...)
	if diff := cmp.Diff(ala.all(t), ola.all(t)); diff != "" {
		t.Errorf("- ala, + ola:\n%s", diff)
	}
	ala.decides(t, "Ala", filepath.Base(sample), "buyer_name=Gmina Inna")
	ola.decides(t, "Ola", filepath.Base(sample), "buyer_name=Gmina Testowa")
	for _, m := range []member{ola, ala, ola} {
		m.run(t, append([]string{"sync", "--json"}, m.place...)...)
	}
	shown := ala.run(t, "show", filepath.Base(sample))
	for _, part := range []string{"Ala@biuro", "Ola@biuro", "Gmina Inna", "Gmina Testowa"} {
		if !strings.Contains(shown, part) {
			t.Errorf("%q is missing:\n%s", part, shown)
		}
	}
	if audit := ala.run(t, "metrics", "audit", "--format", "json"); !strings.Contains(audit, "Dwie osoby") {
		t.Errorf("no finding about the conflict:\n%s", audit)
	}
	if diff := cmp.Diff(shown, ola.run(t, "show", filepath.Base(sample))); diff != "" {
		t.Errorf("- ala, + ola:\n%s", diff)
	}
	for _, m := range []member{ala, ola} {
		m.run(t, "verify", "--remote")
	}
}

// Four desktops ingest 500 invoices each, of which the next one has half too, and sync in random order; whatever they do, they are
// killed at a random moment. Once each has come to an end of its work, everybody holds every document, and all tables are equal, to each
// other, to the team's and to a rebuild from all facts.
func TestKilledDesktops(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") != "1" {
		t.Skip("takes minutes: WATTLAKE_SOAK=1")
	}
	const desktops, each, portions, rounds = 4, 500, 5, 48
	server := storetest.StartS3(t, true)
	source := makeInvoices(t, (desktops+1)*each/2, 1)
	files, err := filepath.Glob(filepath.Join(source, "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(9, 2026))
	members := make([]member, desktops)
	ingested := make([]int, desktops)
	for i := range members {
		members[i] = newMember(t, server)
	}
	killed := map[string]int{}
	for range rounds {
		i := random.IntN(desktops)
		own := files[i*each/2:][:each]
		if random.IntN(2) == 0 && ingested[i] < portions {
			portion := own[ingested[i]*each/portions:][:each/portions]
			ingested[i]++
			killed["ingest"] += members[i].killAfter(t, random.IntN(9000), append([]string{"ingest"}, portion...)...)
			continue
		}
		killed["sync"] += members[i].killAfter(t, random.IntN(5000), append([]string{"sync"}, members[i].place...)...)
	}
	for i, m := range members {
		m.run(t, append([]string{"ingest"}, files[i*each/2:][:each]...)...)
	}
	for range 2 {
		for _, m := range members {
			m.run(t, append([]string{"sync"}, m.place...)...)
		}
	}
	t.Logf("killed: %v", killed)
	if killed["ingest"] < 3 || killed["sync"] < 5 {
		t.Errorf("killed only %v: the test is too kind", killed)
	}
	team := storetest.Keys(t, server.Open(t, func(c *store.S3Config) { c.Prefix = "team" }), lake.BronzePrefix)
	for i, m := range members {
		if diff := cmp.Diff(team, m.bronze(t)); diff != "" {
			t.Errorf("facts of member %d (-team +here):\n%s", i, diff)
		}
		m.run(t, "verify", "--remote")
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		id := string(lake.NewDocumentID(content))
		if !slices.ContainsFunc(team, func(key lake.Key) bool {
			return strings.HasPrefix(string(key), string(lake.RawPrefix)) && strings.Contains(string(key), id)
		}) {
			t.Errorf("%s was lost", filepath.Base(path))
		}
	}
	want := members[0].all(t)
	members[0].run(t, "replay", "--from", "silver")
	for i, m := range members {
		if diff := cmp.Diff(want, m.all(t)); diff != "" {
			t.Errorf("member %d (the first one is rebuilt):\n%s", i, diff)
		}
	}
	if diff := cmp.Diff(tablesHere(t, members[0]), tablesThere(t, members[1])); diff != "" {
		t.Errorf("the team's tables (-rebuilt +there):\n%s", diff)
	}
}

// killAfter starts a program and kills it after so many milliseconds, unless it has ended by then. It returns how many it killed.
func (m member) killAfter(t *testing.T, milliseconds int, args ...string) int {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], append([]string{"--lake", m.dir}, args...)...)
	command.Env = append(os.Environ(), "WATTLAKE_CONFIG="+m.config)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(milliseconds)*time.Millisecond, func() { _ = command.Process.Kill() })
	defer timer.Stop()
	if err := command.Wait(); err != nil {
		return 1
	}
	return 0
}

func (m member) bronze(t *testing.T) []lake.Key {
	t.Helper()
	objects, err := store.NewDir(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = objects.Close() }()
	return storetest.Keys(t, objects, lake.BronzePrefix)
}

// facts are the rows of all tables.
type facts struct {
	Silver      []lake.Invoice
	Costs       []lake.MonthlyCost
	Consumption []lake.Consumption
	Corrections []lake.CorrectionSummary
	Audit       []lake.AuditFinding
}

func tablesHere(t *testing.T, m member) facts {
	t.Helper()
	objects, tables, err := openTables(t.Context(), m.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(tables.Close(), objects.Close()) }()
	return factsOf(t, tables)
}

func tablesThere(t *testing.T, m member) facts {
	t.Helper()
	t.Setenv("WATTLAKE_CONFIG", m.config)
	team, err := openTeam(t.Context(), m.dir, configuration().File.Sync, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = team.Close() }()
	return factsOf(t, team.tables)
}

func factsOf(t *testing.T, tables *warehouse.Warehouse) (f facts) {
	t.Helper()
	var errs [5]error
	f.Silver, errs[0] = tables.Invoices(t.Context())
	f.Costs, errs[1] = tables.Costs(t.Context(), lake.MetricFilter{})
	f.Consumption, errs[2] = tables.Consumption(t.Context(), lake.MetricFilter{})
	f.Corrections, errs[3] = tables.Corrections(t.Context(), lake.MetricFilter{})
	f.Audit, errs[4] = tables.Audit(t.Context(), lake.MetricFilter{})
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return f
}

// fillLake stores documents that have been read already, from the given number on.
func fillLake(t *testing.T, dir string, from, count int) {
	t.Helper()
	objects, err := store.NewDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = objects.Close() }()
	for n := from; n < from+count; n++ {
		raw := fmt.Appendf(nil, "%%PDF-1.7\ndocument %d", n)
		id := lake.NewDocumentID(raw)
		name := lake.NewName(fmt.Sprintf("faktura %d.pdf", n), id)
		parsed := fmt.Appendf(nil, `{"document_id":%q,"parser":1,"source":"text_layer","invoices":[{"part":1,"pages":[1],"fields":{
			"number":{"value":"F/%d"},"kind":{"value":"settlement"},"scope":{"value":"comprehensive"},"seller_nip":{"value":"1112223332"},
			"seller_name":{"value":"P"},"issue_date":{"value":"2026-02-05"},"period_start":{"value":"2026-01-01"},
			"period_end":{"value":"2026-01-31"},"currency":{"value":"PLN"},"net":{"value":"100.00"},"vat":{"value":"23.00"},
			"gross":{"value":"123.00"}},"points":[{"ppe":{"value":"590310600000001023"}}]}]}`, id, n)
		for key, content := range map[lake.Key][]byte{
			lake.RawKey(name, ".pdf"): raw, lake.TextKey(name, raw): raw, lake.ParsedKey(name, parsed): parsed,
			lake.OriginKey(name, fmt.Appendf(nil, `{"document_id":%q,"file_name":"faktura %d.pdf","size":1,"source":"test","author":"a","at":"2026-03-01T08:00:00Z"}`, id, n)): fmt.Appendf(nil, `{"document_id":%q,"file_name":"faktura %d.pdf","size":1,"source":"test","author":"a","at":"2026-03-01T08:00:00Z"}`, id, n),
		} {
			if _, err := objects.PutIfAbsent(t.Context(), key, content); err != nil {
				t.Fatal(err)
			}
		}
	}
}
