package review

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
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
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0), note(present.Notice{Tone: tone, Message: what}),
		widgets.Caption(strings.Trim(h.When+" · "+h.Who, " ·")))
	for _, change := range h.Changes {
		lines.Add(note(present.Notice{Tone: tone, Message: "• " + change}))
	}
	return lines
}

// duplicateBox says that other documents carry the same invoice and asks what to do about it.
func (p *Page) duplicateBox() fyne.CanvasObject {
	l, s := p.p.Locale, p.sheet
	other := p.related.Duplicates[0]
	message := l.T("duplicate.loser")
	if p.related.Winner {
		message = l.T("duplicate.winner")
	}
	box := column(6)
	box.Add(widgets.NoticeBox(present.Notice{Tone: present.Attention, Message: message, Hint: l.T("duplicate.hint")}))
	id, part := s.Document, s.Part
	keep := button("", l.T("duplicate.keep_both"), !s.Locked, func() {
		p.decide("the invoices could not be kept apart", func(ctx context.Context, n Node) error { return n.Separate(ctx, id, part) })
	})
	replace := button("", l.T("duplicate.replace"), !s.Locked && !p.related.Winner, func() {
		p.decide("the document could not be preferred", func(ctx context.Context, n Node) error { return n.Prefer(ctx, id, part) })
	})
	ignore := button("", l.T("duplicate.ignore"), !s.Locked, func() { p.ignore(other) })
	look := widgets.QuietButton("forward", l.T("duplicate.look"), func() { p.follow(other) })
	box.Add(container.NewHBox(keep, replace, ignore))
	if values, loaded := p.parties[other.Document]; loaded {
		box.Add(gridOf(present.Compare(l, p.liveValues(), values), mostCompared))
	} else {
		p.loadOther(other)
	}
	box.Add(container.NewHBox(layout.NewSpacer(), look))
	return widgets.On(lookSurface, lookBorder, widgets.Pad(4, 6, 4, 6, box))
}

// mostCompared leaves the fields below in sight: what differs comes first.
const mostCompared = 5

const (
	lookSurface = look.Surface
	lookBorder  = look.Border
)

// ignore leaves the invoice to the other document: the one that is looked at counts as its copy.
func (p *Page) ignore(other present.Link) {
	keep, part := other.Document, other.Part
	if p.related.Winner {
		keep, part = p.sheet.Document, p.sheet.Part
	}
	p.decide("the choice could not be stored", func(ctx context.Context, n Node) error { return n.Prefer(ctx, keep, part) })
	p.p.Say(p.p.Locale.T("duplicate.ignored"))
}

// liveValues are the values as they are stored.
func (p *Page) liveValues() map[string]string {
	values := map[string]string{}
	for _, name := range p.sheet.Names() {
		values[name] = p.sheet.Field(name).Value
	}
	return values
}

// loadOther fetches the values of the other document, to compare them.
func (p *Page) loadOther(other present.Link) {
	node, number := p.p.Node(), p.number
	if node == nil {
		return
	}
	p.p.Go(func(ctx context.Context) {
		d, err := node.Document(ctx, other.Document)
		if err != nil {
			if lake.CodeOf(err) != lake.CodeNotFound {
				p.p.Report("the other document could not be read", err)
			}
			return
		}
		thread.Do(func() {
			p.parties[other.Document] = d.Values[other.Part]
			if number == p.number && p.sheet != nil {
				p.showNotices()
			}
		})
	})
}
