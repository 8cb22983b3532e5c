package raster

import (
	"image"
	"math"
)

// The search for the skew of a page.
const (
	maxSkew      = 5.0 // degrees
	coarseStep   = 0.5 // degrees
	fineStep     = 0.1 // degrees; also the least skew worth correcting
	deskewWidth  = 850 // pixels that the page is scaled down to, about 100 dpi on A4
	minInk       = 200 // dark pixels of the small picture below which a page is empty
	maxInkShare  = 0.5 // more is a photograph, not print on paper
	skewCanShift = 1.02
)

// Ink is the dark pixels of a small picture of a page.
type Ink struct {
	xs, Ys        []int32 // the place of each, in rows from the top
	Width, Height int
	Scale         int // pixels of the page for one of these
}

// InkOf returns the ink of a page.
func InkOf(page *image.Gray) Ink {
	scale := max(1, int(math.Round(float64(min(page.Rect.Dx(), page.Rect.Dy()))/deskewWidth)))
	small := Downscale(page, scale)
	found := Ink{Width: small.Rect.Dx(), Height: small.Rect.Dy(), Scale: scale}
	if found.Width == 0 || found.Height == 0 {
		return found
	}
	threshold := min(Otsu(small), 215)
	for y := range found.Height {
		for x, v := range small.Pix[y*small.Stride : y*small.Stride+found.Width] {
			if v <= threshold {
				found.xs = append(found.xs, int32(x))
				found.Ys = append(found.Ys, int32(y))
			}
		}
	}
	return found
}

// Empty reports whether there is nothing to recognise.
func (p Ink) Empty() bool {
	return len(p.xs) < minInk
}

// sharpness measures how well the ink falls into rows when the page is turned clockwise by the angle: the sum over rows of
// the squared change of ink from row to row.
func (p Ink) sharpness(degrees float64, rows []int32) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	const one = 1 << 12
	s, c := int32(math.Round(sin*one)), int32(math.Round(cos*one))
	shift := int32(math.Round(math.Abs(sin)*float64(p.Width))) + 1
	clear(rows)
	for i, x := range p.xs {
		row := (x*s+p.Ys[i]*c)>>12 + shift
		if row >= 0 && int(row) < len(rows) {
			rows[row]++
		}
	}
	var sum float64
	for i := 1; i < len(rows); i++ {
		d := float64(rows[i] - rows[i-1])
		sum += d * d
	}
	return sum
}

// Skew returns the clockwise turn in degrees that makes the lines level, and how sharp they are then.
func (p Ink) Skew() (degrees, sharpness float64) {
	if p.Empty() || float64(len(p.xs)) > maxInkShare*float64(p.Width*p.Height) {
		return 0, 0
	}
	rows := make([]int32, p.Height+2*int(math.Ceil(float64(p.Width)*math.Sin((maxSkew+1)*math.Pi/180)))+4)
	level := p.sharpness(0, rows)
	best, bestSharpness := 0.0, level
	for d := -maxSkew; d <= maxSkew; d += coarseStep {
		if s := p.sharpness(d, rows); s > bestSharpness {
			best, bestSharpness = d, s
		}
	}
	middle := best
	for i := -4; i <= 4; i++ {
		d := middle + float64(i)*fineStep
		if s := p.sharpness(d, rows); math.Abs(d) <= maxSkew && s > bestSharpness {
			best, bestSharpness = d, s
		}
	}
	if bestSharpness < level*skewCanShift {
		return 0, level
	}
	return math.Round(best/fineStep) * fineStep, bestSharpness
}

// Turned returns the same ink with the page turned a quarter clockwise.
func (p Ink) Turned() Ink {
	t := Ink{xs: make([]int32, len(p.xs)), Ys: p.xs, Width: p.Height, Height: p.Width, Scale: p.Scale}
	last := int32(p.Height - 1) //nolint:gosec // pixels
	for i, y := range p.Ys {
		t.xs[i] = last - y
	}
	return t
}
