package invoices

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// detailPanel shows one document beside the table.
type detailPanel struct {
	page  *Page
	key   present.RowKey
	shown lake.DocumentID // whose details are drawn
	tab   int
	part  int
	body  *fyne.Container
	root  fyne.CanvasObject
}

func newDetailPanel(page *Page) *detailPanel {
	d := &detailPanel{page: page, body: container.NewStack()}
	d.root = widgets.Card(d.body)
	if !page.p.State.Open {
		d.root.Hide()
	}
	return d
}

// begin opens the panel for a row; the details follow when they are loaded.
func (d *detailPanel) begin(key present.RowKey) {
	d.root.Show()
	d.part = key.Index
	d.key = key
	if d.shown != key.Document {
		d.body.Objects = []fyne.CanvasObject{container.NewCenter(widgets.Caption(d.page.p.Locale.T("invoices.loading")))}
		d.body.Refresh()
	}
}

// ShowDetail fills the panel if it still waits for this document.
func (p *Page) ShowDetail(detail present.Detail) {
	if p.p.State.Open && p.p.State.Chosen.Document == detail.Document {
		p.detail.part = p.p.State.Chosen.Index
		p.detail.fill(detail)
	}
}

// CloseDetail hides the panel and reports whether it was open.
func (p *Page) CloseDetail() bool {
	was := p.p.State.Open
	p.p.State.Open = false
	p.detail.root.Hide()
	p.table.Select(-1)
	p.split.Refresh()
	return was
}

func (d *detailPanel) fill(detail present.Detail) {
	d.shown = detail.Document
	top := container.NewVBox(d.head(detail), d.state(detail), d.actions(detail))
	if detail.Failure != nil {
		top.Add(widgets.NoticeBox(*detail.Failure))
	}
	if len(detail.Parts) > 1 {
		top.Add(d.partChooser(detail))
	}
	d.body.Objects = []fyne.CanvasObject{container.NewBorder(top, nil, nil, nil, d.tabs(detail))}
	d.body.Refresh()
}

