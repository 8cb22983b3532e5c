package desktop

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/firstrun"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
)

// welcomePage stands in for all pages until the first start is through.
func (w *Window) welcomePage() fyne.CanvasObject {
	w.starting = firstrun.New(firstrun.Params{
		Locale: w.locale, State: &w.first, Lake: w.path, Language: string(w.locale.Lang), Theme: w.settings.Theme, Services: w.p.Connect, Go: w.beside,
		OnFolder: func() {
			w.chooseFolder(w.locale.T("settings.lake.choose"), "", func(folder string) {
				w.path, w.settings.Lake = folder, folder
				w.rebuild()
			})
		},
		OnLanguage: w.setLanguage, OnTheme: w.setTheme, OnReady: w.begin, OnAdd: w.chooseFiles, OnSamples: w.samples, OnLeave: w.leaveWelcome, OnShortcut: w.shortcut,
	})
	return container.NewStack(w.starting.Object(), w.toast.root)
}

// begin keeps what was chosen at the first start and opens the lake. If that fails the way begins again.
func (w *Window) begin() {
	d := w.first.Draft
	bucket, keys, k, password := d.Bucket(), d.Keys, d.TeamKafka(), d.Password
	if bucket.Bucket != "" {
		w.settings.Sync = bucket
	}
	if len(k.Brokers) > 0 {
		w.settings.Kafka = k
	}
	w.keepSettings()
	w.ask.set(w.question())
	folder := w.path
	w.beside(func(ctx context.Context) {
		if bucket.Bucket != "" && keys.Secret != "" && w.p.Connect.KeepKeys != nil {
			w.reportKept(w.p.Connect.KeepKeys(ctx, bucket, keys))
		}
		if password != "" && w.p.Connect.KeepPassword != nil {
			w.reportKept(w.p.Connect.KeepPassword(ctx, k.User, password))
		}
		err := w.open(folder)
		thread.Do(func() {
			if err != nil {
				w.first.Step = firstrun.Data
				w.build()
				w.toast.fail(err)
			}
		})
	})
}

// reportKept says why a secret is known only until the program ends.
func (w *Window) reportKept(err error) {
	if err != nil {
		thread.Do(func() { w.toast.fail(err) })
	}
}

// leaveWelcome ends the first start.
func (w *Window) leaveWelcome() {
	if !w.welcome {
		return
	}
	w.welcome = false
	if w.lake.empty() && w.first.Step != firstrun.Invoices { // files were dropped before everything was chosen
		w.begin()
	}
	w.watchFolders()
	w.build()
}

// contentOf is what fills the window: the pages with what stands around them, or the first start.
func (w *Window) contentOf(rail, pages fyne.CanvasObject) fyne.CanvasObject {
	if w.welcome {
		return widgets.WithTips(w.welcomePage())
	}
	return widgets.WithTips(container.New(frame{}, rail, pages, w.bar.Object()))
}
