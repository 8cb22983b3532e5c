package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Border is container.NewBorder with its objects in the order in which people read: Tab goes from one to the next. It is for edges
// that keep their height: Fyne v2.7 looks only at the last object of a container whose least size has changed.
func Border(top, bottom, left, right fyne.CanvasObject, middle ...fyne.CanvasObject) *fyne.Container {
	var objects []fyne.CanvasObject
	add := func(o fyne.CanvasObject) {
		if o != nil {
			objects = append(objects, o)
		}
	}
	add(top)
	add(left)
	objects = append(objects, middle...)
	add(right)
	add(bottom)
	return container.New(layout.NewBorderLayout(top, bottom, left, right), objects...)
}
