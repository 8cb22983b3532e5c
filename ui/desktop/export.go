package desktop

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"wattlake/lake"
	"wattlake/ui/desktop/thread"
)

// exportInvoices asks for a file and writes the invoices in sight into it, in the format of the file's name.
func (w *Window) exportInvoices() {
	keys := w.invoices.InSight()
	if len(keys) == 0 {
		w.toast.say(w.locale.T("export.nothing"))
		return
	}
	ask := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			w.report("the file could not be opened", err)
		case file != nil:
			path := file.URI().Path()
			if err := file.Close(); err != nil { // the export writes the file as a whole or not at all
				w.report("the file could not be opened", unwritable(path, err))
				return
			}
			w.work(func(ctx context.Context, node Node) { w.export(ctx, node, keys, path) })
		}
	}, w.win)
	ask.SetFileName(w.locale.T("export.file") + ".xlsx")
	ask.SetFilter(storage.NewExtensionFileFilter([]string{".xlsx", ".csv", ".parquet"}))
	ask.Show()
}

func (w *Window) export(ctx context.Context, node Node, keys []lake.InvoiceKey, path string) {
	polish := w.ask.get().locale.Lang == lake.Polish
	rows, err := node.Export(ctx, lake.Export{
		What: lake.ExportInvoices, Invoices: keys, Titles: w.ask.get().locale.Lang, BOM: true, DecimalComma: polish,
	}, path, true)
	if err != nil {
		w.report("the invoices could not be exported", err)
		return
	}
	thread.Do(func() { w.toast.say(w.locale.N("export.done", int(rows), "file", filepath.Base(path))) })
}
