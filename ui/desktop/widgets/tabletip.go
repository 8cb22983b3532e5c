package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// tell shows the whole text of a cell of which something was cut, while the pointer rests on it; -1 is no cell.
func (t *Table) tell(row, column int) {
	if t.told == [2]int{row, column} {
		return
	}
	t.told = [2]int{row, column}
	hideTip(t)
	shown, widths := t.choose()
	if row < 0 || column < 0 || column >= len(shown) {
		return
	}
	var x float32
	for _, width := range widths[:column] {
		x += width
	}
	cell, room := t.model.Cell(row, shown[column].ID), widths[column]-2*cellPadding-shown[column].Left
	if cell.Wide {
		room = t.wide(row, column, shown, widths) - 2*cellPadding
	}
	if cell.Icon != "" {
		room -= shown[column].Extra
	}
	if measure(cell.Text, theme.Size(theme.SizeNameText), fyne.TextStyle{}).Width > room {
		showTip(t, cell.Text, fyne.NewPos(max(t.frozen, t.onScreen(x)), headerHeight+float32(row)*rowHeight-t.offset), fyne.NewSize(widths[column], rowHeight))
	}
}
