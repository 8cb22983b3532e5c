package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// gutter is how much of the room beside a page its scroll bar takes.
const gutter = 14

// Gutter scrolls content that is as wide as what stands above it: the scroll bar has its place in the room beside the page. What is in
// containers of the content and can be told that it is out of sight is told: the toolkit draws what is scrolled away like all else.
func Gutter(content fyne.CanvasObject) fyne.CanvasObject {
	scroll := container.NewVScroll(nil)
	tell := func() { tellSeen(content, -scroll.Offset.Y, scroll.Size().Height) }
	scroll.Content = container.New(&telling{layout.NewCustomPaddedLayout(0, 0, 0, gutter), tell}, content)
	scroll.OnScrolled = func(fyne.Position) { tell() }
	return container.New(&telling{layout.NewCustomPaddedLayout(0, 0, 0, -gutter), tell}, scroll)
}

// seeable is what draws nothing while it is out of sight. It stays where it is, so that the keyboard finds it.
type seeable interface{ See(seen bool) }

// tellSeen tells an object and those in it, which lies at a height of what scrolls it, whether they are in sight.
func tellSeen(o fyne.CanvasObject, above, height float32) {
	y := o.Position().Y + above
	if s, ok := o.(seeable); ok {
		s.See(y < height && y+o.Size().Height > 0)
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			tellSeen(child, y, height)
		}
	}
}

// telling tells what is in sight once it has laid out.
type telling struct {
	room fyne.Layout
	tell func()
}

// Layout implements fyne.Layout.
func (t *telling) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	t.room.Layout(objects, size)
	t.tell()
}

// MinSize implements fyne.Layout.
func (t *telling) MinSize(objects []fyne.CanvasObject) fyne.Size { return t.room.MinSize(objects) }
