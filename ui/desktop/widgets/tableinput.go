package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Scrolled implements fyne.Scrollable. What the table cannot scroll by, what it lies in scrolls by: a page goes on under the pointer.
func (t *Table) Scrolled(e *fyne.ScrollEvent) {
	t.tell(-1, -1)
	down, aside := t.scrollBy(-e.Scrolled.DY*wheelFactor), t.scrollSide(-e.Scrolled.DX*wheelFactor)
	if !down && !aside {
		turnAround(t, e)
	}
}

// MouseIn implements desktop.Hoverable.
func (t *Table) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *Table) MouseMoved(e *desktop.MouseEvent) {
	row, header := t.rowAt(e.Position.Y), -1
	t.edge = -1
	if e.Position.Y < headerHeight && t.OnSort != nil {
		header = t.columnAt(e.Position.X)
		t.edge = t.edgeAt(e.Position.X)
	}
	if row != t.hovered || header != t.headerAt {
		t.hovered, t.headerAt = row, header
		t.Refresh()
	}
	t.tell(row, t.columnAt(e.Position.X))
}

// MouseOut implements desktop.Hoverable.
func (t *Table) MouseOut() {
	if t.hovered != -1 || t.headerAt != -1 {
		t.hovered, t.headerAt = -1, -1
		t.Refresh()
	}
	t.tell(-1, -1)
}

// MouseDown implements desktop.Mouseable: it selects at once, without waiting for a second click.
func (t *Table) MouseDown(e *desktop.MouseEvent) {
	t.tell(-1, -1)
	if e.Button == desktop.MouseButtonSecondary && e.Position.Y < headerHeight && t.OnMenu != nil {
		t.OnMenu(e.AbsolutePosition)
	}
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	t.sliding = t.over > 0 && e.Position.Y > headerHeight+t.viewHeight()
	t.dragging = !t.sliding && e.Position.X > t.innerWidth() && e.Position.Y > headerHeight && t.contentHeight() > t.viewHeight()
	switch row := t.rowAt(e.Position.Y); {
	case t.dragging, t.sliding:
	case e.Position.Y < headerHeight:
		t.grab(e.Position.X)
	case row >= 0:
		t.click(row, e.Modifier)
	}
}

// MouseUp implements desktop.Mouseable.
func (t *Table) MouseUp(*desktop.MouseEvent) {
	t.dragging, t.sliding = false, false
	t.release()
}

// DoubleTapped implements fyne.DoubleTappable.
func (t *Table) DoubleTapped(e *fyne.PointEvent) {
	if row := t.rowAt(e.Position.Y); row >= 0 && t.OnActivate != nil {
		t.OnActivate(row)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (t *Table) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all && t.Multi && t.Len() > 0 {
		t.selectRange(0, t.Len()-1)
		t.cursor = max(t.cursor, 0)
		t.Refresh()
		t.tellSelected()
		return
	}
	if t.OnShortcut != nil {
		t.OnShortcut(s)
	}
}

// Dragged implements fyne.Draggable: it moves a scroll bar, or the header that is held.
func (t *Table) Dragged(e *fyne.DragEvent) {
	if t.pull != nil {
		t.drag(e.Position.X)
		return
	}
	switch track := t.innerWidth() - t.frozen; {
	case t.sliding && track > 0:
		t.scrollSide(e.Dragged.DX * (track + t.over) / track)
	case t.dragging && t.viewHeight() > 0:
		t.scrollBy(e.Dragged.DY * t.contentHeight() / t.viewHeight())
	}
}

// DragEnd implements fyne.Draggable.
func (t *Table) DragEnd() {
	t.dragging, t.sliding = false, false
	t.release()
}

func (t *Table) click(row int, modifier fyne.KeyModifier) {
	switch {
	case t.Multi && modifier&fyne.KeyModifierControl != 0:
		t.toggle(row)
	case t.Multi && modifier&fyne.KeyModifierShift != 0 && t.anchor >= 0:
		t.selectRange(t.anchor, row)
	default:
		t.Select(row)
	}
	t.cursor = row
	t.Refresh()
	t.tellSelected()
}

func (t *Table) toggle(row int) {
	if t.selected[row] {
		delete(t.selected, row)
	} else {
		t.selected[row] = true
	}
	t.anchor = row
}

func (t *Table) selectRange(from, to int) {
	clear(t.selected)
	for r := min(from, to); r <= max(from, to); r++ {
		t.selected[r] = true
	}
}

func (t *Table) tellSelected() {
	if t.OnSelect != nil {
		t.OnSelect(t.cursor)
	}
}

// FocusGained implements fyne.Focusable.
func (t *Table) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *Table) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *Table) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: arrows, page keys, Home and End move the cursor, Left and Right a table with columns out of
// sight, Enter activates.
func (t *Table) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(t.viewHeight()/rowHeight)-1)
	if t.extend(e.Name, page) || t.stepSide(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeyDown:
		t.moveTo(t.cursor + 1)
	case fyne.KeyUp:
		t.moveTo(t.cursor - 1)
	case fyne.KeyPageDown:
		t.moveTo(t.cursor + page)
	case fyne.KeyPageUp:
		t.moveTo(t.cursor - page)
	case fyne.KeyHome:
		t.moveTo(0)
	case fyne.KeyEnd:
		t.moveTo(t.Len() - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.cursor >= 0 && t.OnActivate != nil {
			t.OnActivate(t.cursor)
		}
	case desktop.KeyMenu:
		if t.OnMenu != nil {
			t.OnMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(t).AddXY(0, headerHeight))
		}
	default:
		if t.OnKey != nil {
			t.OnKey(e)
		}
	}
}

func (t *Table) moveTo(row int) {
	if t.Len() == 0 {
		return
	}
	t.Select(max(0, min(row, t.Len()-1)))
	t.ScrollTo(t.cursor)
	t.tellSelected()
}

// extend carries out an arrow or a page key with Shift and reports whether it was one.
func (t *Table) extend(key fyne.KeyName, page int) bool {
	steps := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: page, fyne.KeyPageUp: -page, fyne.KeyHome: -t.Len(), fyne.KeyEnd: t.Len()}
	step, ok := steps[key]
	if !ok || !t.Multi || t.cursor < 0 || t.Len() == 0 || modifiers()&fyne.KeyModifierShift == 0 {
		return false
	}
	if t.anchor < 0 {
		t.anchor = t.cursor
	}
	t.cursor = max(0, min(t.cursor+step, t.Len()-1))
	t.selectRange(t.anchor, t.cursor)
	t.ScrollTo(t.cursor)
	t.tellSelected()
	return true
}
