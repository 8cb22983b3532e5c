package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/store/storetest"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/eventlog/kafkatest"
	"wattlake/pipeline/pipelinetest"
	"wattlake/pipeline/teamsync"
)

var clusters atomic.Int64

// kafka connects to the brokers; each member of a team has a connection of its own.
func kafka(tb testing.TB, address, prefix string) *eventlog.Team {
	tb.Helper()
	k, err := eventlog.OpenTeam(eventlog.TeamConfig{Brokers: []string{address}, Prefix: prefix, Source: "test", Clock: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = k.Close() })
	if _, err := k.Connect(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return k
}

func bucketSite(tb testing.TB, prefix string) *site {
	tb.Helper()
	server := storetest.StartS3(tb, false)
	s3, err := store.NewS3(tb.Context(), store.S3Config{Bucket: storetest.S3Bucket, Prefix: prefix, Endpoint: server.Endpoint, PathStyle: true})
	if err != nil {
		tb.Fatal(err)
	}
	return &site{objects: s3}
}

// desktop is a node whose documents are read by workers, with a sync to the team's bucket.
type desktop struct {
	*running
	relay *pipeline.Relay
	sync  *teamsync.Syncer
	dir   pipeline.Objects
}

func (s *site) desktop(t *testing.T, k *eventlog.Team) *desktop {
	t.Helper()
	b := newBench(t)
	dir, err := store.NewDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := eventlog.OpenLedger(filepath.Join(b.dir, ".wattlake", "relayed"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	b.params = func(p *pipeline.Params) {
		p.Run, p.Ledger, p.Sleep = []lake.Stage{lake.StageSilver, lake.StageGold}, ledger, briefly
	}
	d := &desktop{running: b.start(t, nil), dir: dir}
	d.relay = d.StartRelay(pipeline.RelayParams{Brokers: k, Ledger: ledger, Arrived: func(ctx context.Context, key lake.Key) (bool, error) {
		_, err := s.objects.Get(ctx, key)
		if lake.CodeOf(err) == lake.CodeNotFound {
			return false, nil
		}
		return err == nil, err
	}})
	d.FollowWorkers(k.Follow)
	tables, err := warehouse.Open(t.Context(), warehouse.Params{Store: s.objects, CacheDir: t.TempDir(), TempDir: t.TempDir(), Clock: s.now, NewID: uuid.NewString})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tables.Close() })
	d.sync = teamsync.New(teamsync.Params{
		Local: dir, Team: s.objects, Tables: tables, Folder: t.TempDir(), Location: "s3://test", Author: "test", Program: "1",
		NewID: uuid.NewString, Clock: time.Now, Sleep: briefly, Adopt: d.Adopt,
	})
	return d
}

func (d *desktop) exchange(t *testing.T) {
	t.Helper()
	if _, err := d.sync.Run(t.Context(), teamsync.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	d.relay.Kick()
}

// Three workers and two desktops on one bucket and one cluster: every document is through, all tables are equal and equal to
// a rebuild, although one worker ends and another joins while they work, and both desktops have some of the same documents.
func TestKafkaWorkersAndDesktopsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("rebalances under load take their time; make test-kafka runs it")
	}
	address := kafkatest.Addr(t)
	s := bucketSite(t, "lake")
	prefix := fmt.Sprintf("c%d-%d-", os.Getpid(), clusters.Add(1))
	if _, err := teamsync.Join(t.Context(), s.objects, uuid.NewString, time.Now, "test"); err != nil {
		t.Fatal(err)
	}
	log := kafka(t, address, prefix)
	var scripts []string
	for i := range 60 {
		scripts = append(scripts, invoice(fmt.Sprintf("A/%d", i), 100+i))
	}
	scripts = append(scripts, pipelinetest.Damaged)
	one, two := s.desktop(t, kafka(t, address, prefix)), s.desktop(t, kafka(t, address, prefix))
	first := s.worker(t, kafka(t, address, prefix), nil)
	s.worker(t, kafka(t, address, prefix), nil)

	done := make(chan []pipeline.IngestResult, 2)
	for d, share := range map[*desktop][]string{one: scripts[:40], two: scripts[20:]} {
		paths := drop(t, share...)
		go func() {
			results, err := d.Ingest(t.Context(), pipeline.IngestRequest{Paths: paths, Source: "test"}, nil)
			if err != nil {
				t.Error(err)
			}
			done <- results
		}()
	}
	finished := 0
	for round := 0; finished < 2; round++ {
		one.exchange(t)
		two.exchange(t)
		switch round {
		case 1:
			first.stop() // a rebalance under load
		case 2:
			s.worker(t, kafka(t, address, prefix), nil) // and another
			s.worker(t, kafka(t, address, prefix), nil)
		}
		select {
		case results := <-done:
			finished++
			for _, r := range results {
				if !r.Status.Final() || (r.Status == lake.Failed && r.Code != lake.CodeDamaged) {
					t.Errorf("%s: %s %s %s", r.File, r.Status, r.Code, r.Message.EN)
				}
			}
		default:
		}
		if t.Context().Err() != nil || t.Failed() {
			t.FailNow()
		}
	}
	team := s.worker(t, log, nil)
	caughtUp(t, log, team.tables)
	one.exchange(t)
	two.exchange(t)
	for _, d := range []*desktop{one, two} {
		if err := d.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want := s.rebuilt(t)
	if strings.Count(want, "Number:A/") != 60 {
		t.Errorf("the rebuild has %d invoices", strings.Count(want, "Number:A/"))
	}
	for name, tables := range map[string]pipeline.Tables{"team": team.tables, "one": one.tables, "two": two.tables} {
		wanted, is := want, tablesOf(t, tables)
		if name == "team" {
			// A document that two people dropped under two names has two equal results. A worker names the one that it has seen: it
			// looks a document up by the name in the event. The next sync of a desktop that has both names the smaller one.
			wanted, is = anyName.ReplaceAllString(wanted, "/"), anyName.ReplaceAllString(is, "/")
		}
		if diff := cmp.Diff(wanted, is); diff != "" {
			t.Errorf("%s: - rebuilt, + is:\n%s", name, diff[:min(len(diff), 3000)])
		}
	}
}

// anyName is the name, but not the id, in the key of a parse result.
var anyName = regexp.MustCompile(`/faktura_[0-9]+-`)

// TestKafkaWorkersFigures prints how long documents take with 1, 2 and 3 workers. Reading is scripted: it shows what the
// pipeline itself costs.
func TestKafkaWorkersFigures(t *testing.T) {
	documents, err := strconv.Atoi(os.Getenv("WATTLAKE_TEST_DOCUMENTS"))
	if err != nil {
		t.Skip("measures; WATTLAKE_TEST_DOCUMENTS says how many documents")
	}
	address := kafkatest.Addr(t)
	for _, workers := range []int{1, 2, 3} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			s := bucketSite(t, "lake")
			prefix := fmt.Sprintf("f%d-%d-", os.Getpid(), clusters.Add(1))
			log := kafka(t, address, prefix)
			var scripts []string
			for i := range documents {
				scripts = append(scripts, invoice(fmt.Sprintf("F/%d", i), 100+i))
			}
			events := s.upload(t, scripts...)
			start := time.Now()
			var tables *warehouse.Warehouse
			for range workers {
				tables = s.worker(t, kafka(t, address, prefix), nil).tables
			}
			for batch := range slices.Chunk(events, 500) {
				if err := log.Publish(t.Context(), batch...); err != nil {
					t.Fatal(err)
				}
			}
			caughtUp(t, log, tables)
			took := time.Since(start)
			rows, err := tables.Invoices(t.Context())
			if err != nil || len(rows) != documents {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			t.Logf("%d documents, %d workers: %s, %.0f documents/s", documents, workers, took.Round(time.Millisecond), float64(documents)/took.Seconds())
		})
	}
}

