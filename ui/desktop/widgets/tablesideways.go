package widgets

import (
	"fyne.io/fyne/v2"

	"wattlake/ui/present"
)

// Columns that a user chose stay however narrow the window is. Where they do not fit, the table scrolls sideways under its first
// column, which tells the rows apart.

// frozenShare is the part of the width that the first column may take and still stay in its place.
const frozenShare = 0.5

// layColumns notes how the columns lie, which the renderer does whenever something is different.
func (t *Table) layColumns(widths []float32) {
	var all float32
	for _, w := range widths {
		all += w
	}
	t.over, t.frozen = max(0, all-t.innerWidth()), 0
	if t.over < 1 { // what is left of rounding
		t.over = 0
	}
	if t.over > 0 && len(widths) > 1 && widths[0] < t.innerWidth()*frozenShare {
		t.frozen = widths[0]
	}
	t.side = t.clampSide(t.side)
}

func (t *Table) clampSide(side float32) float32 { return round(max(0, min(side, t.over))) }

// onScreen is where a place of the content, counted from the left end of the first column, is seen.
func (t *Table) onScreen(x float32) float32 {
	if x < t.frozen {
		return x
	}
	return x - t.side
}

// inContent is the place of the content that is seen somewhere.
func (t *Table) inContent(x float32) float32 {
	if x < t.frozen {
		return x
	}
	return x + t.side
}

// inSight reports whether anything is seen of what lies between two places of the content.
func (t *Table) inSight(left, right float32) bool {
	return t.over == 0 || left < t.frozen || t.onScreen(right) > t.frozen && t.onScreen(left) < t.innerWidth()
}

func (t *Table) scrollSide(distance float32) bool {
	side := t.clampSide(t.side + distance)
	if side == t.side {
		return false
	}
	t.side = side
	t.Refresh()
	return true
}

// stepSide scrolls to the next column that begins or ends out of sight and reports whether the table scrolls sideways at all.
func (t *Table) stepSide(key fyne.KeyName) bool {
	if t.over == 0 || key != fyne.KeyLeft && key != fyne.KeyRight {
		return false
	}
	_, widths := t.choose()
	at := t.frozen + t.side
	var x, to float32
	for _, w := range widths {
		if key == fyne.KeyLeft && x < at && x >= t.frozen || key == fyne.KeyRight && x <= at {
			to = x
		}
		if x += w; key == fyne.KeyRight && x > at {
			to = x
			break
		}
	}
	t.scrollSide(max(t.frozen, to) - at)
	return true
}

// ShowColumn brings a column into sight.
func (t *Table) ShowColumn(id present.ColumnID) {
	shown, widths := t.choose()
	t.layColumns(widths)
	var x float32
	for i, c := range shown {
		if c.ID == id && x >= t.frozen {
			t.scrollSide(min(0, t.onScreen(x)-t.frozen) + max(0, t.onScreen(x+widths[i])-t.innerWidth()))
		}
		x += widths[i]
	}
}

// sideThumb is where the bar below the rows has its thumb.
func (t *Table) sideThumb() (x, width float32) {
	track := t.innerWidth() - t.frozen
	width = max(minThumb, track*track/(track+t.over))
	return t.frozen + (track-width)*t.side/t.over, width
}
