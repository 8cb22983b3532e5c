package desktop

import "wattlake/ui/desktop/picker"

// chooseFiles lets the user pick files, or folders, in a dialog that begins where the last one ended.
func (w *Window) chooseFiles() {
	picker.Show(picker.Params{Locale: w.locale, Window: w.win, Folder: w.lastFolder, OnDone: func(paths []string, folder string) {
		w.lastFolder = folder
		w.ingest(paths, "desktop")
	}})
}
