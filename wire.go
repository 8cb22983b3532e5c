package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"wattlake/assets/samples"
	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader/child"
	"wattlake/pipeline/watch"
	"wattlake/ui/cli"
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
		Watch: func(ctx context.Context, dirs []string, found func(string) error, notice func(error)) error {
			return watch.Watch(ctx, dirs, watch.DefaultSettle, found, watch.WithLinks(notice))
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

// cacheDir holds the compiled PDF engine: the user's cache folder, so that every lake shares it.
func cacheDir(local string) string {
	if dir, err := os.UserCacheDir(); err == nil {
		return filepath.Join(dir, "wattlake")
	}
	return filepath.Join(local, "cache")
}

// workers is how many documents are read at the same time: one per processor.
func workers() int { return max(1, runtime.NumCPU()) }

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
