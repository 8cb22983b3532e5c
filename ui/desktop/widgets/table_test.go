package widgets_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// numbered is a model with any number of rows that counts what it is asked.
type numbered struct {
	rows  int
	asked map[int]bool
}

func (m *numbered) Len() int { return m.rows }

func (m *numbered) Cell(row int, id present.ColumnID) present.Cell {
	m.asked[row] = true
	return present.Cell{Text: fmt.Sprintf("%s %d", id, row)}
}

var columns = []present.Column{
	{ID: "a", Title: "Alpha", Sample: "a 100000"},
	{ID: "b", Title: "Beta", Sample: "b 100000", Right: true, Priority: 2},
	{ID: "c", Title: "Gamma", Sample: "c 100000", Flex: 1, Priority: 1},
}

// newTable shows a table in a window.
func newTable(t *testing.T, rows int, width, height float32) (*widgets.Table, *numbered) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light))
	table := widgets.NewTable(columns)
	model := &numbered{rows, map[int]bool{}}
	table.SetModel(model)
	window := test.NewTempWindow(t, table)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(width, height))
	return table, model
}

// texts lists the texts in sight, from the top left to the bottom right.
func texts(o fyne.CanvasObject) []string {
	var found []*canvas.Text
	var collect func(fyne.CanvasObject)
	collect = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" {
				found = append(found, o)
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				collect(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				collect(child)
			}
		}
	}
	collect(o)
	words := make([]string, len(found))
	for i, f := range found {
		words[i] = f.Text
	}
	return words
}

func TestTableDrawsOnlyWhatIsInSight(t *testing.T) {
	table, model := newTable(t, 100_000, 600, 400)
	if n := len(model.asked); n > 15 {
		t.Errorf("%d rows were asked for, want what fits into 400 pixels", n)
	}
	table.ScrollTo(99_999)
	if !slices.Contains(texts(table), "a 99999") {
		t.Error("the last row is not in sight after scrolling to it")
	}
	clear(model.asked)
	table.ScrollTo(0)
	if !slices.Contains(texts(table), "a 0") || len(model.asked) > 15 {
		t.Errorf("the first row is not in sight, or too much was drawn: %d rows", len(model.asked))
	}
}

func TestTableScrollsWithTheWheel(t *testing.T) {
	table, _ := newTable(t, 100, 600, 400)
	table.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -1000)})
	if slices.Contains(texts(table), "a 0") {
		t.Error("the first row is still in sight")
	}
	table.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 100_000)})
	if !slices.Contains(texts(table), "a 0") {
		t.Error("the table scrolled past its beginning")
	}
}

// As a table gets narrower it leaves out Beta first, then Gamma. Where exactly depends on the font.
func TestTableLeavesOutColumnsByPriority(t *testing.T) {
	var steps [][]string
	for width := float32(600); width >= 100; width -= 10 {
		table, _ := newTable(t, 0, width, 200)
		if got := texts(table); len(steps) == 0 || !slices.Equal(got, steps[len(steps)-1]) {
			steps = append(steps, got)
		}
	}
	want := [][]string{{"Alpha", "Beta", "Gamma"}, {"Alpha", "Gamma"}, {"Alpha"}}
	if !slices.EqualFunc(steps, want, slices.Equal) {
		t.Errorf("titles %q, want %q", steps, want)
	}
}

func TestTableSelects(t *testing.T) {
	table, _ := newTable(t, 50, 600, 400)
	var selected, activated []int
	table.OnSelect = func(row int) { selected = append(selected, row) }
	table.OnActivate = func(row int) { activated = append(activated, row) }
	click := func(row int, modifier fyne.KeyModifier) {
		at := fyne.NewPos(50, 34+34*float32(row)+10)
		table.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: modifier})
	}
	click(3, 0)
	table.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(50, 34+34*3+10)})
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyReturn} {
		table.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if want := []int{3, 4, 3, 49, 0, 9}; !slices.Equal(selected, want) {
		t.Errorf("selected %v, want %v", selected, want)
	}
	if want := []int{3, 9}; !slices.Equal(activated, want) {
		t.Errorf("activated %v, want %v", activated, want)
	}
}

func TestTableSelectsSeveral(t *testing.T) {
	table, _ := newTable(t, 50, 600, 400)
	table.Multi = true
	click := func(row int, modifier fyne.KeyModifier) {
		at := fyne.NewPos(50, 34+34*float32(row)+10)
		table.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: modifier})
	}
	click(2, 0)
	click(5, fyne.KeyModifierShift)
	if want := []int{2, 3, 4, 5}; !slices.Equal(table.Selected(), want) {
		t.Errorf("selected %v, want %v", table.Selected(), want)
	}
	click(3, fyne.KeyModifierControl)
	click(8, fyne.KeyModifierControl)
	if want := []int{2, 4, 5, 8}; !slices.Equal(table.Selected(), want) {
		t.Errorf("selected %v, want %v", table.Selected(), want)
	}
}

func TestTableSorts(t *testing.T) {
	table, _ := newTable(t, 5, 600, 400)
	var asked present.ColumnID
	table.OnSort = func(id present.ColumnID) { asked = id }
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 10)}, Button: desktop.MouseButtonPrimary}
	table.MouseDown(at)
	table.MouseUp(at)
	if asked != "a" {
		t.Errorf("a click on the first title sorts by %q", asked)
	}
}

func TestTableHandsKeysOn(t *testing.T) {
	table, _ := newTable(t, 5, 600, 400)
	var got fyne.KeyName
	table.OnKey = func(e *fyne.KeyEvent) { got = e.Name }
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if got != fyne.KeyDelete {
		t.Errorf("the key Delete was swallowed")
	}
}

func TestShrinkingTableStaysInPlace(t *testing.T) {
	table, _ := newTable(t, 1000, 600, 400)
	table.ScrollTo(999)
	table.SetModel(&numbered{3, map[int]bool{}})
	if !slices.Contains(texts(table), "a 0") {
		t.Error("three rows, and none in sight")
	}
	table.SetModel(&numbered{0, map[int]bool{}})
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // must not panic
}

func BenchmarkTableScroll(b *testing.B) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(look.New(look.Light))
	table := widgets.NewTable(columns)
	table.SetModel(&numbered{100_000, map[int]bool{}})
	window := test.NewTempWindow(b, table)
	window.Resize(fyne.NewSize(1200, 700))
	for b.Loop() {
		table.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)})
	}
}
