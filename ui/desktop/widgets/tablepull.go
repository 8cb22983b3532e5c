package widgets

import "wattlake/ui/present"

// pull is a header that the pointer holds: its right edge is being moved, or the whole column, or it is only clicked.
type pull struct {
	column present.ColumnID
	resize bool
	from   float32 // where the pointer went down
	width  float32 // of the column then
	at     float32 // where the pointer is
	moved  bool
}

const (
	edgeRoom = 5 // on either side of an edge
	pullRoom = 8 // how far the pointer must move before a click becomes a move
)

// edgeAt returns the index of the visible column whose right edge is at a place, -1 for none.
func (t *Table) edgeAt(x float32) int {
	if t.OnWidth == nil {
		return -1
	}
	_, widths := t.choose()
	var edge float32
	x = t.inContent(x)
	for i, w := range widths {
		edge += w
		if x >= edge-edgeRoom && x <= edge+edgeRoom {
			return i
		}
	}
	return -1
}

// grab takes hold of the header at a place.
func (t *Table) grab(x float32) {
	if t.OnSort == nil {
		return
	}
	shown, widths := t.choose()
	if edge := t.edgeAt(x); edge >= 0 {
		t.pull = &pull{column: shown[edge].ID, resize: true, from: x, at: x, width: widths[edge]}
		return
	}
	if i := t.columnAt(x); i >= 0 {
		t.pull = &pull{column: shown[i].ID, from: x, at: x, width: widths[i]}
	}
}

// drag follows the pointer.
func (t *Table) drag(x float32) {
	p := t.pull
	p.at = x
	if distance := x - p.from; distance > pullRoom || distance < -pullRoom || p.resize {
		p.moved = true
	}
	if p.resize {
		for i := range t.columns {
			if t.columns[i].ID == p.column {
				t.columns[i].Width = max(minColumn, round(p.width+x-p.from))
			}
		}
	}
	t.Refresh()
}

// release lets go of the header: a click sorts, a drag resizes or moves.
func (t *Table) release() {
	p := t.pull
	if p == nil {
		return
	}
	t.pull = nil
	switch {
	case p.resize:
		if p.moved {
			t.OnWidth(p.column, max(minColumn, round(p.width+p.at-p.from)))
		}
	case !p.moved:
		t.OnSort(p.column)
	case t.OnMove != nil:
		if before := t.target(p.at); before != p.column {
			t.OnMove(p.column, before)
		}
	}
	t.Refresh()
}

// target is the column before which one is put that is dropped at a place, "" for the end.
func (t *Table) target(x float32) present.ColumnID {
	shown, widths := t.choose()
	x = t.inContent(x)
	for i, w := range widths {
		if x < w/2 {
			return shown[i].ID
		}
		x -= w
	}
	return ""
}

// targetX is where the mark of a move stands; ok is false while none goes on.
func (t *Table) targetX() (x float32, ok bool) {
	if t.pull == nil || t.pull.resize || !t.pull.moved || t.OnMove == nil {
		return 0, false
	}
	before := t.target(t.pull.at)
	shown, widths := t.choose()
	for i, w := range widths {
		if shown[i].ID == before {
			break
		}
		x += w
	}
	return t.onScreen(x), true
}
