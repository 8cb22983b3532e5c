package desktop

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/settings"
)

// today is what the test's clock says.
var today = time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)

// paints is what waits for the drawing thread, which the test plays itself.
var paints = make(chan func(), 4096)

// draw paints what waits.
func draw() {
	for {
		select {
		case paint := <-paints:
			paint()
		default:
			return
		}
	}
}

// finish waits for what runs beside the drawing thread and paints what it asked for.
func (w *Window) finish() {
	w.wait()
	draw()
}

// newTestWindow builds the window on a lake in memory. Nothing runs beside the test: it fetches by calling load… itself.
func newTestWindow(t *testing.T, node *fakeNode) (*Window, *[]settings.Settings) {
	t.Helper()
	var saved []settings.Settings
	draw()
	thread.Redirect(func(paint func()) { paints <- paint })
	var w *Window
	t.Cleanup(func() {
		w.wait() // what still runs must not paint beside the next test
		thread.Redirect(nil)
	})
	w = New(t.Context(), Params{
		App: test.NewTempApp(t), Lang: lake.Polish, LakePath: "/dane/jezioro", Version: "1.2.3",
		Samples:      func(context.Context) ([]string, error) { return []string{"/tmp/próbka.pdf"}, nil },
		SaveSettings: func(s settings.Settings) error { saved = append(saved, s); return nil },
		Clock:        func() time.Time { return today }, Logger: slog.New(slog.DiscardHandler),
	})
	w.win.Resize(fyne.NewSize(firstWidth, firstHeight))
	if node != nil {
		w.lake.begin(t.Context(), Session{Node: node})
		w.refresh()
	}
	return w, &saved
}

// refresh does what the refreshers do beside the drawing thread.
func (w *Window) refresh() {
	w.loadLists(w.ctx)
	w.loadFigures(w.ctx)
	w.loadDetail(w.ctx)
	w.showProgress(w.ctx)
	draw()
}

func (w *Window) words() string {
	var words []string
	var collect func(fyne.CanvasObject)
	collect = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			words = append(words, o.Text)
		case *widget.Label:
			words = append(words, o.Text)
		case *widgets.Push:
			words = append(words, o.Text)
		case *fyne.Container:
			for _, child := range o.Objects {
				collect(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				collect(child)
			}
		}
	}
	collect(w.win.Content())
	return strings.Join(words, "\n")
}

func expect(t *testing.T, w *Window, wanted ...string) {
	t.Helper()
	words := w.words()
	for _, want := range wanted {
		if !strings.Contains(words, want) {
			t.Errorf("the window does not say %q:\n%s", want, words)
		}
	}
}

func expectNot(t *testing.T, w *Window, unwanted ...string) {
	t.Helper()
	words := w.words()
	for _, bad := range unwanted {
		if strings.Contains(words, bad) {
			t.Errorf("the window says %q:\n%s", bad, words)
		}
	}
}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func invoiceDocument(id, number string, status lake.Status) pipeline.Document {
	return pipeline.Document{ID: lake.DocumentID(id), FileName: id + ".pdf", Status: status, Invoices: []lake.Invoice{{
		Number: number, Status: status, SellerName: "Prąd S.A.", Net: lake.Some[lake.Money](100_00), Gross: lake.Some[lake.Money](105_00),
		Documents: []lake.DocumentRef{{Document: lake.DocumentID(id), Part: 1, Role: lake.Winner}},
	}}}
}

// buttons lists the buttons of a dialog.
func buttons(root fyne.CanvasObject) []*widgets.Push {
	var found []*widgets.Push
	for _, o := range test.LaidOutObjects(root) {
		if b, ok := o.(*widgets.Push); ok {
			found = append(found, b)
		}
	}
	return found
}
