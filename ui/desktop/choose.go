package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

func (w *Window) chooseFiles() {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		w.ingest([]string{path}, "desktop")
	}, w.win)
	d.Show()
}

func (w *Window) chooseFolder() {
	dialog.ShowFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			w.ingest([]string{folder.Path()}, "desktop")
		}
	}, w.win)
}
