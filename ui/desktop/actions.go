package desktop

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/review"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// act does something to a document beside the drawing thread. Until it is done the document's actions are locked.
func (w *Window) act(id lake.DocumentID, what string, do func(context.Context, Node) error, done func()) {
	if w.busy[id] {
		return
	}
	if w.workOrSay(func(ctx context.Context, node Node) {
		err := do(ctx, node)
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
	}) {
		w.lock(id, true)
	}
}

func (w *Window) lock(id lake.DocumentID, locked bool) {
	if locked {
		w.busy[id] = true
	} else {
		delete(w.busy, id)
	}
	w.details.trigger()
}

func (w *Window) retry(id lake.DocumentID) {
	w.act(id, "the document could not be queued again", func(ctx context.Context, n Node) error { return n.Retry(ctx, []lake.DocumentID{id}) },
		func() { w.toast.say(w.locale.T("toast.retried")) })
}

// cancelReading ends the reading of one document, whose pages may be many. It goes to the quarantine and can be retried.
func (w *Window) cancelReading(id lake.DocumentID) {
	w.act("", "the reading could not be cancelled", func(ctx context.Context, n Node) error { return n.CancelReading(ctx, id) },
		func() { w.toast.say(w.locale.T("toast.read_cancelled")) })
}

func (w *Window) retryAll() {
	w.act("", "the documents could not be queued again", func(ctx context.Context, n Node) error { return n.Retry(ctx, nil) },
		func() { w.toast.say(w.locale.T("toast.retried")) })
}

// reread reads documents once more from their bytes.
func (w *Window) reread(ids []lake.DocumentID) {
	w.actAll(ids, "the documents could not be read again", func(ctx context.Context, n Node) error { return n.Reread(ctx, ids) },
		func() { w.toast.say(w.locale.N("toast.reread", len(ids))) })
}

// approve approves documents from the list and says how many more were left for a closer look.
func (w *Window) approve(ids []lake.DocumentID, incomplete int) {
	left := ""
	if incomplete > 0 {
		left = w.locale.N("toast.incomplete", incomplete)
	}
	if len(ids) == 0 {
		w.toast.say(left)
		return
	}
	lines := w.linesOf(ids)
	w.actAll(ids, "the documents could not be approved", func(ctx context.Context, n Node) error { return n.ApproveShown(ctx, lines) }, func() {
		said := strings.TrimSuffix(w.locale.N("toast.approved", len(ids))+". "+left, ". ")
		w.offerUndo(said, func() {
			w.actAll(ids, "the approvals could not be taken back", func(ctx context.Context, n Node) error { return n.Unapprove(ctx, ids) }, func() {})
		})
	})
}

// linesOf returns the lines of documents as they are shown.
func (w *Window) linesOf(ids []lake.DocumentID) []*pipeline.Entry {
	var lines []*pipeline.Entry
	for _, row := range w.rows {
		if slices.Contains(ids, row.Document) {
			lines = append(lines, row.Entry)
		}
	}
	return lines
}

// remove deletes without asking, because it can be undone.
func (w *Window) remove(ids []lake.DocumentID) {
	w.actAll(ids, "the documents could not be deleted", func(ctx context.Context, n Node) error { return n.Delete(ctx, ids) }, func() {
		if w.page == reviewPage {
			w.show(invoicesPage)
		}
		w.invoices.ClearSelection()
		w.offerUndo(w.locale.N("toast.deleted", len(ids)), func() { w.restore(ids) })
	})
}

func (w *Window) restore(ids []lake.DocumentID) {
	w.actAll(ids, "the documents could not be restored", func(ctx context.Context, n Node) error { return n.Restore(ctx, ids) },
		func() { w.toast.say(w.locale.N("toast.restored", len(ids))) })
}

// actAll does something to documents beside the drawing thread. Until it is done their actions are locked.
func (w *Window) actAll(ids []lake.DocumentID, what string, do func(context.Context, Node) error, done func()) {
	if w.early {
		w.toast.say(w.locale.T("toast.early"))
		return
	}
	ids = slices.DeleteFunc(slices.Clone(ids), w.isBusy)
	if len(ids) == 0 {
		return
	}
	if !w.workOrSay(func(ctx context.Context, node Node) {
		err := do(ctx, node)
		if err != nil {
			w.report(what, err)
		}
		thread.Do(func() {
			for _, id := range ids {
				delete(w.busy, id)
			}
			if err == nil {
				done()
			}
			w.details.trigger()
		})
		w.lists.trigger()
		w.metrics.trigger()
	}) {
		return
	}
	for _, id := range ids {
		w.busy[id] = true
	}
}

// isBusy reports whether nothing may be done to the document now.
func (w *Window) isBusy(id lake.DocumentID) bool { return w.early || w.busy[id] }

func (w *Window) say(text string) { w.toast.say(text) }

func (w *Window) offerUndo(text string, undo func()) {
	w.toast.offer(text, w.locale.T("action.undo"), undo)
}

// goOn runs something beside the drawing thread while the lake is open.
func (w *Window) goOn(do func(context.Context)) {
	w.work(func(ctx context.Context, _ Node) { do(ctx) })
}

// reviewNode is nil, not a nil Node in an interface, while there is none.
func (w *Window) reviewNode() (node review.Node) {
	w.with(func(s *session) { node = s.Node })
	return node
}

// original opens the document as it was dropped with the system's own viewer.
func (w *Window) original(id lake.DocumentID) {
	folder := w.temporary
	w.workOrSay(func(ctx context.Context, node Node) {
		path, parent, err := saveOriginal(ctx, node, id, folder)
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

func (w *Window) openLake() { w.openFile(w.path) }

// check shows an invoice beside its document; the neighbours in the table are next. One that needs a review begins the queue
// of those.
func (w *Window) check(key present.RowKey) {
	queue := present.ReviewQueue(w.rows)
	if !queue.Go(key) {
		queue = present.ListQueue(w.invoices.Visible(), key)
	}
	w.review.Open(queue)
	w.show(reviewPage)
}

// reviews goes through what needs a person, that with the most money at risk first.
func (w *Window) reviews() {
	w.review.OpenReviews()
	w.show(reviewPage)
}

// showDocument shows a document that another page names.
func (w *Window) showDocument(id lake.DocumentID) {
	key := present.RowKey{Document: id}
	w.review.Open(present.Queue{Keys: []present.RowKey{key}, Done: map[present.RowKey]bool{}})
	w.show(reviewPage)
}

func (w *Window) backToInvoices() { w.show(invoicesPage) }

// findText looks for words in the full text of all documents; nil while there is no index.
func (w *Window) findText() func([]string, func(map[lake.DocumentID]uint64)) {
	return func(words []string, found func(map[lake.DocumentID]uint64)) {
		w.work(func(ctx context.Context, node Node) {
			finder, ok := node.(TextFinder)
			if !ok {
				return
			}
			hits, err := finder.FindText(ctx, words)
			if err != nil {
				w.report("the texts could not be searched", err)
				return
			}
			thread.Do(func() { found(hits) })
		})
	}
}

// keepColumns remembers how the user arranged the table.
func (w *Window) keepColumns() {
	w.settings.Table.Columns = nil
	for _, id := range w.table.Wanted {
		w.settings.Table.Columns = append(w.settings.Table.Columns, string(id))
	}
	w.settings.Table.Widths = make(map[string]float32, len(w.table.Widths))
	for id, width := range w.table.Widths {
		w.settings.Table.Widths[string(id)] = width
	}
	w.keepSettings()
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
