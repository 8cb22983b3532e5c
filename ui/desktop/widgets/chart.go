package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// The measures of a chart, in device-independent pixels.
const (
	chartText    = 11
	tickSpacing  = 34 // at least between two lines of the value axis
	labelGap     = 6
	axisHeight   = 32 // labels and groups under the plot
	legendHeight = 20
	legendMark   = 10
	pairHeight   = 22 // one pair of horizontal bars
	maxBarWidth  = 46
)

// drawing draws the marks of one kind of chart into its plot.
type drawing interface {
	// draw adds axes and marks to the canvas.
	draw(c *chartCanvas)
	// categoryAt returns the category under a place in the plot, -1 for none.
	categoryAt(c *chartCanvas, at fyne.Position) int
	// stacks reports whether the values of a category add up to something worth saying.
	stacks() bool
}

// Chart is a chart on canvas primitives: axis with round ticks, legend, values under the pointer.
type Chart struct {
	widget.BaseWidget

	OnTapped func(category int)

	kind    drawing
	data    present.Chart
	total   string // word for the sum in the tooltip
	pointer fyne.Position
	inside  bool
	unseen  bool
}

var (
	_ desktop.Hoverable = (*Chart)(nil)
	_ fyne.Tappable     = (*Chart)(nil)
)

// NewBarChart returns a chart of stacked bars; total is the word for their sum.
func NewBarChart(total string) *Chart { return newChart(barDrawing{}, total) }

// NewLineChart returns a chart of lines.
func NewLineChart() *Chart { return newChart(lineDrawing{}, "") }

// NewPairedBars returns a chart of horizontal pairs of bars, one pair per category; change is the word for their difference.
func NewPairedBars(change string) *Chart { return newChart(pairDrawing{}, change) }

func newChart(kind drawing, total string) *Chart {
	c := &Chart{kind: kind, total: total}
	c.ExtendBaseWidget(c)
	return c
}

// SetData replaces what is drawn.
func (c *Chart) SetData(data present.Chart) {
	c.data = data
	c.Refresh()
}

// See tells whether the chart is in sight, see [Gutter]. Out of sight it draws nothing.
func (c *Chart) See(seen bool) {
	if c.unseen != seen {
		return
	}
	c.unseen = !seen
	if seen {
		canvas.Refresh(c) // pictures that changed meanwhile
	}
}

// MouseIn implements desktop.Hoverable.
func (c *Chart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (c *Chart) MouseMoved(e *desktop.MouseEvent) {
	c.pointer, c.inside = e.Position, true
	c.Refresh()
}

// MouseOut implements desktop.Hoverable.
func (c *Chart) MouseOut() {
	c.inside = false
	c.Refresh()
}

// Tapped implements fyne.Tappable.
func (c *Chart) Tapped(e *fyne.PointEvent) {
	if c.OnTapped == nil {
		return
	}
	if i := c.kind.categoryAt(c.plan(), e.Position); i >= 0 {
		c.OnTapped(i)
	}
}

// Hovered returns the category under the pointer, -1 for none.
func (c *Chart) Hovered() int {
	if !c.inside || c.data.IsEmpty() {
		return -1
	}
	return c.kind.categoryAt(c.plan(), c.pointer)
}

// CreateRenderer implements fyne.Widget.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	r := &chartRenderer{chart: c}
	r.Refresh()
	return r
}

// chartRenderer draws everything anew: a few hundred primitives.
type chartRenderer struct {
	chart   *Chart
	laidOut fyne.Size
	objects []fyne.CanvasObject
	fields  []*field
}

func (r *chartRenderer) Destroy() {}

// Layout draws for another size. For the same size it must not: the toolkit lays out what has new primitives, which would go on
// for ever.
func (r *chartRenderer) Layout(size fyne.Size) {
	if size != r.laidOut {
		r.laidOut = size
		r.Refresh()
	}
}

func (r *chartRenderer) MinSize() fyne.Size { return fyne.NewSize(220, 130) }

func (r *chartRenderer) Objects() []fyne.CanvasObject {
	if r.chart.unseen {
		return nil
	}
	return r.objects
}

func (r *chartRenderer) Refresh() {
	c := r.chart
	drawn := c.plan()
	switch {
	case c.Size().Width < 1 || c.Size().Height < 1:
	case c.data.IsEmpty():
		drawn.emptyState()
	default:
		drawn.legend()
		c.kind.draw(drawn)
		if i := c.Hovered(); i >= 0 {
			drawn.tooltip(i, c.pointer)
		}
	}
	r.objects = r.merge(drawn.objects)
	canvas.Refresh(c)
}

