package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
)

// chipHeight is the height of a filter chip.
const chipHeight = 30

// focusWidth is the width of the line around what has the keyboard.
const focusWidth = 2

// Chip is a filter that is on or off, with a count.
type Chip struct {
	press

	label, count string
	on           bool
}

// NewChip returns a chip that calls tapped when it is clicked.
func NewChip(label string, tapped func()) *Chip {
	c := &Chip{label: label}
	c.onTap, c.changed, c.self = tapped, c.Refresh, c
	c.ExtendBaseWidget(c)
	return c
}

// Set changes what the chip shows.
func (c *Chip) Set(count string, on bool) {
	if c.count != count || c.on != on {
		c.count, c.on = count, on
		c.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{chip: c, box: canvas.NewRectangle(color.Transparent), label: newText("", theme.Size(theme.SizeNameText), look.Muted), count: newText("", theme.Size(theme.SizeNameText)-1, look.Muted)}
	r.box.CornerRadius = chipHeight / 2
	r.Refresh()
	return r
}

type chipRenderer struct {
	chip         *Chip
	box          *canvas.Rectangle
	label, count *canvas.Text
}

func (r *chipRenderer) Destroy() {}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.label, r.count}
}

func (r *chipRenderer) MinSize() fyne.Size {
	const padding = 12
	width := measure(r.chip.label, r.label.TextSize, r.label.TextStyle).Width + 2*padding
	if r.chip.count != "" {
		width += labelGap + measure(r.chip.count, r.count.TextSize, r.count.TextStyle).Width
	}
	return fyne.NewSize(round(width), chipHeight)
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	labelSize, countSize := r.label.MinSize(), r.count.MinSize()
	width := labelSize.Width
	if r.chip.count != "" {
		width += labelGap + countSize.Width
	}
	x := round((size.Width - width) / 2)
	r.label.Move(fyne.NewPos(x, round((size.Height-labelSize.Height)/2)))
	r.label.Resize(labelSize)
	r.count.Move(fyne.NewPos(round(x+labelSize.Width+labelGap), round((size.Height-countSize.Height)/2+0.5)))
	r.count.Resize(countSize)
}

func (r *chipRenderer) Refresh() {
	text, count, fill, stroke := theme.ColorNameForeground, look.Muted, look.Surface, look.Border
	switch {
	case r.chip.on:
		text, count, fill, stroke = theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnPrimary, look.ChipOn, look.ChipOn
	case r.chip.hovered:
		fill = look.RowHover
	}
	width := float32(1)
	if r.chip.focused {
		stroke, width = theme.ColorNamePrimary, focusWidth
		if r.chip.on {
			stroke = theme.ColorNameForeground
		}
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = look.Color(fill), look.Color(stroke), width
	r.box.Refresh()
	setText(r.label, r.chip.label, look.Color(text))
	setText(r.count, r.chip.count, look.Color(count))
	r.Layout(r.chip.Size())
}
