// Package activity is the page that shows what the pipeline is doing, which documents failed and why, what happened last, and
// how the connections to the team are getting on.
package activity

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Section is a part of the page.
type Section string

// The sections.
const (
	Queues  Section = "queues"
	Failed  Section = "failed"
	Deleted Section = "deleted"
	Events  Section = "events"
	Log     Section = "log"
)

var sections = []Section{Queues, Failed, Deleted, Events, Log}

// State is what the page remembers when the window is built anew.
type State struct {
	Section Section
	Failed  lake.DocumentID // the one that is selected
	Waiting lake.DocumentID // the same
	Deleted []lake.DocumentID
}

// Params is what the page needs.
type Params struct {
	Locale     *present.Locale
	State      *State
	OnSection  func()
	OnRetryAll func()
	OnRetry    func(id lake.DocumentID)
	OnDelete   func(id lake.DocumentID)
	OnRestore  func(ids []lake.DocumentID)
	OnUnlock   func(id lake.DocumentID) // ask for the password
	OnCancel   func(id lake.DocumentID) // read it no further
	OnShow     func(id lake.DocumentID) // the user wants to see the document
	OnOpenLog  func()
	OnSync     func()            // sync with the team at once
	OnPause    func(paused bool) // of the sync in the background
	OnSetUp    func()            // the person wants to set up a connection to the team
	OnShortcut func(fyne.Shortcut)
	OnKey      func(*fyne.KeyEvent)
}

// View is what the page shows. Only what is in sight need be filled.
type View struct {
	Stages  present.Grid
	Waiting present.WaitingList
	Failed  []present.FailedRow
	Deleted present.DeletedList
	Events  present.Grid
	Log     present.Grid
	Busy    int // documents that are not done
}

// Page is the activity page. It may be used on the drawing thread only.
type Page struct {
	p       Params
	chips   map[Section]*widgets.Chip
	stages  *widgets.Table
	waiting *waiting
	events  *widgets.Table
	quiet   fyne.CanvasObject // nothing has happened yet
	log     *widgets.Table
	failed  *quarantine
	deleted *deleted
	state   *canvas.Text
	team    *team
	room    *fyne.Container
	parts   map[Section]fyne.CanvasObject
	root    fyne.CanvasObject
}

// New builds the page.
func New(p Params) *Page {
	if p.State.Section == "" {
		p.State.Section = Queues
	}
	l := p.Locale
	page := &Page{
		p: p, chips: map[Section]*widgets.Chip{}, stages: widgets.NewTable(nil), waiting: newWaiting(p), events: widgets.NewTable(nil), log: widgets.NewTable(nil),
		failed: newQuarantine(p), deleted: newDeleted(p), state: widgets.Toned("", present.Muted), team: newTeam(p), room: container.NewStack(),
	}
	for _, t := range []*widgets.Table{page.stages, page.events, page.log} {
		t.OnShortcut, t.OnKey = p.OnShortcut, p.OnKey
	}
	page.quiet = container.NewCenter(widgets.Toned(l.T("activity.no_events"), present.Muted))
	row := container.NewHBox()
	for _, id := range sections {
		page.chips[id] = widgets.NewChip(l.T("activity.section."+string(id)), func() { page.Show(id) })
		row.Add(page.chips[id])
	}
	head := container.NewHBox(widgets.Heading(l.T("activity.title")), layout.NewSpacer(), widgets.Middle(page.state))
	top := container.NewVBox(widgets.Pad(4, 8, 0, 0, head), widgets.Pad(0, 10, 0, 0, row))
	page.parts = map[Section]fyne.CanvasObject{
		Queues: page.queues(), Failed: page.failed.root, Deleted: page.deleted.root, Events: widgets.Surface(container.NewStack(page.events, page.quiet)),
		Log: container.NewBorder(nil, widgets.Pad(8, 0, 0, 0, container.NewHBox(layout.NewSpacer(), widgets.Button("open", l.T("activity.log.open"), p.OnOpenLog))), nil, nil, widgets.Surface(page.log)),
	}
	page.root = widgets.Border(top, nil, nil, nil, page.room)
	page.place()
	page.Set(View{})
	return page
}

func (p *Page) queues() fyne.CanvasObject {
	l := p.p.Locale
	stages := widgets.Card(container.NewBorder(widgets.Title(l.T("activity.stages")), nil, nil, nil, widgets.Pad(8, 0, 0, 0, container.New(&fixedHeight{stagesHeight}, p.stages))))
	return container.NewBorder(widgets.Pad(0, 10, 0, 0, container.New(&uneven{}, stages, p.team.root)), nil, nil, nil, p.waiting.root)
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Show brings a section into sight.
func (p *Page) Show(id Section) {
	p.p.State.Section = id
	p.place()
	p.p.OnSection()
}

func (p *Page) place() {
	p.room.Objects = []fyne.CanvasObject{p.parts[p.p.State.Section]}
	p.room.Refresh()
}

// Set shows the present state.
func (p *Page) Set(v View) {
	l := p.p.Locale
	for id, chip := range p.chips {
		count := ""
		switch {
		case id == Failed && len(v.Failed) > 0:
			count = l.Int(int64(len(v.Failed)))
		case id == Queues && v.Busy > 0:
			count = l.Int(int64(v.Busy))
		}
		chip.Set(count, id == p.p.State.Section)
		chip.Resize(chip.MinSize())
	}
	switch p.p.State.Section {
	case Queues:
		p.stages.SetGrid(v.Stages)
		p.waiting.set(v.Waiting)
	case Failed:
		p.failed.set(v.Failed)
	case Deleted:
		p.deleted.set(v.Deleted)
	case Events:
		p.events.SetGrid(v.Events)
		widgets.Show(p.quiet, len(v.Events.Rows) == 0)
	case Log:
		p.log.SetGrid(v.Log)
	}
	p.state.Text = l.T("activity.idle")
	if v.Busy > 0 {
		p.state.Text = l.N("activity.busy", v.Busy)
	}
	p.state.Refresh()
	p.root.Refresh()
}

// SetTeam shows how the connections to the team are getting on.
func (p *Page) SetTeam(state Team) { p.team.set(state) }

// stagesHeight is the header and one row per stage, of which copying files in has none.
const stagesHeight = 5 * 34

type fixedHeight struct{ height float32 }

func (f *fixedHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (f *fixedHeight) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, f.height) }

// uneven gives the first of two objects the larger part of the width.
type uneven struct{}

const (
	unevenShare = 0.62
	unevenGap   = 10
)

func (*uneven) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := (size.Width - unevenGap) * unevenShare
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+unevenGap, 0))
	objects[1].Resize(fyne.NewSize(size.Width-left-unevenGap, size.Height))
}

func (*uneven) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(700, max(objects[0].MinSize().Height, objects[1].MinSize().Height))
}
