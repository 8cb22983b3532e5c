package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
)

// The measures of the navigation rail.
const (
	navWidth  = 92
	navHeight = 62
	navIcon   = 22
)

// NavItem is one page in the navigation rail.
type NavItem struct {
	press

	icon, label, badge string
	on                 bool
}

// NewNavItem returns an entry with an icon above its label.
func NewNavItem(icon, label string, tapped func()) *NavItem {
	n := &NavItem{icon: icon, label: label}
	n.onTap, n.changed, n.self = tapped, n.Refresh, n
	n.ExtendBaseWidget(n)
	return n
}

// SetOn marks the entry as the page in sight.
func (n *NavItem) SetOn(on bool) {
	n.on = on
	n.Refresh()
}

// SetBadge shows a small count on the entry; "" for none.
func (n *NavItem) SetBadge(badge string) {
	if n.badge != badge {
		n.badge = badge
		n.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (n *NavItem) CreateRenderer() fyne.WidgetRenderer {
	r := &navRenderer{
		item: n, box: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		icon: canvas.NewImageFromResource(nil), label: newText(n.label, theme.Size(theme.SizeNameText)-1, look.RailText),
		dot: canvas.NewRectangle(color.Transparent), badge: newText("", theme.Size(theme.SizeNameCaptionText)-1, look.RailBright),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.box.CornerRadius = 8
	r.bar.CornerRadius = 2
	r.Refresh()
	return r
}

type navRenderer struct {
	item         *NavItem
	box, bar     *canvas.Rectangle
	icon         *canvas.Image
	label, badge *canvas.Text
	dot          *canvas.Rectangle
}

func (r *navRenderer) Destroy() {}

func (r *navRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.bar, r.icon, r.label, r.dot, r.badge}
}

func (r *navRenderer) MinSize() fyne.Size { return fyne.NewSize(navWidth, navHeight) }

func (r *navRenderer) Layout(size fyne.Size) {
	r.box.Move(fyne.NewPos(6, 1))
	r.box.Resize(fyne.NewSize(size.Width-12, size.Height-2))
	r.bar.Move(fyne.NewPos(0, 14))
	r.bar.Resize(fyne.NewSize(3, size.Height-28))
	r.icon.Move(fyne.NewPos(round((size.Width-navIcon)/2), 11))
	r.icon.Resize(fyne.NewSquareSize(navIcon))
	label := r.label.MinSize()
	r.label.Move(fyne.NewPos(round((size.Width-label.Width)/2), 36))
	r.label.Resize(label)
	badge := r.badge.MinSize()
	width := max(16, badge.Width+8)
	r.dot.Move(fyne.NewPos(size.Width/2+6, 5))
	r.dot.Resize(fyne.NewSize(width, 16))
	r.dot.CornerRadius = 8
	r.badge.Move(fyne.NewPos(round(size.Width/2+6+(width-badge.Width)/2), round(5+(16-badge.Height)/2)))
	r.badge.Resize(badge)
}

func (r *navRenderer) Refresh() {
	fill, colour := color.Color(color.Transparent), look.RailText
	switch {
	case r.item.on:
		fill, colour = look.Color(look.RailOn), look.RailBright
	case r.item.hovered:
		fill, colour = fade(look.Color(look.RailOn), 0x90), look.RailBright
	}
	setFill(r.box, fill)
	r.box.StrokeColor, r.box.StrokeWidth = look.Color(look.RailMark), 0
	if r.item.focused {
		r.box.StrokeWidth = focusWidth
	}
	r.box.Refresh()
	bar := color.Color(color.Transparent)
	if r.item.on {
		bar = look.Color(look.RailMark)
	}
	setFill(r.bar, bar)
	setIcon(r.icon, look.Icon(r.item.icon, colour))
	setText(r.label, r.item.label, look.Color(colour))
	r.dot.Hidden, r.badge.Hidden = r.item.badge == "", r.item.badge == ""
	setFill(r.dot, look.Color(look.RailBadge))
	setText(r.badge, r.item.badge, look.Color(look.RailBright))
	r.Layout(r.item.Size())
}
