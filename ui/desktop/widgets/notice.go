package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// NoticeBox shows a sentence and what to do about it, with an icon in the colour of its tone.
func NoticeBox(n present.Notice) fyne.CanvasObject {
	fill, icon := look.Surface, "info"
	switch n.Tone {
	case present.Bad:
		fill, icon = look.SoftBad, "failed"
	case present.Attention:
		fill, icon = look.SoftWarn, "needs_review"
	default:
	}
	message := widget.NewLabel(n.Message)
	message.Wrapping = fyne.TextWrapWord
	words := container.NewVBox(message)
	if n.Hint != "" {
		words = container.New(&Snug{}, message, Hint(n.Hint, fyne.TextAlignLeading))
	}
	return On(fill, fill, container.NewBorder(nil, nil, Pad(6, 0, 8, 0, container.NewVBox(Icon(icon, ToneColor(n.Tone), statusIconSize))), nil, words))
}

// Snug stacks paragraphs without the room that labels leave around themselves.
type Snug struct{}

const snugOverlap = 10

// Layout implements fyne.Layout.
func (*Snug) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		y += o.MinSize().Height - snugOverlap
	}
}

// MinSize implements fyne.Layout.
func (*Snug) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, snugOverlap)
	for _, o := range objects {
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height - snugOverlap
	}
	return size
}
