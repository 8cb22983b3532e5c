package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/look"
)

// Card puts content on a surface with a hairline and room around it.
func Card(content fyne.CanvasObject) fyne.CanvasObject {
	const room = 12
	return Surface(container.New(layout.NewCustomPaddedLayout(room, room, room+2, room+2), content))
}

// Surface puts content on a surface with a hairline.
func Surface(content fyne.CanvasObject) fyne.CanvasObject {
	return On(look.Surface, look.Border, content)
}

// On puts content on a surface of the colours.
func On(fill, stroke fyne.ThemeColorName, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(newPlate(look.Color(fill), look.Color(stroke)), container.New(layout.NewCustomPaddedLayout(1, 1, 1, 1), content))
}

// Pad puts room around content.
func Pad(top, bottom, left, right float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), content)
}

// Gap is empty room of a height and width.
func Gap(width, height float32) fyne.CanvasObject {
	gap := canvas.NewRectangle(nil)
	gap.SetMinSize(fyne.NewSize(width, height))
	return gap
}

// Icon shows an icon in a colour at a size.
func Icon(name string, colour fyne.ThemeColorName, size float32) fyne.CanvasObject {
	image := canvas.NewImageFromResource(look.Icon(name, colour))
	image.FillMode = canvas.ImageFillContain
	image.SetMinSize(fyne.NewSquareSize(size))
	return container.NewCenter(image)
}

// Middle centres content from top to bottom.
func Middle(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(layout.NewSpacer(), content, layout.NewSpacer())
}

// Show shows or hides an object.
func Show(o fyne.CanvasObject, shown bool) {
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}

// Wide gives content a least width of its own.
func Wide(width float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(Gap(width, 1), content)
}

// Hairline is a thin line between rows.
func Hairline() fyne.CanvasObject {
	line := canvas.NewRectangle(look.Color(look.RowLine))
	line.SetMinSize(fyne.NewSize(1, 1))
	return line
}
