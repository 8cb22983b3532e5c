// Package firstrun leads a person through the first start: where the data lies, language, the team, the first invoices.
package firstrun

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/connect"
	"wattlake/ui/desktop/look"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// Step is one page of the way.
type Step int

// The steps in their order.
const (
	Data Step = iota
	Language
	Team
	Invoices
)

var steps = []string{"data", "language", "team", "invoices"}

// The choices of the team's step.
const (
	alone  = "alone"
	bucket = "bucket"
	kafka  = "kafka"
)

// State is what the page remembers when the window is built anew.
type State struct {
	Step  Step
	Team  string // which form is in sight
	Draft *connect.Draft
}

// Params is what the page needs. The callbacks are called on the drawing thread and must return at once.
type Params struct {
	Locale   *present.Locale
	State    *State
	Lake     string // folder of the data
	Language string
	Theme    string
	Services connect.Services
	Go       func(func(ctx context.Context))

	OnFolder   func() // choose another folder
	OnLanguage func(string)
	OnTheme    func(string)
	OnReady    func() // everything is chosen: open the lake
	OnAdd      func()
	OnSamples  func()
	OnLeave    func() // to the program, without invoices
	OnShortcut func(fyne.Shortcut)
}

// Page is the page. It may be used on the drawing thread only.
type Page struct {
	p    Params
	room *fyne.Container
	body *container.Scroll
	next *widgets.Push // has the keyboard
	root fyne.CanvasObject
}

// The measures of the page.
const (
	cardWidth  = 720
	cardHeight = 560
	logoSize   = 64
	dropSize   = 64
)

// New builds the page.
func New(p Params) *Page {
	if p.State.Draft == nil {
		p.State.Draft = &connect.Draft{}
	}
	if p.State.Team == "" {
		p.State.Team = alone
	}
	page := &Page{p: p, room: container.NewStack()}
	background := canvas.NewRectangle(look.Color(look.Rail))
	page.root = container.NewStack(background, container.NewCenter(container.New(&sized{}, widgets.Surface(page.room))))
	page.show()
	return page
}

// Object is the page's content.
func (p *Page) Object() fyne.CanvasObject { return p.root }

func (p *Page) show() {
	l, step := p.p.Locale, p.p.State.Step
	content := map[Step]func() fyne.CanvasObject{Data: p.data, Language: p.language, Team: p.team, Invoices: p.invoices}[step]()
	logo := canvas.NewImageFromResource(look.AppIcon())
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSquareSize(logoSize))
	title := widgets.Heading(l.T("first.title." + steps[step]))
	about := widgets.Pad(-4, -4, -8, 0, widgets.Hint(l.T("first.about."+steps[step]), fyne.TextAlignLeading))
	head := container.NewBorder(nil, nil, widgets.Pad(0, 0, 0, 16, logo), nil, container.New(layout.NewCustomPaddedVBoxLayout(2), widgets.Pad(0, 6, 0, 0, p.dots()), title, about))
	p.body = container.NewVScroll(widgets.Pad(14, 10, 2, 14, content))
	p.room.Objects = []fyne.CanvasObject{widgets.Pad(26, 22, 30, 30, container.NewBorder(head, p.buttons(), nil, nil, p.body))}
	p.room.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.room); c != nil {
		p.Focus(c)
	}
}

// Focus gives the keyboard to the button that leads on.
func (p *Page) Focus(c fyne.Canvas) { c.Focus(p.next) }

// dots shows how far the way is.
func (p *Page) dots() fyne.CanvasObject {
	row := container.NewHBox()
	for i := range steps {
		colour := look.Border
		if Step(i) <= p.p.State.Step {
			colour = theme.ColorNamePrimary
		}
		dot := canvas.NewRectangle(look.Color(colour))
		dot.CornerRadius = 2
		dot.SetMinSize(fyne.NewSize(34, 4))
		row.Add(dot)
	}
	row.Add(widgets.Pad(-6, -6, 6, 0, widgets.Caption(p.p.Locale.T("first.step", "n", p.p.Locale.Int(int64(p.p.State.Step)+1), "all", p.p.Locale.Int(int64(len(steps)))))))
	return container.NewVBox(row)
}

