package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/lake"
	"wattlake/ui/present"
)

// ZoomMode is how the zoom of a page follows the size of its view.
type ZoomMode int

// The modes.
const (
	FitWidth ZoomMode = iota
	FitPage
	FreeZoom
)

// The bounds of the zoom, in device-independent pixels per point, and one step of it.
const (
	minZoom  = 0.2
	maxZoom  = 6
	zoomStep = 1.25
)

// PageView shows the picture of a page with the places of fields on it: scrolled with the wheel or by dragging, zoomed with
// Ctrl and the wheel. It may be used on the drawing thread only.
type PageView struct {
	widget.BaseWidget

	OnPick func(name string)    // a box was clicked
	OnZoom func()               // another resolution may be wanted, see [PageView.Zoom]
	OnKey  func(*fyne.KeyEvent) // a key that the view has no use for

	picture       image.Image
	width, height float64 // of the page in points
	boxes         []present.PageBox
	selected      string
	mode          ZoomMode
	zoom          float32
	at            fyne.Position // of the view's corner on the scaled page
	pressed       fyne.Position
	dragged       bool
	message       string // in place of a picture
	focused       bool
}

var (
	_ desktop.Mouseable = (*PageView)(nil)
	_ fyne.Scrollable   = (*PageView)(nil)
	_ fyne.Draggable    = (*PageView)(nil)
	_ fyne.Focusable    = (*PageView)(nil)
)

// NewPageView returns an empty view.
func NewPageView() *PageView {
	v := &PageView{zoom: 1}
	v.ExtendBaseWidget(v)
	return v
}

// SetPage shows a picture of a page of this size in points; the place stays if it is a sharper picture of the same page.
func (v *PageView) SetPage(picture image.Image, width, height float64, samePage bool) {
	v.picture, v.width, v.height, v.message = picture, width, height, ""
	v.fit()
	if !samePage {
		v.at = fyne.Position{}
		v.reveal()
	}
	v.Refresh()
}

// SetMessage shows a sentence in place of a page.
func (v *PageView) SetMessage(text string) {
	v.picture, v.message, v.boxes = nil, text, nil
	v.Refresh()
}

// SetBoxes shows the places of fields, in points of the page as it is shown.
func (v *PageView) SetBoxes(boxes []present.PageBox) {
	v.boxes = boxes
	v.Refresh()
}

// Select highlights a field's box and scrolls it into sight.
func (v *PageView) Select(name string) {
	v.selected = name
	v.reveal()
	v.Refresh()
}

// Zoom returns device-independent pixels per point.
func (v *PageView) Zoom() float32 { return v.zoom }

// SetMode makes the zoom follow the view's size, or leaves it as it is.
func (v *PageView) SetMode(mode ZoomMode) {
	v.mode = mode
	v.fit()
	v.changedZoom()
}

// ZoomBy multiplies the zoom about the middle of the view.
func (v *PageView) ZoomBy(factor float32) {
	v.zoomAt(factor, fyne.NewPos(v.Size().Width/2, v.Size().Height/2))
}

// ZoomIn enlarges by one step.
func (v *PageView) ZoomIn() { v.ZoomBy(zoomStep) }

// ZoomOut makes smaller by one step.
func (v *PageView) ZoomOut() { v.ZoomBy(1 / zoomStep) }

func (v *PageView) zoomAt(factor float32, middle fyne.Position) {
	before := v.zoom
	v.mode = FreeZoom
	v.zoom = max(minZoom, min(v.zoom*factor, maxZoom))
	grown := v.zoom / before
	v.at = fyne.NewPos((v.at.X+middle.X)*grown-middle.X, (v.at.Y+middle.Y)*grown-middle.Y)
	v.changedZoom()
}

func (v *PageView) changedZoom() {
	v.at = v.clamp(v.at)
	v.Refresh()
	if v.OnZoom != nil {
		v.OnZoom()
	}
}

// fit follows the view's size.
func (v *PageView) fit() {
	size := v.Size()
	if v.width <= 0 || v.height <= 0 || size.Width <= 0 {
		return
	}
	switch v.mode {
	case FitWidth:
		v.zoom = size.Width / float32(v.width)
	case FitPage:
		v.zoom = min(size.Width/float32(v.width), size.Height/float32(v.height))
	case FreeZoom:
	}
	v.zoom = max(minZoom, min(v.zoom, maxZoom))
	v.at = v.clamp(v.at)
}

// scaled is the page's size in device-independent pixels.
func (v *PageView) scaled() fyne.Size {
	return fyne.NewSize(float32(v.width)*v.zoom, float32(v.height)*v.zoom)
}

func (v *PageView) clamp(at fyne.Position) fyne.Position {
	page, view := v.scaled(), v.Size()
	return fyne.NewPos(round(max(0, min(at.X, page.Width-view.Width))), round(max(0, min(at.Y, page.Height-view.Height))))
}

// origin is where the page's corner is drawn: a page smaller than the view stands in its middle.
func (v *PageView) origin() fyne.Position {
	page, view := v.scaled(), v.Size()
	return fyne.NewPos(round(max(0, (view.Width-page.Width)/2))-v.at.X, round(max(0, (view.Height-page.Height)/2))-v.at.Y)
}

