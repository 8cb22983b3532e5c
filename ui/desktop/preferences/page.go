// Package preferences is the page where a person sets the program up: appearance, data, folders, reading, and the team.
package preferences

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/ui/desktop/connect"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
	"wattlake/ui/settings"
)

// The sections of the page.
const (
	general = "general"
	data    = "data"
	folders = "folders"
	reading = "reading"
	bucket  = "bucket"
	kafka   = "kafka"
	keys    = "keys"
)

// Points is the section with the PPE register.
const Points = "points"

var sections = []string{general, data, folders, Points, reading, bucket, kafka, keys}

// State is what the page remembers when the window is built anew.
type State struct {
	Section string
	Draft   *connect.Draft
	Reading *Reading
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale    *present.Locale
	State     *State
	Settings  settings.Settings
	Lake      string // folder of the lake
	Version   string
	Languages []string // that scans can be recognised in, by Tesseract's names
	Services  connect.Services
	Go        func(func(ctx context.Context)) // runs beside the drawing thread

	OnLanguage   func(string) // "", "pl" or "en"
	OnTheme      func(string) // "system", "light" or "dark"
	OnBackground func(bool)   // closing the window leaves the program running; nil if it cannot
	OnOpenLake   func()
	OnMoveLake   func() // another folder
	OnBackup     func()
	OnRestore    func()
	OnWatch      func(folders []string)
	OnAddFolder  func()
	OnReading    func(settings.Reading)
	OnBucket     func()
	OnKafka      func()
	Points       fyne.CanvasObject // the PPE register
	OnSection    func()            // another section came into sight
	OnShortcut   func(fyne.Shortcut)
}

// Page is the page. It may be used on the drawing thread only.
type Page struct {
	p      Params
	chips  map[string]*widgets.Chip
	scroll *container.Scroll
	room   *fyne.Container
	body   *fyne.Container
	root   fyne.CanvasObject
}

// Sections lists the parts of the page in their order.
func Sections() []string { return sections }

// New builds the page.
func New(p Params) *Page {
	s := p.State
	if s.Section == "" {
		s.Section = general
	}
	if s.Draft == nil {
		s.Draft = connect.NewDraft(p.Settings)
	}
	if s.Reading == nil {
		s.Reading = newReading(p.Settings.Reading)
	}
	page := &Page{p: p, chips: map[string]*widgets.Chip{}, room: container.New(&column{})}
	l := p.Locale
	row := container.NewHBox()
	for _, id := range sections {
		page.chips[id] = widgets.NewChip(l.T("settings.section."+id), func() { page.Show(id) })
		row.Add(page.chips[id])
	}
	head := container.NewHBox(widgets.Heading(l.T("settings.title")), layout.NewSpacer(), widgets.Middle(widgets.Caption(l.T("settings.version", "version", p.Version))))
	top := container.NewVBox(widgets.Pad(4, 8, 0, 0, head), widgets.Pad(0, 10, 0, 0, row))
	page.scroll = container.NewVScroll(page.room)
	page.body = container.NewStack()
	page.root = widgets.Border(top, nil, nil, nil, page.body)
	page.Show(s.Section)
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Show brings a section into sight.
func (p *Page) Show(id string) {
	p.p.State.Section = id
	for other, chip := range p.chips {
		chip.Set("", other == id)
	}
	if id == Points { // a list has its own scroll bar and takes the whole page
		p.body.Objects = []fyne.CanvasObject{p.p.Points}
		p.body.Refresh()
		p.p.OnSection()
		return
	}
	build := map[string]func() fyne.CanvasObject{
		general: p.general, data: p.data, folders: p.folders, reading: p.reading, bucket: p.bucket, kafka: p.kafka, keys: p.shortcuts,
	}
	p.room.Objects = []fyne.CanvasObject{build[id]()}
	p.scroll.Offset = fyne.Position{}
	p.body.Objects = []fyne.CanvasObject{p.scroll}
	p.body.Refresh()
	p.room.Refresh()
	p.p.OnSection()
}

func (p *Page) general() fyne.CanvasObject {
	l, s := p.p.Locale, p.p.Settings
	language := widgets.Choices([]present.Choice{
		{Value: "", Label: l.T("settings.language.system")}, {Value: "pl", Label: l.T("settings.language.pl")}, {Value: "en", Label: l.T("settings.language.en")},
	}, s.Language, p.p.OnLanguage)
	theme := widgets.Choices([]present.Choice{
		{Value: "system", Label: l.T("settings.theme.system")}, {Value: "light", Label: l.T("settings.theme.light")}, {Value: "dark", Label: l.T("settings.theme.dark")},
	}, s.Theme, p.p.OnTheme)
	column := stack(widgets.Section(l.T("settings.language"), "", language), widgets.Section(l.T("settings.theme"), "", theme))
	if p.p.OnBackground != nil {
		stays := s.Background
		box := widgets.Tick(l.T("settings.background"), &stays)
		box.OnChanged = p.p.OnBackground
		column.Add(widgets.Section(l.T("settings.closing"), l.T("settings.background.hint"), widgets.Flush(box)))
	}
	return column
}

func (p *Page) data() fyne.CanvasObject {
	l := p.p.Locale
	folder := widgets.Toned(p.p.Lake, present.Plain)
	return stack(
		widgets.Section(l.T("settings.lake"), l.T("settings.lake.hint"), folder,
			container.NewHBox(widgets.Button("folder", l.T("settings.lake.open"), p.p.OnOpenLake), widgets.Button("open", l.T("settings.lake.move"), p.p.OnMoveLake))),
		widgets.Section(l.T("settings.backup"), l.T("settings.backup.hint"),
			container.NewHBox(widgets.Button("export", l.T("settings.backup.make"), p.p.OnBackup), widgets.Button("undo", l.T("settings.backup.restore"), p.p.OnRestore))))
}

func (p *Page) bucket() fyne.CanvasObject {
	l := p.p.Locale
	return stack(widgets.Section(l.T("settings.bucket"), l.T("settings.bucket.hint"), connect.Bucket(p.forms())))
}

func (p *Page) kafka() fyne.CanvasObject {
	l := p.p.Locale
	return stack(widgets.Section(l.T("settings.kafka"), l.T("settings.kafka.hint"), connect.Kafka(p.forms())))
}

func (p *Page) forms() connect.Params {
	return connect.Params{
		Locale: p.p.Locale, Draft: p.p.State.Draft, Services: p.p.Services, Go: p.p.Go, OnBucket: p.p.OnBucket, OnKafka: p.p.OnKafka, OnShortcut: p.p.OnShortcut,
		OnSteps: func() {
			p.room.Refresh()
			p.scroll.ScrollToBottom()
		},
	}
}

func (p *Page) shortcuts() fyne.CanvasObject {
	return stack(widgets.Section(p.p.Locale.T("settings.keys"), "", Keys(p.p.Locale)))
}

func stack(cards ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(10), cards...)
}

// column keeps lines readable on wide screens.
type column struct{}

const columnWidth = 780

func (*column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		least := o.MinSize()
		o.Resize(fyne.NewSize(max(least.Width, min(size.Width-scrollRoom, columnWidth)), least.Height))
	}
}

// scrollRoom keeps the scroll bar from lying on the cards.
const scrollRoom = 12

func (*column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}
