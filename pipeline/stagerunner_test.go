package pipeline_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/pipelinetest"
)

// heardLog keeps the topics of what is announced on it.
type heardLog struct {
	pipeline.Log

	heard []lake.Topic
}

func (l *heardLog) Publish(_ context.Context, events ...lake.Event) error {
	for _, e := range events {
		l.heard = append(l.heard, e.Topic)
	}
	return nil
}

// A scheduler runs one stage after the other. Whoever waits for a topic hears of each that did something, once; of a runner without a
// log nobody hears, and the lake becomes the same.
func TestStagesAnnounceWhatTheyDid(t *testing.T) {
	for name, log := range map[string]*heardLog{"brokers": {}, "none": nil} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			objects, err := store.NewDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			s := &site{objects: objects, root: dir}
			s.upload(t, invoice("A/1", 100), "damaged")
			tables, err := warehouse.Open(t.Context(), warehouse.Params{Store: objects, Root: dir, CacheDir: t.TempDir(), TempDir: t.TempDir(), Clock: s.now, NewID: uuid.NewString})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = tables.Close() })
			p := pipeline.Params{
				LakeID: "team", Objects: objects, Tables: tables, Reader: &pipelinetest.Reader{}, Extractor: pipelinetest.Extractor{}, XML: pipelinetest.NoXML{},
				Workers: 1, Clock: s.now, Sleep: briefly, Logger: slog.New(slog.DiscardHandler),
			}
			if log != nil {
				p.Log = log
			}
			for range 2 { // the second time there is nothing to do, nor to tell
				for _, stage := range []lake.Stage{lake.StageRead, lake.StageParse, lake.StageSilver, lake.StageGold} {
					runPending(t, p, stage)
				}
			}
			rows, err := tables.Invoices(t.Context())
			if err != nil || len(rows) != 1 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			if log == nil {
				return
			}
			counts := map[lake.Topic]int{}
			for _, topic := range log.heard {
				counts[topic]++
			}
			if counts[lake.TopicGold] == 0 { // one for each table that changed
				t.Error("Gold is not announced")
			}
			delete(counts, lake.TopicGold)
			if diff := cmp.Diff(map[lake.Topic]int{lake.TopicRead: 1, lake.TopicParsed: 1, lake.TopicSilver: 1, lake.TopicFailed: 1}, counts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func runPending(t *testing.T, p pipeline.Params, stage lake.Stage) {
	t.Helper()
	r, err := pipeline.OpenStageRunner(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ids, err := r.Pending(t.Context(), stage)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.RunStage(t.Context(), stage, ids); err != nil {
		t.Fatalf("%s: %v", stage, err)
	}
}