func (p *Page) buttons() fyne.CanvasObject {
	l := p.p.Locale
	back := widgets.QuietButton("back", l.T("first.back"), func() { p.walk(p.p.State.Step - 1) })
	next := widgets.PrimaryButton("forward", l.T("first.next"), func() { p.walk(p.p.State.Step + 1) })
	switch p.p.State.Step {
	case Data:
		back.Hide()
	case Team:
		next.SetText(l.T("first.ready"))
	case Invoices:
		back.Hide()
		next = widgets.QuietButton("", l.T("first.leave"), p.p.OnLeave)
	case Language:
	}
	p.next = next
	return container.NewHBox(back, layout.NewSpacer(), next)
}

func (p *Page) walk(to Step) {
	p.p.State.Step = to
	if to == Invoices {
		p.p.OnReady()
	}
	p.show()
}

func (p *Page) data() fyne.CanvasObject {
	l := p.p.Locale
	folder := widgets.Toned(p.p.Lake, present.Plain)
	line := container.NewBorder(nil, nil, widgets.Icon("folder", theme.ColorNamePrimary, 22), widgets.Button("", l.T("first.folder"), p.p.OnFolder), widgets.Middle(folder))
	return container.NewVBox(widgets.Card(line), widgets.Gap(1, 6), points(l.T("first.points.data")))
}

func (p *Page) language() fyne.CanvasObject {
	l := p.p.Locale
	language := widgets.Choices([]present.Choice{
		{Value: "pl", Label: l.T("settings.language.pl")}, {Value: "en", Label: l.T("settings.language.en")},
	}, p.p.Language, p.p.OnLanguage)
	appearance := widgets.Choices([]present.Choice{
		{Value: "system", Label: l.T("settings.theme.system")}, {Value: "light", Label: l.T("settings.theme.light")}, {Value: "dark", Label: l.T("settings.theme.dark")},
	}, p.p.Theme, p.p.OnTheme)
	return container.New(layout.NewCustomPaddedVBoxLayout(14), widgets.Field(l.T("settings.language"), language, ""), widgets.Field(l.T("settings.theme"), appearance, ""))
}

func (p *Page) team() fyne.CanvasObject {
	l := p.p.Locale
	choice := widgets.Choices([]present.Choice{
		{Value: alone, Label: l.T("first.team.alone")}, {Value: bucket, Label: l.T("settings.bucket")}, {Value: kafka, Label: l.T("settings.kafka")},
	}, p.p.State.Team, func(v string) {
		p.p.State.Team = v
		p.show()
	})
	forms := connect.Params{Locale: l, Draft: p.p.State.Draft, Services: p.p.Services, Go: p.p.Go, OnShortcut: p.p.OnShortcut, OnSteps: func() { p.body.ScrollToBottom() }}
	column := container.New(layout.NewCustomPaddedVBoxLayout(14), choice)
	switch p.p.State.Team {
	case bucket:
		column.Add(connect.Bucket(forms))
	case kafka:
		column.Add(connect.Kafka(forms))
	default:
		column.Add(points(l.T("first.points.team")))
	}
	return column
}

func (p *Page) invoices() fyne.CanvasObject {
	l := p.p.Locale
	title := widgets.Title(l.T("empty.title"))
	title.Alignment = fyne.TextAlignCenter
	text := widgets.Hint(strings.ReplaceAll(l.T("empty.text"), "\n", " "), fyne.TextAlignCenter)
	buttons := container.NewHBox(layout.NewSpacer(), widgets.PrimaryButton("add", l.T("invoices.add"), p.p.OnAdd), widgets.Button("bolt", l.T("empty.samples"), p.p.OnSamples), layout.NewSpacer())
	frame := canvas.NewRectangle(look.Color(theme.ColorNameBackground))
	frame.CornerRadius = 12
	frame.StrokeColor, frame.StrokeWidth = look.Color(look.Border), 2
	return container.NewStack(frame, widgets.Pad(34, 34, 20, 20, container.NewVBox(
		widgets.Icon("drop", theme.ColorNamePrimary, dropSize), widgets.Gap(1, 6), title, text, widgets.Gap(1, 8), buttons)))
}

// points lists sentences, one on a line, each with a tick.
func points(lines string) fyne.CanvasObject {
	list := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for line := range strings.SplitSeq(lines, "\n") {
		tick := container.NewVBox(widgets.Gap(1, 6), widgets.Icon("ready", look.Good, 16))
		list.Add(container.NewBorder(nil, nil, tick, nil, widgets.Lines(line, present.Plain)))
	}
	return list
}

// sized gives the card one size through all steps, as far as the window allows.
type sized struct{}

// Layout implements fyne.Layout.
func (*sized) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize implements fyne.Layout.
func (*sized) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(cardWidth, cardHeight) }
