package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/accessible"
	"wattlake/ui/present"
)

// Field puts a label above a control, and a hint below it if there is one.
func Field(label string, control fyne.CanvasObject, hint string) fyne.CanvasObject {
	field := container.New(layout.NewCustomPaddedVBoxLayout(3), Caption(label), container.NewStack(control, NewWheel()))
	if hint != "" {
		field.Add(Pad(-4, -6, -6, 0, Small(hint)))
	}
	return accessible.Labelled(field, label, hint)
}

// Fields puts fields side by side in equal parts.
func Fields(fields ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&sideBySide{}, fields...)
}

// sideBySide gives every object the same width and its own height.
type sideBySide struct{}

const fieldGap = 12

// Layout implements fyne.Layout.
func (*sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - fieldGap*float32(len(objects)-1)) / float32(len(objects))
	for i, o := range objects {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Move(fyne.NewPos(float32(i)*(width+fieldGap), 0))
	}
}

// MinSize implements fyne.Layout.
func (*sideBySide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var height float32
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(200, height)
}

// Tick is a box for a value that is on or off.
func Tick(label string, value *bool) *widget.Check {
	box := widget.NewCheck(label, func(on bool) { *value = on })
	box.Checked = *value
	return box
}

// tickRoom is what a tick leaves at its left.
const tickRoom = 7

// Flush puts a tick in line with what stands above it.
func Flush(tick *widget.Check) fyne.CanvasObject { return Pad(0, 0, -tickRoom, 0, tick) }

// Choices offers a few values as chips; changed is called with another one than is chosen.
func Choices(choices []present.Choice, value string, changed func(string)) fyne.CanvasObject {
	row := container.NewHBox()
	chips := make([]*Chip, len(choices))
	for i, c := range choices {
		chips[i] = NewChip(c.Label, func() {
			if c.Value == value {
				return
			}
			value = c.Value
			for j, chip := range chips {
				chip.Set("", choices[j].Value == value)
			}
			changed(c.Value)
		})
		chips[i].Set("", c.Value == value)
		row.Add(chips[i])
	}
	return accessible.As(row, func() accessible.Element { return accessible.Element{Role: accessible.Panel} })
}

// Section is a card with a title, content, and an explanation under the title if there is one.
func Section(title, about string, content ...fyne.CanvasObject) fyne.CanvasObject {
	head := container.New(layout.NewCustomPaddedVBoxLayout(0), Title(title))
	if about != "" {
		head.Add(Pad(-2, -6, -8, 0, Hint(about, fyne.TextAlignLeading)))
	}
	body := container.New(layout.NewCustomPaddedVBoxLayout(12), content...)
	return Card(container.NewBorder(Pad(0, 10, 0, 0, head), nil, nil, nil, body))
}
