package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/extract"
	"wattlake/pipeline/ksef"
	"wattlake/pipeline/teamsync"
	"wattlake/ui/cli"
)

// bucketScheme begins the place of a lake in a bucket.
const bucketScheme = "s3://"

// sharedLake is what a process needs that works on a lake together with others. It holds no lock.
type sharedLake struct {
	params  pipeline.Params // without a log
	closers []io.Closer
}

// openShared opens a lake in a folder or a bucket.
func openShared(ctx context.Context, place string, options cli.SharedOptions, logger *slog.Logger) (_ *sharedLake, err error) {
	s := &sharedLake{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	cache, err := sharedCache(options.Cache, place)
	if err != nil {
		return nil, err
	}
	objects, root, err := sharedObjects(ctx, place, options)
	if err != nil {
		return nil, err
	}
	lakeID, err := teamsync.Join(ctx, objects, uuid.NewString, time.Now, author())
	if err != nil {
		return nil, err
	}
	tables, err := warehouse.Open(ctx, warehouse.Params{
		Store: objects, Root: root, CacheDir: filepath.Join(cache, "tables"), TempDir: os.TempDir(), Clock: time.Now, NewID: uuid.NewString,
	})
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, tables)
	pool, err := openReaders(cache, logger)
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, pool)
	s.params = pipeline.Params{
		LakeID: lakeID, Objects: objects, Tables: tables, Reader: pool, Extractor: extract.New(), XML: ksef.New(),
		Workers: workers(), Clock: time.Now, Sleep: sleep, Logger: logger,
	}
	return s, nil
}

// Close closes what was opened last first.
func (s *sharedLake) Close() (err error) {
	for _, c := range slices.Backward(s.closers) {
		err = errors.Join(err, c.Close())
	}
	return err
}

func sharedCache(folder, place string) (string, error) {
	if folder == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			base = os.TempDir()
		}
		folder = filepath.Join(base, "wattlake", "worker-"+string(lake.NewContentID([]byte(place))))
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("folder for the worker's cache: %w", err)
	}
	return folder, nil
}

// sharedObjects opens a bucket or a folder; root is the folder, "" for a bucket.
func sharedObjects(ctx context.Context, place string, options cli.SharedOptions) (objects pipeline.Objects, root string, err error) {
	rest, isBucket := strings.CutPrefix(place, bucketScheme)
	if !isBucket {
		dir, err := store.NewDir(place)
		return dir, place, err
	}
	bucket, prefix, _ := strings.Cut(rest, "/")
	endpoint := cmp.Or(options.Endpoint, os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL"))
	s3, err := store.NewS3(ctx, store.S3Config{
		Bucket: bucket, Prefix: prefix, Region: options.Region, Endpoint: endpoint, PathStyle: endpoint != "",
	})
	return s3, "", err
}

// openStages opens a lake for single stages. It takes no lock: others may run stages on it, too.
func openStages(ctx context.Context, place string, options cli.StageOptions) (cli.StageRunner, func(), error) {
	logger := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	shared, err := openShared(ctx, place, options.SharedOptions, logger)
	if err != nil {
		return nil, nil, err
	}
	closeShared := func() { _ = shared.Close() } // what is durable stays so
	if len(options.Brokers) > 0 {
		team, err := workerTeam(ctx, cli.WorkerOptions{Brokers: options.Brokers, Prefix: options.Prefix}, shared.params.LakeID, logger)
		if err != nil {
			closeShared()
			return nil, nil, err
		}
		shared.params.Log = team
		shared.closers = append(shared.closers, team)
	}
	runner, err := pipeline.OpenStageRunner(ctx, shared.params)
	if err != nil {
		closeShared()
		return nil, nil, err
	}
	return runner, func() { runner.Close(); closeShared() }, nil
}
