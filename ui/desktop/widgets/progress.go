package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
)

// progressHeight is the height of a progress bar.
const progressHeight = 6

// Progress is a thin bar that is filled from the left.
type Progress struct {
	widget.BaseWidget

	share float64
	tone  fyne.ThemeColorName
}

// NewProgress returns an empty bar.
func NewProgress() *Progress {
	p := &Progress{tone: theme.ColorNamePrimary}
	p.ExtendBaseWidget(p)
	return p
}

// Set fills the bar to a share between 0 and 1 in a colour.
func (p *Progress) Set(share float64, colour fyne.ThemeColorName) {
	if p.share != share || p.tone != colour {
		p.share, p.tone = share, colour
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{bar: p, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	r.track.CornerRadius, r.fill.CornerRadius = progressHeight/2, progressHeight/2
	r.Refresh()
	return r
}

type progressRenderer struct {
	bar         *Progress
	track, fill *canvas.Rectangle
}

func (r *progressRenderer) Destroy() {}

func (r *progressRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.fill} }

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(80, progressHeight) }

func (r *progressRenderer) Layout(size fyne.Size) {
	y := (size.Height - progressHeight) / 2
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(size.Width, progressHeight))
	r.fill.Move(fyne.NewPos(0, y))
	r.fill.Resize(fyne.NewSize(size.Width*float32(r.bar.share), progressHeight))
}

func (r *progressRenderer) Refresh() {
	setFill(r.track, look.Color(look.Grid))
	setFill(r.fill, look.Color(r.bar.tone))
	r.fill.Hidden = r.bar.share <= 0
	r.Layout(r.bar.Size())
}
