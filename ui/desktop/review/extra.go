package review

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// showExtra lists what cannot be edited: the comparison of a correction, links, lines, history.
func (p *Page) showExtra() {
	l := p.p.Locale
	p.extra.Objects = nil
	if len(p.related.Change.Rows) > 0 {
		p.section("review.change", grid(p.related.Change))
	}
	if len(p.related.Links) > 0 {
		links := column(2)
		for _, link := range p.related.Links {
			links.Add(p.link(link))
		}
		p.section("review.related", links)
	}
	if len(p.sheet.VATRows.Rows) > 0 {
		p.section("review.vat", grid(p.sheet.VATRows))
	}
	if len(p.sheet.Lines.Rows) > 0 {
		p.section("detail.lines", grid(p.sheet.Lines))
	}
	if len(p.sheet.History) > 0 {
		history := column(4)
		for _, h := range p.sheet.History {
			history.Add(historyLine(l, h))
		}
		p.section("detail.history", history)
	}
	if p.sheet.Text != "" {
		p.extra.Add(container.NewHBox(widgets.QuietButton("copy", l.T("review.copy_text"), func() {
			p.p.OnCopy(strings.ReplaceAll(p.sheet.Text, "\f", "\n\n"))
			p.p.Say(l.T("review.text_copied"))
		})))
	}
	p.extra.Refresh()
}

func (p *Page) section(title string, content fyne.CanvasObject) {
	p.extra.Add(column2(widgets.Title(p.p.Locale.T(title)), content))
}

// grid is a small table in its full height: the form scrolls as a whole.
func grid(g present.Grid) fyne.CanvasObject { return gridOf(g, mostRows) }

// mostRows is how many rows a table shows before it scrolls itself.
const mostRows = 12

func gridOf(g present.Grid, most int) fyne.CanvasObject {
	table := widgets.NewGridTable(g)
	return container.New(&tall{table.HeightFor(min(len(g.Rows), most))}, table)
}

// tall gives its content a height of its own.
type tall struct{ height float32 }

// Layout implements fyne.Layout.
func (*tall) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize implements fyne.Layout.
func (t *tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, t.height) }

func (p *Page) link(link present.Link) fyne.CanvasObject {
	if link.Document == "" {
		return widgets.Pad(2, 2, 8, 0, widgets.Toned(link.Label, present.Attention))
	}
	return container.NewHBox(widgets.QuietButton("forward", link.Label, func() { p.follow(link) }))
}

// follow shows another invoice; the queue waits.
func (p *Page) follow(link present.Link) {
	key := present.RowKey{Document: link.Document, Index: max(0, link.Part-1)}
	queue := p.p.State.Queue
	if !queue.Go(key) {
		queue = present.Queue{Keys: []present.RowKey{key}, Done: map[present.RowKey]bool{}}
		if now, ok := p.Now(); ok {
			queue.Keys = []present.RowKey{now, key}
			queue.At = 1
		}
	}
	p.Open(queue)
}

func historyLine(l *present.Locale, h present.HistoryLine) fyne.CanvasObject {
	what := h.What
	if h.Undone {
		what += " " + l.T("history.undone")
	}
	tone := present.Plain
	if h.Undone {
		tone = present.Muted
	}
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.Pad(0, 0, -noteLeft, 0, note(present.Notice{Tone: tone, Message: what})),
		widgets.Caption(strings.Trim(h.When+" · "+h.Who, " ·")))
	for _, change := range h.Changes {
		lines.Add(widgets.Pad(0, 0, -noteLeft, 0, note(present.Notice{Tone: tone, Message: "• " + change})))
	}
	return lines
}

// noteLeft is how far a note begins behind the left end of what stands above it.
const noteLeft = 3
