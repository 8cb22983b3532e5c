package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/present"
)

// TableModel gives a table its content. It is asked only for what is in sight.
type TableModel interface {
	Len() int
	Cell(row int, id present.ColumnID) present.Cell
}

// The measures of a table, in device-independent pixels.
const (
	rowHeight    = 34
	headerHeight = 34
	cellPadding  = 8
	barRoom      = 10 // for the scroll bar
	minThumb     = 28
	wheelFactor  = 1.6
)

// Table is a virtual table: it draws only the rows in sight, each cell as one canvas text. Columns that do not fit are left out
// by priority; where those that must stay do not fit, the table scrolls sideways. What is too long is cut with an ellipsis. It may
// be used on the drawing thread only.
type Table struct {
	widget.BaseWidget

	OnSelect   func(row int)             // the row under the cursor changed; -1 for none
	OnActivate func(row int)             // Enter, or a double click
	OnSort     func(id present.ColumnID) // a header was clicked; nil means that the table cannot be sorted
	OnKey      func(e *fyne.KeyEvent)    // a key that the table has no use for
	OnShortcut func(fyne.Shortcut)       // a shortcut that the table has no use for
	OnMenu     func(at fyne.Position)    // a menu of the columns is wanted: by the header and the second button, or the menu key; at a place of the window
	Multi      bool                      // Ctrl and Shift select several rows

	// OnWidth and OnMove let the user resize and reorder columns; nil means that they stay as they are.
	OnWidth func(id present.ColumnID, width float32)
	OnMove  func(id, before present.ColumnID) // "" moves it to the end

	columns    []present.Column
	model      TableModel
	sortedBy   present.ColumnID
	descending bool

	offset   float32 // how far the content is scrolled
	side     float32 // the same sideways
	over     float32 // how much wider the columns are than the table
	frozen   float32 // width of the first column while it stays in its place
	cursor   int
	anchor   int
	selected map[int]bool
	hovered  int
	headerAt int // column under the pointer, -1 for none
	edge     int // column whose right edge is under the pointer, -1 for none
	focused  bool
	dragging bool
	sliding  bool   // the bar below the rows is held
	pull     *pull  // a header that is held
	told     [2]int // the row and the column that the tip is about
}

var (
	_ fyne.DoubleTappable = (*Table)(nil)
	_ fyne.Shortcutable   = (*Table)(nil)
	_ desktop.Cursorable  = (*Table)(nil)
	_ desktop.Hoverable   = (*Table)(nil)
	_ desktop.Mouseable   = (*Table)(nil)
	_ fyne.Scrollable     = (*Table)(nil)
	_ fyne.Draggable      = (*Table)(nil)
	_ fyne.Focusable      = (*Table)(nil)
)

// NewTable returns an empty table with the columns.
func NewTable(columns []present.Column) *Table {
	t := &Table{columns: columns, cursor: -1, anchor: -1, hovered: -1, headerAt: -1, edge: -1, told: [2]int{-1, -1}, selected: map[int]bool{}}
	t.ExtendBaseWidget(t)
	return t
}

// SetModel replaces the content. The selection is dropped; the place stays as far as it can.
func (t *Table) SetModel(model TableModel) { t.Replace(model, nil, -1) }

// Replace replaces the content and selects rows of it; cursor is the row that the keyboard moves from, -1 for none.
func (t *Table) Replace(model TableModel, selected []int, cursor int) {
	t.model = model
	t.cursor, t.anchor = cursor, cursor
	clear(t.selected)
	for _, r := range selected {
		t.selected[r] = true
	}
	t.offset = t.clamp(t.offset)
	t.Refresh()
}

// Cursor implements desktop.Cursorable.
func (t *Table) Cursor() desktop.Cursor {
	if t.pull != nil && t.pull.resize || t.pull == nil && t.edge >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// At returns the row under the keyboard's cursor, -1 for none.
func (t *Table) At() int { return t.cursor }

// SetColumns replaces the columns.
func (t *Table) SetColumns(columns []present.Column) {
	t.columns = columns
	t.Refresh()
}

// SetSort marks the column that the content is sorted by.
func (t *Table) SetSort(id present.ColumnID, descending bool) {
	t.sortedBy, t.descending = id, descending
	t.Refresh()
}

// Select moves the cursor to the row without calling back; -1 selects nothing.
func (t *Table) Select(row int) {
	t.cursor, t.anchor = row, row
	clear(t.selected)
	if row >= 0 {
		t.selected[row] = true
	}
	t.Refresh()
}

// Mark selects rows without calling back and without moving the cursor.
func (t *Table) Mark(rows []int) {
	clear(t.selected)
	for _, r := range rows {
		t.selected[r] = true
	}
	t.Refresh()
}

// Selected returns the selected rows in their order.
func (t *Table) Selected() []int {
	rows := make([]int, 0, len(t.selected))
	for r := range t.selected {
		rows = append(rows, r)
	}
	slices.Sort(rows)
	return rows
}

// ScrollTo brings the row into sight.
func (t *Table) ScrollTo(row int) {
	top := float32(row) * rowHeight
	view := t.viewHeight()
	switch {
	case top < t.offset:
		t.offset = t.clamp(top)
	case top+rowHeight > t.offset+view:
		t.offset = t.clamp(top + rowHeight - view)
	}
	t.Refresh()
}

// Len returns the number of rows.
func (t *Table) Len() int {
	if t.model == nil {
		return 0
	}
	return t.model.Len()
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return newTableRenderer(t) }

func (t *Table) viewHeight() float32 {
	height := t.Size().Height - headerHeight
	if t.over > 0 {
		height -= barRoom
	}
	return max(0, height)
}

func (t *Table) contentHeight() float32 { return float32(t.Len()) * rowHeight }

func (t *Table) clamp(offset float32) float32 {
	return round(max(0, min(offset, t.contentHeight()-t.viewHeight())))
}

func (t *Table) scrollBy(distance float32) bool {
	offset := t.clamp(t.offset + distance)
	if offset == t.offset {
		return false
	}
	t.offset = offset
	t.Refresh()
	return true
}

// rowAt returns the row at a height, -1 above and below the rows.
func (t *Table) rowAt(y float32) int {
	if y < headerHeight || y > headerHeight+t.viewHeight() {
		return -1
	}
	row := int((y - headerHeight + t.offset) / rowHeight)
	if row >= t.Len() {
		return -1
	}
	return row
}
