//go:build !headless

package main

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"

	"early.wattlake/quiet"
	"fyne.io/fyne/v2/app"

	"wattlake/lake"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/handover"
	"wattlake/ui/cli"
	"wattlake/ui/desktop"
	"wattlake/ui/settings"
)

// appID names the program to the desktop environment; see FyneApp.toml.
const appID = "pl.wattlake.desktop"

func init() { quiet.End() }

// desktopCommand opens the window on the lake, or hands the files to the window that has it open already.
var desktopCommand = func(ctx context.Context, p *cli.Program, dir string, paths []string) error {
	lease, err := handover.Acquire(dir)
	if lake.CodeOf(err) == lake.CodeLocked {
		return handover.Send(ctx, dir, paths)
	}
	if err != nil {
		return err
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" {
		return errors.Join(noDisplay(), lease.Release())
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
	kept, save := remembered(p)
	desktop.Run(ctx, desktop.Params{
		App: app.NewWithID(appID),
		Open: func(ctx context.Context) (desktop.Node, desktop.Team, error) {
			if opened, err = openLeased(ctx, dir, lease); err != nil {
				return nil, desktop.Team{}, err
			}
			opened.startSync(ctx, dir, configuration().File.Sync)
			return opened.node, opened.team(), lease.Serve(ctx, func(paths []string) {
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
		Lang: p.Lang, LakePath: dir, Version: version, SQL: warehouse.SQL,
		Settings: kept, SaveSettings: save,
		Clock: time.Now, Logger: stderrLogger(),
	})
	return nil
}

// remembered is what the window starts with, and how it keeps what changes. A language that was asked for at the start beats
// the remembered one without replacing it.
func remembered(p *cli.Program) (settings.Settings, func(settings.Settings) error) {
	kept, language := p.Configuration.File, p.Configuration.File.Language
	if p.LanguageChosen() {
		kept.Language = ""
	}
	return kept, func(s settings.Settings) error {
		if s.Language == "" && p.LanguageChosen() {
			s.Language = language
		}
		if p.Configuration.Path == "" {
			return nil // there is no place to keep it
		}
		return s.Save(p.Configuration.Path)
	}
}

// noDisplay is said instead of the window toolkit's panic. On Wayland the window comes through XWayland, which sets DISPLAY.
func noDisplay() error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "desktop",
		Message: lake.Text{PL: "Nie ma ekranu, na którym można otworzyć okno (DISPLAY jest puste).", EN: "There is no screen to open the window on (DISPLAY is empty)."},
		Hint:    lake.Text{PL: "W terminalu: wattlake help, wattlake demo.", EN: "In the terminal: wattlake help, wattlake demo."},
	}
}

// team is what the window shows of the connections to the team.
func (o *openedLake) team() desktop.Team {
	return desktop.Team{Sync: o.sync, Relay: func() (pipeline.RelayState, bool) {
		if o.relay == nil {
			return pipeline.RelayState{}, false
		}
		return o.relay.State(), true
	}}
}