func (d *detailPanel) head(detail present.Detail) fyne.CanvasObject {
	title := widget.NewLabelWithStyle(detail.Title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.SizeName = theme.SizeNameSubHeadingText
	title.Truncation = fyne.TextTruncateEllipsis
	title.Selectable = true
	closing := widgets.QuietButton("close", "", func() { d.page.CloseDetail() })
	return container.NewBorder(nil, nil, nil, closing, title)
}

func (d *detailPanel) state(detail present.Detail) fyne.CanvasObject {
	state := widgets.Toned(detail.Status.Text, detail.Status.Tone)
	line := container.NewHBox(widgets.Gap(4, 1), widgets.Icon(detail.Status.Icon, widgets.ToneColor(detail.Status.Tone), 16), state)
	if detail.Source != "" {
		line.Add(widgets.Toned(" ·  "+d.page.p.Locale.T("detail.source", "source", detail.Source), present.Muted))
	}
	return line
}

func (d *detailPanel) actions(detail present.Detail) fyne.CanvasObject {
	l, id, p := d.page.p.Locale, detail.Document, d.page.p
	approve := widgets.PrimaryButton("approve", l.T("action.approve"), func() { p.OnApprove(id) })
	retry := widgets.PrimaryButton("retry", l.T("action.retry"), func() { p.OnRetry(id) })
	original := widgets.Button("open", l.T("action.original"), func() { p.OnOriginal(id) })
	remove := widgets.Button("delete", l.T("action.delete"), func() { p.OnDelete(id) })
	enable(original, detail.Actions.Original)
	enable(remove, detail.Actions.Delete)
	row := container.NewHBox()
	if detail.Actions.Approve {
		row.Add(approve)
	}
	if detail.Actions.Retry {
		row.Add(retry)
	}
	row.Add(original)
	row.Add(layout.NewSpacer())
	row.Add(remove)
	if detail.Actions.Delete {
		return widgets.Pad(6, 4, 0, 0, row)
	}
	return container.New(&widgets.Snug{}, widgets.Pad(6, 4, 0, 0, row), widgets.Small(l.T("action.locked")))
}

func (d *detailPanel) partChooser(detail present.Detail) fyne.CanvasObject {
	titles := make([]string, len(detail.Parts))
	for i, part := range detail.Parts {
		titles[i] = part.Title
	}
	choose := widget.NewSelect(titles, nil)
	choose.SetSelectedIndex(min(d.part, len(titles)-1))
	choose.OnChanged = func(string) {
		d.page.p.State.Chosen.Index = choose.SelectedIndex()
		d.part = choose.SelectedIndex()
		d.fill(detail)
	}
	return choose
}

func (d *detailPanel) tabs(detail present.Detail) fyne.CanvasObject {
	l := d.page.p.Locale
	tabs := container.NewAppTabs()
	if len(detail.Parts) > 0 {
		part := detail.Parts[max(0, min(d.part, len(detail.Parts)-1))]
		tabs.Append(container.NewTabItem(l.T("detail.fields"), d.fields(part)))
		tabs.Append(container.NewTabItem(l.T("detail.points"), gridOr(part.Points, l.T("detail.no_points"))))
		tabs.Append(container.NewTabItem(l.T("detail.lines"), gridOr(part.Lines, l.T("detail.no_lines"))))
	}
	tabs.Append(container.NewTabItem(l.T("detail.text"), d.text(detail)))
	tabs.Append(container.NewTabItem(l.T("detail.history"), history(detail)))
	if d.tab < len(tabs.Items) {
		tabs.SelectIndex(d.tab)
	}
	tabs.OnSelected = func(*container.TabItem) { d.tab = tabs.SelectedIndex() }
	return tabs
}

// fields lists what was found first, then every field.
func (d *detailPanel) fields(part present.Part) fyne.CanvasObject {
	list := container.NewVBox(widgets.Gap(1, 2))
	for _, f := range part.Findings {
		list.Add(widgets.NoticeBox(f))
	}
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for i, line := range part.Fields {
		if i > 0 {
			lines.Add(widgets.Hairline())
		}
		lines.Add(fieldLine(line))
	}
	list.Add(lines)
	return container.NewVScroll(widgets.Pad(0, 0, 0, 10, list))
}

// labelWidth is the width of the names of fields.
const labelWidth = 124

func fieldLine(f present.FieldLine) fyne.CanvasObject {
	value := widgets.Paragraph(f.Value, f.Tone)
	words := container.New(layout.NewCustomPaddedVBoxLayout(0), value)
	if f.Raw != "" {
		words = container.New(&widgets.Snug{}, value, widgets.Small(f.Raw))
	}
	label := widgets.Wide(labelWidth, container.NewVBox(widgets.Pad(fieldTop, 0, 2, 0, widgets.Toned(f.Label, present.Muted))))
	evidence := container.NewVBox(widgets.Pad(fieldTop, 0, 0, 2, container.NewHBox(
		widgets.Toned(f.Place, present.Muted), widgets.Wide(confidenceWidth, widgets.Right(f.Confidence, f.Certainty)))))
	return container.NewBorder(nil, nil, label, evidence, words)
}

// fieldTop is the room that a label leaves above its first line: what stands beside it must begin there too.
const fieldTop = 8

// confidenceWidth fits "100 %".
const confidenceWidth = 48

func (d *detailPanel) text(detail present.Detail) fyne.CanvasObject {
	if detail.Text == "" {
		return centred(d.page.p.Locale.T("detail.no_text"))
	}
	grid := widget.NewTextGridFromString(detail.Text)
	grid.Scroll = fyne.ScrollBoth
	copying := widgets.QuietButton("copy", d.page.p.Locale.T("action.copy"), func() { d.page.p.OnCopy(detail.Text) })
	return container.NewBorder(nil, container.NewHBox(layout.NewSpacer(), copying), nil, nil, widgets.Pad(6, 0, 0, 0, grid))
}

func history(detail present.Detail) fyne.CanvasObject {
	list := container.NewVBox()
	for _, line := range detail.Origins {
		label := widget.NewLabel(line)
		label.Wrapping = fyne.TextWrapWord
		list.Add(label)
	}
	return container.NewVScroll(list)
}

func gridOr(grid present.Grid, none string) fyne.CanvasObject {
	if len(grid.Rows) == 0 {
		return centred(none)
	}
	return widgets.Pad(6, 0, 0, 0, widgets.NewGridTable(grid))
}

func centred(text string) fyne.CanvasObject {
	t := canvas.NewText(text, look.Color(look.Muted))
	t.TextSize = theme.Size(theme.SizeNameText)
	return container.NewCenter(t)
}

func enable(b *widget.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
