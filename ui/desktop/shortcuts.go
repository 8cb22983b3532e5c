package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wattlake/lake"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/preferences"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// shortcuts puts the keyboard to use.
func (w *Window) shortcuts() {
	c := w.win.Canvas()
	for _, key := range []fyne.KeyName{
		fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.KeyL, fyne.KeyT, fyne.KeyO, fyne.KeyF,
		fyne.KeyReturn, fyne.KeyEnter, fyne.KeyPlus, fyne.KeyEqual, fyne.KeyMinus, fyne.Key0, fyne.KeyR, fyne.KeyP, fyne.KeyLeft, fyne.KeyRight,
	} {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}, w.shortcut)
	}
	c.AddShortcut(&fyne.ShortcutCopy{}, w.shortcut)
	c.AddShortcut(&fyne.ShortcutUndo{}, w.shortcut)
	c.AddShortcut(&fyne.ShortcutRedo{}, w.shortcut)
	c.SetOnTypedKey(w.key)
}

// shortcut carries out a key with Ctrl. Under a box nothing of what it covers may change: it was asked about what is there now.
func (w *Window) shortcut(s fyne.Shortcut) {
	if w.boxed() {
		return
	}
	if w.page == reviewPage && w.review.Shortcut(s) {
		return
	}
	switch s.(type) {
	case *fyne.ShortcutCopy:
		w.copyTable()
	case *fyne.ShortcutUndo:
		w.toast.accept() // all that is ever offered is to undo
	}
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierControl {
		return
	}
	switch custom.KeyName {
	case fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5:
		w.show(pageOrder[custom.KeyName[0]-'1'])
	case fyne.KeyL:
		w.setLanguage(string(w.otherLanguage()))
	case fyne.KeyT:
		w.setTheme(string(w.otherTheme()))
	case fyne.KeyO:
		w.chooseFiles()
	case fyne.KeyP:
		w.show(dashboardPage)
		w.printReport()
	case fyne.KeyF:
		w.show(invoicesPage)
		w.invoices.FocusSearch(w.win.Canvas())
	default:
	}
}

// key carries out a key that no field has use for.
func (w *Window) key(e *fyne.KeyEvent) {
	boxed := w.boxed()
	if !boxed && w.page == reviewPage && w.review.Key(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		if boxed {
			w.win.Canvas().Overlays().Remove(w.win.Canvas().Overlays().Top())
			return
		}
		switch w.page {
		case reviewPage:
			w.backToInvoices()
		case invoicesPage:
			w.invoices.ClearSelection()
		case dashboardPage, activityPage, settingsPage:
		}
	case fyne.KeyDelete:
		if w.page == invoicesPage && !boxed {
			w.remove(w.invoices.Deletable())
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		if w.page == invoicesPage && !boxed {
			w.invoices.Key(w.win.Canvas(), e)
		}
	case fyne.KeyF1:
		if boxed {
			return
		}
		widgets.ShowBox(w.win, w.locale.T("settings.keys"), fyne.Size{}, preferences.Keys(w.locale), widgets.BoxButton{Label: w.locale.T("action.close")})
	default:
	}
}

// boxed reports whether a box or a menu lies over the page.
func (w *Window) boxed() bool { return w.win.Canvas().Overlays().Top() != nil }

func (w *Window) otherLanguage() lake.Lang {
	if w.locale.Lang == lake.Polish {
		return lake.English
	}
	return lake.Polish
}

// otherTheme is dark when what is in sight is light.
func (w *Window) otherTheme() look.Mode {
	if look.IsDark() {
		return look.Light
	}
	return look.Dark
}

// copyTable copies what is in sight: the table, or the tables behind the charts.
func (w *Window) copyTable() {
	switch w.page {
	case invoicesPage:
		n := w.invoices.Copy()
		w.toast.say(w.locale.N("invoices.copied", n))
	case dashboardPage:
		w.copyTables(present.CostsPanel, present.ConsumptionPanel, present.CorrectionsPanel) // the others show the same rows
	case reviewPage, activityPage, settingsPage:
	}
}

func (w *Window) copyText(text string) { w.p.App.Clipboard().SetContent(text) }
