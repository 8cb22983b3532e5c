package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// statusIconSize is the size of an icon inside a row.
const statusIconSize = 16

// tableRenderer keeps one view per row in sight and moves it while scrolling, so that texts are not drawn again.
type tableRenderer struct {
	table   *Table
	header  *canvas.Rectangle
	line    *canvas.Rectangle
	titles  []*canvas.Text
	marks   []*canvas.Image
	cover   *canvas.Rectangle // of the first title, over those that are scrolled below it
	frozen  *canvas.Rectangle // the line behind the first column
	heads   *fyne.Container   // titles and their marks
	top     *container.Clip
	rows    *fyne.Container
	clip    *container.Clip
	thumb   *canvas.Rectangle
	slider  *canvas.Rectangle // the thumb of the bar below the rows
	drop    *canvas.Rectangle // where a column that is moved would stand
	objects []fyne.CanvasObject
	laidOut fyne.Size

	views  map[int]*rowView
	spare  []*rowView
	shown  []present.Column
	widths []float32
}

func newTableRenderer(t *Table) *tableRenderer {
	r := &tableRenderer{
		table: t, header: canvas.NewRectangle(look.Color(theme.ColorNameHeaderBackground)), line: canvas.NewRectangle(look.Color(look.Border)),
		cover: canvas.NewRectangle(look.Color(theme.ColorNameHeaderBackground)), frozen: canvas.NewRectangle(look.Color(look.Border)),
		heads: container.NewWithoutLayout(), rows: container.NewWithoutLayout(),
		thumb: canvas.NewRectangle(look.Color(theme.ColorNameScrollBar)), slider: canvas.NewRectangle(look.Color(theme.ColorNameScrollBar)),
		drop:  canvas.NewRectangle(look.Color(theme.ColorNamePrimary)),
		views: map[int]*rowView{},
	}
	r.thumb.CornerRadius, r.slider.CornerRadius = 3, 3
	r.top = container.NewClip(r.heads)
	r.clip = container.NewClip(r.rows)
	r.Refresh()
	return r
}

func (r *tableRenderer) Destroy() {}

func (r *tableRenderer) MinSize() fyne.Size { return fyne.NewSize(160, headerHeight+2*rowHeight) }

