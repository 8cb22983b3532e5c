package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/extract"
	"wattlake/pipeline/ksef"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/cli"
)

// openStages opens a lake, in a folder or a bucket, for single stages. It takes no lock: others may run stages on it, too.
func openStages(ctx context.Context, place string, options cli.StageOptions) (_ cli.StageRunner, _ func(), err error) {
	var closers []io.Closer
	closeAll := func() {
		for _, c := range slices.Backward(closers) {
			_ = c.Close() // what is durable stays so
		}
	}
	defer func() {
		if err != nil {
			closeAll()
		}
	}()
	logger := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	cache, err := workerCache(options.Cache, place)
	if err != nil {
		return nil, nil, err
	}
	objects, root, err := sharedLake(ctx, place, cli.WorkerOptions{Endpoint: options.Endpoint, Region: options.Region})
	if err != nil {
		return nil, nil, err
	}
	lakeID, err := teamsync.Join(ctx, objects, uuid.NewString, time.Now, author())
	if err != nil {
		return nil, nil, err
	}
	tables, err := warehouse.Open(ctx, warehouse.Params{
		Store: objects, Root: root, CacheDir: filepath.Join(cache, "tables"), TempDir: os.TempDir(), Clock: time.Now, NewID: uuid.NewString,
	})
	if err != nil {
		return nil, nil, err
	}
	closers = append(closers, tables)
	pool, err := openReaders(cache, logger)
	if err != nil {
		return nil, nil, err
	}
	closers = append(closers, pool)
	runner, err := pipeline.OpenStageRunner(ctx, pipeline.Params{
		LakeID: lakeID, Objects: objects, Tables: tables, Reader: pool, Extractor: extract.New(), XML: ksef.New(),
		Workers: workers(), Clock: time.Now, Sleep: sleep, Logger: logger,
	})
	if err != nil {
		return nil, nil, err
	}
	return runner, func() { runner.Close(); closeAll() }, nil
}
