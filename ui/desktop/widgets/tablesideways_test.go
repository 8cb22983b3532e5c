package widgets_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// crowd is a table in whose 300 pixels the columns that the user wants do not fit.
func crowd(t *testing.T) *widgets.Table {
	t.Helper()
	table, _ := newTable(t, 50, 300, 400)
	var list []present.Column
	for _, id := range []present.ColumnID{"a", "b", "c", "d", "e", "f"} {
		list = append(list, present.Column{ID: id, Title: "Title " + string(id), Width: 90, Wanted: true, Priority: 1})
	}
	table.SetColumns(list)
	return table
}

func sees(t *testing.T, table *widgets.Table, wanted, unwanted []string) {
	t.Helper()
	words := texts(table)
	for _, w := range wanted {
		if !slices.Contains(words, w) {
			t.Errorf("%q is out of sight: %q", w, words)
		}
	}
	for _, w := range unwanted {
		if slices.Contains(words, w) {
			t.Errorf("%q is in sight: %q", w, words)
		}
	}
}

// Every column that a user asked for can be reached with the keyboard, the titles go along, and the first column stays.
func TestTableScrollsSideways(t *testing.T) {
	table := crowd(t)
	sees(t, table, []string{"Title a", "a 0", "c 0"}, []string{"Title f", "f 0"})
	for range 6 {
		table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	sees(t, table, []string{"Title a", "a 0", "Title f", "f 0"}, []string{"Title b", "b 0"})
	for range 6 {
		table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	sees(t, table, []string{"Title b", "b 0"}, []string{"Title f", "f 0"})
	table.ShowColumn("f")
	sees(t, table, []string{"a 0", "f 0"}, []string{"b 0"})
	table.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(1000, 0)})
	sees(t, table, []string{"b 0"}, []string{"f 0"})
}

// A click on a title that was scrolled into sight sorts by that column and no other.
func TestTitleThatWasScrolledIntoSight(t *testing.T) {
	table := crowd(t)
	var asked present.ColumnID
	table.OnSort = func(id present.ColumnID) { asked = id }
	for _, step := range []struct {
		column present.ColumnID
		x      float32
		want   present.ColumnID
	}{{"f", 280, "f"}, {"f", 40, "a"}, {"b", 100, "b"}} {
		table.ShowColumn(step.column)
		at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(step.x, 10)}, Button: desktop.MouseButtonPrimary}
		table.MouseDown(at)
		table.MouseUp(at)
		if asked != step.want {
			t.Errorf("with %q in sight a click at %v sorts by %q, want %q", step.column, step.x, asked, step.want)
		}
	}
}

// A table whose columns all fit has no use for the arrows at the sides; where there is nothing to scroll, the wheel scrolls the page.
func TestTableThatFitsHandsOn(t *testing.T) {
	table, _ := newTable(t, 3, 600, 400)
	var key fyne.KeyName
	table.OnKey = func(e *fyne.KeyEvent) { key = e.Name }
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if key != fyne.KeyRight {
		t.Error("the key was swallowed")
	}
	table = widgets.NewTable(columns)
	table.SetModel(&numbered{2, map[int]bool{}}) // as many as it has room for
	page := container.NewVScroll(container.NewVBox(table, widgets.Gap(10, 3000)))
	window := test.NewTempWindow(t, page)
	window.Resize(fyne.NewSize(600, 400))
	table.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
	if page.Offset.Y == 0 {
		t.Error("the page stands still while the wheel turns over a table that shows all it has")
	}
}
