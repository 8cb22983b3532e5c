package desktop

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/settings"
)

// The window's size when none is remembered.
const (
	firstWidth  = 1280
	firstHeight = 720
)

// gcPercent trades a little time for memory: lists of a hundred thousand invoices must not take twice what they need.
const gcPercent = 40

// spareThreads are Go threads beyond the number of processors. The drawing thread leaves Go hundreds of times a frame, for OpenGL,
// and on its way back it must find a place among the Go threads: with as many of them as processors, all taken by parsing and
// hashing, each time it waits for up to a time slice of 10 ms. With a spare place the system's scheduler decides, and that
// prefers who sleeps much.
const spareThreads = 2

// Run shows the window and returns when it is closed or ctx ends, or why there can be none. It must be called on the program's first
// thread.
func Run(ctx context.Context, p Params) error {
	debug.SetGCPercent(gcPercent)
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + spareThreads)
	if err := yieldThreads(); err != nil {
		p.Logger.WarnContext(ctx, "all threads have one priority", slog.Any("error", err))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := New(ctx, p)
	if err := showNew(w.win); err != nil {
		thread.Shut()
		return err
	}
	forget := context.AfterFunc(ctx, func() {
		thread.Do(func() { // the person logs out, for instance
			w.remember()
			thread.Shut()
			p.App.Quit()
		})
	})
	p.App.Lifecycle().SetOnStarted(func() {
		p.Logger.InfoContext(ctx, "window shown", slog.Duration("after", p.Clock().Sub(w.began)))
		thread.Do(w.offerCrash) // a box needs the size of the window
	})
	w.lifecycle()
	turn := w.offer(ctx)
	if !p.App.Settings().ShowAnimations() { // they need every turn of the loop
		turn = inTurn(thread.Rest(p.Sleeper, p.Clock), turn)
	}
	endless(turn).Start()
	w.start()
	p.App.Run()
	thread.Shut()
	forget()
	cancel()
	w.wait()
	w.lake.end()
	if w.temporary != "" {
		if err := os.RemoveAll(w.temporary); err != nil {
			p.Logger.WarnContext(ctx, "temporary files were left behind", slog.Any("error", err))
		}
	}
	return nil
}

// endless is called by the toolkit's loop every time it goes round: it has no other place for what is not to be drawn.
func endless(turn func()) *fyne.Animation {
	a := fyne.NewAnimation(time.Hour, func(float32) { turn() })
	a.RepeatCount = fyne.AnimationRepeatForever
	return a
}

// New builds the window without showing it.
func New(ctx context.Context, p Params) *Window {
	thread.Open()
	w := newWindow(ctx, p)
	p.App.Settings().SetTheme(look.New(look.Mode(w.settings.Theme)))
	p.App.SetIcon(look.AppIcon())
	w.win = p.App.NewWindow("Wattlake")
	w.win.SetMaster()
	w.win.SetPadded(false)
	size := w.settings.Window
	if size == (settings.Window{}) {
		size = settings.Window{Width: firstWidth, Height: firstHeight}
	}
	w.build()
	w.win.Resize(fyne.NewSize(size.Width, size.Height))
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { w.dropped(uris) })
	w.win.SetCloseIntercept(w.close)
	w.shortcuts()
	return w
}

// close closes the window, or hides it where the person wants the program to go on in the background.
func (w *Window) close() {
	if w.settings.Background && w.tray {
		w.remember()
		w.win.Hide()
		return
	}
	w.quit()
}

func (w *Window) quit() {
	w.remember()
	thread.Shut()
	w.win.Close()
}

// remember keeps how the window was left.
func (w *Window) remember() {
	size := w.win.Canvas().Size()
	w.settings.Window = settings.Window{Width: size.Width, Height: size.Height}
	w.settings.Table.Sort, w.settings.Table.Descending = string(w.table.Query.Sort), w.table.Query.Descending
	w.keepSettings()
}

func (w *Window) keepSettings() {
	if w.p.SaveSettings == nil {
		return
	}
	w.settings.Page = string(w.page)
	if err := w.p.SaveSettings(w.settings); err != nil {
		w.p.Logger.WarnContext(w.ctx, "settings were not saved", slog.Any("error", err))
	}
}
