// Package status is the bar at the bottom of the window: the queue, the team's Kafka and bucket, and the last sync.
package status

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Bar is the status bar. It may be used on the drawing thread only.
type Bar struct {
	line  present.StatusLine
	items [4]*item
	root  fyne.CanvasObject
}

const (
	barHeight = 26
	barIcon   = 13
)

// New builds the bar; opened is called when somebody clicks it.
func New(opened func()) *Bar {
	b := &Bar{}
	row := container.NewHBox()
	for i := range b.items {
		b.items[i] = newItem()
		row.Add(b.items[i].root)
	}
	line := canvas.NewRectangle(look.Color(look.Border))
	line.SetMinSize(fyne.NewSize(1, 1))
	background := canvas.NewRectangle(look.Color(look.Surface))
	background.SetMinSize(fyne.NewSize(1, barHeight))
	accessible.As(row, func() accessible.Element { return accessible.Element{Role: accessible.StatusBar} })
	b.root = container.NewStack(background, container.NewVBox(line), widgets.NewTap(opened, widgets.Pad(0, 0, 18, 14, row)))
	return b
}

// Object is the bar's content.
func (b *Bar) Object() fyne.CanvasObject { return b.root }

// Set shows the present state; what is the same is not drawn again.
func (b *Bar) Set(line present.StatusLine) {
	if line == b.line {
		return
	}
	b.line = line
	for i, part := range [4]present.StatusPart{line.Queue, line.Sync, line.Events, line.LastSync} {
		b.items[i].set(part)
	}
	b.root.Refresh()
}

// item is one part of the bar.
type item struct {
	icon *canvas.Image
	text *canvas.Text
	root *fyne.Container
}

func newItem() *item {
	i := &item{icon: canvas.NewImageFromResource(nil), text: widgets.Caption("")}
	i.icon.FillMode = canvas.ImageFillContain
	i.icon.SetMinSize(fyne.NewSquareSize(barIcon))
	i.root = container.NewHBox(container.NewCenter(i.icon), widgets.Middle(i.text), widgets.Gap(14, 1))
	i.root.Hide()
	return i
}

func (i *item) set(part present.StatusPart) {
	widgets.Show(i.root, part.Text != "")
	i.icon.Resource = look.Icon(part.Icon, widgets.ToneColor(part.Tone))
	widgets.Show(i.icon, part.Icon != "")
	i.icon.Refresh()
	colour := look.Color(look.Muted)
	if part.Tone == present.Bad || part.Tone == present.Attention {
		colour = look.Color(widgets.ToneColor(part.Tone))
	}
	i.text.Text, i.text.Color = part.Text, colour
	i.text.Refresh()
}
