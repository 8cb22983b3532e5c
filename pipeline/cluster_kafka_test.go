package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	folder := t.TempDir()
	d.relay = d.StartRelay(pipeline.RelayParams{Brokers: k, Ledger: ledger, Arrived: teamsync.NewArrivals(folder, "s3://test").Arrived})
	d.FollowWorkers(k.Follow)
	tables, err := warehouse.Open(t.Context(), warehouse.Params{Store: s.objects, CacheDir: t.TempDir(), TempDir: t.TempDir(), Clock: s.now, NewID: uuid.NewString})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tables.Close() })
	d.sync = teamsync.New(teamsync.Params{
		Local: dir, Team: s.objects, Tables: tables, Folder: folder, Location: "s3://test", Author: "test", Program: "1",
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
		d.settle(t)
	}
	want := s.rebuilt(t)
	if strings.Count(want, "Number:A/") != 60 {
		t.Errorf("the rebuild has %d invoices", strings.Count(want, "Number:A/"))
	}
	for name, tables := range map[string]pipeline.Tables{"team": team.tables, "one": one.tables, "two": two.tables} {
		if diff := cmp.Diff(want, tablesOf(t, tables)); diff != "" {
			t.Errorf("%s: - rebuilt, + is:\n%s", name, diff[:min(len(diff), 3000)])
		}
	}
}

// Two weeks without the broker, the log's folder deleted in between: when it is back everything arrives, once, with the ids
// that follow from the objects.
func TestKafkaHearsOfTwoWeeksAway(t *testing.T) {
	if !kafkatest.HasBroker() {
		t.Skip("SKIPPED, no real Kafka: make test-kafka")
	}
	broker := kafkatest.Start(t, kafkatest.Options{})
	broker.Kill()
	k, err := eventlog.OpenTeam(eventlog.TeamConfig{Brokers: []string{broker.Addr}, Source: "test", Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	b := newBench(t)
	b.params = func(p *pipeline.Params) { p.Sleep = briefly }
	ledger, err := eventlog.OpenLedger(filepath.Join(b.dir, "relayed"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	often := func(ctx context.Context, _ time.Duration) error { return pause(ctx, 20*time.Millisecond) }
	r := b.start(t, nil)
	r.StartRelay(pipeline.RelayParams{Brokers: k, Ledger: ledger, Sleep: often})
	r.ingest(t, drop(t, invoice("A/1", 100), pipelinetest.Damaged, invoice("A/2", 200))...)
	r.stop()
	if err := os.RemoveAll(filepath.Join(b.dir, ".wattlake", "events")); err != nil {
		t.Fatal(err)
	}
	b.ticks.Add(14 * 24 * 60 * 60)
	r = b.start(t, nil)
	relay := r.StartRelay(pipeline.RelayParams{Brokers: k, Ledger: ledger, Sleep: often})
	r.ingest(t, drop(t, invoice("A/3", 300))...)
	want := bronzeIDs(t, b.dir)
	if state := relay.State(); state.Connected || state.Backlog != len(want) {
		t.Fatalf("%+v, %d events to send", state, len(want))
	}
	broker.Restart()
	for relay.Backlog() > 0 {
		if briefly(t.Context(), time.Second) != nil {
			t.Fatal("the backlog does not drain")
		}
	}
	var got []string
	for _, topic := range []lake.Topic{lake.TopicUploaded, lake.TopicRead, lake.TopicParsed, lake.TopicFailed} {
		for {
			behind, err := k.Lag(t.Context(), "g", topic)
			if err != nil {
				t.Fatal(err)
			}
			if behind == 0 {
				break
			}
			ctx, enough := context.WithCancel(t.Context())
			if err := k.Consume(ctx, "g", topic, int(behind), func(_ context.Context, events []lake.Event) error {
				for _, e := range events {
					got = append(got, e.ID)
				}
				enough()
				return nil
			}); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("- to announce, + arrived:\n%s", diff)
	}
}

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
				tables = s.worker(t, kafka(t, address, prefix), func(p *pipeline.WorkerParams) { p.Sleep = pause }).tables
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
	address := kafkatest.Addr(t)
	k := kafka(t, address, fmt.Sprintf("r%d-", os.Getpid()))
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
	bare := kafka(t, address, fmt.Sprintf("b%d-", os.Getpid()))
	events := make([]lake.Event, 3*documents)
	for i := range events {
		events[i] = lake.Event{Topic: lake.TopicUploaded, ID: fmt.Sprint(i), Key: fmt.Sprint(i), Value: []byte(strings.Repeat("x", 300))}
	}
	start = time.Now()
	for batch := range slices.Chunk(events, 2048) {
		if err := bare.Publish(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d events of %d documents: %s, %.0f events/s; bare events of that size: %.0f/s", 3*documents, documents, took.Round(time.Millisecond),
		float64(3*documents)/took.Seconds(), float64(3*documents)/time.Since(start).Seconds())
}
