package widgets

import (
	"fyne.io/fyne/v2"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// The measures of a tooltip.
const (
	tipPadding = 8
	tipLine    = 17
	tipGap     = 14 // between name and value
	tipOffset  = 14 // from the pointer
)

// tipRow is one line of a tooltip.
type tipRow struct {
	name, value string
	colour      fyne.ThemeColorName // of the mark; "" for none
	series      present.Series
}

// tooltip says what the category under the pointer stands for, in full figures.
func (d *chartCanvas) tooltip(category int, pointer fyne.Position) {
	rows := d.tipRows(category)
	title := d.data.Categories[category].Name
	width := measure(title, chartText, fyne.TextStyle{Bold: true}).Width
	for _, r := range rows {
		width = max(width, legendMark+labelGap+d.textWidth(r.name)+tipGap+d.textWidth(r.value))
	}
	width += 2 * tipPadding
	height := float32(len(rows)+1)*tipLine + 2*tipPadding - 3
	x, y := d.tipPlace(pointer, width, height)
	box := d.rectangle(look.Tip, x, y, width, height)
	box.CornerRadius = 6
	heading := d.text(title, look.TipText, x+tipPadding, y+tipPadding-2, 0)
	heading.TextStyle.Bold = true
	heading.Resize(heading.MinSize())
	for i, r := range rows {
		top := y + tipPadding + float32(i+1)*tipLine
		left := x + tipPadding
		if r.colour != "" {
			mark := d.rectangle(r.colour, left, top+2, legendMark, legendMark)
			mark.CornerRadius = 2
			d.mute(mark, r.series)
		}
		d.text(r.name, look.TipText, left+legendMark+labelGap, top-1, 0)
		d.text(r.value, look.TipText, x+width-tipPadding, top-1, 1)
	}
}

func (d *chartCanvas) tipRows(category int) []tipRow {
	var rows []tipRow
	_, field := d.chart.kind.(heatDrawing)
	under := d.rowAt(d.chart.pointer)
	for row, s := range d.data.Series {
		if field && row != under {
			continue
		}
		v, known := s.At(category)
		if !known || (v == 0 && d.chart.kind.stacks() && len(d.data.Series) > 1) {
			continue
		}
		rows = append(rows, tipRow{s.Name, d.data.Format(v), look.Series(s.Slot), s})
	}
	if len(rows) == 0 && d.chart.kind.stacks() {
		return []tipRow{{name: d.chart.total, value: d.data.Format(0)}}
	}
	if d.chart.total == "" || len(rows) < 2 {
		return rows
	}
	if d.chart.kind.stacks() {
		return append(rows, tipRow{name: d.chart.total, value: d.data.Format(d.data.Total(category))})
	}
	before, _ := d.data.Series[0].At(category)
	after, _ := d.data.Series[1].At(category)
	return append(rows, tipRow{name: d.chart.total, value: d.data.Format(after - before)})
}

// tipPlace keeps the tooltip inside the chart and out from under the pointer.
func (d *chartCanvas) tipPlace(pointer fyne.Position, width, height float32) (x, y float32) {
	x = pointer.X + tipOffset
	if x+width > d.size.Width {
		x = pointer.X - tipOffset - width
	}
	y = pointer.Y - height/2
	return max(0, min(x, d.size.Width-width)), max(0, min(y, d.size.Height-height))
}
