package widgets_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// said is what the tips of a window say at present, all lines as one.
func said(w fyne.Window) string {
	var lines []string
	for _, o := range test.LaidOutObjects(w.Content()) {
		if text, ok := o.(*canvas.Text); ok && text.Visible() && text.Color == look.Color(look.TipText) {
			lines = append(lines, text.Text)
		}
	}
	return strings.Join(lines, " ")
}

// widest is the width of the longest line of the tip.
func widest(w fyne.Window) (width float32) {
	for _, o := range test.LaidOutObjects(w.Content()) {
		if text, ok := o.(*canvas.Text); ok && text.Color == look.Color(look.TipText) {
			width = max(width, text.MinSize().Width)
		}
	}
	return width
}

// A button that is only an icon says what it does once the pointer rests on it, and a table says what it had to cut.
func TestTips(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	thread.Open()
	paints := make(chan func(), 16) // the test plays the drawing thread
	thread.Redirect(func(paint func()) { paints <- paint })
	t.Cleanup(func() { thread.Redirect(nil) })
	icon := widgets.Named("Rotate", widgets.QuietButton("rotate", "", nil))
	table := widgets.NewGridTable(present.Grid{
		Columns: []present.Column{{ID: "a", Title: "A", Sample: "abc", Flex: 1}},
		Rows:    [][]present.Cell{{{Text: "a text that is far too long for its column"}}, {{Text: "abc"}}},
	})
	window := test.NewTempWindow(t, widgets.WithTips(container.NewBorder(icon, nil, nil, nil, table)))
	window.Resize(fyne.NewSize(200, 300))
	synctest.Test(t, func(t *testing.T) {
		rest := func(want string) {
			t.Helper()
			time.Sleep(time.Second)
			synctest.Wait()
			for len(paints) > 0 {
				(<-paints)()
			}
			if got := said(window); got != want {
				t.Errorf("the tip says %q, want %q", got, want)
			}
		}
		at := func(y float32) *desktop.MouseEvent {
			return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, y)}}
		}
		icon.MouseIn(at(0))
		if said(window) != "" {
			t.Error("a tip comes before the pointer rests")
		}
		rest("Rotate")
		icon.MouseOut()
		rest("")
		table.MouseMoved(at(40))
		rest("a text that is far too long for its column")
		if width := widest(window); width > 200 {
			t.Errorf("a line of the tip takes %v of a window of 200", width)
		}
		table.MouseMoved(at(80))
		rest("")
		table.MouseMoved(at(40))
		table.MouseOut()
		rest("")
	})
}
