package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// scrolled is a page of three parts, one below the other, each as high as the window.
type scrolled struct {
	window  fyne.Window
	text    *widgets.Curtain
	push    *widgets.Push
	chart   *widgets.Chart
	pressed bool
}

const partHeight = 300

func newScrolled(t *testing.T) *scrolled {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	s := &scrolled{text: widgets.NewCurtain(canvas.NewText("wysoko", nil)), chart: widgets.NewBarChart("suma")}
	s.push = widgets.Button("open", "Pokaż", func() { s.pressed = true })
	part := func(o fyne.CanvasObject) fyne.CanvasObject {
		room := canvas.NewRectangle(nil)
		room.SetMinSize(fyne.NewSize(10, partHeight))
		return container.NewStack(room, o)
	}
	page := container.NewVBox(part(s.text), part(s.push), part(s.chart))
	s.window = test.NewTempWindow(t, widgets.Gutter(page))
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(400, partHeight))
	s.chart.SetData(chartData(present.Series{Values: []int64{100}}))
	return s
}

// drawn tells of each part whether anything of it is drawn.
func (s *scrolled) drawn() (drawn [3]bool) {
	for i, part := range []fyne.Widget{s.text, s.push, s.chart} {
		drawn[i] = len(test.WidgetRenderer(part).Objects()) > 0
	}
	return drawn
}

func (s *scrolled) roll(by float32) {
	test.Scroll(s.window.Canvas(), fyne.NewPos(50, 50), 0, -by)
}

func TestOnlyWhatIsInSightIsDrawn(t *testing.T) {
	s := newScrolled(t)
	expect := func(when string, want [3]bool) {
		t.Helper()
		if got := s.drawn(); got != want {
			t.Errorf("%s: %v is drawn, want %v", when, got, want)
		}
	}
	expect("at first", [3]bool{true, false, false})
	s.roll(partHeight + 100)
	expect("further down", [3]bool{false, true, true})
	s.roll(-2 * partHeight)
	expect("at the top again", [3]bool{true, false, false})
	s.window.Resize(fyne.NewSize(400, 3*partHeight))
	expect("in a high window", [3]bool{true, true, true})
}

// Tab goes to what is out of sight as well.
func TestTheKeyboardFindsWhatIsOutOfSight(t *testing.T) {
	s := newScrolled(t)
	test.FocusNext(s.window.Canvas())
	if s.window.Canvas().Focused() != s.push {
		t.Fatalf("the keyboard is at %T", s.window.Canvas().Focused())
	}
	s.push.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !s.pressed {
		t.Error("Enter did nothing")
	}
}
