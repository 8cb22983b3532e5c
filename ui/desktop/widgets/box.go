package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
)

// BoxButton is what a person can do in a box. Unless it stays open the box closes first; without Do that is all.
type BoxButton struct {
	Label string
	Do    func()
	Stay  bool
}

// ShowBox opens a box with a title and buttons below its content. The last button has the keyboard: Enter presses it, Escape
// leaves the box. It is as large as its content where no size is given.
func ShowBox(window fyne.Window, title string, size fyne.Size, content fyne.CanvasObject, buttons ...BoxButton) {
	var box *dialog.CustomDialog
	line := container.NewHBox(layout.NewSpacer())
	var last *Push
	for i, b := range buttons {
		do := func() {
			if !b.Stay {
				box.Hide()
			}
			if b.Do != nil {
				b.Do()
			}
		}
		last = Button("", b.Label, do)
		if i == len(buttons)-1 {
			last = PrimaryButton("", b.Label, do)
		}
		line.Add(last)
	}
	box = dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, Pad(8, 0, 0, 0, line), nil, nil, content), window)
	if size != (fyne.Size{}) {
		box.Resize(size)
	}
	box.Show()
	window.Canvas().Focus(last)
}
