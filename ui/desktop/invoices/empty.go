package invoices

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// dropIcon is the size of the drawing in the empty page.
const dropIcon = 64

// emptyState invites to drop the first invoices.
func emptyState(p Params) fyne.CanvasObject {
	l := p.Locale
	title := widgets.Heading(l.T("empty.title"))
	title.Alignment = fyne.TextAlignCenter
	text := container.NewVBox()
	for line := range strings.SplitSeq(l.T("empty.text"), "\n") {
		words := widgets.Toned(line, present.Muted)
		words.Alignment = fyne.TextAlignCenter
		text.Add(words)
	}
	buttons := container.NewHBox(
		layout.NewSpacer(), widgets.PrimaryButton("add", l.T("invoices.add"), p.OnAdd), widgets.Button("bolt", l.T("empty.samples"), p.OnSamples),
		layout.NewSpacer(),
	)
	column := container.NewVBox(widgets.Icon("drop", theme.ColorNamePrimary, dropIcon), widgets.Gap(1, 8), title, widgets.Gap(1, 2), text, widgets.Gap(1, 10), buttons)
	frame := canvas.NewRectangle(look.Color(look.Surface))
	frame.CornerRadius = 14
	frame.StrokeColor, frame.StrokeWidth = look.Color(look.Border), 2
	return container.NewStack(frame, container.NewCenter(column))
}
