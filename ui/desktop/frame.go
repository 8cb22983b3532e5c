package desktop

import "fyne.io/fyne/v2"

// frame puts the navigation on the left, the status bar at the bottom and the pages into the rest, with no gaps.
type frame struct{}

// Layout implements fyne.Layout.
func (frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rail, pages, bar := objects[0], objects[1], objects[2]
	left, bottom := rail.MinSize().Width, bar.MinSize().Height
	rail.Move(fyne.NewPos(0, 0))
	rail.Resize(fyne.NewSize(left, size.Height))
	pages.Move(fyne.NewPos(left, 0))
	pages.Resize(fyne.NewSize(size.Width-left, size.Height-bottom))
	bar.Move(fyne.NewPos(left, size.Height-bottom))
	bar.Resize(fyne.NewSize(size.Width-left, bottom))
}

// MinSize implements fyne.Layout.
func (frame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rail, pages, bar := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(rail.Width+max(pages.Width, bar.Width), max(rail.Height, pages.Height+bar.Height))
}