// reveal scrolls the selected box into sight, with room around it.
func (v *PageView) reveal() {
	const room = 60
	for _, b := range v.boxes {
		if b.Name != v.selected {
			continue
		}
		view := v.Size()
		box := v.place(b.Box)
		into := func(at, from, to, room, length float32) float32 {
			switch {
			case from-room < at:
				return from - room
			case to+room > at+length:
				return to + room - length
			}
			return at
		}
		v.at = v.clamp(fyne.NewPos(
			into(v.at.X, box.at.X, box.at.X+box.size.Width, room, view.Width), into(v.at.Y, box.at.Y, box.at.Y+box.size.Height, room, view.Height)))
		return
	}
}

type area struct {
	at   fyne.Position
	size fyne.Size
}

// place is where a box lies on the scaled page.
func (v *PageView) place(b lake.Box) area {
	z := float64(v.zoom)
	return area{
		fyne.NewPos(round(float32(b.X0*z))-boxRoom, round(float32(b.Y0*z))-boxRoom),
		fyne.NewSize(round(float32((b.X1-b.X0)*z))+2*boxRoom, round(float32((b.Y1-b.Y0)*z))+2*boxRoom),
	}
}

// MinSize implements fyne.CanvasObject.
func (v *PageView) MinSize() fyne.Size { return fyne.NewSize(240, 200) }

// Resize implements fyne.CanvasObject.
func (v *PageView) Resize(size fyne.Size) {
	before := v.zoom
	v.BaseWidget.Resize(size)
	v.fit()
	v.Refresh()
	if before != v.zoom && v.OnZoom != nil {
		v.OnZoom()
	}
}

// Scrolled implements fyne.Scrollable.
func (v *PageView) Scrolled(e *fyne.ScrollEvent) {
	if modifiers()&fyne.KeyModifierControl != 0 {
		if e.Scrolled.DY > 0 {
			v.zoomAt(zoomStep, e.Position)
		} else if e.Scrolled.DY < 0 {
			v.zoomAt(1/zoomStep, e.Position)
		}
		return
	}
	v.scroll(-e.Scrolled.DX*wheelFactor, -e.Scrolled.DY*wheelFactor)
}

func (v *PageView) scroll(dx, dy float32) {
	if at := v.clamp(fyne.NewPos(v.at.X+dx, v.at.Y+dy)); at != v.at {
		v.at = at
		v.Refresh()
	}
}

// Dragged implements fyne.Draggable: the page follows the pointer.
func (v *PageView) Dragged(e *fyne.DragEvent) {
	v.dragged = true
	v.scroll(-e.Dragged.DX, -e.Dragged.DY)
}

// DragEnd implements fyne.Draggable.
func (v *PageView) DragEnd() {}

// MouseDown implements desktop.Mouseable.
func (v *PageView) MouseDown(e *desktop.MouseEvent) {
	v.pressed, v.dragged = e.Position, false
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		c.Focus(v)
	}
}

// MouseUp implements desktop.Mouseable: a click on a box picks its field.
func (v *PageView) MouseUp(e *desktop.MouseEvent) {
	if v.dragged || e.Button != desktop.MouseButtonPrimary || v.OnPick == nil || v.picture == nil {
		return
	}
	origin := v.origin()
	x, y := (e.Position.X-origin.X)/v.zoom, (e.Position.Y-origin.Y)/v.zoom
	if name, ok := present.PickBox(v.boxes, float64(x), float64(y)); ok {
		v.OnPick(name)
	}
}

// FocusGained implements fyne.Focusable.
func (v *PageView) FocusGained() { v.focused = true; v.Refresh() }

// FocusLost implements fyne.Focusable.
func (v *PageView) FocusLost() { v.focused = false; v.Refresh() }

// TypedRune implements fyne.Focusable: + and − zoom.
func (v *PageView) TypedRune(r rune) {
	switch r {
	case '+', '=':
		v.ZoomIn()
	case '-':
		v.ZoomOut()
	}
}

// TypedKey implements fyne.Focusable: arrows scroll.
func (v *PageView) TypedKey(e *fyne.KeyEvent) {
	const step = 60
	switch e.Name {
	case fyne.KeyUp:
		v.scroll(0, -step)
	case fyne.KeyDown:
		v.scroll(0, step)
	case fyne.KeyLeft:
		v.scroll(-step, 0)
	case fyne.KeyRight:
		v.scroll(step, 0)
	default:
		if v.OnKey != nil {
			v.OnKey(e)
		}
	}
}

// modifiers returns the keys that are held at the moment.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// CertaintyColor is the name of a certainty's colour.
func CertaintyColor(c present.Certainty) fyne.ThemeColorName {
	switch c {
	case present.Doubted:
		return ToneColor(present.Attention)
	case present.Missing:
		return ToneColor(present.Bad)
	case present.Absent:
		return ToneColor(present.Muted)
	case present.Entered:
		return theme.ColorNamePrimary
	case present.Sure:
	}
	return ToneColor(present.Good)
}

// CertaintyIcon is the name of a certainty's icon: each has a shape of its own.
func CertaintyIcon(c present.Certainty) string {
	switch c {
	case present.Doubted:
		return "needs_review" // a triangle
	case present.Missing:
		return "missing" // a ring with a gap
	case present.Absent:
		return "absent" // a dash
	case present.Entered:
		return "entered" // a pencil
	case present.Sure:
	}
	return "sure" // a disc
}
