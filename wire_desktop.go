//go:build !headless

package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"early.wattlake/quiet"
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/go-gl/glfw/v3.3/glfw"

	"wattlake/lake"
	"wattlake/lake/warehouse"
	"wattlake/pipeline"
	"wattlake/pipeline/handover"
	"wattlake/pipeline/pointlist"
	"wattlake/pipeline/reader/child"
	"wattlake/pipeline/watch"
	"wattlake/ui/cli"
	"wattlake/ui/desktop"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/settings"
)

// appID names the program to the desktop environment; see FyneApp.toml.
const appID = "pl.wattlake.desktop"

func init() { quiet.End() }

// saveNothing keeps the toolkit from saving preferences at its end, for this program has none. It did so through a queue that it closed
// at the same moment, which now and then ended in a panic, and into a file that another window might read half written.
func saveNothing(lifecycle any) {
	if l, ok := lifecycle.(interface{ SetOnStoppedHookExecuted(hook func()) }); ok {
		l.SetOnStoppedHookExecuted(nil)
	}
}

// desktopCommand opens the window on the lake, or hands the files to the window that has it open already.
var desktopCommand = func(ctx context.Context, p *cli.Program, dir string, paths []string) error {
	lease, err := handover.Acquire(dir)
	if lake.CodeOf(err) == lake.CodeLocked {
		return handover.Send(ctx, dir, paths)
	}
	if err != nil {
		return err
	}
	if err := reachDisplay(); err != nil {
		return errors.Join(err, lease.Release())
	}
	dropped := make(chan []string, 1)
	if len(paths) > 0 {
		dropped <- paths
	}
	first := &lakeOpener{dir: dir, lease: lease, dropped: dropped}
	defer first.release()
	kept, save := remembered(p)
	bus := hasSessionBus(ctx)
	return desktop.Run(ctx, desktop.Params{
		App:       newApp(),
		Sleeper:   sleeper(),
		Open:      first.open,
		OpenPaths: dropped,
		Samples: func(ctx context.Context) ([]string, error) {
			folder, err := os.MkdirTemp("", "wattlake-samples-")
			if err != nil {
				return nil, err
			}
			return writeSamples(ctx, folder)
		},
		Lang: p.Lang, LakePath: dir, Version: version, SQL: warehouse.SQL,
		Settings: kept, SaveSettings: save, Connect: connections(), ScanLanguages: child.Languages(),
		Watch: func(ctx context.Context, folders []string, found func(string), absent func(error)) error {
			return watch.Watch(ctx, folders, watch.DefaultSettle, func(path string) error { found(path); return nil }, watch.WithAbsent(absent), watch.WithLinks(absent))
		},
		ReadPoints: pointlist.Read, MaxPointsFile: pointlist.MaxBytes,
		Bus: bus, Tray: bus, Notify: bus, Crash: desktop.WatchForCrashes(cacheDir(os.TempDir()), version), First: isFirstRun(p, dir),
		Clock: time.Now, Logger: stderrLogger(),
	})
}

// newApp makes the window toolkit's part. Fyne checks at every change of what is drawn which thread it is on, and that takes longer
// than the change; WATTLAKE_CHECK_THREADS=1 has it do so.
func newApp() fyne.App {
	drawFlat()
	app.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Wattlake", Version: version, Migrations: map[string]bool{"fyneDo": os.Getenv("WATTLAKE_CHECK_THREADS") != "1"},
	})
	a := app.NewWithID(appID)
	saveNothing(a.Lifecycle())
	return a
}

// sleeper waits with the library that Fyne itself asks for events.
func sleeper() thread.Sleeper {
	return thread.Sleeper{Wait: func(most time.Duration) { glfw.WaitEventsTimeout(most.Seconds()) }, Wake: glfw.PostEmptyEvent}
}

// drawFlat asks for windows without a depth and a stencil buffer. Nothing in them has a depth; without a graphics card the buffers are
// memory, 4 bytes a pixel, that every frame clears.
func drawFlat() {
	if glfw.Init() != nil {
		return // the window toolkit initializes it, too, and says what is wrong
	}
	glfw.WindowHint(glfw.DepthBits, 0)
	glfw.WindowHint(glfw.StencilBits, 0)
}

// lakeOpener opens the window's lake, again whenever its settings or its folder change. It is used by one goroutine at a time.
type lakeOpener struct {
	dir     string
	lease   *handover.Lease // of dir, taken before there was a window; nil once it was used
	dropped chan<- []string // files that other starts of the program hand over
}

// open opens the lake in the folder. The session releases its lock.
func (o *lakeOpener) open(ctx context.Context, dir string, early func([]*pipeline.Entry)) (desktop.Session, error) {
	lease := o.lease
	o.lease = nil
	if lease == nil || dir != o.dir {
		if lease != nil {
			_ = lease.Release() // the lock ends with the process at the latest
		}
		var err error
		if lease, err = handover.Acquire(dir); err != nil {
			return desktop.Session{}, err
		}
	}
	opened, err := openLeased(ctx, dir, lease, early)
	if err != nil {
		return desktop.Session{}, err
	}
	opened.startSync(ctx, dir, configuration().File.Sync)
	err = lease.Serve(ctx, func(paths []string) {
		select {
		case o.dropped <- paths:
		case <-ctx.Done():
		}
	})
	if err != nil {
		opened.close()
		return desktop.Session{}, err
	}
	return desktop.Session{Node: opened.node, Team: opened.team(), Close: opened.close}, nil
}

// release gives the lock back if no window ever used it.
func (o *lakeOpener) release() {
	if o.lease != nil {
		_ = o.lease.Release() // as above
	}
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

// isFirstRun reports whether neither settings nor a lake are there yet.
func isFirstRun(p *cli.Program, dir string) bool {
	if p.Configuration.Path == "" {
		return false // there is no place to remember that it was
	}
	_, settingsErr := os.Stat(p.Configuration.Path)
	_, lakeErr := os.Stat(filepath.Join(dir, filepath.FromSlash(string(lake.BronzePrefix))))
	return errors.Is(settingsErr, fs.ErrNotExist) && errors.Is(lakeErr, fs.ErrNotExist)
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

// stderrLogger tells warnings on the terminal, for what happens before a lake has its own log; with WATTLAKE_LOG=info also how
// long the window takes.
func stderrLogger() *slog.Logger {
	level := slog.LevelWarn
	if os.Getenv("WATTLAKE_LOG") == "info" {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}
