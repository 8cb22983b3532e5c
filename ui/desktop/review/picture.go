package review

import (
	"context"
	"image"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/desktop/thread"
	"wattlake/ui/desktop/widgets"
	"wattlake/ui/present"
)

// resolutions are those in which pages are drawn, in dots per inch: few, so that pictures are found in the cache.
var resolutions = []int{72, 96, 120, 150, 200, 250, 300}

const pointsPerInch = 72

// shownPicture says what picture is in sight.
type shownPicture struct {
	document   lake.DocumentID
	page, turn int
	dpi        int // of the picture in sight; 0 while there is none
	asked      int // that is on its way
	width      float64
	height     float64 // points, before it was turned
	image      image.Image
}

// showPicture shows the page that the state says, and asks for it if it is not there.
func (p *Page) showPicture() {
	s := p.p.State
	if p.shown.document == p.sheet.Document && p.shown.page == s.Page && p.shown.turn == s.Turn {
		p.sharpen()
		return
	}
	p.shown = shownPicture{document: p.sheet.Document, page: s.Page, turn: s.Turn}
	p.showTools()
	p.ask(p.wantedDPI())
}

// sharpen asks for a finer picture when the present one is too coarse for the zoom.
func (p *Page) sharpen() {
	if p.sheet == nil || p.shown.dpi == 0 {
		return
	}
	if dpi := p.wantedDPI(); dpi > p.shown.dpi && dpi > p.shown.asked {
		p.ask(dpi)
	}
}

// wantedDPI is the resolution in which a dot of the picture is a dot of the screen, the finest of all views.
func (p *Page) wantedDPI() int {
	scale, zoom := float32(1), p.view.Zoom()
	if c := p.canvas(); c != nil {
		scale = c.Scale()
	}
	for _, pop := range p.pops {
		zoom = max(zoom, pop.view.Zoom())
	}
	if p.shown.dpi == 0 && zoom == 1 {
		zoom = 1.2 // before the view knows the page's size
	}
	wanted := int(math.Ceil(float64(zoom * scale * pointsPerInch)))
	for _, dpi := range resolutions {
		if dpi >= wanted {
			return dpi
		}
	}
	return resolutions[len(resolutions)-1]
}

func (p *Page) ask(dpi int) {
	node := p.p.Node()
	if node == nil {
		return
	}
	p.shown.asked = dpi
	id, page, turn, number := p.shown.document, p.shown.page, p.shown.turn, p.number
	p.p.Go(func(ctx context.Context) {
		picture, err := node.PageImage(ctx, id, page, dpi)
		var turned *image.RGBA
		if err == nil {
			turned = turnPicture(picture.Image, turn)
		}
		thread.Do(func() {
			if number != p.number || p.shown.page != page || p.shown.turn != turn || p.shown.asked != dpi {
				return
			}
			if err != nil {
				p.noPicture(err)
				return
			}
			p.paint(picture, turned, dpi)
		})
	})
}

func (p *Page) noPicture(err error) {
	if lake.CodeOf(err) == lake.CodeCancelled {
		return
	}
	message, _ := p.p.Locale.Explain(err)
	p.message(message)
}

// message stands where the page would be.
func (p *Page) message(text string) { p.eachView(func(v *widgets.PageView) { v.SetMessage(text) }) }

func (p *Page) paint(picture pipeline.PagePicture, turned image.Image, dpi int) {
	again := p.shown.dpi > 0
	p.shown.dpi, p.shown.width, p.shown.height, p.shown.image = dpi, picture.Width, picture.Height, turned
	p.showBoxes()
	p.eachView(func(v *widgets.PageView) { p.show(v, again) })
	if !again {
		p.sharpen() // the view knows its zoom now
	}
}

func (p *Page) show(v *widgets.PageView, again bool) {
	width, height := p.shown.width, p.shown.height
	if p.shown.turn%2 == 1 {
		width, height = height, width
	}
	v.SetPage(p.shown.image, width, height, again)
}

func (p *Page) eachView(do func(*widgets.PageView)) {
	do(p.view)
	for _, pop := range p.pops {
		do(pop.view)
	}
}

// showBoxes marks the fields on the page in sight.
func (p *Page) showBoxes() {
	boxes := p.sheet.Boxes(p.p.State.Page)
	for i := range boxes {
		boxes[i].Box = present.TurnBox(boxes[i].Box, p.shown.width, p.shown.height, p.p.State.Turn)
	}
	if p.shown.dpi == 0 {
		boxes = nil
	}
	p.eachView(func(v *widgets.PageView) { v.SetBoxes(boxes) })
}

func (p *Page) selectBox(name string) {
	p.eachView(func(v *widgets.PageView) { v.Select(name) })
}

// showPage brings another page into sight.
func (p *Page) showPage(n int) {
	if p.sheet == nil || n < 1 || n > p.sheet.Pages || n == p.p.State.Page {
		return
	}
	p.p.State.Page = n
	p.showPicture()
	p.showBoxes()
}

// turn turns the page clockwise by a quarter.
func (p *Page) turn() {
	p.p.State.Turn = (p.p.State.Turn + 1) % 4
	p.showPicture()
}

func (p *Page) setMode(mode widgets.ZoomMode) {
	p.p.State.Mode = mode
	p.view.SetMode(mode)
}

func nextMode(mode widgets.ZoomMode) widgets.ZoomMode {
	if mode == widgets.FitWidth {
		return widgets.FitPage
	}
	return widgets.FitWidth
}

// showTools offers pages and zoom.
func (p *Page) showTools() {
	l := p.p.Locale
	row := container.NewHBox()
	if n := p.sheet.Pages; n > 1 {
		at := p.p.State.Page
		row.Add(widgets.Named(l.T("tip.page_before"), button("back", "", at > 1, func() { p.showPage(at - 1) })))
		row.Add(widgets.Toned(l.T("review.page", "at", l.Int(int64(at)), "all", l.Int(int64(n))), present.Plain))
		row.Add(widgets.Named(l.T("tip.page_after"), button("forward", "", at < n, func() { p.showPage(at + 1) })))
	}
	row.Add(layout.NewSpacer())
	for _, tool := range []struct {
		icon, name string
		do         func()
	}{
		{"zoom-out", "tip.zoom-out", p.view.ZoomOut},
		{"zoom-in", "tip.zoom-in", p.view.ZoomIn},
		{"fit-width", "tip.fit-width", func() { p.setMode(widgets.FitWidth) }},
		{"fit-page", "tip.fit-page", func() { p.setMode(widgets.FitPage) }},
		{"rotate", "tip.rotate", p.turn},
		{"popout", "tip.popout", p.popOut},
	} {
		row.Add(widgets.Named(l.T(tool.name), widgets.QuietButton(tool.icon, "", tool.do)))
	}
	p.tools.Objects = []fyne.CanvasObject{widgets.Pad(2, 2, 8, 4, row)}
	p.tools.Refresh()
}

// turnPicture copies a picture in the only form that is drawn without converting it on the drawing thread, turned clockwise
// by quarters.
func turnPicture(source image.Image, quarters int) *image.RGBA {
	b := source.Bounds()
	upright := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(upright, upright.Bounds(), source, b.Min, draw.Src)
	for range quarters {
		w, h := upright.Bounds().Dx(), upright.Bounds().Dy()
		turned := image.NewRGBA(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				from, to := upright.PixOffset(x, y), turned.PixOffset(h-1-y, x)
				copy(turned.Pix[to:to+4], upright.Pix[from:from+4])
			}
		}
		upright = turned
	}
	return upright
}
