// Package strip shows how the files that were dropped are getting on: one line for the batch, and a list on demand.
package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/accessible"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Params is what the strip needs.
type Params struct {
	Locale   *present.Locale
	OnCancel func()
	OnClose  func()
}

// Strip is the progress strip. It may be used on the drawing thread only.
type Strip struct {
	p      Params
	view   present.BatchView
	open   bool
	pinned bool // the user opened or closed the list; do not do it for them
	brief  bool // there is no room for the list

	title    *canvas.Text
	subtitle *canvas.Text
	bar      *widgets.Progress
	files    *widgets.Table
	list     fyne.CanvasObject
	more     *widgets.Push
	stop     *widgets.Push
	closing  *widgets.Push
	icon     *fyne.Container
	state    string
	root     fyne.CanvasObject
}

// New builds the strip; it is hidden until there is a batch.
func New(p Params) *Strip {
	s := &Strip{p: p, title: widgets.Title(""), subtitle: widgets.Toned("", present.Muted), bar: widgets.NewProgress(), icon: container.NewStack()}
	s.files = widgets.NewGridTable(present.BatchView{}.Grid(p.Locale))
	s.more = widgets.QuietButton("table", "", s.toggle)
	s.stop = widgets.Button("close", p.Locale.T("batch.cancel"), p.OnCancel)
	s.closing = widgets.Button("close", p.Locale.T("batch.close"), p.OnClose)
	words := accessible.As(container.NewVBox(s.title, s.subtitle), s.spoken)
	line := container.NewBorder(nil, nil, container.NewHBox(s.icon, widgets.Gap(4, 1), widgets.Middle(words)), widgets.Middle(container.NewHBox(s.more, s.stop, s.closing)),
		widgets.Pad(0, 0, 16, 16, s.bar))
	s.list = container.New(&heightLayout{}, s.files)
	s.list.Hide()
	s.root = widgets.Pad(0, 10, 0, 0, widgets.Card(container.NewBorder(line, nil, nil, nil, s.list)))
	s.root.Hide()
	return s
}

// Object is the strip's content.
func (s *Strip) Object() fyne.CanvasObject { return s.root }

// Set shows a snapshot of the batch.
func (s *Strip) Set(view present.BatchView) {
	finished := s.view.Running && !view.Running
	s.view = view
	if !view.Visible {
		s.pinned, s.open = false, false
	}
	if finished && !s.pinned {
		s.open = view.Summary.Failed > 0 || view.Problem != nil
	}
	s.title.Text = view.Title(s.p.Locale)
	s.subtitle.Text = s.words()
	s.showIcon()
	s.bar.Set(view.Share(), theme.ColorNamePrimary)
	widgets.Show(s.bar, view.Running) // a full bar beside what failed would say that all is well
	s.showButtons()
	open := s.open && !s.brief && len(view.Files) > 0
	if open {
		s.files.SetGrid(view.Grid(s.p.Locale))
	}
	widgets.Show(s.list, open)
	widgets.Show(s.root, view.Visible)
	s.root.Refresh()
}

// SetBrief leaves out the list, for pages that need the room.
func (s *Strip) SetBrief(brief bool) {
	if s.brief != brief {
		s.brief = brief
		s.Set(s.view)
	}
}

func (s *Strip) words() string {
	if s.view.Problem != nil {
		message, hint := s.p.Locale.Explain(s.view.Problem)
		return message + " " + hint
	}
	if words := s.view.Subtitle(s.p.Locale); words != "" {
		return words
	}
	if s.view.Running {
		return s.p.Locale.T("batch.starting")
	}
	return " "
}

// spoken has the end of a batch read out; every step of one would be too much.
func (s *Strip) spoken() accessible.Element {
	if s.view.Running {
		return accessible.Element{}
	}
	return accessible.Element{Role: accessible.Notification, Name: s.title.Text + ". " + s.subtitle.Text}
}

// showIcon draws the state: at work, all well, or something to look at.
func (s *Strip) showIcon() {
	name, colour := "ready", look.Good
	switch {
	case s.view.Running:
		name, colour = "processing", theme.ColorNamePrimary
	case s.view.Problem != nil || s.view.Summary.Failed > 0:
		name, colour = "failed", look.Bad
	case s.view.Summary.Review > 0, s.view.Cancelled:
		name, colour = "needs_review", look.Attention
	}
	if s.state != name {
		s.state = name
		s.icon.Objects = []fyne.CanvasObject{widgets.Icon(name, colour, 26)}
		s.icon.Refresh()
	}
}

func (s *Strip) showButtons() {
	label := "batch.files.show"
	if s.open {
		label = "batch.files.hide"
	}
	s.more.SetText(s.p.Locale.T(label))
	widgets.Show(s.more, len(s.view.Files) > 0 && !s.brief)
	widgets.Show(s.stop, s.view.Running)
	widgets.Show(s.closing, !s.view.Running)
}

func (s *Strip) toggle() {
	s.open, s.pinned = !s.open, true
	s.Set(s.view)
}

// heightLayout gives the list room for a few rows.
type heightLayout struct{}

// listHeight is the height of the list of files.
const listHeight = 178

func (*heightLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 10
	objects[0].Move(fyne.NewPos(0, gap))
	objects[0].Resize(fyne.NewSize(size.Width, size.Height-gap))
}

func (*heightLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, listHeight) }
