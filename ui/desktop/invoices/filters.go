package invoices

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// searchWidth is the width of the text filter.
const searchWidth = 320

func (p *Page) filterBar() fyne.CanvasObject {
	l := p.p.Locale
	p.search = widgets.NewSearch(l.T("invoices.search"))
	p.search.Text = p.p.State.Query.Text
	p.search.OnShortcut = p.p.OnShortcut
	p.search.OnChanged = func(text string) {
		p.p.State.Query.Text = text
		p.requery()
	}
	chips := container.NewHBox()
	for _, group := range present.StatusGroups() {
		chip := widgets.NewChip(l.T("group."+string(group)), func() {
			p.p.State.Query.Group = group
			p.requery()
		})
		p.chips[group] = chip
		chips.Add(chip)
	}
	search := widgets.Wide(searchWidth, p.search)
	return widgets.Pad(0, 8, 0, 0, container.NewBorder(nil, nil, search, nil, widgets.Pad(0, 0, 8, 0, widgets.Middle(chips))))
}

func (p *Page) clearFilter() {
	p.p.State.Query.Text, p.p.State.Query.Group = "", present.AnyStatus
	p.search.SetText("")
	p.requery()
}

// footer adds up what is in sight.
type footer struct {
	l     *present.Locale
	left  *canvas.Text
	hint  *canvas.Text
	right *canvas.Text
	root  fyne.CanvasObject
}

func newFooter(l *present.Locale) *footer {
	f := &footer{l: l, left: widgets.Toned("", present.Plain), hint: widgets.Toned("", present.Attention), right: widgets.Toned("", present.Plain)}
	f.left.TextStyle.Bold, f.right.TextStyle.Bold = true, true
	f.root = widgets.Pad(8, 0, 10, 10, container.NewHBox(f.left, widgets.Gap(10, 1), f.hint, layout.NewSpacer(), f.right))
	return f
}

func (f *footer) show(s present.Selection) {
	left, right := s.Totals.Words(f.l)
	f.left.Text, f.right.Text = left, right
	f.hint.Text = ""
	for _, r := range s.Rows {
		if r.Differs {
			f.hint.Text = f.l.T("invoices.differs")
			break
		}
	}
	f.root.Refresh()
}
