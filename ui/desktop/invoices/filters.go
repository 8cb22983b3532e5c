package invoices

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// searchWidth is the width of the text filter.
const searchWidth = 320

// filters are the chips that open a list of choices.
type filters struct {
	seller, kind, ppe, period, clear *widgets.Chip
}

func (p *Page) filterBar() fyne.CanvasObject {
	l := p.p.Locale
	p.search = widgets.NewSearch(l.T("invoices.search"))
	p.search.Text = p.p.State.Query.Text
	p.search.OnShortcut = p.p.OnShortcut
	p.search.OnChanged = p.searchFor
	chips := container.NewHBox()
	for _, group := range present.StatusGroups() {
		chip := widgets.NewChip(l.T("group."+string(group)), func() {
			p.p.State.Query.Group = group
			p.requery()
		})
		p.chips[group] = chip
		chips.Add(chip)
	}
	f := &p.filters
	f.seller = widgets.NewChip(l.T("column.seller"), p.chooseSeller)
	f.kind = widgets.NewChip(l.T("column.kind"), func() { p.menu(p.filters.kind, p.kinds()) })
	f.ppe = widgets.NewChip(l.T("column.ppe"), p.choosePoint)
	f.period = widgets.NewChip(l.T("column.period"), func() { p.menu(p.filters.period, p.periods()) })
	f.clear = widgets.NewChip(l.T("invoices.clear"), p.ClearFilter)
	more := container.NewHBox(f.seller, f.kind, f.ppe, f.period, f.clear)
	search := widgets.Wide(searchWidth, p.search)
	first := widgets.Border(nil, nil, search, nil, widgets.Pad(0, 0, 8, 0, widgets.Middle(chips)))
	columns := widgets.QuietButton("columns", l.T("columns.choose"), nil)
	columns.OnTapped = func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(columns)
		p.chooseColumns(at.AddXY(0, columns.Size().Height))
	}
	return widgets.Pad(0, 6, 0, 0, container.New(layout.NewCustomPaddedVBoxLayout(6), first, widgets.Border(nil, nil, more, columns)))
}

// searchFor looks in the rows at once and in the full text beside the drawing thread.
func (p *Page) searchFor(text string) {
	q := &p.p.State.Query
	q.Text, q.Found = text, nil
	p.requery()
	words := q.Words()
	if p.p.Find == nil || len(words) == 0 {
		return
	}
	p.p.Find(words, func(found map[lake.DocumentID]uint64) {
		if q.Text == text {
			q.Found = found
			p.requery()
		}
	})
}

// show writes on the chips what they are set to.
func (f *filters) show(l *present.Locale, q present.Query) {
	f.seller.Set(short(q.Seller), q.Seller != "")
	kind := ""
	if q.Kind != "" {
		kind = l.T("kind." + string(q.Kind))
	}
	f.kind.Set(kind, q.Kind != "")
	point := cmp.Or(q.PPE, q.PointsName)
	f.ppe.Set(short(point), point != "")
	period := l.Month(q.Month)
	if q.Year != 0 {
		period = strconv.Itoa(q.Year)
	}
	f.period.Set(period, period != "")
	widgets.Show(f.clear, q.Narrowed())
}

// short keeps a chip from pushing the others out of sight.
func short(s string) string {
	const most = 28
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// menu opens a list below a chip.
func (p *Page) menu(chip *widgets.Chip, items []*fyne.MenuItem) {
	if c, at := below(chip); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
	}
}

// below is where the choices of a chip open; the canvas is nil while the chip is on none.
func below(chip *widgets.Chip) (fyne.Canvas, fyne.Position) {
	driver := fyne.CurrentApp().Driver()
	return driver.CanvasForObject(chip), driver.AbsolutePositionForObject(chip).AddXY(0, chip.Size().Height+2)
}

// choose offers all, or one of the values: as a menu, or to be looked up where there are many.
func (p *Page) choose(chip *widgets.Chip, all string, values map[string]bool, chosen string, set func(*present.Query, string)) {
	names := slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		return cmp.Or(strings.Compare(lake.FoldSearch(a), lake.FoldSearch(b)), strings.Compare(a, b)) // Ś beside S
	})
	names = slices.Insert(names, 0, "")
	labels := slices.Clone(names)
	labels[0] = all
	if len(names) > widgets.ManyChoices {
		if c, at := below(chip); c != nil {
			widgets.ShowLookup(c, at, p.p.Locale.T("lookup.hint"), labels, slices.Index(names, chosen), func(choice int) {
				set(&p.p.State.Query, names[choice])
				p.requery()
			})
		}
		return
	}
	items := make([]*fyne.MenuItem, len(names))
	for i, name := range names {
		items[i] = p.item(labels[i], name == chosen, func(q *present.Query) { set(q, name) })
	}
	p.menu(chip, items)
}

