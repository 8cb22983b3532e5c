package review

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wattlake/ui/desktop/widgets"
)

// popped is a window of its own with the page, for a second screen. It shows what is checked in the window.
type popped struct {
	window fyne.Window
	view   *widgets.PageView
}

// The size of a popped out page.
const (
	popWidth  = 800
	popHeight = 1000
)

func (p *Page) popOut() {
	pop := &popped{p.p.NewWindow(p.sheet.Title), widgets.NewPageView()}
	pop.view.OnPick, pop.view.OnZoom = p.pick, p.sharpen
	pop.window.SetPadded(false)
	pop.window.SetContent(pop.view)
	pop.window.Resize(fyne.NewSize(popWidth, popHeight))
	p.listen(pop)
	p.pops = append(p.pops, pop)
	pop.window.SetOnClosed(func() {
		p.pops = slices.DeleteFunc(p.pops, func(o *popped) bool { return o == pop })
	})
	pop.window.Show()
	if p.shown.dpi > 0 {
		p.show(pop.view, false)
		p.showBoxes()
	}
}

// listen has the keys that have a meaning for a page do in its own window what they do beside the fields. Escape closes it.
func (p *Page) listen(pop *popped) {
	c := pop.window.Canvas()
	pop.view.OnKey = func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyEscape:
			pop.window.Close()
		case fyne.KeyPageUp:
			p.showPage(p.p.State.Page - 1)
		case fyne.KeyPageDown:
			p.showPage(p.p.State.Page + 1)
		default:
		}
	}
	c.SetOnTypedKey(pop.view.OnKey)
	for key, do := range map[fyne.KeyName]func(){
		fyne.KeyPlus: pop.view.ZoomIn, fyne.KeyEqual: pop.view.ZoomIn, fyne.KeyMinus: pop.view.ZoomOut,
		fyne.Key0: func() { pop.view.SetMode(widgets.FitPage) },
	} {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) { do() })
	}
}

// namePops gives the popped out windows the name of what they show.
func (p *Page) namePops() {
	for _, pop := range p.pops {
		pop.window.SetTitle(p.sheet.Title)
	}
}

// Close closes the windows that were popped out.
func (p *Page) Close() {
	for _, pop := range p.pops {
		pop.window.SetOnClosed(nil)
		pop.window.Close()
	}
	p.pops = nil
}
