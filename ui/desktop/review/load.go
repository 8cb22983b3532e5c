package review

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// load fetches everything about an invoice, beside the drawing thread.
func (p *Page) load(ctx context.Context, node Node, key present.RowKey, number int) {
	document, err := node.Document(ctx, key.Document)
	if err != nil {
		if lake.CodeOf(err) != lake.CodeNotFound { // deleted meanwhile: the list says so
			p.p.Report("the document could not be read", err)
		}
		return
	}
	part := partOf(document, key.Index)
	related, err := node.Related(ctx, key.Document, part)
	if err != nil {
		p.p.Report("what belongs to the document could not be read", err)
		return
	}
	thread.Do(func() {
		if number == p.number {
			p.fill(document, part, related)
		}
	})
}

// partOf finds the part that the n-th line of a document is about.
func partOf(d pipeline.DocumentDetail, n int) int {
	if n < len(d.Readings) {
		return d.Readings[n].Part
	}
	return 1
}

// fill shows an invoice.
func (p *Page) fill(d pipeline.DocumentDetail, part int, related pipeline.Related) {
	first := p.sheet == nil
	if p.sheet != nil {
		p.p.State.Typed = p.sheet.Typed()
	}
	p.sheet = present.NewSheet(p.p.Locale, d, part, p.p.Busy(d.ID), p.p.State.Typed, p.p.When)
	p.namePops()
	p.seen = &seen{figures: d.Figures[part]}
	p.sent = map[string]string{}
	p.related = present.NewRelations(p.p.Locale, related, d.ID)
	p.p.State.Page = max(1, min(p.p.State.Page, p.sheet.Pages))
	p.showInvoice() // a page that was built anew does not know yet that there is one
	p.build()
	p.refresh()
	p.showExtra()
	p.showPicture()
	if first {
		p.firstField()
	}
}

// firstField puts the cursor where a person must look first.
func (p *Page) firstField() {
	name := p.p.State.Field
	if name == "" {
		name = p.sheet.Next("", false)
	}
	if name != "" && !p.sheet.Locked {
		p.focus(name)
	} else if c := p.canvas(); c != nil {
		c.Focus(p.view)
	}
}

func (p *Page) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(p.view) }

// build makes the editors, unless those that are there fit.
func (p *Page) build() {
	names := slices.Concat(names(p.sheet.Groups), names(p.pointGroup()))
	if p.built != nil && slices.Equal(names, p.built) {
		return
	}
	p.built = names
	if p.built == nil {
		p.built = []string{}
	}
	p.cells = map[string]*cell{}
	p.form.Objects, p.points.Objects = nil, nil
	for _, g := range p.sheet.Groups {
		p.form.Add(column2(widgets.Title(g.Title), p.arrange(g)))
	}
	p.buildPoint()
	p.form.Refresh()
	p.points.Refresh()
}

func column2(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedVBoxLayout(4), objects...)
}

func names(groups []present.SheetGroup) []string {
	var list []string
	for _, g := range groups {
		for _, f := range g.Fields {
			list = append(list, f.Name)
		}
	}
	return list
}

// pointGroup is the metering point in sight: an invoice may have hundreds.
func (p *Page) pointGroup() []present.SheetGroup {
	if p.p.State.Point >= len(p.sheet.Points) {
		p.p.State.Point = 0
	}
	if len(p.sheet.Points) == 0 {
		return nil
	}
	return p.sheet.Points[p.p.State.Point : p.p.State.Point+1]
}

func (p *Page) buildPoint() {
	p.points.Objects = nil
	l := p.p.Locale
	group := p.pointGroup()
	if len(group) == 0 {
		return
	}
	head := container.NewHBox(widgets.Title(l.T("sheet.points")), layout.NewSpacer())
	if n := len(p.sheet.Points); n > 1 {
		at := p.p.State.Point
		head.Add(widgets.Named(l.T("tip.point_before"), button("back", "", at > 0, func() { p.showPoint(at - 1) })))
		head.Add(widgets.Toned(l.T("queue.progress", "at", l.Int(int64(at+1)), "all", l.Int(int64(n))), present.Plain))
		head.Add(widgets.Named(l.T("tip.point_after"), button("forward", "", at < n-1, func() { p.showPoint(at + 1) })))
	}
	p.points.Add(head)
	p.points.Add(p.arrange(group[0]))
}

// showPoint brings the editors of another metering point into sight.
func (p *Page) showPoint(n int) {
	if n < 0 || n >= len(p.sheet.Points) || n == p.p.State.Point {
		return
	}
	p.p.State.Point = n
	p.build()
	p.refresh()
}

// refresh shows the sheet as it stands in editors that are there already.
func (p *Page) refresh() {
	l := p.p.Locale
	for name, c := range p.cells {
		if f := p.sheet.Field(name); f != nil {
			c.show(l, f, p.sheet.Locked)
		}
	}
	p.showHead()
	p.showNotices()
	p.showSums()
	p.showFoot()
	p.showBoxes()
}

