package pipeline_test

import (
	"context"
	"encoding/json"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/pipelinetest"
)

// teamBrokers are brokers in this process: a log of their own.
type teamBrokers struct{ *eventlog.Log }

func (teamBrokers) Connect(context.Context) (string, error) { return "cluster-1", nil }

// follow hands over every event, also those of the past, as at-least-once allows.
func (b teamBrokers) follow(ctx context.Context, handle func([]lake.Event)) error {
	failed := make(chan error, len(lake.Topics()))
	for _, topic := range lake.Topics() {
		go func() {
			failed <- b.Consume(ctx, "follow", topic, 1, func(_ context.Context, events []lake.Event) error {
				handle(events)
				return nil
			})
		}()
	}
	return <-failed
}

// office is a desktop on the workers' own folder, which leaves reading and parsing to them.
func (s *site) office(t *testing.T, log *eventlog.Log) *running {
	t.Helper()
	b := newBench(t)
	ledger, err := eventlog.OpenLedger(b.dir + "/relayed")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	b.dir = s.root
	b.params = func(p *pipeline.Params) {
		p.Run, p.Ledger, p.Sleep = []lake.Stage{lake.StageSilver, lake.StageGold}, ledger, briefly
	}
	r := b.start(t, nil)
	r.StartRelay(pipeline.RelayParams{Brokers: teamBrokers{log}, Ledger: ledger})
	r.FollowWorkers(teamBrokers{log}.follow)
	return r
}

// A document that workers gave up on, or put off, is worked on again when somebody says retry; each try leaves its dead letter.
func TestRetryReachesTheWorkers(t *testing.T) {
	s, log := folderSite(t)
	reader := &pipelinetest.Reader{}
	s.worker(t, log, func(p *pipeline.WorkerParams) { p.Reader = reader })
	desk := s.office(t, log)
	paths := drop(t, pipelinetest.Damaged, invoice("A/1", 100))
	failed := desk.ingest(t, paths[0])[0]
	if failed.Status != lake.Failed || failed.Code != lake.CodeDamaged {
		t.Fatalf("%+v", failed)
	}
	reader.Missing.Store(true)
	putOff := desk.ingest(t, paths[1])[0]
	if putOff.Code != lake.CodeMissingTool {
		t.Fatalf("%+v", putOff)
	}
	reader.Missing.Store(false)
	reads := reader.Reads.Load()
	for _, id := range []lake.DocumentID{failed.Document, putOff.Document} {
		if err := desk.Retry(t.Context(), []lake.DocumentID{id}); err != nil {
			t.Fatal(err)
		}
	}
	desk.settle(t)
	if again := reader.Reads.Load() - reads; again != 2 {
		t.Errorf("%d documents were read again, want 2", again)
	}
	for id, want := range map[lake.DocumentID]lake.Status{failed.Document: lake.Failed, putOff.Document: lake.Ready} {
		if d, err := desk.Document(t.Context(), id); err != nil || d.Status != want {
			t.Errorf("%s is %s, want %s, %v", id, d.Status, want, err)
		}
	}
	entries, err := log.Tail(t.Context(), lake.TopicFailed, 10)
	if err != nil {
		t.Fatal(err)
	}
	attempts := map[lake.Code][]int{}
	for _, e := range entries {
		var letter lake.FailedEvent
		if err := json.Unmarshal(e.Value, &letter); err != nil {
			t.Fatal(err)
		}
		attempts[letter.Code] = append(attempts[letter.Code], letter.Attempt)
	}
	if got := attempts[lake.CodeDamaged]; len(got) < 2 || got[0] != 1 || got[len(got)-1] != 2 || len(attempts[lake.CodeMissingTool]) != 1 {
		t.Errorf("attempts in the dead letters: %v", attempts)
	}
}

// What is left to workers, and what others announce, tells the sync that there is something to exchange.
func TestNewsOfTheTeamAskForASync(t *testing.T) {
	s, log := folderSite(t)
	desk := s.office(t, log)
	changes, cancel := desk.Subscribe()
	defer cancel()
	news := func() {
		for c := range changes {
			if c.Team {
				return
			}
		}
	}
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = desk.Ingest(ctx, pipeline.IngestRequest{Paths: drop(t, invoice("A/1", 100)), Source: "test"}, nil) // nobody reads it
	}()
	news()
	leave()
	<-ended
	foreign := s.upload(t, invoice("B/1", 100))
	if err := log.Publish(t.Context(), foreign...); err != nil {
		t.Fatal(err)
	}
	news()
}

// A document under two names has two equal parse results. Whoever folds it last, and in whatever order, the row names the
// smaller one.
func TestTwoNamesOfOneDocumentGiveOneRow(t *testing.T) {
	for _, order := range [][]string{{"a.pdf", "b.pdf"}, {"b.pdf", "a.pdf"}, {"a.pdf", "b.pdf", "a.pdf"}} {
		s, log := folderSite(t)
		content := []byte(pipelinetest.Header + invoice("A/1", 100))
		for _, file := range order {
			name := lake.NewName(file, lake.NewDocumentID(content))
			if _, err := s.objects.PutIfAbsent(t.Context(), lake.RawKey(name, ".pdf"), content); err != nil {
				t.Fatal(err)
			}
			e, err := lake.NewBronzeEvent(lake.TopicUploaded, lake.BronzeEvent{FileName: string(name) + ".pdf", S3Key: lake.RawKey(name, ".pdf"), Document: name.ID()})
			if err != nil {
				t.Fatal(err)
			}
			if err := log.Publish(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			w := s.worker(t, log, nil) // it has never heard of the other name
			caughtUp(t, log, w.tables)
			if got, want := tablesOf(t, w.tables), s.rebuilt(t); got != want {
				t.Errorf("%v, after %s:\n%s\nrebuilt:\n%s", order, file, got, want)
			}
			w.stop()
		}
	}
}

// The worker that builds Gold knows the register of metering points although another folds the rows.
func TestGoldOfOneWorkerHasTheRegister(t *testing.T) {
	s, log := folderSite(t)
	desk := s.office(t, log)
	if _, err := desk.SavePoints(t.Context(), []lake.RegisteredPoint{{PPE: pipelinetest.PPE, Name: "Szkoła"}}); err != nil {
		t.Fatal(err)
	}
	desk.stop()
	s.worker(t, log, func(p *pipeline.WorkerParams) {
		p.Run = []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver}
	})
	gold := s.worker(t, log, func(p *pipeline.WorkerParams) { p.Run = []lake.Stage{lake.StageGold} })
	if err := log.Publish(t.Context(), s.upload(t, invoice("A/1", 100))...); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, log, gold.tables)
	consumption, err := gold.tables.Consumption(t.Context(), lake.MetricFilter{})
	if err != nil || len(consumption) != 1 || consumption[0].PointName != "Szkoła" {
		t.Errorf("%+v, %v", consumption, err)
	}
}
