package desktop

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
)

// unlock asks for the password of a document that could not be read without it.
func (w *Window) unlock(id lake.DocumentID) {
	for _, e := range w.failed {
		if e.Document == id {
			w.askPassword(id, e.FileName)
		}
	}
}

// askPassword asks at once, and offers to keep the password when the system's keyring has answered, or says why not.
func (w *Window) askPassword(id lake.DocumentID, file string) {
	l := w.locale
	var text string
	password := widgets.NewSecret(&text, "", nil)
	keep := widget.NewCheck(l.T("password.keep"), nil)
	keep.Disable()
	keeping := widget.NewFormItem("", keep)
	keeping.HintText = l.T("password.asking")
	items := []*widget.FormItem{widget.NewFormItem(l.T("password.label"), password), keeping}
	form := dialog.NewForm(l.T("password.title", "file", file), l.T("password.open"), l.T("picker.cancel"), items, func(given bool) {
		if given && text != "" {
			w.act(id, "the document could not be opened", func(ctx context.Context, n Node) error {
				return n.Unlock(ctx, id, text, keep.Checked)
			}, func() { w.toast.say(w.locale.T("toast.retried")) })
		}
	}, w.win)
	password.OnEscape = form.Hide
	password.OnSubmitted = func(string) { form.Submit() }
	form.Resize(fyne.NewSize(passwordWidth, form.MinSize().Height))
	form.Show()
	w.win.Canvas().Focus(password)
	w.work(func(ctx context.Context, node Node) {
		err := node.CanKeepPasswords(ctx)
		thread.Do(func() {
			keeping.HintText = ""
			if err != nil {
				keeping.HintText, _ = l.Explain(err)
			} else {
				keep.Enable()
			}
			form.Refresh()
		})
	})
}

// passwordWidth makes room for the name of the file.
const passwordWidth = 500
