package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// CrashReport is what a run left behind that ended unexpectedly.
type CrashReport struct {
	Path   string // of the file it is kept in
	Text   string
	Forget func() // removes the file
}

// The size of the box with a report.
const (
	crashWidth  = 760
	crashHeight = 440
)

// offerCrash shows the report of the run before and lets the person copy, keep or delete it. Nothing is sent anywhere.
func (w *Window) offerCrash() {
	report := w.p.Crash
	if report == nil {
		return
	}
	l := w.locale
	text := widgets.Code(beginning(report.Text), crashWidth-codeRoom)
	var box *dialog.CustomDialog
	forget := widgets.Button("delete", l.T("crash.forget"), func() {
		report.Forget()
		box.Hide()
	})
	keep := widgets.PrimaryButton("", l.T("crash.keep"), func() { box.Hide() })
	copying := widgets.Button("copy", l.T("sql.copy"), func() {
		w.copyText(report.Text)
		w.toast.say(l.T("crash.copied"))
	})
	head := widgets.Paragraph(l.T("crash.text", "file", report.Path), present.Plain)
	box = dialog.NewCustomWithoutButtons(l.T("crash.title"), container.NewBorder(head, container.NewHBox(forget, layout.NewSpacer(), copying, keep), nil, nil,
		widgets.Surface(text)), w.win)
	box.Resize(fyne.NewSize(crashWidth, crashHeight))
	box.Show()
	w.win.Canvas().Focus(keep)
}

// shownLines is how much of a report is shown: laying out the traces of all goroutines would hold the window up for long.
const shownLines = 40

func beginning(text string) string {
	lines := strings.SplitN(text, "\n", shownLines+1)
	if len(lines) <= shownLines {
		return text
	}
	return strings.Join(lines[:shownLines], "\n") + "\n…"
}
