package desktop

import (
	"log" //nolint:depguard // the toolkit writes to it
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"wattlake/lake"
)

// nativeWindow is a window of X11 as far as the system is asked for it.
type nativeWindow struct {
	fyne.Window

	handle uintptr // that the system gives once it is shown; 0 if it cannot make one
	shown  bool
}

func (w *nativeWindow) Show() {
	w.shown = true
	if w.handle == 0 {
		log.Println("Fyne error:  window creation error")
	}
}

func (w *nativeWindow) RunNative(f func(any)) {
	f(driver.X11WindowContext{WindowHandle: w.handle})
}

// A window that the system cannot make is told in a sentence, and the toolkit's own words go to the cause.
func TestAWindowThatCannotBeMade(t *testing.T) {
	var printed strings.Builder
	out := log.Writer()
	log.SetOutput(&printed)
	defer log.SetOutput(out)
	if w := (&nativeWindow{handle: 1}); showNew(w) != nil || !w.shown {
		t.Error("a window that was made is not shown")
	}
	err := showNew(&nativeWindow{})
	if message, hint := lake.Explain(err); lake.CodeOf(err) != lake.CodeMissingTool || message.PL == "" || hint.EN == "" {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(err.Error(), "window creation error") || printed.Len() > 0 {
		t.Errorf("the toolkit's words: error %v, printed %q", err, &printed)
	}
}
