package child

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

// ink is the dark pixels of a small picture of a page.
type ink struct {
	xs, ys []int32
	w, h   int
	scale  int
}

func inkOf(page *image.Gray) ink {
	scale := max(1, int(math.Round(float64(min(page.Rect.Dx(), page.Rect.Dy()))/deskewWidth)))
	small := downscale(page, scale)
	found := ink{w: small.Rect.Dx(), h: small.Rect.Dy(), scale: scale}
	if found.w == 0 || found.h == 0 {
		return found
	}
	threshold := min(otsu(small), 215)
	for y := range found.h {
		for x, v := range small.Pix[y*small.Stride : y*small.Stride+found.w] {
			if v <= threshold {
				found.xs = append(found.xs, int32(x))
				found.ys = append(found.ys, int32(y))
			}
		}
	}
	return found
}

// empty reports whether there is nothing to recognise.
func (p ink) empty() bool {
	return len(p.xs) < minInk
}

// sharpness measures how well the ink falls into rows when the page is turned clockwise by the angle: the sum over rows of
// the squared change of ink from row to row.
func (p ink) sharpness(degrees float64, rows []int32) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	const one = 1 << 12
	s, c := int32(math.Round(sin*one)), int32(math.Round(cos*one))
	shift := int32(math.Round(math.Abs(sin)*float64(p.w))) + 1
	clear(rows)
	for i, x := range p.xs {
		row := (x*s+p.ys[i]*c)>>12 + shift
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

// skew returns the clockwise turn in degrees that makes the lines level, and how sharp they are then.
func (p ink) skew() (degrees, sharpness float64) {
	if p.empty() || float64(len(p.xs)) > maxInkShare*float64(p.w*p.h) {
		return 0, 0
	}
	rows := make([]int32, p.h+2*int(math.Ceil(float64(p.w)*math.Sin((maxSkew+1)*math.Pi/180)))+4)
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

// turned returns the same ink with the page turned a quarter clockwise.
func (p ink) turned() ink {
	t := ink{xs: make([]int32, len(p.xs)), ys: p.xs, w: p.h, h: p.w, scale: p.scale}
	last := int32(p.h - 1) //nolint:gosec // pixels
	for i, y := range p.ys {
		t.xs[i] = last - y
	}
	return t
}
