package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/google/uuid"
	"gopkg.in/natefinch/lumberjack.v2"

	"wattlake/assets/samples"
	"wattlake/lake"
	"wattlake/lake/store"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/eventlog"
	"wattlake/pipeline/extract"
	"wattlake/pipeline/forget"
	"wattlake/pipeline/handover"
	"wattlake/pipeline/ksef"
	"wattlake/pipeline/reader/child"
	"wattlake/pipeline/watch"
	"wattlake/ui/cli"
	"wattlake/ui/secrets"
	"wattlake/ui/settings"
)

// newProgram wires the command line; each command opens only the parts that it needs.
func newProgram() *cli.Program {
	p := &cli.Program{
		Version:     version,
		Lang:        lake.ParseLang(locale()),
		DefaultLake: defaultLake(),
		Out:         os.Stdout,
		Err:         os.Stderr,
		Interactive: isTerminal(os.Stderr) && os.Getenv("TERM") != "dumb",
		Colors:      colors(),
		Reader: func(ctx context.Context, language string) error {
			return child.Main(ctx, os.Stdin, os.Stdout, child.Config{Language: language})
		},
		WriteSamples: writeSamples,
		Diagnose:     diagnose,
		Serve:        serve,
		Tokens:       tokens,
		Worker:       worker,
		OpenStages:   openStages,
		Kafka:        kafkaCommands(),
		Care:         care(),
		Sync:         syncCommands(),
		Watch: func(ctx context.Context, dirs []string, found func(string)) error {
			return watch.Watch(ctx, dirs, watch.DefaultSettle, found)
		},
	}
	p.Configuration = configuration()
	if desktopCommand != nil {
		p.Desktop = func(ctx context.Context, dir string, paths []string) error { return desktopCommand(ctx, p, dir, paths) }
	}
	p.OpenNode = openNode
	p.OpenSyncing = openSyncing
	p.OpenLibrary = func(ctx context.Context, dir string) (cli.Library, func(), error) {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && dir != p.DefaultLake { // a slip of the pen is no empty lake
			return nil, nil, noLake(dir, err)
		}
		objects, tables, err := openTables(ctx, dir)
		if err != nil {
			return nil, nil, err
		}
		library, err := pipeline.OpenLibrary(ctx, withTeamDocuments(ctx, dir, configuration().File.Sync, objects), tables)
		if err != nil {
			return nil, nil, errors.Join(err, tables.Close())
		}
		return library, func() { _ = tables.Close() }, nil // it was only read
	}
	return p
}

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
		LakeID: lakeID, Objects: withTeamDocuments(ctx, dir, configuration().File.Sync, objects), Tables: tables, Log: events, Ledger: ledger, Run: stagesHere(kafkaSettings()), Reader: pool, Pages: pool, Extractor: extract.New(), XML: ksef.New(), Passwords: secrets.PDFPasswords{},
		Workers: workers(), Author: author(), Clock: time.Now, Sleep: sleep, Logger: o.logger,
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

// cacheDir holds the compiled PDF engine: the user's cache folder, so that every lake shares it.
func cacheDir(local string) string {
	if dir, err := os.UserCacheDir(); err == nil {
		return filepath.Join(dir, "wattlake")
	}
	return filepath.Join(local, "cache")
}

// workers is how many documents are read at the same time: one per processor.
func workers() int { return max(1, runtime.NumCPU()) }

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

func author() string { return decider(configuration().File.Sync) }

func defaultLake() string {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "wattlake")
	}
	if dir := os.Getenv("LOCALAPPDATA"); dir != "" {
		return filepath.Join(dir, "Wattlake")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "wattlake"
	}
	return filepath.Join(home, ".local", "share", "wattlake")
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// writeSamples copies the built-in invoices into the folder.
func writeSamples(_ context.Context, dir string) ([]string, error) {
	var paths []string
	for _, sample := range samples.All() {
		path := filepath.Join(dir, sample.Name)
		if err := os.WriteFile(path, sample.PDF, 0o600); err != nil {
			return nil, fmt.Errorf("write sample: %w", err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}
