package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/preferences"
)

// showRegister opens the register of metering points.
func showRegister(t *testing.T, node *fakeNode) *Window {
	t.Helper()
	w, _ := newTestWindow(t, node)
	w.wishes.Section = preferences.Points
	w.page = settingsPage
	w.build()
	w.loadPoints(w.ctx)
	draw()
	return w
}

// tap presses the button with a label, in a box if there is one, and waits for what it does.
func (w *Window) tap(t *testing.T, label string) {
	t.Helper()
	root := w.win.Content()
	if top := w.win.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	for _, b := range buttons(root) {
		if b.Text == label && !b.Disabled() {
			test.Tap(b)
			w.finish()
			w.loadPoints(w.ctx)
			draw()
			return
		}
	}
	t.Fatalf("there is no button %q", label)
}

func TestPointIsRegistered(t *testing.T) {
	node := &fakeNode{}
	w := showRegister(t, node)
	expect(t, w, "590310600000000012", "poza ewidencją, 1 faktura", "0 punktów w ewidencji")
	w.tap(t, "Dodaj punkt…")
	code, ok := w.win.Canvas().Focused().(interface {
		fyne.Focusable
		SetText(string)
	})
	if !ok {
		t.Fatalf("the focus is on %T", w.win.Canvas().Focused())
	}
	code.SetText("5903 1060 0000 0001 19")
	w.tap(t, "Zapisz")
	expect(t, w, "590310600000000119", "Zapisano punkt 590310600000000119", "1 punkt w ewidencji")
	w.tap(t, "Cofnij")
	if want := []string{"save point 590310600000000119 ", "undo register"}; !slices.Equal(node.calls, want) {
		t.Errorf("calls %q, want %q", node.calls, want)
	}
}

// TestListIsTakenIn: what a list changes is shown before it is stored, with the rows that are left out.
func TestListIsTakenIn(t *testing.T) {
	node := &fakeNode{}
	w := showRegister(t, node)
	list := filepath.Join(t.TempDir(), "punkty.csv")
	if err := os.WriteFile(list, []byte("PPE"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.p.MaxPointsFile = 100
	w.p.ReadPoints = func(content []byte) ([]pipeline.PointRow, error) {
		if string(content) != "PPE" {
			t.Errorf("read %q", content)
		}
		return []pipeline.PointRow{{Line: 2, Point: lake.RegisteredPoint{PPE: "7", Name: "Szkoła"}}, {Line: 3, Refused: &lake.Text{PL: "brak kodu", EN: "no code"}}}, nil
	}
	w.readPoints(node, list)
	draw()
	if top := w.win.Canvas().Overlays().Top(); top == nil || len(node.calls) != 0 {
		t.Fatalf("nothing is asked; calls %q", node.calls)
	}
	if !slices.ContainsFunc(test.LaidOutObjects(w.win.Canvas().Overlays().Top()), func(o fyne.CanvasObject) bool {
		label, ok := o.(*widget.Label)
		return ok && label.Text == "Nowych punktów: 1. Zmienionych: 0. Bez zmian: 0."
	}) {
		t.Error("the box does not say what the list changes")
	}
	w.tap(t, "Zapisz punkty")
	if !slices.Equal(node.calls, []string{"save point 7 Szkoła"}) {
		t.Errorf("calls %q", node.calls)
	}
	expect(t, w, "Zapisano 1 punkt")
}
