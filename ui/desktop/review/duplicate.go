package review

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// twin is what is known of another document with the same invoice.
type twin struct {
	file   string
	values map[string]string
}

// duplicateBox says that other documents carry the same invoice, what differs, and asks what to do about it.
func (p *Page) duplicateBox() fyne.CanvasObject {
	l, other := p.p.Locale, p.related.Duplicates[0]
	known, loaded := p.twins[other]
	box := column(6)
	box.Add(widgets.NoticeBox(p.duplicateNotice(known)))
	box.Add(p.duplicateChoices(other))
	if loaded {
		compared, _ := present.Compare(l, p.liveValues(), known.values)
		box.Add(gridOf(compared, mostCompared))
	} else {
		p.loadOther(other)
	}
	look := widgets.QuietButton("forward", l.T("duplicate.look"), func() { p.follow(other) })
	box.Add(container.NewHBox(layout.NewSpacer(), look))
	return widgets.On(lookSurface, lookBorder, widgets.Pad(4, 6, 4, 6, box))
}

// duplicateNotice says which document counts, and why; what is decided asks for nobody's attention any more.
func (p *Page) duplicateNotice(other twin) present.Notice {
	l := p.p.Locale
	notice := present.Notice{Tone: present.Attention, Message: l.T("duplicate.loser"), Hint: l.T("duplicate.hint")}
	switch {
	case p.related.Chosen && p.related.Winner:
		notice = present.Notice{Tone: present.Muted, Message: l.T("duplicate.winner.chosen")}
	case p.related.Chosen:
		notice = present.Notice{Tone: present.Muted, Message: l.T("duplicate.loser.chosen")}
	case p.related.Winner:
		notice.Message = l.T("duplicate.winner")
	}
	if other.file == "" {
		return notice
	}
	key := "duplicate.same"
	if _, different := present.Compare(l, p.liveValues(), other.values); different > 0 {
		key = "duplicate.differs"
	}
	notice.Hint = l.T(key, "file", other.file)
	return notice
}

// duplicateChoices offers what would change something.
func (p *Page) duplicateChoices(other present.Link) fyne.CanvasObject {
	l, s, row := p.p.Locale, p.sheet, container.NewHBox()
	id, part := s.Document, s.Part
	row.Add(button("", l.T("duplicate.keep_both"), !s.Locked, func() {
		p.choose(id, "duplicate.kept", "the invoices could not be kept apart", func(ctx context.Context, n Node) error { return n.Separate(ctx, id, part) })
	}))
	prefer := func(this lake.DocumentID, part int) func() {
		return func() {
			p.choose(this, "duplicate.chosen", "the document could not be preferred", func(ctx context.Context, n Node) error { return n.Prefer(ctx, this, part) })
		}
	}
	row.Add(button("", l.T("duplicate.replace"), !s.Locked && !p.related.Winner, prefer(id, part)))
	if !p.related.Chosen {
		if !p.related.Winner {
			id, part = other.Document, other.Part
		}
		row.Add(button("", l.T("duplicate.ignore"), !s.Locked, prefer(id, part)))
	}
	return row
}

// choose carries out a decision on one of the documents, says so, and offers to take it back: it may be another one than is in sight.
func (p *Page) choose(about lake.DocumentID, said, what string, do func(context.Context, Node) error) {
	p.decide(what, func(ctx context.Context, n Node) error {
		if err := do(ctx, n); err != nil {
			return err
		}
		d, err := n.Document(ctx, about)
		if err != nil {
			return err
		}
		if decision, ok := pipeline.LastToUndo(d.Steps); ok {
			thread.Do(func() {
				p.p.Offer(p.p.Locale.T(said), func() {
					p.decide("the decision could not be undone", func(ctx context.Context, n Node) error { return n.Undo(ctx, about, decision) })
				})
			})
		}
		return nil
	})
}

// mostCompared leaves the fields below in sight: what differs comes first.
const mostCompared = 5

const (
	lookSurface = look.Surface
	lookBorder  = look.Border
)

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
			p.twins[other] = twin{d.FileName, d.Values[other.Part]}
			if number == p.number && p.sheet != nil {
				p.showNotices()
			}
		})
	})
}