func (r *tableRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout draws for another size; see [chartRenderer.Layout].
func (r *tableRenderer) Layout(size fyne.Size) {
	if size != r.laidOut {
		r.laidOut = size
		r.Refresh()
	}
}

// Refresh lays everything out for the present size, place and content.
func (r *tableRenderer) Refresh() {
	size := r.table.Size()
	r.shown, r.widths = r.table.choose()
	r.table.layColumns(r.widths)
	r.table.offset = r.table.clamp(r.table.offset)
	r.layoutHeader(size)
	r.clip.Move(fyne.NewPos(0, headerHeight))
	r.clip.Resize(fyne.NewSize(size.Width, r.table.viewHeight()))
	r.layoutRows()
	r.layoutBar(size)
	r.objects = r.objects[:0]
	r.objects = append(r.objects, r.header, r.top, r.line, r.clip, r.frozen, r.thumb, r.slider)
	if x, moving := r.table.targetX(); moving {
		r.drop.Move(fyne.NewPos(x-1, 0))
		r.drop.Resize(fyne.NewSize(3, headerHeight))
		r.objects = append(r.objects, r.drop)
	}
	canvas.Refresh(r.table)
}

func (r *tableRenderer) layoutHeader(size fyne.Size) {
	setFill(r.header, look.Color(theme.ColorNameHeaderBackground))
	r.header.Resize(fyne.NewSize(size.Width, headerHeight))
	line := look.Border
	if r.table.focused { // there may be no row to mark
		line = theme.ColorNamePrimary
	}
	setFill(r.line, look.Color(line))
	r.line.Move(fyne.NewPos(0, headerHeight-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	for len(r.titles) < len(r.shown) {
		t := newText("", theme.Size(theme.SizeNameText)-1, look.Muted)
		t.TextStyle.Bold = true
		r.titles = append(r.titles, t)
		mark := canvas.NewImageFromResource(nil)
		mark.FillMode = canvas.ImageFillContain
		r.marks = append(r.marks, mark)
	}
	r.titles, r.marks = r.titles[:len(r.shown)], r.marks[:len(r.shown)]
	r.layoutFrozen(size)
	var x float32
	r.heads.Objects = r.heads.Objects[:0]
	for i, c := range r.shown {
		if i > 0 || r.cover.Hidden {
			r.heads.Objects = append(r.heads.Objects, r.titles[i], r.marks[i])
		}
		if r.titles[i].Hidden = !r.table.inSight(x, x+r.widths[i]); !r.titles[i].Hidden {
			r.layoutTitle(i, c, r.table.onScreen(x))
		}
		r.marks[i].Hidden = r.marks[i].Hidden || r.titles[i].Hidden
		x += r.widths[i]
	}
	if len(r.shown) > 0 && !r.cover.Hidden {
		r.heads.Objects = append(r.heads.Objects, r.cover, r.titles[0], r.marks[0])
	}
}

// layoutFrozen keeps the first title in its place over those that are scrolled below it.
func (r *tableRenderer) layoutFrozen(size fyne.Size) {
	t := r.table
	room := fyne.NewSize(size.Width, headerHeight-1)
	if t.over > 0 {
		room.Width = t.innerWidth()
	}
	r.heads.Resize(room)
	r.top.Resize(room)
	r.cover.Hidden = t.side == 0 || t.frozen == 0
	r.frozen.Hidden = r.cover.Hidden
	if r.cover.Hidden {
		return
	}
	setFill(r.cover, look.Color(theme.ColorNameHeaderBackground))
	r.cover.Resize(fyne.NewSize(t.frozen, headerHeight-1))
	setFill(r.frozen, look.Color(look.Border))
	r.frozen.Move(fyne.NewPos(t.frozen-1, 0))
	r.frozen.Resize(fyne.NewSize(1, headerHeight+t.viewHeight()))
}

func (r *tableRenderer) layoutTitle(i int, c present.Column, x float32) {
	title, mark := r.titles[i], r.marks[i]
	sorted := c.ID == r.table.sortedBy && c.ID != ""
	colour := look.Muted
	if sorted || (i == r.table.headerAt) {
		colour = theme.ColorNameForeground
	}
	room := r.widths[i] - 2*cellPadding - c.Left
	if r.table.OnSort != nil {
		room -= sortRoom
	}
	setText(title, fit(c.Title, title.TextSize, title.TextStyle, room), look.Color(colour))
	width := measure(title.Text, title.TextSize, title.TextStyle).Width
	left := x + cellPadding + c.Left
	if c.Right {
		left = x + r.widths[i] - cellPadding - width
	}
	height := title.MinSize().Height
	title.Move(fyne.NewPos(round(left), round((headerHeight-height)/2)))
	title.Resize(fyne.NewSize(width, height))
	mark.Hidden = !sorted
	if !sorted {
		return
	}
	name := "sort-up"
	if r.table.descending {
		name = "sort-down"
	}
	setIcon(mark, look.Icon(name, theme.ColorNameForeground))
	at := left + width + 2
	if c.Right {
		at = left - sortRoom
	}
	mark.Move(fyne.NewPos(at, (headerHeight-12)/2))
	mark.Resize(fyne.NewSize(12, 12))
}

// layoutRows gives every row in sight a view and takes the views of the others back.
func (r *tableRenderer) layoutRows() {
	t := r.table
	first := int(t.offset / rowHeight)
	last := min(t.Len()-1, int((t.offset+t.viewHeight())/rowHeight))
	for row, v := range r.views {
		if row < first || row > last {
			delete(r.views, row)
			r.spare = append(r.spare, v)
		}
	}
	for row := first; row <= last; row++ {
		v := r.views[row]
		if v == nil {
			v = r.takeView()
			r.views[row] = v
		}
		v.show(r, row)
	}
	r.rows.Objects = r.rows.Objects[:0]
	for row := first; row <= last; row++ {
		r.rows.Objects = r.views[row].appendTo(r.rows.Objects)
	}
	r.rows.Resize(fyne.NewSize(t.Size().Width, t.viewHeight()))
}

func (r *tableRenderer) takeView() *rowView {
	if n := len(r.spare); n > 0 {
		v := r.spare[n-1]
		r.spare = r.spare[:n-1]
		return v
	}
	return newRowView()
}

func (r *tableRenderer) layoutBar(size fyne.Size) {
	if r.slider.Hidden = r.table.over == 0; !r.slider.Hidden {
		setFill(r.slider, look.Color(theme.ColorNameScrollBar))
		x, width := r.table.sideThumb()
		r.slider.Move(fyne.NewPos(x, size.Height-barRoom+2))
		r.slider.Resize(fyne.NewSize(width, 6))
	}
	view, content := r.table.viewHeight(), r.table.contentHeight()
	r.thumb.Hidden = content <= view
	if r.thumb.Hidden {
		return
	}
	setFill(r.thumb, look.Color(theme.ColorNameScrollBar))
	height := max(minThumb, view*view/content)
	y := headerHeight + (view-height)*r.table.offset/(content-view)
	r.thumb.Move(fyne.NewPos(size.Width-barRoom+2, y))
	r.thumb.Resize(fyne.NewSize(6, height))
}
