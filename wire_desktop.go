//go:build !headless

package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2/app"

	"wattlake/lake"
	"wattlake/pipeline/handover"
	"wattlake/ui/desktop"
	"wattlake/ui/settings"
)

// appID names the program to the desktop environment; see FyneApp.toml.
const appID = "pl.wattlake.desktop"

// desktopCommand opens the window on the lake, or hands the files to the window that has it open already.
var desktopCommand = func(ctx context.Context, dir string, paths []string) error {
	lease, err := handover.Acquire(dir)
	if lake.CodeOf(err) == lake.CodeLocked {
		return handover.Send(ctx, dir, paths)
	}
	if err != nil {
		return err
	}
	dropped := make(chan []string, 1)
	if len(paths) > 0 {
		dropped <- paths
	}
	var opened *openedLake
	defer func() {
		if opened == nil {
			_ = lease.Release() // the lock ends with the process at the latest
			return
		}
		opened.close()
	}()
	path, kept, err := loadSettings()
	if err != nil {
		return err
	}
	desktop.Run(ctx, desktop.Params{
		App: app.NewWithID(appID),
		Open: func(ctx context.Context) (desktop.Node, error) {
			if opened, err = openLeased(ctx, dir, lease); err != nil {
				return nil, err
			}
			return opened.node, lease.Serve(ctx, func(paths []string) {
				select {
				case dropped <- paths:
				case <-ctx.Done():
				}
			})
		},
		OpenPaths: dropped,
		Samples: func(ctx context.Context) ([]string, error) {
			folder, err := os.MkdirTemp("", "wattlake-samples-")
			if err != nil {
				return nil, err
			}
			return writeSamples(ctx, folder)
		},
		Lang: lake.ParseLang(locale()), LakePath: dir, Version: version,
		Settings: kept, SaveSettings: func(s settings.Settings) error { return s.Save(path) },
		Clock: time.Now, Logger: stderrLogger(),
	})
	return nil
}

// loadSettings reads what the window remembers. A file that cannot be read is as good as none.
func loadSettings() (path string, kept settings.Settings, err error) {
	if path, err = settings.DefaultPath(); err != nil {
		return "", settings.Settings{}, err
	}
	if kept, err = settings.Load(path); err != nil {
		stderrLogger().Warn("settings could not be read and start anew", "error", err)
		kept = settings.Settings{}
	}
	return path, kept, nil
}

// stderrLogger tells warnings on the terminal, for what happens before a lake has its own log.
func stderrLogger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
