package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"wattlake/ui/desktop/look"
	"wattlake/ui/present"
)

// heatDrawing draws a field: one row per series, one column per category, the stronger the more. The strength follows the
// square root, so that small points are seen beside big ones; "others", whose slot is not 0, has a scale of its own.
type heatDrawing struct{}

// NewHeatMap returns a field of series × categories.
func NewHeatMap() *Chart { return newChart(heatDrawing{}, "") }

// HeatRow is the height of a row where there is room for all.
const HeatRow = 31

// The measures of a field.
const (
	maxHeatLabel  = 0.3 // of the width
	heatGap       = 1
	faintest      = 0x14
	strongest     = 0xff
	heatAxisSpace = axisHeight
)

func (heatDrawing) stacks() bool { return false }

// plan gives every series a row; few rows are not drawn out over the whole height.
func (heatDrawing) plan(d *chartCanvas) {
	d.area.Height = max(1, d.size.Height-heatAxisSpace)
	var widest float32
	for _, s := range d.data.Series {
		widest = max(widest, d.textWidth(s.Name))
	}
	d.plot = fyne.NewPos(round(min(widest, d.size.Width*maxHeatLabel))+1+labelGap, 0)
	d.area.Width = max(1, d.size.Width-d.plot.X-2)
	d.area.Height = min(d.area.Height, HeatRow*float32(len(d.data.Series)))
}

func (heatDrawing) categoryAt(d *chartCanvas, at fyne.Position) int {
	if at.Y > d.plot.Y+d.area.Height {
		return -1
	}
	return d.columnAt(at)
}

// rowAt returns the series under a place, -1 for none.
func (d *chartCanvas) rowAt(at fyne.Position) int {
	row := int((at.Y - d.plot.Y) / d.rowHeight())
	if at.Y < d.plot.Y || row >= len(d.data.Series) {
		return -1
	}
	return row
}

func (d *chartCanvas) rowHeight() float32 {
	return d.area.Height / float32(max(1, len(d.data.Series)))
}

func (heatDrawing) draw(d *chartCanvas) {
	d.categoryAxis()
	most := map[int]float64{}
	for _, s := range d.data.Series {
		for i := range d.data.Categories {
			v, _ := s.At(i)
			most[s.Slot] = max(most[s.Slot], float64(v))
		}
	}
	height := d.rowHeight()
	hovered, row := d.chart.Hovered(), d.rowAt(d.chart.pointer)
	for r, s := range d.data.Series {
		y := d.plot.Y + float32(r)*height
		d.text(fit(s.Name, chartText, fyne.TextStyle{}, d.plot.X-labelGap), theme.ColorNameForeground, d.plot.X-labelGap, y+height/2-chartText/2-3, 1)
		for i := range d.data.Categories {
			cell := d.heatCell(s, i, y, height, most[s.Slot])
			if cell != nil && i == hovered && r == row {
				cell.StrokeColor, cell.StrokeWidth = look.Color(theme.ColorNameForeground), 1
			}
		}
	}
}

// heatCell draws one cell; a month without a value stays empty.
func (d *chartCanvas) heatCell(s present.Series, i int, y, height float32, most float64) *canvas.Rectangle {
	v, known := s.At(i)
	if !known || most <= 0 {
		return nil
	}
	left, width := d.slot(i)
	cell := d.rectangle(look.Series(s.Slot), left, y, max(1, width-heatGap), max(1, height-heatGap))
	share := math.Sqrt(max(0, float64(v)) / most)
	cell.FillColor = fade(cell.FillColor, uint8(faintest+share*(strongest-faintest)))
	return cell
}
