package desktop

import (
	"context"
	"path/filepath"

	"wattlake/lake"
	"wattlake/ui/desktop/picker"
	"wattlake/ui/desktop/thread"
)

// exportInvoices asks for a file and writes the invoices in sight into it, in the format of the file's name.
func (w *Window) exportInvoices() {
	keys := w.invoices.InSight()
	if len(keys) == 0 {
		w.toast.say(w.locale.T("export.nothing"))
		return
	}
	w.saveAs(w.locale.T("export.file")+".xlsx", tables(), func(ctx context.Context, node Node, path string) { w.export(ctx, node, keys, path) })
}

// tables are the kinds of files that rows are written to.
func tables() []string { return []string{".xlsx", ".csv", ".parquet"} }

func (w *Window) export(ctx context.Context, node Node, keys []lake.InvoiceKey, path string) {
	w.exportTo(ctx, node, lake.Export{What: lake.ExportInvoices, Invoices: keys}, path, "export.done")
}

// exportTo writes a file with titles in the person's language and says so.
func (w *Window) exportTo(ctx context.Context, node Node, e lake.Export, path, done string) {
	e.Titles = w.ask.get().locale.Lang
	e.BOM, e.DecimalComma = true, e.Titles == lake.Polish
	rows, err := node.Export(ctx, e, path, true)
	if err != nil {
		w.report("the rows could not be exported", err)
		return
	}
	thread.Do(func() { w.toast.say(w.locale.N(done, int(rows), "file", filepath.Base(path))) })
}

// saveAs asks where to write a file; what writes it does so as a whole or not at all.
func (w *Window) saveAs(name string, kinds []string, write func(ctx context.Context, node Node, path string)) {
	if w.lake.empty() {
		w.toast.say(w.locale.T("toast.early"))
		return
	}
	w.whereTo(name, kinds, func(path string) {
		w.workOrSay(func(ctx context.Context, node Node) { write(ctx, node, path) })
	})
}

// whereTo asks where to save a file.
func (w *Window) whereTo(name string, kinds []string, chosen func(path string)) {
	picker.Show(picker.Params{
		Locale: w.locale, Window: w.win, What: picker.Save, Title: w.locale.T("picker.save.title"), Folder: w.saveFolder, Name: name, Kinds: kinds,
		OnDone: func(paths []string, folder string) {
			w.saveFolder = folder
			chosen(paths[0])
		},
	})
}
