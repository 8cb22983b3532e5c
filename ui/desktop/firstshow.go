package desktop

import (
	"bytes"
	"errors"
	"log" //nolint:depguard // the toolkit writes to it
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"wattlake/lake"
)

// showNew shows a window for the first time. The toolkit only logs why it could make none, and would then wait for good.
func showNew(win fyne.Window) error {
	complaints, out := &bytes.Buffer{}, log.Writer()
	log.SetOutput(complaints)
	win.Show()
	log.SetOutput(out)
	if native, ok := win.(driver.NativeWindow); ok && !isMade(native) {
		return noWindow(errors.New(strings.TrimSpace(complaints.String())))
	}
	_, _ = out.Write(complaints.Bytes()) // of what did not keep the window from opening
	return nil
}

// isMade reports whether the system knows the window. Only X11 can be asked; elsewhere a window that cannot be made ends the program.
func isMade(win driver.NativeWindow) (made bool) {
	win.RunNative(func(context any) {
		x11, ok := context.(driver.X11WindowContext)
		made = !ok || x11.WindowHandle != 0
	})
	return made
}

func noWindow(cause error) error {
	return &lake.Error{
		Code: lake.CodeMissingTool, Op: "desktop: open the window", Err: cause,
		Message: lake.Text{
			PL: "Nie można otworzyć okna: ten ekran nie potrafi rysować przez OpenGL.",
			EN: "The window cannot be opened: this screen cannot draw with OpenGL.",
		},
		Hint: lake.Text{
			PL: "Zainstaluj sterownik grafiki (Debian: libgl1-mesa-dri). Bez okna: wattlake help, wattlake serve.",
			EN: "Install a graphics driver (Debian: libgl1-mesa-dri). Without a window: wattlake help, wattlake serve.",
		},
	}
}
