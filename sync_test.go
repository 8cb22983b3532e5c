package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wattlake/assets/samples"
	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
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

// A clerk syncs, a colleague with an empty folder syncs and has it all; a decision goes the other way; both sides hold the same
// objects, undamaged; verify finds the bucket where the sync has remembered it.
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
	ola.run(t, "review", filepath.Base(sample), "buyer_name=Gmina Testowa")
	ola.run(t, append([]string{"sync", "--json"}, ola.place...)...)
	ala.run(t, append([]string{"sync"}, ala.place...)...)
	if out := ala.run(t, "show", filepath.Base(sample)); !strings.Contains(out, "Gmina Testowa") {
		t.Errorf("the decision did not arrive:\n%s", out)
	}
	for _, m := range []member{ala, ola} {
		m.run(t, "verify", "--remote")
	}
}

// Programs that are killed while they sync lose nothing: after a last sync of each, everybody has everything, and the tables are
// equal.
func TestKilledSyncs(t *testing.T) {
	if os.Getenv("WATTLAKE_SOAK") != "1" {
		t.Skip("takes minutes: WATTLAKE_SOAK=1")
	}
	server := storetest.StartS3(t, true)
	members := []member{newMember(t, server), newMember(t, server), newMember(t, server), newMember(t, server)}
	const documents = 500
	for i, m := range members {
		fillLake(t, m.dir, i*documents/2, documents)
		m.run(t, "replay", "--from", "silver")
	}
	random := rand.New(rand.NewPCG(9, 2026))
	killed := 0
	for range 40 {
		m := members[random.IntN(len(members))]
		command := exec.CommandContext(t.Context(), os.Args[0], append([]string{"--lake", m.dir, "sync"}, m.place...)...)
		command.Env = append(os.Environ(), "WATTLAKE_CONFIG="+m.config)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(random.IntN(4000))*time.Millisecond, func() { _ = command.Process.Kill() })
		if err := command.Wait(); err != nil {
			killed++
		}
		timer.Stop()
	}
	for range 2 {
		for _, m := range members {
			m.run(t, append([]string{"sync"}, m.place...)...)
		}
	}
	if killed < 5 {
		t.Errorf("only %d syncs were killed", killed)
	}
	want := members[0].all(t)
	for i, m := range members {
		if diff := cmp.Diff(want, m.all(t)); diff != "" {
			t.Errorf("member %d:\n%s", i, diff)
		}
		m.run(t, "verify", "--remote")
	}
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
