package desktop

import (
	"context"
	"os"
	"path/filepath"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/picker"
	"wattlake/ui/desktop/points"
	"wattlake/ui/desktop/preferences"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/present"
)

// observePoints tells those who fetch whether the PPE register is in sight.
func (w *Window) observePoints() {
	w.pointed.Store(w.page == settingsPage && w.wishes.Section == preferences.Points)
	w.register.trigger()
}

// loadPoints fetches the PPE register and compares it with the invoices.
func (w *Window) loadPoints(context.Context) {
	if w.pointed.Load() {
		w.with(w.loadPointsOf)
	}
}

func (w *Window) loadPointsOf(s *session) {
	report, err := s.Node.CheckRegister(s.ctx)
	if err != nil {
		w.report("the register of points could not be compared with the invoices", err)
		return
	}
	l := w.ask.get().locale
	rows := present.PointRows(l, s.Node.Points(), report)
	thread.Do(func() {
		if l == w.locale {
			w.points.Set(rows)
		}
	})
}

func (w *Window) savePoint(p lake.RegisteredPoint) {
	w.savePoints([]lake.RegisteredPoint{p}, func(pipeline.RegisterChange) string { return w.locale.T("points.saved", "ppe", p.Normal().PPE) })
}

// savePoints stores points together; one undo takes them back together.
func (w *Window) savePoints(list []lake.RegisteredPoint, said func(pipeline.RegisterChange) string) {
	var change pipeline.RegisterChange
	w.act("", "the register could not be changed", func(ctx context.Context, n Node) (err error) {
		change, err = n.SavePoints(ctx, list)
		w.register.trigger()
		return err
	}, func() {
		if change.Added+change.Changed == 0 {
			w.toast.say(w.locale.T("points.unchanged"))
			return
		}
		w.offerUndo(said(change), w.undoRegister)
	})
}

func (w *Window) removePoint(ppe string) {
	w.act("", "the register could not be changed", func(ctx context.Context, n Node) error {
		defer w.register.trigger()
		return n.RemovePoint(ctx, ppe)
	}, func() {
		w.offerUndo(w.locale.T("points.removed", "ppe", ppe), w.undoRegister)
	})
}

func (w *Window) undoRegister() {
	w.act("", "the register could not be changed", func(ctx context.Context, n Node) error {
		defer w.register.trigger()
		_, err := n.UndoRegister(ctx)
		return err
	}, func() {})
}

// importer takes in a list of points that somebody has in a file; nil if lists cannot be read.
func (w *Window) importer() func() {
	if w.p.ReadPoints == nil {
		return nil
	}
	return func() {
		picker.Show(picker.Params{Locale: w.locale, Window: w.win, What: picker.Points, Title: w.locale.T("points.import.choose"), Folder: w.lastFolder, OnDone: func(paths []string, folder string) {
			w.lastFolder = folder
			w.work(func(_ context.Context, node Node) { w.readPoints(node, paths[0]) })
		}})
	}
}

// readPoints shows what a list would change and asks before it does.
func (w *Window) readPoints(node Node, path string) {
	content, err := w.pointsFile(path)
	var rows []pipeline.PointRow
	if err == nil {
		rows, err = w.p.ReadPoints(content)
	}
	if err != nil {
		w.report("the list of points could not be read", err)
		return
	}
	taken := present.Taken(rows)
	change := node.PreviewPoints(taken)
	thread.Do(func() {
		summary, problems := present.ImportWords(w.locale, change, rows)
		points.Confirm(w.locale, w.win, summary, problems, func() {
			w.savePoints(taken, func(c pipeline.RegisterChange) string { return w.locale.N("points.imported", c.Added+c.Changed) })
		})
	})
}

// pointsFile reads a list; of one that is too large only so much that the reader says so.
func (w *Window) pointsFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > w.p.MaxPointsFile {
		return make([]byte, w.p.MaxPointsFile+1), nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, &lake.Error{
			Code: lake.CodeUnreadable, Op: "desktop: read points", Err: err,
			Message: lake.Text{PL: "Nie można odczytać pliku " + filepath.Base(path) + ".", EN: "The file " + filepath.Base(path) + " cannot be read."},
		}
	}
	return content, nil
}

// exportPoints asks for a file and writes the register into it.
func (w *Window) exportPoints() {
	w.saveAs(w.locale.T("points.file")+".xlsx", tables(), func(ctx context.Context, node Node, path string) {
		w.exportTo(ctx, node, lake.Export{What: lake.ExportRegister}, path, "points.exported")
	})
}
