package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/pipelinetest"
)

// The tests of this package run the real store, event log and tables. Only reading and extraction are scripted.

var invoice = pipelinetest.Invoice

// bench is one lake on disk that nodes are started on, one after the other.
type bench struct {
	dir    string
	reader *pipelinetest.Reader
	ticks  atomic.Int64
	params func(*pipeline.Params) // changes what the next node gets; may be nil

	forgotten []pipeline.Erasure
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return &bench{dir: t.TempDir(), reader: &pipelinetest.Reader{}}
}

// now is a clock that moves one second at each look, so that drops are told apart.
func (b *bench) now() time.Time {
	return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(b.ticks.Add(1)) * time.Second)
}

// running is a node with the parts that a test looks into.
type running struct {
	*pipeline.Node
	tables *warehouse.Warehouse
	log    *eventlog.Log
	stop   func() // idempotent
}

// objects wraps the store, for faults; nil leaves it.
func (b *bench) start(t *testing.T, objects func(pipeline.Objects) pipeline.Objects) *running {
	t.Helper()
	r, err := b.tryStart(t, objects)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tryStart is start on a lake that may be too broken for it.
func (b *bench) tryStart(t *testing.T, objects func(pipeline.Objects) pipeline.Objects) (*running, error) {
	t.Helper()
	dir, err := store.NewDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	var used pipeline.Objects = dir
	if objects != nil {
		used = objects(dir)
	}
	tables, err := warehouse.Open(t.Context(), warehouse.Params{
		Store: used, Root: b.dir, TempDir: t.TempDir(), Clock: b.now, NewID: uuid.NewString,
	})
	if err != nil {
		t.Fatal(err)
	}
	log, err := eventlog.Open(t.Context(), filepath.Join(b.dir, ".wattlake", "events"), eventlog.WithClock(b.now))
	if err != nil {
		t.Fatal(err)
	}
	params := pipeline.Params{
		LakeID: "test", Objects: used, Tables: tables, Log: log, Reader: b.reader, Extractor: pipelinetest.Extractor{}, XML: pipelinetest.NoXML{},
		Workers: 2, Author: "ala@test", Clock: b.now, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Logger: slog.New(slog.DiscardHandler), Eraser: newTestEraser(b, dir, used, tables),
	}
	if b.params != nil {
		b.params(&params)
	}
	node, err := pipeline.Start(t.Context(), params)
	if err != nil {
		return nil, errors.Join(err, log.Close(), tables.Close())
	}
	r := &running{Node: node, tables: tables, log: log}
	stopped := false
	r.stop = func() {
		if stopped {
			return
		}
		stopped = true
		node.Close()
		if !t.Failed() {
			wantValidEvents(t, log)
		}
		if err := errors.Join(log.Close(), tables.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(r.stop)
	return r, nil
}

// drop writes files with these scripts and returns their paths.
func drop(t *testing.T, scripts ...string) []string {
	t.Helper()
	dir := t.TempDir()
	paths := make([]string, len(scripts))
	for i, script := range scripts {
		paths[i] = filepath.Join(dir, fmt.Sprintf("faktura_%d.pdf", i))
		if err := os.WriteFile(paths[i], []byte(pipelinetest.Header+script), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func (r *running) ingest(t *testing.T, paths ...string) []pipeline.IngestResult {
	t.Helper()
	results, err := r.Ingest(t.Context(), pipeline.IngestRequest{Paths: paths, Source: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// gold is what the tables say, for comparison.
func (r *running) gold(t *testing.T) string {
	t.Helper()
	costs, err := r.Costs(t.Context(), lake.MetricFilter{})
	if err != nil {
		t.Fatal(err)
	}
	invoices, err := r.tables.Invoices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.MarshalIndent(map[string]any{"costs": costs, "silver": invoices}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
