package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/widgets"
)

func TestSearchHandsShortcutsOn(t *testing.T) {
	test.NewTempApp(t)
	search := widgets.NewSearch("Szukaj")
	test.NewTempWindow(t, search)
	handed := 0
	search.OnShortcut = func(fyne.Shortcut) { handed++ }
	search.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.Key2, Modifier: fyne.KeyModifierControl})
	search.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if handed != 2 {
		t.Errorf("%d shortcuts handed on, want 2", handed)
	}
	search.SetText("osp")
	search.TypedShortcut(&fyne.ShortcutSelectAll{})
	search.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); handed != 2 || got != "osp" {
		t.Errorf("copied %q, %d shortcuts handed on", got, handed)
	}
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if search.Text != "" {
		t.Error("Escape does not empty the field")
	}
}
