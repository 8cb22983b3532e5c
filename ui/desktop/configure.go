package desktop

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"wattlake/ui/desktop/connect"
	"wattlake/ui/desktop/picker"
	"wattlake/ui/desktop/preferences"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// preferences makes the page with the settings.
func (w *Window) preferences() fyne.CanvasObject {
	p := preferences.Params{
		Locale: w.locale, State: &w.wishes, Settings: w.settings, Lake: w.path, Version: w.p.Version, Languages: w.p.ScanLanguages, Services: w.p.Connect,
		Go: w.beside, OnLanguage: w.setLanguage, OnTheme: w.setTheme, OnOpenLake: w.openLake, OnMoveLake: w.moveLake, OnBackup: w.backup, OnRestore: w.restoreBackup,
		OnWatch: w.setWatched, OnAddFolder: w.addWatched, OnReading: w.setReading, OnBucket: w.setBucket, OnKafka: w.setKafka, OnShortcut: w.shortcut,
		Points: w.points.Object(), OnSection: w.observePoints,
	}
	if w.tray {
		p.OnBackground = func(on bool) {
			w.settings.Background = on
			w.keepSettings()
		}
	}
	return preferences.New(p).Object()
}

// beside runs something beside the drawing thread until the window closes, whether or not a lake is open.
func (w *Window) beside(do func(context.Context)) { w.running.Go(func() { do(w.ctx) }) }

// locked says why settings cannot be put to use now: files on their way into the lake would be cut off.
func (w *Window) locked() bool {
	if w.restarting || w.batch.View().Running {
		w.toast.say(w.locale.T("settings.locked"))
		return true
	}
	return false
}

// restart puts settings to use that a lake takes up when it is opened: it closes the lake and opens the one in the folder.
// If that cannot be opened the lake of before comes back.
func (w *Window) restart(folder string, change func(*settings.Settings)) {
	if w.locked() {
		return
	}
	before, former := w.path, w.settings.Lake
	change(&w.settings)
	w.path, w.restarting, w.failure = folder, true, nil
	w.forgetRows()
	w.figures, w.choices = present.Dashboard{}, present.FilterChoices{}
	w.checks.Queue, w.checks.Typed = present.Queue{}, nil
	w.wishes.Draft, w.wishes.Reading = nil, nil
	w.rebuild()
	w.beside(func(context.Context) {
		w.lake.end()
		err := w.open(folder)
		reason := err
		if err != nil && folder != before {
			reason = w.open(before)
		}
		thread.Do(func() {
			w.restarting, w.failure = false, reason
			if err != nil && folder != before {
				w.path, w.settings.Lake = before, former
				w.rebuild()
				w.toast.fail(err)
				return
			}
			if err != nil {
				w.show(w.page)
				return
			}
			w.toast.say(w.locale.T("settings.applied"))
		})
	})
}

func (w *Window) setReading(r settings.Reading) {
	w.restart(w.path, func(s *settings.Settings) { s.Reading = r })
}

func (w *Window) setBucket() {
	d := w.wishes.Draft
	bucket, keys := d.Bucket(), d.Keys
	w.keepSecret(func(ctx context.Context) error {
		if keys == (connect.Keys{}) || w.p.Connect.KeepKeys == nil {
			return nil
		}
		return w.p.Connect.KeepKeys(ctx, bucket, keys)
	}, func() { w.restart(w.path, func(s *settings.Settings) { s.Sync = bucket }) })
}

func (w *Window) setKafka() {
	d := w.wishes.Draft
	k, password := d.TeamKafka(), d.Password
	w.keepSecret(func(ctx context.Context) error {
		if password == "" || w.p.Connect.KeepPassword == nil {
			return nil
		}
		return w.p.Connect.KeepPassword(ctx, k.User, password)
	}, func() { w.restart(w.path, func(s *settings.Settings) { s.Kafka = k }) })
}

// keepSecret goes on also when the secret could not be kept for longer than the program runs, and says so.
func (w *Window) keepSecret(keep func(context.Context) error, then func()) {
	if w.locked() {
		return
	}
	w.beside(func(ctx context.Context) {
		err := keep(ctx)
		thread.Do(func() {
			then()
			if err != nil {
				w.toast.fail(err)
			}
		})
	})
}

// moveLake asks for another folder of data; what is in the present one stays there.
func (w *Window) moveLake() {
	if w.locked() {
		return
	}
	w.chooseFolder(w.locale.T("settings.lake.choose"), w.path, func(folder string) {
		if folder != w.path {
			w.restart(folder, func(s *settings.Settings) { s.Lake = folder })
		}
	})
}

func (w *Window) chooseFolder(title, begin string, chosen func(folder string)) {
	picker.Show(picker.Params{Locale: w.locale, Window: w.win, What: picker.Folder, Title: title, Folder: begin, OnDone: func(paths []string, _ string) { chosen(paths[0]) }})
}

func (w *Window) addWatched() {
	w.chooseFolder(w.locale.T("settings.folders.choose"), w.lastFolder, func(folder string) {
		if !slices.Contains(w.settings.Watch, folder) {
			w.setWatched(append(slices.Clone(w.settings.Watch), folder))
		}
	})
}

func (w *Window) setWatched(folders []string) {
	w.settings.Watch = folders
	w.watchFolders()
	w.rebuild()
}

// backup asks where to keep a copy and makes it.
func (w *Window) backup() {
	w.saveAs("wattlake-"+w.p.Clock().Format("2006-01-02")+".zip", []string{".zip"}, func(ctx context.Context, node Node, path string) {
		objects, err := node.Backup(ctx, path, w.counting("backup.running"))
		w.told(err, "the copy could not be made", func(l *present.Locale) string { return l.N("backup.done", objects, "file", filepath.Base(path)) })
	})
}

// restoreBackup asks for a copy and takes what it holds into the lake.
func (w *Window) restoreBackup() {
	picker.Show(picker.Params{Locale: w.locale, Window: w.win, What: picker.Copy, Title: w.locale.T("settings.backup.choose"), Folder: w.lastFolder, OnDone: func(paths []string, folder string) {
		w.lastFolder = folder
		w.work(func(ctx context.Context, node Node) {
			report, err := node.RestoreBackup(ctx, paths[0], w.counting("backup.restoring"))
			w.told(err, "the copy could not be restored", func(l *present.Locale) string { return present.RestoreWords(l, report) })
			w.lists.trigger()
			w.metrics.trigger()
		})
	}})
}

// counting shows how far a long work is: a message that each hundredth replaces.
func (w *Window) counting(key string) func(done, total int) {
	shown := -1
	return func(done, total int) {
		const percent = 100
		if share := done * percent / max(1, total); share != shown {
			shown = share
			thread.Do(func() { w.toast.say(w.locale.T(key, "percent", w.locale.Int(int64(share)))) })
		}
	}
}

func (w *Window) told(err error, what string, words func(*present.Locale) string) {
	if err != nil {
		w.report(what, err)
		return
	}
	thread.Do(func() { w.toast.say(words(w.locale)) })
}