func (p *Page) showNotices() {
	p.notices.Objects = nil
	l := p.p.Locale
	switch {
	case p.sheet.Locked:
		p.notices.Add(widgets.NoticeBox(present.Notice{Tone: present.Muted, Message: l.T("action.locked")}))
	case p.sheet.Failure != nil:
		p.notices.Add(widgets.NoticeBox(*p.sheet.Failure))
	case p.sheet.Empty:
		p.notices.Add(widgets.NoticeBox(present.Notice{Tone: present.Muted, Message: l.T("review.empty")}))
	}
	if len(p.related.Duplicates) > 0 {
		p.notices.Add(p.duplicateBox())
	}
	for _, n := range p.sheet.Notices {
		p.notices.Add(widgets.NoticeBox(n))
	}
	p.notices.Refresh()
}

func (p *Page) showSums() {
	p.sums.Objects = nil
	for _, s := range p.sheet.Sums() {
		icon, tone := "ready", present.Good
		if !s.OK {
			icon, tone = "failed", present.Bad
		}
		text := widgets.Toned(s.Text, tone)
		text.TextStyle.Bold = !s.OK
		p.sums.Add(widgets.Pad(3, 0, 2, 2, container.NewBorder(nil, nil,
			container.NewHBox(widgets.Icon(icon, widgets.ToneColor(tone), sumIcon), text), widgets.Caption(s.Note))))
	}
	p.sums.Refresh()
}

const sumIcon = 15

// showHead says what is in sight and where in the queue it stands.
func (p *Page) showHead() {
	l, s, q := p.p.Locale, p.sheet, &p.p.State.Queue
	title := widget.NewLabelWithStyle(s.Title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.SizeName, title.Truncation, title.Selectable = "headingText", fyne.TextTruncateEllipsis, true
	state := container.NewHBox(widgets.Icon(s.Status.Icon, widgets.ToneColor(s.Status.Tone), statusIcon), widgets.Toned(s.Status.Text, s.Status.Tone))
	if s.Title != s.FileName {
		state.Add(widgets.Toned("· "+s.FileName, present.Muted))
	}
	left := container.NewHBox(widgets.QuietButton("back", l.T("nav.invoices"), p.p.OnBack))
	right := container.NewHBox()
	if s.Parts > 1 {
		right.Add(widgets.Pad(0, 0, 12, 0, widgets.Middle(widgets.Toned(l.T("review.part", "n", strconv.Itoa(s.Part), "all", strconv.Itoa(s.Parts)), present.Muted))))
	}
	if q.Review {
		right.Add(widgets.Pad(0, 0, 12, 8, widgets.Middle(widgets.Toned(l.N("queue.left", q.Left()), present.Muted))))
	}
	right.Add(widgets.Middle(widgets.Named(l.T("tip.invoice_before"), button("back", "", q.At > 0, func() { p.move(-1) }))))
	right.Add(widgets.Middle(widgets.Toned(q.Progress(l), present.Plain)))
	right.Add(widgets.Middle(widgets.Named(l.T("tip.invoice_after"), button("forward", "", q.At < len(q.Keys)-1, func() { p.move(1) }))))
	words := container.NewBorder(nil, nil, nil, widgets.Pad(0, 0, 0, 8, widgets.Middle(state)), title)
	p.top.Objects = []fyne.CanvasObject{widgets.Pad(0, 8, 0, 0, container.NewBorder(nil, nil, left, right, words))}
	p.top.Refresh()
}

const statusIcon = 16

// showFoot offers what can be done.
func (p *Page) showFoot() {
	l, s := p.p.Locale, p.sheet
	row := container.NewHBox()
	switch {
	case s.Password:
		row.Add(widgets.PrimaryButton("key", l.T("activity.unlock"), func() { p.p.OnUnlock(s.Document) }))
		row.Add(widgets.Named(l.T("action.retry"), button("retry", "", s.Actions.Retry, func() { p.p.OnRetry(s.Document) }))) // a password may be kept by now
	case s.Actions.Retry:
		row.Add(widgets.PrimaryButton("retry", l.T("action.retry"), func() { p.p.OnRetry(s.Document) }))
	case !s.Empty:
		approve := widgets.PrimaryButton("approve", l.T("review.approve_next"), p.approve)
		why := l.T("why.wrong")
		if s.Locked {
			why = l.T("action.locked")
		}
		widgets.Allow(approve, "approve", !s.Locked && !s.Wrong(), why)
		row.Add(approve)
	}
	row.Add(widgets.Named(l.T("tip.undo"), button("undo", "", s.Undo != "" && !s.Locked, p.undo)))
	row.Add(widgets.Named(l.T("tip.redo"), button("redo", "", s.Redo != "" && !s.Locked, p.redo)))
	if s.Approved {
		row.Add(button("", l.T("review.unapprove"), !s.Locked, p.unapprove))
	}
	row.Add(layout.NewSpacer())
	word := l.T("review.original")
	if s.Approved { // the button that takes the approval back needs the room
		word = ""
	}
	original := widgets.Named(l.T("review.original"), button("open", word, s.Actions.Original, func() { p.p.OnOriginal(s.Document) }))
	remove := widgets.Named(l.T("action.delete"), button("delete", "", s.Actions.Delete, func() { p.p.OnDelete(s.Document) }))
	row.Add(original)
	row.Add(remove)
	p.foot.Objects = []fyne.CanvasObject{widgets.Pad(6, 0, 0, 0, row)}
	p.foot.Refresh()
}