// item is one choice of a filter.
func (p *Page) item(label string, on bool, set func(*present.Query)) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, func() {
		set(&p.p.State.Query)
		p.requery()
	})
	item.Checked = on
	return item
}

func (p *Page) chooseSeller() {
	sellers := map[string]bool{}
	for _, r := range p.rows {
		if r.Invoice != nil && r.Invoice.SellerName != "" {
			sellers[r.Invoice.SellerName] = true
		}
	}
	p.choose(p.filters.seller, p.p.Locale.T("filter.all"), sellers, p.p.State.Query.Seller, func(q *present.Query, name string) { q.Seller = name })
}

func (p *Page) kinds() []*fyne.MenuItem {
	q := p.p.State.Query
	items := []*fyne.MenuItem{p.item(p.p.Locale.T("filter.all"), q.Kind == "", func(q *present.Query) { q.Kind = "" })}
	for _, kind := range []lake.Kind{lake.Settlement, lake.Forecast, lake.Correction, lake.Other} {
		items = append(items, p.item(p.p.Locale.T("kind."+string(kind)), q.Kind == kind, func(q *present.Query) { q.Kind = kind }))
	}
	return items
}

func (p *Page) choosePoint() {
	p.choose(p.filters.ppe, p.p.Locale.T("ppe.all"), present.PointCodes(p.rows), p.p.State.Query.PPE, func(q *present.Query, code string) { q.About(code, "", nil) })
}

// periods offers the years and the months of the year that is chosen, or of the last one.
func (p *Page) periods() []*fyne.MenuItem {
	l, q := p.p.Locale, p.p.State.Query
	years := map[int]bool{}
	for _, r := range p.rows {
		if r.Invoice != nil && !r.Invoice.PeriodEnd.IsZero() {
			years[r.Invoice.PeriodStart.Year], years[r.Invoice.PeriodEnd.Year] = true, true
		}
	}
	delete(years, 0)
	items := []*fyne.MenuItem{p.item(l.T("period.all"), q.Year == 0 && q.Month.IsZero(), func(q *present.Query) { q.Year, q.Month = 0, lake.Date{} })}
	for _, year := range slices.Backward(slices.Sorted(maps.Keys(years))) {
		item := p.item(strconv.Itoa(year), q.Year == year || q.Month.Year == year, func(q *present.Query) { q.Year, q.Month = year, lake.Date{} })
		var months []*fyne.MenuItem
		months = append(months, p.item(l.T("filter.whole_year"), q.Year == year, func(q *present.Query) { q.Year, q.Month = year, lake.Date{} }))
		for m := time.January; m <= time.December; m++ {
			month := lake.Date{Year: year, Month: m, Day: 1}
			months = append(months, p.item(l.Month(month), q.Month == month, func(q *present.Query) { q.Year, q.Month = 0, month }))
		}
		item.ChildMenu = fyne.NewMenu("", months...)
		items = append(items, item)
	}
	return items
}

// ClearFilter shows all rows again.
func (p *Page) ClearFilter() {
	q := &p.p.State.Query
	*q = present.Query{Group: present.AnyStatus, Sort: q.Sort, Descending: q.Descending}
	p.search.SetText("")
	p.requery()
}

// footer adds up what is in sight, or what is selected.
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

func (f *footer) show(s present.Selection, chosen []present.Row, narrowed bool, bar string) {
	totals, key := s.Totals, "invoices.rows"
	if narrowed {
		key = "invoices.filtered"
	}
	if len(chosen) > 1 {
		totals, key = present.Sum(chosen), "invoices.selected"
	}
	left, right := totals.Words(f.l, key)
	hint, tone := bar, present.Plain
	if hint == "" && s.Differs {
		hint, tone = f.l.T("invoices.differs"), present.Attention
	}
	if f.left.Text == left && f.right.Text == right && f.hint.Text == hint {
		return
	}
	f.left.Text, f.right.Text, f.hint.Text = left, right, hint
	f.hint.Color = look.Color(widgets.ToneColor(tone))
	f.root.Refresh()
}
