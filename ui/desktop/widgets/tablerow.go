package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// cursorWidth is the width of the mark at the row that the keyboard moves from.
const cursorWidth = 3

// rowView draws one row.
type rowView struct {
	background *canvas.Rectangle
	line       *canvas.Rectangle
	texts      []*canvas.Text
	icon       *canvas.Image     // of the first cell that has one
	iconAt     int               // the column that it stands in
	cover      *canvas.Rectangle // keeps what is scrolled sideways from being seen below the first column
	cursor     *canvas.Rectangle
}

func newRowView() *rowView {
	v := &rowView{background: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent), icon: canvas.NewImageFromResource(nil), cover: canvas.NewRectangle(color.Transparent), cursor: canvas.NewRectangle(color.Transparent)}
	v.icon.FillMode = canvas.ImageFillContain
	v.icon.Hidden = true
	return v
}

func (v *rowView) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	objects = append(objects, v.background, v.line)
	for i, t := range v.texts {
		if i > 0 || v.cover.Hidden {
			objects = append(objects, t)
		}
	}
	if !v.icon.Hidden && (v.iconAt > 0 || v.cover.Hidden) {
		objects = append(objects, v.icon)
	}
	if !v.cover.Hidden {
		objects = append(objects, v.cover, v.texts[0])
		if !v.icon.Hidden && v.iconAt == 0 {
			objects = append(objects, v.icon)
		}
	}
	return append(objects, v.cursor)
}

// show fills the view with the row and puts it in its place.
func (v *rowView) show(r *tableRenderer, row int) {
	t := r.table
	y := float32(row)*rowHeight - t.offset
	width := t.Size().Width
	setFill(v.background, v.fill(t, row))
	v.background.Move(fyne.NewPos(0, y))
	v.background.Resize(fyne.NewSize(width, rowHeight))
	setFill(v.line, look.Color(look.RowLine))
	v.line.Move(fyne.NewPos(0, y+rowHeight-1))
	v.line.Resize(fyne.NewSize(width, 1))
	setFill(v.cursor, color.Transparent)
	if t.focused && row == t.cursor {
		setFill(v.cursor, look.Color(theme.ColorNamePrimary))
	}
	v.cursor.Move(fyne.NewPos(0, y))
	v.cursor.Resize(fyne.NewSize(cursorWidth, rowHeight-1))
	for len(v.texts) < len(r.shown) {
		v.texts = append(v.texts, newText("", theme.Size(theme.SizeNameText), theme.ColorNameForeground))
	}
	v.texts = v.texts[:len(r.shown)]
	v.icon.Hidden = true
	v.showCover(t, row, y)
	var x float32
	for i, c := range r.shown {
		width := r.widths[i]
		cell := t.model.Cell(row, c.ID)
		if cell.Wide {
			width = t.wide(row, i, r.shown, r.widths)
		}
		if v.texts[i].Hidden = !t.inSight(x, x+width); !v.texts[i].Hidden {
			v.showCell(i, c, cell, fyne.NewPos(t.onScreen(x), y), width)
		}
		x += r.widths[i]
	}
}

func (v *rowView) showCover(t *Table, row int, y float32) {
	v.cover.Hidden = t.side == 0 || t.frozen == 0
	if v.cover.Hidden {
		return
	}
	fill := v.fill(t, row)
	if fill == color.Transparent {
		fill = look.Color(look.Surface)
	}
	setFill(v.cover, fill)
	v.cover.Move(fyne.NewPos(0, y))
	v.cover.Resize(fyne.NewSize(t.frozen, rowHeight-1))
}

// wide is the width of a cell that may reach over the empty ones behind it.
func (t *Table) wide(row, column int, shown []present.Column, widths []float32) float32 {
	width := widths[column]
	for i := column + 1; i < len(shown); i++ {
		if t.model.Cell(row, shown[i].ID).Text != "" {
			return width
		}
		width += widths[i]
	}
	return width
}

func (v *rowView) fill(t *Table, row int) color.Color {
	switch {
	case t.selected[row]:
		return look.Color(look.RowSelected)
	case row == t.hovered:
		return look.Color(look.RowHover)
	default:
		return color.Transparent
	}
}

func (v *rowView) showCell(i int, c present.Column, cell present.Cell, at fyne.Position, width float32) {
	text := v.texts[i]
	text.TextSize = theme.Size(theme.SizeNameText)
	left, room := at.X+cellPadding+c.Left, width-2*cellPadding-c.Left
	if cell.Icon != "" {
		if icon := look.Icon(cell.Icon, ToneColor(cell.Tone)); icon != nil {
			setIcon(v.icon, icon)
			v.icon.Hidden, v.iconAt = false, i
			v.icon.Move(fyne.NewPos(left, at.Y+(rowHeight-statusIconSize)/2))
			v.icon.Resize(fyne.NewSquareSize(statusIconSize))
			left, room = left+c.Extra, room-c.Extra
		}
	}
	shorten := fit
	if c.Ends && !cell.Wide {
		shorten = fitEnds
	}
	setText(text, shorten(cell.Text, text.TextSize, text.TextStyle, room), look.Color(ToneColor(cell.Tone)))
	size := measure(text.Text, text.TextSize, text.TextStyle)
	if c.Right {
		left = at.X + width - cellPadding - size.Width
	}
	text.Move(fyne.NewPos(round(left), round(at.Y+(rowHeight-size.Height)/2))) // whole pixels: letters stay crisp
	text.Resize(size)
}

// setFill changes a colour and repaints only if it is another.
func setFill(r *canvas.Rectangle, c color.Color) {
	if r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}

func setIcon(image *canvas.Image, icon fyne.Resource) {
	if image.Resource != icon {
		image.Resource = icon
		image.Refresh()
	}
}
