package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"
	"gopkg.in/natefinch/lumberjack.v2"

	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/extract"
	"wattlake/pipeline/forget"
	"wattlake/pipeline/handover"
	"wattlake/pipeline/ksef"
	"wattlake/ui/cli"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// openNode opens the lake for one command. Workers get only what is in the bucket: with them the command syncs too.
func openNode(ctx context.Context, dir string) (cli.Node, func(), error) {
	o, err := openLake(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	if kafkaSettings().Work == settings.WorkWorkers {
		o.startSync(ctx, dir, configuration().File.Sync)
	}
	return o.node, o.close, nil
}

// openedLake is a running lake and what must be closed with it, in reverse order of opening.
type openedLake struct {
	node    *pipeline.Node
	relay   *pipeline.Relay   // nil if no Kafka is set up
	sync    pipeline.TeamSync // in the background; nil if no bucket is set up, or for a single command
	logger  *slog.Logger
	closers []func() error
}

// openLake takes the lake's lock and starts everything that works on it.
func openLake(ctx context.Context, dir string) (*openedLake, error) {
	lease, err := handover.Acquire(dir)
	if err != nil {
		return nil, err
	}
	return openLeased(ctx, dir, lease, nil)
}

// openLeased starts everything that works on a lake whose lock is held. The lease is released with it, or on an error.
func openLeased(ctx context.Context, dir string, lease *handover.Lease, early func([]*pipeline.Entry)) (_ *openedLake, err error) {
	o := &openedLake{}
	defer func() {
		if err != nil {
			o.close()
		}
	}()
	o.onClose(lease.Release)
	local := filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix))
	if err := forget.Now(local); err != nil { // of a run that was killed
		return nil, err
	}
	o.onClose(func() error { return forget.Now(local) })
	o.logger = o.openLogger(local)
	lakeID, err := localID(local)
	if err != nil {
		return nil, err
	}
	objects, tables, err := openTables(ctx, dir)
	if err != nil {
		return nil, err
	}
	o.onClose(tables.Close)
	events, err := eventlog.Open(ctx, filepath.Join(local, "events"),
		eventlog.WithSource(lakeID), eventlog.WithClock(time.Now), eventlog.WithLogger(o.logger))
	if err != nil {
		return nil, err
	}
	o.onClose(events.Close)
	ledger, err := eventlog.OpenLedger(ledgerPath(dir))
	if err != nil {
		return nil, err
	}
	o.onClose(ledger.Close)
	pool, err := openReaders(local, o.logger)
	if err != nil {
		return nil, err
	}
	o.onClose(pool.Close)
	o.node, err = pipeline.Start(ctx, pipeline.Params{
		LakeID: lakeID, Objects: withTeamDocuments(ctx, dir, configuration().File.Sync, objects), Tables: tables, Log: events, Ledger: ledger,
		Reader: pool, Pages: pool, Extractor: extract.New(), XML: ksef.New(), Passwords: secrets.PDFPasswords{},
		Run: stagesHere(kafkaSettings()), Workers: workers(), Author: author(), Clock: time.Now, Sleep: sleep, Logger: o.logger,
		Eraser: eraser{objects, tables, local}, Early: early, Notes: filepath.Join(local, "drops"),
	})
	if err != nil {
		return nil, err
	}
	closeTeam := o.startRelay(ctx, dir, lakeID, ledger)
	o.onClose(func() error { o.node.Close(); return closeTeam() })
	return o, nil
}

func (o *openedLake) onClose(f func() error) { o.closers = append(o.closers, f) }

// close ends everything in reverse order. Nothing can be lost by a failure here: what is durable stays so.
func (o *openedLake) close() {
	for _, closer := range slices.Backward(o.closers) {
		if err := closer(); err != nil && o.logger != nil {
			o.logger.Warn("a part did not close cleanly", "error", err)
		}
	}
}

// Rotation of the program's log.
const (
	logMegabytes = 10
	logBackups   = 3
)

func (o *openedLake) openLogger(local string) *slog.Logger {
	file := &lumberjack.Logger{Filename: filepath.Join(local, "wattlake.log"), MaxSize: logMegabytes, MaxBackups: logBackups}
	logger := slog.New(slog.NewJSONHandler(file, nil))
	o.onClose(file.Close)
	return logger
}

// openTables opens what is needed to read a lake; it takes no lock.
func openTables(ctx context.Context, dir string) (*store.Dir, *warehouse.Warehouse, error) {
	objects, err := store.NewDir(dir)
	if err != nil {
		return nil, nil, err
	}
	tables, err := warehouse.Open(ctx, warehouse.Params{
		Store: objects, Root: dir, TempDir: os.TempDir(), Clock: time.Now, NewID: uuid.NewString,
	})
	return objects, tables, err
}

// localID names this copy of the lake in event ids.
func localID(local string) (string, error) {
	path := filepath.Join(local, "id")
	id, err := os.ReadFile(path)
	if err == nil && len(id) > 0 {
		return string(id), nil
	}
	fresh := uuid.NewString()
	if err := os.WriteFile(path, []byte(fresh), 0o600); err != nil {
		return "", fmt.Errorf("name the lake: %w", err)
	}
	return fresh, nil
}