// TestKafkaRelayFigures prints how fast a relay sends a backlog, making each event anew from the lake.
func TestKafkaRelayFigures(t *testing.T) {
	documents, err := strconv.Atoi(os.Getenv("WATTLAKE_TEST_DOCUMENTS"))
	if err != nil {
		t.Skip("measures; WATTLAKE_TEST_DOCUMENTS says how many documents")
	}
	b := newBench(t)
	dir, err := store.NewDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range documents {
		content := []byte(pipelinetest.Header + strings.Repeat(invoice(fmt.Sprintf("R/%d", i), 100), 60)) // about 100 KB
		name := lake.NewName("faktura.pdf", lake.NewDocumentID(content))
		text, parsed := fmt.Appendf(nil, "text %d", i), fmt.Appendf(nil, `{"document_id":%q,"invoices":[{"part":1}]}`, name.ID())
		for key, content := range map[lake.Key][]byte{
			lake.RawKey(name, ".pdf"): content, lake.TextKey(name, text): text, lake.ParsedKey(name, parsed): parsed,
		} {
			if _, err := dir.PutIfAbsent(t.Context(), key, content); err != nil {
				t.Fatal(err)
			}
		}
	}
	k := kafka(t, kafkatest.Addr(t), fmt.Sprintf("r%d-", os.Getpid()))
	ledger, err := eventlog.OpenLedger(filepath.Join(t.TempDir(), "relayed"))
	if err != nil {
		t.Fatal(err)
	}
	b.params = func(p *pipeline.Params) { p.Run, p.Sleep = []lake.Stage{lake.StageGold}, briefly }
	r := b.start(t, nil)
	start := time.Now()
	relay := r.StartRelay(pipeline.RelayParams{Brokers: k, Ledger: ledger})
	for relay.Sent() < int64(3*documents) {
		if briefly(t.Context(), time.Millisecond) != nil {
			t.Fatal("the relay does not catch up")
		}
	}
	took := time.Since(start)
	t.Logf("%d events of %d documents: %s, %.0f events/s", 3*documents, documents, took.Round(time.Millisecond), float64(3*documents)/took.Seconds())
}
