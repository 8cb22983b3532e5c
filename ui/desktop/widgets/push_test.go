package widgets_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/widgets"
)

// A person without a mouse: Tab goes through the window as it is read, Enter presses what has the keyboard, and other keys reach
// the window.
func TestTheKeyboardGoesEverywhere(t *testing.T) {
	app := test.NewTempApp(t)
	var pressed []string
	push := func(label string) *widgets.Push {
		return widgets.Button("", label, func() { pressed = append(pressed, label) })
	}
	chip := widgets.NewChip("chip", func() { pressed = append(pressed, "chip") })
	window := app.NewWindow("")
	window.SetContent(widgets.Border(push("top"), push("bottom"), chip, push("right"), push("middle")))
	var handed []fyne.KeyName
	window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { handed = append(handed, e.Name) })
	for range 5 {
		window.Canvas().FocusNext()
		focused := window.Canvas().Focused()
		focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	if want := []string{"top", "chip", "middle", "right", "bottom"}; !slices.Equal(pressed, want) {
		t.Errorf("Tab and Enter press %q, want %q", pressed, want)
	}
	if len(handed) != len(pressed) {
		t.Errorf("Escape reaches the window %d times, want %d", len(handed), len(pressed))
	}
}

func TestTheLastButtonOfABoxHasTheKeyboard(t *testing.T) {
	window := test.NewTempWindow(t, container.NewStack())
	done := 0
	widgets.ShowBox(window, "title", fyne.NewSize(300, 200), widgets.Caption("text"),
		widgets.BoxButton{Label: "copy", Stay: true}, widgets.BoxButton{Label: "close", Do: func() { done++ }})
	window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done != 1 || window.Canvas().Overlays().Top() != nil {
		t.Errorf("Enter closed the box %d times, %v is left", done, window.Canvas().Overlays().Top())
	}
}

// A form full of editors is scrolled wherever the pointer is.
func TestTheWheelTurnsTheForm(t *testing.T) {
	value := ""
	wheel := widgets.NewWheel()
	tall := container.NewStack(widgets.Gap(10, 900), container.NewStack(widgets.NewEntry(&value, "", nil), wheel))
	scroll := container.NewVScroll(tall)
	window := test.NewTempWindow(t, container.NewStack(scroll))
	window.Resize(fyne.NewSize(200, 200))
	wheel.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
	if scroll.Offset.Y != 50 {
		t.Errorf("the form is at %v, want 50", scroll.Offset.Y)
	}
}
