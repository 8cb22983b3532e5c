package invoices

import (
	"slices"

	"fyne.io/fyne/v2"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// arrange makes the columns that the user wants, wide enough for the longest figures.
func (p *Page) arrange(widest present.Widest) {
	p.columns = present.Arrange(present.Columns(p.p.Locale, widest), p.p.State.Wanted, p.p.State.Widths)
}

func (p *Page) rearrange() {
	p.arrange(p.selection.Widest)
	p.table.SetColumns(p.columns)
	p.p.OnColumns()
}

// wanted lists the columns in the user's order. Before they chose these are the ones in sight: from then on columns stay however
// narrow the window is, and one that was left out for want of room would push the new one out of sight.
func (p *Page) wanted() []present.ColumnID {
	if len(p.p.State.Wanted) == 0 {
		return p.table.Shown()
	}
	return slices.Clone(p.p.State.Wanted)
}

// resize remembers the width of a column.
func (p *Page) resize(id present.ColumnID, width float32) {
	p.p.State.Widths[id] = width
	p.rearrange()
}

// move puts a column before another one, or at the end.
func (p *Page) move(id, before present.ColumnID) {
	list := slices.DeleteFunc(p.wanted(), func(c present.ColumnID) bool { return c == id })
	at := slices.Index(list, before)
	if at < 0 {
		at = len(list)
	}
	p.p.State.Wanted = slices.Insert(list, at, id)
	p.rearrange()
}

// chooseColumns offers every column, and the way back to the usual ones.
func (p *Page) chooseColumns(at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.table)
	if c == nil {
		return
	}
	l := p.p.Locale
	list := widgets.TickList{Lines: p.columnLines, Reset: l.T("columns.reset"), Close: l.T("action.close"), OnReset: p.resetColumns}
	list.Show(c, at)
}

func (p *Page) columnLines() []widgets.TickLine {
	wanted := p.wanted()
	var lines []widgets.TickLine
	for _, column := range present.Columns(p.p.Locale, present.Widest{}) {
		on := slices.Contains(wanted, column.ID)
		lines = append(lines, widgets.TickLine{Label: column.Title, On: on, Locked: on && len(wanted) == 1, Toggle: func() { p.toggle(column.ID) }})
	}
	return lines
}

func (p *Page) toggle(id present.ColumnID) {
	list := p.wanted()
	if i := slices.Index(list, id); i >= 0 {
		list = slices.Delete(list, i, i+1)
	} else {
		list = append(list, id)
	}
	p.p.State.Wanted = list
	p.rearrange()
	p.table.ShowColumn(id)
}

func (p *Page) resetColumns() {
	p.p.State.Wanted = nil
	clear(p.p.State.Widths)
	p.rearrange()
}
