package invoices

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// actions are the buttons for what is selected. They stand where they are whether anything is selected or not, so that
// nothing jumps under the pointer.
type actions struct {
	review  *widgets.Push
	approve *widgets.Push
	read    *widgets.Push
	remove  *widgets.Push
}

func (p *Page) heading() fyne.CanvasObject {
	l := p.p.Locale
	title := widgets.Heading(l.T("invoices.title"))
	a := &p.actions
	a.review = widgets.Button("review", "", p.p.OnReviews)
	a.approve = widgets.Button("approve", l.T("action.approve"), p.approve)
	a.read = widgets.Button("retry", l.T("bulk.read"), func() { p.p.OnRead(p.Chosen(canRead)) })
	a.remove = widgets.Button("delete", l.T("action.delete"), func() { p.p.OnDelete(p.Chosen(canDelete)) })
	p.buttons = container.NewHBox(a.review, a.approve, a.read, a.remove)
	if p.p.OnExport != nil {
		p.buttons.Add(widgets.Button("export", l.T("bulk.export"), p.p.OnExport))
	}
	p.buttons.Add(widgets.PrimaryButton("add", l.T("invoices.add"), p.p.OnAdd))
	return widgets.Border(nil, nil, widgets.Middle(widgets.Pad(6, 6, 0, 0, title)), p.buttons)
}

// canApprove, canRead and canDelete tell what may be done to a row.
func canApprove(a present.Actions) bool { return a.Approve }
func canRead(a present.Actions) bool    { return a.Delete }
func canDelete(a present.Actions) bool  { return a.Delete }

// approve approves what is selected and has all that an invoice cannot do without. The rest must be looked at one by one.
func (p *Page) approve() {
	incomplete := map[lake.DocumentID]bool{}
	for _, r := range p.chosenRows() {
		if !r.Complete() {
			incomplete[r.Document] = true
		}
	}
	ids := p.Chosen(canApprove)
	whole := slices.DeleteFunc(slices.Clone(ids), func(id lake.DocumentID) bool { return incomplete[id] })
	p.p.OnApprove(whole, len(ids)-len(whole))
}

// Chosen returns the documents of the selected rows to which something may be done, each once.
func (p *Page) Chosen(may func(present.Actions) bool) []lake.DocumentID {
	var ids []lake.DocumentID
	seen := map[lake.DocumentID]bool{}
	for _, r := range p.chosenRows() {
		if !seen[r.Document] && may(present.ActionsFor(r.Status, p.p.Busy(r.Document))) {
			ids = append(ids, r.Document)
		}
		seen[r.Document] = true
	}
	return ids
}

// Deletable returns the selected documents that may be deleted.
func (p *Page) Deletable() []lake.DocumentID { return p.Chosen(canDelete) }

// InSight returns the invoices that an export is about: the selected ones if there are several, else all that the filter shows.
func (p *Page) InSight() []lake.InvoiceKey {
	rows := p.chosenRows()
	if len(rows) < 2 {
		rows = p.selection.Rows
	}
	keys := make([]lake.InvoiceKey, 0, len(rows))
	for _, r := range rows {
		if r.Invoice != nil {
			keys = append(keys, r.Invoice.Key)
		}
	}
	return keys
}

// showSelection says how much is selected and enables what can be done to it.
func (p *Page) showSelection() {
	if p.buttons == nil {
		return
	}
	rows := p.chosenRows()
	bar := ""
	if s := p.p.State; s.Query.SameRows(s.BarQuery) {
		bar = s.Bar
	}
	p.footer.show(p.selection, rows, p.p.State.Query.Narrowed(), bar)
	var all present.Actions
	for _, r := range rows {
		may := present.ActionsFor(r.Status, p.p.Busy(r.Document))
		all.Approve, all.Delete = all.Approve || may.Approve, all.Delete || may.Delete
	}
	l := p.p.Locale
	nothing, locked := l.T("why.nothing_selected"), l.T("action.locked")
	if len(rows) > 0 {
		nothing = l.T("why.nothing_to_approve")
	} else {
		locked = nothing
	}
	widgets.Allow(p.actions.approve, "approve", all.Approve, nothing)
	widgets.Allow(p.actions.read, "retry", all.Delete, locked)
	widgets.Allow(p.actions.remove, "delete", all.Delete, locked)
	waiting := p.selection.Counts[present.ReviewGroup]
	label := l.T("bulk.review", "n", l.Int(int64(waiting)))
	if p.actions.review.Text != label {
		p.actions.review.SetText(label)
	}
	widgets.Allow(p.actions.review, "review", waiting > 0, l.T("why.nothing_to_review"))
}
