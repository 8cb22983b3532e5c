package widgets_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/widgets"
)

// manyPoints are a choice of everything and points with names.
func manyPoints(n int) []string {
	choices := []string{"Wszystkie punkty"}
	for i := range n {
		choices = append(choices, fmt.Sprintf("5903%014d  Świetlica %d", i, i))
	}
	return choices
}

// TestManyChoicesAreLookedUp is how one of 500 points is found: by typing, then with the keys.
func TestManyChoicesAreLookedUp(t *testing.T) {
	test.NewTempApp(t)
	choices := manyPoints(500)
	var chosen string
	list := widgets.NewSelect("Szukaj", func(s string) { chosen = s })
	list.SetOptions(choices)
	list.SetSelectedIndex(0)
	win := test.NewTempWindow(t, container.NewVBox(list))
	win.Resize(fyne.NewSize(800, 600))
	look := func(text string, keys ...fyne.KeyName) {
		t.Helper()
		test.Tap(list)
		if win.Canvas().Overlays().Top() == nil {
			t.Fatal("no box opened")
		}
		test.Type(win.Canvas().Focused(), text)
		for _, key := range keys {
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
		}
		if win.Canvas().Overlays().Top() != nil {
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		if win.Canvas().Overlays().Top() != nil || win.Canvas().Focused() != fyne.Focusable(list) {
			t.Errorf("after %q the box is open or the list has not the keyboard", text)
		}
	}
	tests := []struct {
		typed string
		keys  []fyne.KeyName
		want  string
	}{
		{"swietlica 437", []fyne.KeyName{fyne.KeyReturn}, choices[438]},
		{"5903 0000 0000 0000 41", []fyne.KeyName{fyne.KeyReturn}, choices[42]},
		{"300 237", []fyne.KeyName{fyne.KeyReturn}, choices[238]},
		{"świetlica 49", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn}, choices[492]},
		{"nie ma takiego", []fyne.KeyName{fyne.KeyReturn}, choices[492]}, // nothing is picked
		{"swietlica 7", nil, choices[492]},                               // Escape picks nothing
		{"", []fyne.KeyName{fyne.KeyPageUp, fyne.KeyReturn}, choices[484]},
	}
	for _, tt := range tests {
		look(tt.typed, tt.keys...)
		if chosen != tt.want {
			t.Errorf("typing %q chose %q, want %q", tt.typed, chosen, tt.want)
		}
	}
}

func TestFewChoicesAreAMenu(t *testing.T) {
	test.NewTempApp(t)
	list := widgets.NewSelect("Szukaj", nil)
	list.SetOptions(manyPoints(widgets.ManyChoices - 1))
	win := test.NewTempWindow(t, list)
	test.Tap(list)
	if _, searching := win.Canvas().Focused().(interface{ SetPlaceHolder(string) }); searching {
		t.Error("a few choices have to be looked up")
	}
}
