package widgets_test

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"wattlake/lake"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// newPageView shows a page of 600 × 800 points in a window of 300 × 200.
func newPageView(t *testing.T) *widgets.PageView {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light))
	view := widgets.NewPageView()
	window := test.NewTempWindow(t, view)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(300, 200))
	view.SetPage(image.NewRGBA(image.Rect(0, 0, 300, 400)), 600, 800, false)
	view.SetBoxes([]present.PageBox{
		{Name: "number", Box: lake.Box{X0: 100, Y0: 100, X1: 200, Y1: 120}},
		{Name: "gross", Box: lake.Box{X0: 400, Y0: 700, X1: 500, Y1: 720}, Certainty: present.Doubted},
	})
	return view
}

func clickAt(view *widgets.PageView, x, y float32) {
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: desktop.MouseButtonPrimary}
	view.MouseDown(at)
	view.MouseUp(at)
}

func TestPageViewFindsFieldsBothWays(t *testing.T) {
	view := newPageView(t)
	var picked []string
	view.OnPick = func(name string) { picked = append(picked, name) }
	if view.Zoom() != 0.5 {
		t.Fatalf("zoom %v, want the width to fit", view.Zoom())
	}
	clickAt(view, 75, 55) // 150, 110 on the page
	clickAt(view, 10, 10) // nothing
	view.Select("gross")  // far down: the view scrolls to the end of the page
	clickAt(view, 225, 155)
	if len(picked) != 2 || picked[0] != "number" || picked[1] != "gross" {
		t.Errorf("picked %q", picked)
	}
}

func TestPageViewZooms(t *testing.T) {
	view := newPageView(t)
	asked := 0
	view.OnZoom = func() { asked++ }
	view.ZoomIn()
	if view.Zoom() != 0.625 || asked != 1 {
		t.Errorf("zoom %v after one step, %d pictures asked for", view.Zoom(), asked)
	}
	view.SetMode(widgets.FitPage)
	if view.Zoom() != 0.25 {
		t.Errorf("zoom %v, want the whole page", view.Zoom())
	}
	for range 30 {
		view.ZoomIn()
	}
	if view.Zoom() > 6 {
		t.Errorf("zoom %v has no end", view.Zoom())
	}
	view.SetMessage("nic")
	clickAt(view, 75, 55) // must not panic
}

func TestHeadersAreDragged(t *testing.T) {
	table, _ := newTable(t, 5, 600, 400)
	var sorted, moved, before present.ColumnID
	widths := map[present.ColumnID]float32{}
	table.OnSort = func(id present.ColumnID) { sorted = id }
	table.OnWidth = func(id present.ColumnID, width float32) { widths[id] = width }
	table.OnMove = func(id, to present.ColumnID) { moved, before = id, to }
	drag := func(from, to float32) {
		event := func(x float32) fyne.PointEvent { return fyne.PointEvent{Position: fyne.NewPos(x, 10)} }
		table.MouseDown(&desktop.MouseEvent{PointEvent: event(from), Button: desktop.MouseButtonPrimary})
		table.Dragged(&fyne.DragEvent{PointEvent: event(to), Dragged: fyne.NewDelta(to-from, 0)})
		table.MouseUp(nil)
		table.DragEnd()
	}
	drag(560, 5) // the last title to the front
	if moved != "c" || before != "a" || sorted != "" {
		t.Errorf("moved %q before %q, sorted by %q", moved, before, sorted)
	}
	for edge := float32(40); edge < 200 && len(widths) == 0; edge += 4 { // wherever the edge of the first title is
		drag(edge, edge+50)
	}
	if len(widths) != 1 || widths["a"] < 90 {
		t.Errorf("widths %v, want that of the first column, 50 wider", widths)
	}
}