// chartCanvas collects the primitives of one drawing.
type chartCanvas struct {
	chart   *Chart
	data    present.Chart
	size    fyne.Size
	plot    fyne.Position // top left of the plot
	area    fyne.Size     // of the plot
	axis    axisRange
	left    int // categories that found no room
	objects []fyne.CanvasObject
}

// plan lays the chart out for its present size.
func (c *Chart) plan() *chartCanvas {
	drawn := &chartCanvas{chart: c, data: c.data, size: c.Size()}
	if c.data.IsEmpty() {
		return drawn
	}
	if planner, ok := c.kind.(interface{ plan(*chartCanvas) }); ok {
		planner.plan(drawn)
		return drawn
	}
	drawn.planColumns(c.kind.stacks())
	return drawn
}

// planColumns lays out a plot with the value axis on the left.
func (d *chartCanvas) planColumns(stacked bool) {
	low, high := d.extremes(stacked)
	top := d.legendRows()*legendHeight + labelGap + chartText + 7
	d.area.Height = max(1, d.size.Height-top-axisHeight)
	d.axis = niceRange(low, high, int(d.area.Height/tickSpacing))
	var left float32
	for _, v := range d.axis.ticks() {
		left = max(left, d.textWidth(d.data.Axis(int64(v))))
	}
	left = float32(math.Ceil(float64(max(left, d.textWidth(d.data.Unit)) + labelGap)))
	d.plot = fyne.NewPos(left, top)
	d.area.Width = max(1, d.size.Width-left-2)
}

// extremes returns the lowest and the highest value in axis units; stacked values of one sign add up.
func (d *chartCanvas) extremes(stacked bool) (low, high float64) {
	for i := range d.data.Categories {
		var below, above float64
		for _, s := range d.data.Series {
			raw, known := s.At(i)
			if !known {
				continue
			}
			v := d.units(raw)
			if stacked {
				below, above = below+math.Min(0, v), above+math.Max(0, v)
			} else {
				below, above = math.Min(below, v), math.Max(above, v)
			}
		}
		low, high = math.Min(low, below), math.Max(high, above)
	}
	return low, high
}

func (d *chartCanvas) units(raw int64) float64 { return float64(raw) / float64(max(1, d.data.Scale)) }

// y returns the place of a value on the value axis.
func (d *chartCanvas) y(raw int64) float32 {
	return d.plot.Y + d.area.Height - d.axis.place(d.units(raw), d.area.Height)
}

// slot returns the left end and the width of a category's share of the x axis.
func (d *chartCanvas) slot(i int) (left, width float32) {
	width = d.area.Width / float32(len(d.data.Categories))
	return d.plot.X + float32(i)*width, width
}

func (d *chartCanvas) columnAt(at fyne.Position) int {
	if at.X < d.plot.X || at.X >= d.plot.X+d.area.Width || at.Y > d.plot.Y+d.area.Height+axisHeight || at.Y < d.plot.Y-chartText {
		return -1
	}
	_, width := d.slot(0)
	return min(len(d.data.Categories)-1, int((at.X-d.plot.X)/width))
}

func (d *chartCanvas) textWidth(s string) float32 {
	return measure(s, chartText, fyne.TextStyle{}).Width
}

// add appends a primitive at whole pixels, so that edges are crisp.
func (d *chartCanvas) add(o fyne.CanvasObject, x, y, width, height float32) {
	left, top := round(x), round(y)
	o.Move(fyne.NewPos(left, top))
	o.Resize(fyne.NewSize(max(1, round(x+width)-left), max(1, round(y+height)-top)))
	d.objects = append(d.objects, o)
}

func (d *chartCanvas) rectangle(colour fyne.ThemeColorName, x, y, width, height float32) *canvas.Rectangle {
	rect := canvas.NewRectangle(look.Color(colour))
	d.add(rect, x, y, width, height)
	return rect
}

// text adds a text; align 0 puts its left end at x, 0.5 its middle, 1 its right end.
func (d *chartCanvas) text(s string, colour fyne.ThemeColorName, x, y, align float32) *canvas.Text {
	t := newText(s, chartText, colour)
	size := measure(s, chartText, t.TextStyle)
	t.Move(fyne.NewPos(round(x-align*size.Width), round(y)))
	t.Resize(size)
	d.objects = append(d.objects, t)
	return t
}

func (d *chartCanvas) emptyState() {
	d.text(d.data.Empty, look.Muted, d.size.Width/2, d.size.Height/2-chartText, 0.5).TextSize = theme.Size(theme.SizeNameText)
}

func round(v float32) float32 { return float32(math.Round(float64(v))) }
