package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wattlake/lake"
	"wattlake/pipeline"
)

// Under a box no shortcut does anything to what the box covers; once it is closed all of them work again.
func TestShortcutsAreInertUnderABox(t *testing.T) {
	node := &fakeNode{documents: []pipeline.Document{invoiceDocument("a", "FV/1", lake.StatusReview), invoiceDocument("b", "FV/2", lake.StatusReview)}}
	shortcuts := []fyne.Shortcut{&fyne.ShortcutCopy{}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}}
	for _, key := range []fyne.KeyName{
		fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.KeyL, fyne.KeyT, fyne.KeyO, fyne.KeyF, fyne.KeyP,
		fyne.KeyReturn, fyne.KeyEnter, fyne.KeyPlus, fyne.KeyEqual, fyne.KeyMinus, fyne.Key0, fyne.KeyR, fyne.KeyLeft, fyne.KeyRight,
	} {
		shortcuts = append(shortcuts, ctrl(key))
	}
	for _, page := range pageOrder {
		w, _ := newTestWindow(t, node)
		w.review.OpenReviews()
		w.show(page)
		w.finish()
		w.p.App.Clipboard().SetContent("before")
		w.key(&fyne.KeyEvent{Name: fyne.KeyF1})
		box, language, root := w.win.Canvas().Overlays().Top(), w.locale.Lang, w.win.Content()
		for _, s := range shortcuts {
			w.shortcut(s)
			if c := w.win.Canvas().Overlays(); c.Top() != box || len(c.List()) != 1 {
				t.Fatalf("%s: %v opened or closed a box", page, s)
			}
			if w.page != page || w.locale.Lang != language || w.win.Content() != root || w.p.App.Clipboard().Content() != "before" {
				t.Fatalf("%s: %s changed what lies under a box", page, name(s))
			}
		}
		if len(node.calls) > 0 {
			t.Fatal("something was done under a box: ", node.calls)
		}
		w.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
		w.shortcut(ctrl(fyne.Key4))
		if w.boxed() || w.page != activityPage {
			t.Errorf("%s: after the box shortcuts do nothing", page)
		}
		w.finish()
	}
}

func name(s fyne.Shortcut) string {
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		return "Ctrl+" + string(custom.KeyName)
	}
	return s.ShortcutName()
}
