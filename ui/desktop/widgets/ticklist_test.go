package widgets_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/widgets"
)

// A list of ticks stays open while lines are ticked, by the keys and by the pointer, until it is closed.
func TestListOfTicksStaysOpen(t *testing.T) {
	test.NewTempApp(t)
	win := test.NewTempWindow(t, container.NewStack(widget.NewLabel("")))
	win.Resize(fyne.NewSize(400, 240))
	on := []bool{true, false, false}
	list := widgets.TickList{Reset: "Reset", Close: "Close", OnReset: func() { on = []bool{true, false, false} }, Lines: func() []widgets.TickLine {
		lines := make([]widgets.TickLine, len(on))
		for i, label := range []string{"one", "two", "three"} {
			alone := on[i] && !slices.Contains(slices.Delete(slices.Clone(on), i, i+1), true)
			lines[i] = widgets.TickLine{Label: label, On: on[i], Locked: alone, Toggle: func() { on[i] = !on[i] }}
		}
		return lines
	}}
	list.Show(win.Canvas(), fyne.NewPos(390, 230)) // there is no room at the edge: it moves in
	box := win.Canvas().Overlays().Top()
	press := func(keys ...fyne.KeyName) {
		t.Helper()
		for _, key := range keys {
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
		}
		if win.Canvas().Overlays().Top() != box {
			t.Fatal("the list was closed")
		}
	}
	press(fyne.KeyReturn) // the first line is locked: the keyboard is on the second
	press(fyne.KeyDown)
	win.Canvas().Focused().TypedRune(' ')
	press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn)
	if !slices.Equal(on, []bool{false, true, true}) {
		t.Errorf("ticked %v", on)
	}
	var pushes []*widgets.Push
	for _, o := range test.LaidOutObjects(box) {
		if b, ok := o.(*widgets.Push); ok {
			pushes = append(pushes, b)
		}
	}
	test.Tap(pushes[0])
	if !slices.Equal(on, []bool{true, false, false}) || win.Canvas().Overlays().Top() != box {
		t.Errorf("after a reset: %v", on)
	}
	test.Tap(pushes[1])
	if win.Canvas().Overlays().Top() != nil {
		t.Error("the list is open after its end")
	}
}
