package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// boxRoom is how far a box stands away from its words.
const boxRoom = 2

type pageRenderer struct {
	view    *PageView
	ground  *canvas.Rectangle
	picture *canvas.Image
	inside  *fyne.Container
	clip    *container.Clip
	message *canvas.Text
	frame   *canvas.Rectangle
	marks   []*boxMark
}

// boxMark draws one field's place. Its shape tells the certainty as its colour does: a line below what is sure, a frame with a
// triangle around what is doubted, a thick line on the left of what a person entered.
type boxMark struct {
	frame *canvas.Rectangle
	line  *canvas.Rectangle
	icon  *canvas.Image
}

// CreateRenderer implements fyne.Widget.
func (v *PageView) CreateRenderer() fyne.WidgetRenderer {
	r := &pageRenderer{
		view: v, ground: canvas.NewRectangle(color.Transparent), picture: canvas.NewImageFromImage(nil), inside: container.NewWithoutLayout(),
		message: newText("", theme.Size(theme.SizeNameText), look.Muted), frame: canvas.NewRectangle(color.Transparent),
	}
	r.picture.FillMode, r.picture.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest // scaling in software would hold up the window
	r.clip = container.NewClip(r.inside)
	r.frame.StrokeWidth = 2
	r.Refresh()
	return r
}

func (r *pageRenderer) Destroy() {}

func (r *pageRenderer) MinSize() fyne.Size { return r.view.MinSize() }

func (r *pageRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.clip, r.message, r.frame}
}

func (r *pageRenderer) Layout(fyne.Size) { r.Refresh() }

// Refresh lays everything out for the present place and zoom.
func (r *pageRenderer) Refresh() {
	v := r.view
	size := v.Size()
	setFill(r.ground, look.Color(look.Desk))
	r.ground.Resize(size)
	r.clip.Resize(size)
	r.inside.Resize(size)
	r.frame.Resize(size)
	r.frame.StrokeColor = color.Transparent
	if v.focused {
		r.frame.StrokeColor = look.Color(theme.ColorNameFocus)
	}
	setText(r.message, v.message, look.Color(look.Muted))
	text := r.message.MinSize()
	r.message.Move(fyne.NewPos(round((size.Width-text.Width)/2), round((size.Height-text.Height)/2)))
	r.message.Resize(text)
	r.inside.Objects = r.inside.Objects[:0]
	if v.picture != nil {
		r.showPicture()
		r.showBoxes()
	}
	canvas.Refresh(v)
}

func (r *pageRenderer) showPicture() {
	v := r.view
	if r.picture.Image != v.picture {
		r.picture.Image = v.picture
		r.picture.Refresh()
	}
	r.picture.Move(v.origin())
	if page := v.scaled(); r.picture.Size() != page {
		r.picture.Resize(page)
	}
	r.inside.Objects = append(r.inside.Objects, r.picture)
}

func (r *pageRenderer) showBoxes() {
	v := r.view
	for len(r.marks) < len(v.boxes) {
		r.marks = append(r.marks, newBoxMark())
	}
	origin := v.origin()
	var chosen *boxMark
	for i, b := range v.boxes {
		place := v.place(b.Box)
		at := origin.Add(place.at)
		r.marks[i].show(b.Certainty, at, place.size, b.Name == v.selected)
		if b.Name == v.selected {
			chosen = r.marks[i]
			continue
		}
		r.inside.Objects = r.marks[i].appendTo(r.inside.Objects)
	}
	if chosen != nil { // over all others
		r.inside.Objects = chosen.appendTo(r.inside.Objects)
	}
}

func newBoxMark() *boxMark {
	m := &boxMark{frame: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent), icon: canvas.NewImageFromResource(nil)}
	m.icon.FillMode = canvas.ImageFillContain
	m.frame.CornerRadius = 2
	return m
}

func (m *boxMark) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	objects = append(objects, m.frame)
	if !m.line.Hidden {
		objects = append(objects, m.line)
	}
	if !m.icon.Hidden {
		objects = append(objects, m.icon)
	}
	return objects
}

// The measures of marks.
const (
	lineWidth    = 2
	markIconSize = 13
)

func (m *boxMark) show(certainty present.Certainty, at fyne.Position, size fyne.Size, selected bool) {
	ink := look.OnPaper(CertaintyColor(certainty))
	m.frame.FillColor, m.frame.StrokeColor, m.frame.StrokeWidth = fade(ink, 0x14), color.Transparent, 0
	m.line.Hidden, m.icon.Hidden = true, true
	switch certainty {
	case present.Doubted, present.Missing:
		m.frame.StrokeColor, m.frame.StrokeWidth = ink, lineWidth
		m.icon.Hidden = false
		setIcon(m.icon, look.IconOnPaper(CertaintyIcon(certainty), CertaintyColor(certainty)))
		m.icon.Move(fyne.NewPos(at.X+size.Width+lineWidth+1, at.Y+(size.Height-markIconSize)/2))
		m.icon.Resize(fyne.NewSquareSize(markIconSize))
	case present.Entered:
		m.line.Hidden = false
		setFill(m.line, ink)
		m.line.Move(fyne.NewPos(at.X-2*lineWidth, at.Y))
		m.line.Resize(fyne.NewSize(2*lineWidth, size.Height))
	case present.Sure, present.Absent:
		m.line.Hidden = false
		setFill(m.line, ink)
		m.line.Move(fyne.NewPos(at.X, at.Y+size.Height-1))
		m.line.Resize(fyne.NewSize(size.Width, lineWidth))
	}
	if selected {
		m.frame.FillColor, m.frame.StrokeColor, m.frame.StrokeWidth = fade(look.OnPaper(theme.ColorNamePrimary), 0x30), look.OnPaper(theme.ColorNamePrimary), lineWidth+1
	}
	around := m.frame.StrokeWidth // lines are drawn inwards and must not cover the words
	m.frame.Move(at.SubtractXY(around, around))
	m.frame.Resize(size.AddWidthHeight(2*around, 2*around))
	m.frame.Refresh()
}
