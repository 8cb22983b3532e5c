package desktop

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// How long a message stays. Errors stay until they are closed.
const (
	shortStay = 4 * time.Second
	undoStay  = 10 * time.Second
)

// toast shows one message at the bottom of the window, over the page, and above it the last error, which no message pushes away.
type toast struct {
	l       *present.Locale
	problem *fyne.Container
	message *fyne.Container
	root    fyne.CanvasObject
	number  int    // of the message in sight; a timer of an older one does nothing
	offered func() // what the message in sight offers to do; nil if nothing
}

func newToast(l *present.Locale) *toast {
	t := &toast{l: l, problem: widgets.Told(container.NewStack()), message: widgets.Told(container.NewStack())}
	t.problem.Hide()
	t.message.Hide()
	t.root = container.New(&bottomLayout{}, container.NewVBox(t.problem, t.message))
	return t
}

// say shows a sentence for a moment.
func (t *toast) say(text string) { t.show(text, nil, shortStay) }

// offer shows a sentence with something to do about it.
func (t *toast) offer(text, action string, do func()) {
	t.show(text, widgets.QuietButton("", action, t.accept), undoStay)
	t.offered = do
}

// accept does what the message in sight offers, if it offers anything.
func (t *toast) accept() {
	if do := t.offered; do != nil {
		t.set(t.message)
		do()
	}
}

// fail shows an error as a sentence with a hint until it is closed.
func (t *toast) fail(err error) {
	message, hint := t.l.Explain(err)
	notice := widgets.NoticeBox(present.Notice{Tone: present.Bad, Message: message, Hint: hint})
	closing := widgets.Named(t.l.T("action.close"), widgets.QuietButton("close", "", func() { t.set(t.problem) }))
	t.set(t.problem, widgets.On(look.SoftBad, look.Bad, container.NewBorder(nil, nil, nil, container.NewVBox(closing), notice)))
}

func (t *toast) show(text string, action *widgets.Push, stay time.Duration) {
	t.number++
	number := t.number
	line := container.NewHBox(widgets.Pad(8, 8, 12, 12, widgets.Toned(text, present.Plain)))
	if action != nil {
		action.Importance = widget.HighImportance
		line.Add(action)
		line.Add(widgets.Gap(4, 1))
	}
	t.set(t.message, container.NewCenter(widgets.Surface(line)))
	time.AfterFunc(stay, func() {
		thread.Do(func() {
			if t.number == number {
				t.set(t.message)
			}
		})
	})
}

// set fills one of the two places, or empties it.
func (t *toast) set(place *fyne.Container, content ...fyne.CanvasObject) {
	if place == t.message {
		t.offered = nil
	}
	place.Objects = content
	widgets.Show(place, len(content) > 0)
	t.root.Refresh()
}

// bottomLayout puts its content at the bottom in the middle.
type bottomLayout struct{}

const (
	toastWidth = 620
	toastUp    = 52 // above the totals
)

func (*bottomLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	o := objects[0]
	width := min(toastWidth, size.Width)
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	height := o.MinSize().Height
	o.Resize(fyne.NewSize(width, height))
	o.Move(fyne.NewPos((size.Width-width)/2, size.Height-height-toastUp))
}

func (*bottomLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }
