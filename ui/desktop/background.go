package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wattlake/ui/desktop/look"
)

// lifecycle follows whether a person looks at the window, and puts the program into the system tray where there is one.
func (w *Window) lifecycle() {
	life := w.p.App.Lifecycle()
	life.SetOnEnteredForeground(func() { w.away = false })
	life.SetOnExitedForeground(func() { w.away = true })
	if w.tray {
		w.fillTray()
	}
}

// fillTray sets the tray's menu in the present language.
func (w *Window) fillTray() {
	app, ok := w.p.App.(desktop.App)
	if !ok || !w.tray {
		return
	}
	l := w.locale
	quit := fyne.NewMenuItem(l.T("tray.quit"), w.quit)
	quit.IsQuit = true
	app.SetSystemTrayMenu(fyne.NewMenu("Wattlake",
		fyne.NewMenuItem(l.T("tray.open"), w.comeBack), fyne.NewMenuItem(l.T("invoices.add"), func() {
			w.comeBack()
			w.chooseFiles()
		}),
		fyne.NewMenuItem(l.T("team.sync.now"), w.syncNow), fyne.NewMenuItemSeparator(), quit))
	app.SetSystemTrayIcon(look.AppIcon())
}

// comeBack shows the window again.
func (w *Window) comeBack() {
	w.win.Show()
	w.win.RequestFocus()
}

// notify tells something through the system to somebody who looks elsewhere.
func (w *Window) notify(text string) {
	if w.away && w.p.Notify {
		w.p.App.SendNotification(fyne.NewNotification("Wattlake", text))
	}
}
