package desktop

import (
	"context"
	"net/url"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// act does something to a document beside the drawing thread. Until it is done the document's actions are locked.
func (w *Window) act(id lake.DocumentID, what string, do func(context.Context, Node) error, done func()) {
	node := w.opened()
	if node == nil || w.busy[id] {
		return
	}
	w.lock(id, true)
	w.running.Go(func() {
		err := do(w.ctx, node)
		if err != nil {
			w.report(what, err)
		}
		thread.Do(func() {
			w.lock(id, false)
			if err == nil {
				done()
			}
		})
		w.lists.trigger()
		w.metrics.trigger()
	})
}

func (w *Window) lock(id lake.DocumentID, locked bool) {
	if locked {
		w.busy[id] = true
	} else {
		delete(w.busy, id)
	}
	w.ask.set(w.question())
	w.details.trigger()
}

func (w *Window) retry(id lake.DocumentID) {
	w.act(id, "the document could not be queued again", func(ctx context.Context, n Node) error { return n.Retry(ctx, []lake.DocumentID{id}) },
		func() { w.toast.say(w.locale.T("toast.retried")) })
}

func (w *Window) retryAll() {
	w.act("", "the documents could not be queued again", func(ctx context.Context, n Node) error { return n.Retry(ctx, nil) },
		func() { w.toast.say(w.locale.T("toast.retried")) })
}

func (w *Window) approve(id lake.DocumentID) {
	w.act(id, "the document could not be approved", func(ctx context.Context, n Node) error { return n.Approve(ctx, []lake.DocumentID{id}) },
		func() { w.toast.say(w.locale.T("toast.approved")) })
}

// remove deletes without asking, because it can be undone.
func (w *Window) remove(id lake.DocumentID) {
	w.act(id, "the document could not be deleted", func(ctx context.Context, n Node) error { return n.Delete(ctx, []lake.DocumentID{id}) }, func() {
		w.invoices.CloseDetail()
		w.toast.offer(w.locale.N("toast.deleted", 1), w.locale.T("action.undo"), func() { w.restore(id) })
	})
}

func (w *Window) restore(id lake.DocumentID) {
	w.act(id, "the document could not be restored", func(ctx context.Context, n Node) error { return n.Restore(ctx, []lake.DocumentID{id}) }, func() {})
}

// original opens the document as it was dropped with the system's own viewer.
func (w *Window) original(id lake.DocumentID) {
	node := w.opened()
	if node == nil {
		return
	}
	folder := w.temporary
	w.running.Go(func() {
		path, parent, err := saveOriginal(w.ctx, node, id, folder)
		if err != nil {
			w.report("the original could not be opened", err)
			return
		}
		thread.Do(func() {
			w.temporary = parent
			w.openFile(path)
		})
	})
}

func saveOriginal(ctx context.Context, node Node, id lake.DocumentID, folder string) (path, parent string, err error) {
	content, ext, err := node.Raw(ctx, id)
	if err != nil {
		return "", folder, err
	}
	if folder == "" {
		if folder, err = os.MkdirTemp("", "wattlake-"); err != nil {
			return "", "", err
		}
	}
	path = filepath.Join(folder, string(id)+ext)
	const readOnly = 0o400
	if _, err := os.Stat(path); err == nil {
		return path, folder, nil
	}
	return path, folder, os.WriteFile(path, content, readOnly)
}

func (w *Window) openFile(path string) {
	if err := w.p.App.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}); err != nil {
		w.report("the system could not open a file", err)
	}
}

func (w *Window) openLake() { w.openFile(w.p.LakePath) }

// openDetail asks for the details of the chosen document.
func (w *Window) openDetail() {
	w.ask.set(w.question())
	w.details.trigger()
}

// showDocument goes to the invoices page and opens the document there.
func (w *Window) showDocument(id lake.DocumentID) {
	w.table.Chosen, w.table.Open = present.RowKey{Document: id}, true
	w.table.Query.Text, w.table.Query.Group = "", present.AnyStatus
	w.page = invoicesPage
	w.ask.set(w.question())
	w.build()
}

// refigure asks for the figures behind another filter.
func (w *Window) refigure() {
	w.ask.set(w.question())
	w.metrics.trigger()
}

func (w *Window) setLanguage(language string) {
	w.settings.Language = language
	w.locale = present.NewLocale(w.language())
	w.figures = present.Dashboard{}
	w.rebuild()
	w.metrics.trigger()
}

func (w *Window) setTheme(mode string) {
	w.settings.Theme = mode
	w.p.App.Settings().SetTheme(look.New(look.Mode(mode)))
	w.rebuild()
}

func (w *Window) rebuild() {
	w.ask.set(w.question())
	w.build()
	w.keepSettings()
}

// dropped takes files and folders that were dropped anywhere on the window.
func (w *Window) dropped(uris []fyne.URI) {
	paths := make([]string, 0, len(uris))
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	w.ingest(paths, "desktop")
}

// samples takes the sample invoices in.
func (w *Window) samples() {
	if w.p.Samples == nil {
		return
	}
	w.running.Go(func() {
		paths, err := w.p.Samples(w.ctx)
		if err != nil {
			w.report("the samples could not be written", err)
			return
		}
		thread.Do(func() { w.ingest(paths, "sample") })
	})
}

// serveSecondStarts takes the files that other starts of the program hand over and comes to the front.
func (w *Window) serveSecondStarts() {
	for {
		select {
		case <-w.ctx.Done():
			return
		case paths, ok := <-w.p.OpenPaths:
			if !ok {
				return
			}
			thread.Do(func() {
				w.win.RequestFocus()
				w.ingest(paths, "desktop")
			})
		}
	}
}

func ingestRequest(paths []string, source string) pipeline.IngestRequest {
	return pipeline.IngestRequest{Paths: paths, Source: source}
}
