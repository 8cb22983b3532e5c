package invoices

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
)

// dropIcon is the size of the drawing in the empty page.
const dropIcon = 64

// emptyState invites to drop the first invoices.
func emptyState(p Params) fyne.CanvasObject {
	l := p.Locale
	title := widgets.Heading(l.T("empty.title"))
	title.Alignment = fyne.TextAlignCenter
	text := widget.NewLabelWithStyle(l.T("empty.text"), fyne.TextAlignCenter, fyne.TextStyle{})
	text.Importance = widget.LowImportance
	buttons := container.NewHBox(
		layout.NewSpacer(), widgets.PrimaryButton("add", l.T("invoices.add"), p.OnAdd), widgets.Button("folder", l.T("invoices.add_folder"), p.OnFolder),
		layout.NewSpacer(),
	)
	samples := container.NewHBox(layout.NewSpacer(), widgets.QuietButton("bolt", l.T("empty.samples"), p.OnSamples), layout.NewSpacer())
	column := container.NewVBox(widgets.Icon("drop", theme.ColorNamePrimary, dropIcon), widgets.Gap(1, 8), title, text, widgets.Gap(1, 8), buttons, samples)
	frame := canvas.NewRectangle(look.Color(look.Surface))
	frame.CornerRadius = 14
	frame.StrokeColor, frame.StrokeWidth = look.Color(look.Border), 2
	return container.NewStack(frame, container.NewCenter(column))
}
