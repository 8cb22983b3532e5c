package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/preferences"
)

// heard reads the window as a screen reader does.
func (w *Window) heard() *accessible.Tree {
	return accessible.NewReader(accessible.Screen{
		Window: w.win, Lang: func() string { return string(w.locale.Lang) }, Active: func() bool { return true },
	}).Read()
}

// each calls do with every node of a tree.
func each(tree *accessible.Tree, do func(*accessible.Node)) {
	var visit func(accessible.ID)
	visit = func(id accessible.ID) {
		do(tree.Node(id))
		for _, child := range tree.Node(id).Children {
			visit(child)
		}
	}
	visit(tree.Root().ID)
}

// Whatever takes the keyboard has a name that can be spoken, in both languages.
func TestEverythingThatTakesTheKeyboardHasAName(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.Failed)}})
	named := func(where string) {
		t.Helper()
		each(w.heard(), func(n *accessible.Node) {
			if n.States.Has(accessible.Focusable) && n.Name == "" {
				t.Errorf("%s in %s: something with the role %d at %v has no name", where, w.locale.Lang, n.Role, n.Area)
			}
		})
	}
	for _, language := range []lake.Lang{lake.Polish, lake.English} {
		w.setLanguage(string(language))
		w.refresh()
		for _, id := range pageOrder {
			w.show(id)
			w.finish()
			named(string(id))
		}
		for _, section := range preferences.Sections() {
			w.wishes.Section = section
			w.build()
			named("settings: " + section)
		}
		w.show(invoicesPage)
		w.chooseFiles()
		w.finish()
		named("file dialog")
		w.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
}

func TestTableIsHeardAsTheCursorMoves(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.Ready), invoiceDocument("b", "FV/2", lake.Ready)}})
	w.invoices.Key(w.win.Canvas(), &fyne.KeyEvent{Name: fyne.KeyDown})
	tree := w.heard()
	row := tree.Node(tree.Focus)
	if row.Role != accessible.TableRow || row.Name == "" {
		t.Fatalf("the keyboard is at %+v", row.Element)
	}
	w.invoices.Key(w.win.Canvas(), &fyne.KeyEvent{Name: fyne.KeyDown})
	if next := w.heard(); next.Node(next.Focus).Name == row.Name {
		t.Errorf("both rows are heard as %q", row.Name)
	}
}

func TestMessagesAreHeard(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{})
	w.toast.offer("Usunięto 1 dokument", "Cofnij", func() {})
	w.toast.fail(&lake.Error{Message: lake.Text{PL: "Dysk jest pełny.", EN: "The disk is full."}})
	var messages []string
	each(w.heard(), func(n *accessible.Node) {
		if n.Role == accessible.Notification {
			messages = append(messages, n.Name)
		}
	})
	if len(messages) != 2 || messages[0] != "Dysk jest pełny." || messages[1] != "Usunięto 1 dokument" {
		t.Errorf("heard %q", messages)
	}
}

// A field that is checked is heard with its name, how certain it is, and what is wrong with it.
func TestFieldsAreHeardWithTheirCertainty(t *testing.T) {
	w, _ := newTestWindow(t, &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview)}})
	w.check(w.rows[0].Key())
	w.finish()
	w.refresh()
	found := false
	each(w.heard(), func(n *accessible.Node) {
		if n.Role == accessible.Entry && n.Name == w.locale.T("field.number") {
			found = true
			if n.Text.Content != "FV/1" || n.Description == "" {
				t.Errorf("the number is heard as %+v %+v", n.Element, n.Text)
			}
		}
	})
	if !found {
		t.Error("the number is not heard")
	}
}
