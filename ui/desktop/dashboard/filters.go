package dashboard

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"wattlake/lake"
	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// filters are the drop-down lists above the charts.
type filters struct {
	p       Params
	choices present.FilterChoices
	period  *widgets.Select
	point   *widgets.Select
	seller  *widgets.Select
	group   *widgets.Select
	groups  fyne.CanvasObject // hidden while no point has a group
	quiet   bool              // the lists are being filled: nothing was chosen
	root    fyne.CanvasObject
}

func newFilters(p Params) *filters {
	f := &filters{p: p}
	l := p.Locale
	f.period = widgets.NewSelect(l.T("lookup.hint"), func(string) {
		f.choose(func() { p.State.Filter.Period = present.Period(valueAt(f.choices.Periods, f.period)) })
	})
	f.point = widgets.NewSelect(l.T("lookup.hint"), func(string) { f.choose(func() { p.State.Filter.PPE = valueAt(f.choices.Points, f.point) }) })
	f.seller = widgets.NewSelect(l.T("lookup.hint"), func(string) { f.choose(func() { p.State.Filter.Seller = valueAt(f.choices.Sellers, f.seller) }) })
	f.group = widgets.NewSelect(l.T("lookup.hint"), func(string) { f.choose(func() { p.State.Filter.Group = valueAt(f.choices.Groups, f.group) }) })
	f.groups = labelled(l.T("dashboard.group"), f.group, groupWidth)
	measure := fixedSelect(f, []present.Choice{{Value: string(present.Net), Label: l.T("measure.net")}, {Value: string(present.Gross), Label: l.T("measure.gross")}},
		string(p.State.Options.Measure), func(v string) { p.State.Options.Measure = present.Measure(v) })
	stack := fixedSelect(f, []present.Choice{
		{Value: string(present.StackNone), Label: l.T("stack.none")},
		{Value: string(present.StackSeller), Label: l.T("stack.seller")},
		{Value: string(present.StackScope), Label: l.T("stack.scope")},
	}, string(p.State.Options.Stack), func(v string) { p.State.Options.Stack = present.Stack(v) })
	f.root = container.New(&row{},
		labelled(l.T("dashboard.period"), f.period, periodWidth), labelled(l.T("dashboard.ppe"), f.point, pointWidth),
		labelled(l.T("dashboard.seller"), f.seller, sellerWidth), f.groups,
		labelled(l.T("dashboard.measure"), measure, measureWidth), labelled(l.T("dashboard.stack"), stack, stackWidth))
	f.set(present.NewFilterChoices(l, lake.Extent{}))
	return f
}

// set replaces what the lists offer and keeps what is chosen.
func (f *filters) set(choices present.FilterChoices) {
	f.choices = choices
	fill(f, f.period, choices.Periods, string(f.p.State.Filter.Period))
	fill(f, f.point, choices.Points, f.p.State.Filter.PPE)
	fill(f, f.seller, choices.Sellers, f.p.State.Filter.Seller)
	fill(f, f.group, choices.Groups, f.p.State.Filter.Group)
	widgets.Show(f.groups, len(choices.Groups) > 1)
}

// words says what is chosen.
func (f *filters) words() string {
	var parts []string
	for _, list := range []*widgets.Select{f.period, f.point, f.seller, f.group} {
		if list.Selected != "" && (list != f.group || f.groups.Visible()) {
			parts = append(parts, list.Selected)
		}
	}
	return strings.Join(parts, " · ")
}

func fill(f *filters, list *widgets.Select, choices []present.Choice, value string) {
	f.quiet = true
	defer func() { f.quiet = false }()
	list.SetOptions(labels(choices))
	at := slices.IndexFunc(choices, func(c present.Choice) bool { return c.Value == value })
	list.SetSelectedIndex(max(0, at))
}

func (f *filters) choose(change func()) {
	if f.quiet {
		return
	}
	change()
	f.p.OnChange()
}

func fixedSelect(f *filters, choices []present.Choice, value string, set func(string)) *widgets.Select {
	list := widgets.NewSelect("", nil)
	fill(f, list, choices, value)
	list.OnChanged = func(string) { f.choose(func() { set(valueAt(choices, list)) }) }
	return list
}

func labels(choices []present.Choice) []string {
	list := make([]string, len(choices))
	for i, c := range choices {
		list[i] = c.Label
	}
	return list
}

func valueAt(choices []present.Choice, list *widgets.Select) string {
	i := list.SelectedIndex()
	if i < 0 || i >= len(choices) {
		return ""
	}
	return choices[i].Value
}

// The widths of the lists: what they offer must not be cut.
const (
	periodWidth  = 186
	pointWidth   = 190
	sellerWidth  = 170
	groupWidth   = 130
	measureWidth = 104
	stackWidth   = 172
)

func labelled(label string, list *widgets.Select, width float32) fyne.CanvasObject {
	field := container.NewVBox(widgets.Pad(0, 0, 8, 0, widgets.Caption(label)), widgets.Wide(width, widgets.Framed(list)))
	return widgets.Pad(0, 0, 8, 0, accessible.Labelled(field, label, ""))
}

// row puts lists side by side at its right end: as wide as they want to be, or narrower where there is no room for all.
type row struct{}

// leastShare is the narrowest that a list gets, of what it wants: a longer choice ends in an ellipsis.
const leastShare = 0.65

// Layout implements fyne.Layout.
func (r *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wanted := r.wanted(objects).Width
	if wanted == 0 {
		return
	}
	share := min(1, size.Width/wanted)
	x := size.Width - wanted*share
	for _, o := range objects {
		if o.Visible() {
			width := o.MinSize().Width * share
			o.Move(fyne.NewPos(x, 0))
			o.Resize(fyne.NewSize(width, size.Height))
			x += width
		}
	}
}

// MinSize implements fyne.Layout.
func (r *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	wanted := r.wanted(objects)
	return fyne.NewSize(wanted.Width*leastShare, wanted.Height)
}

func (*row) wanted(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size = fyne.NewSize(size.Width+least.Width, max(size.Height, least.Height))
		}
	}
	return size
}
