package raster

import (
	"image"
	"math"
)

// What is drawn on a page besides letters, in inches. Rules and dark bands make Tesseract lose the words next to and in them.
const (
	minRule      = 0.40  // length of a ruled line; the strokes of letters are shorter
	maxRuleThick = 0.035 // thickness of a ruled line; what is thicker is a band
	minThinShare = 0.8   // of a ruled line that is no thicker
	bandGap      = 0.22  // height of light letters between the dark rows of one band
	minBandShare = 0.45  // of a band's pixels that are dark
	bandBlur     = 3     // pixels of its edge that are neither ground nor paper
	maxRunBreak  = 2     // pixels of grain that do not end a run
)

// run is a stretch of dark pixels: along a row from x0 to x1, or down a column.
type run struct{ at, from, to int }

// eraser takes ruled lines off a picture and turns dark bands with light letters into light ones with dark letters.
type eraser struct {
	page      *image.Gray
	w, h      int
	threshold uint8
	light     uint8 // of the paper
	length    int   // of a ruled line, in pixels
	thick     int   // of a ruled line, in pixels
}

// Prepare returns a copy of the picture that is easier to read: without grain, ruled lines, barcodes and dark bands, its paper
// white and its pale print darker.
func Prepare(src *image.Gray, dpi float64) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	threshold, light := Levels(src)
	var page *image.Gray
	if grain(src, threshold) >= grainLimit {
		page = Smooth(src)
	} else {
		page = image.NewGray(image.Rect(0, 0, w, h))
		copyGray(page, src)
	}
	threshold, light = deepen(page, threshold, light)
	e := eraser{
		page: page, w: w, h: h, threshold: threshold, light: light,
		length: int(minRule * dpi), thick: max(3, int(maxRuleThick*dpi)),
	}
	rows := e.rowRuns()
	if bands := e.bands(rows, int(bandGap*dpi)); len(bands) > 0 {
		for _, band := range bands {
			e.invert(band)
		}
		rows = e.rowRuns()
	}
	e.eraseRows(rows)
	columns := e.columnRuns(int(minBar * dpi))
	e.eraseBarcodes(columns, int(barSpread*dpi))
	e.eraseColumns(columns)
	return page
}

// deepen makes the paper white and what is darker the deeper the paler it is, in place, and returns the levels after it. The one
// threshold with which Tesseract parts ink from paper then keeps the thin strokes of small grey print.
func deepen(page *image.Gray, threshold, light uint8) (newThreshold, newLight uint8) {
	var deeper [256]uint8
	for v := range deeper {
		share := float64(v) / float64(max(light, 1))
		deeper[v] = uint8(min(share*math.Sqrt(share)*Paper, Paper))
	}
	for y := range page.Rect.Dy() {
		row := page.Pix[y*page.Stride : y*page.Stride+page.Rect.Dx()]
		for x, v := range row {
			row[x] = deeper[v]
		}
	}
	return deeper[threshold], deeper[light]
}

// Levels returns the threshold between ink and paper, and the shade of the paper.
func Levels(page *image.Gray) (threshold, light uint8) {
	small := Downscale(page, 4)
	if small.Rect.Empty() {
		return 128, Paper
	}
	threshold = Otsu(small)
	var histogram [256]int
	for _, v := range small.Pix {
		histogram[v]++
	}
	light = Paper
	for v := int(threshold) + 1; v < len(histogram); v++ {
		if histogram[v] > histogram[light] {
			light = uint8(v)
		}
	}
	return threshold, light
}

func (e eraser) dark(x, y int) bool { return e.page.Pix[y*e.page.Stride+x] <= e.threshold }

// rowRuns returns the long dark runs along rows, top to bottom.
func (e eraser) rowRuns() []run {
	var runs []run
	for y := range e.h {
		row := e.page.Pix[y*e.page.Stride : y*e.page.Stride+e.w]
		start, last := -1, -1
		for x, v := range row {
			if v > e.threshold {
				continue
			}
			if start < 0 || x-last > maxRunBreak+1 {
				if start >= 0 && last-start >= e.length {
					runs = append(runs, run{y, start, last + 1})
				}
				start = x
			}
			last = x
		}
		if start >= 0 && last-start >= e.length {
			runs = append(runs, run{y, start, last + 1})
		}
	}
	return runs
}

// columnRuns returns the dark runs down columns of at least so many pixels.
func (e eraser) columnRuns(least int) []run {
	starts, lasts := make([]int32, e.w), make([]int32, e.w)
	for x := range starts {
		starts[x] = -1
	}
	var runs []run
	for y := range e.h {
		for x, v := range e.page.Pix[y*e.page.Stride : y*e.page.Stride+e.w] {
			if v > e.threshold {
				continue
			}
			if starts[x] < 0 || y-int(lasts[x]) > maxRunBreak+1 {
				if starts[x] >= 0 && int(lasts[x]-starts[x]) >= least {
					runs = append(runs, run{x, int(starts[x]), int(lasts[x]) + 1})
				}
				starts[x] = int32(y)
			}
			lasts[x] = int32(y)
		}
	}
	for x, start := range starts {
		if start >= 0 && int(lasts[x]-start) >= least {
			runs = append(runs, run{x, int(start), int(lasts[x]) + 1})
		}
	}
	return runs
}

// thickness returns the dark stretch through a pixel in the direction, from (inclusive) to (exclusive), as steps; it stops
// looking when it is thicker than a rule.
func (e eraser) thickness(x, y, dx, dy int) (from, to int) {
	for from = 0; from > -e.thick-1; from-- {
		px, py := x+(from-1)*dx, y+(from-1)*dy
		if px < 0 || py < 0 || !e.dark(px, py) {
			break
		}
	}
	for to = 1; to < e.thick+2; to++ {
		px, py := x+to*dx, y+to*dy
		if px >= e.w || py >= e.h || !e.dark(px, py) {
			break
		}
	}
	return from, to
}

// bands returns the rectangles in which light letters stand on dark ground. Behind a row of letters a band goes on about as wide as before;
// what is not is a line of bold print below it.
func (e eraser) bands(rows []run, gap int) []image.Rectangle {
	var open, done []image.Rectangle
	for _, r := range rows {
		if !e.isThick(r) {
			continue
		}
		found := image.Rect(r.from, r.at, r.to, r.at+1)
		merged := false
		kept := open[:0]
		for _, band := range open {
			switch {
			case r.at-band.Max.Y > gap:
				done = append(done, band)
			case !merged && found.Min.X < band.Max.X && band.Min.X < found.Max.X && (r.at <= band.Max.Y || 2*found.Dx() >= band.Dx()):
				kept = append(kept, band.Union(found))
				merged = true
			default:
				kept = append(kept, band)
			}
		}
		open = kept
		if !merged {
			open = append(open, found)
		}
	}
	done = append(done, open...)
	bands := done[:0]
	for _, band := range done {
		if band.Dy() > 2*e.thick && e.darkShare(band) >= minBandShare {
			bands = append(bands, band)
		}
	}
	return bands
}

// isThick reports whether most of the run belongs to something thicker than a ruled line.
func (e eraser) isThick(r run) bool {
	const samples = 16
	thick := 0
	for i := range samples {
		x := r.from + (2*i+1)*(r.to-r.from)/(2*samples)
		if from, to := e.thickness(x, r.at, 0, 1); to-from > e.thick {
			thick++
		}
	}
	return thick > samples/2
}

func (e eraser) darkShare(r image.Rectangle) float64 {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if e.dark(x, y) {
				n++
			}
		}
	}
	return float64(n) / float64(r.Dx()*r.Dy())
}

// invert makes the ground of a band light and its letters dark. Where the band ends askew, as at the edge of a levelled page, what
// lies outside it stays.
func (e eraser) invert(r image.Rectangle) {
	var inside []int32 // offsets of pixels
	for x := r.Min.X; x < r.Max.X; x++ {
		from, to := r.Min.Y, r.Max.Y
		for from < to && !e.dark(x, from) {
			from++
		}
		for to > from && !e.dark(x, to-1) {
			to--
		}
		if from == to {
			continue
		}
		e.whiten(x, from-bandBlur, from+bandBlur)
		e.whiten(x, to-bandBlur, to+bandBlur)
		for y := from + bandBlur; y < to-bandBlur; y++ {
			inside = append(inside, int32(y*e.page.Stride+x)) //nolint:gosec // bounded by the pixel budget
		}
	}
	// The ground was not quite black, so that it is not quite white inverted: stretch it to the paper.
	darkest, ground := uint8(Paper), uint8(0)
	var histogram [256]int
	for _, at := range inside {
		v := Paper - e.page.Pix[at]
		e.page.Pix[at] = v
		histogram[v]++
		darkest = min(darkest, v)
	}
	for v, n := range histogram {
		if n > histogram[ground] {
			ground = uint8(v)
		}
	}
	if ground <= darkest {
		return
	}
	scale := float64(e.light) / float64(ground-darkest)
	for _, at := range inside {
		e.page.Pix[at] = uint8(min(float64(e.page.Pix[at]-darkest)*scale, Paper))
	}
}

// whiten makes a stretch of a column paper.
func (e eraser) whiten(x, from, to int) {
	for y := max(from, 0); y < min(to, e.h); y++ {
		e.page.Pix[y*e.page.Stride+x] = e.light
	}
}

// eraseRows erases the runs that are thin nearly everywhere: others go through letters that stand close together, "4-04-04".
func (e eraser) eraseRows(rows []run) {
	type stretch struct{ x, from, to int }
	var found []stretch
	for _, r := range rows {
		before, dark := len(found), 0
		for x := r.from; x < r.to; x++ {
			if !e.dark(x, r.at) {
				continue
			}
			dark++
			if from, to := e.thickness(x, r.at, 0, 1); to-from <= e.thick {
				found = append(found, stretch{x, r.at + from - 1, r.at + to + 1})
			}
		}
		if float64(len(found)-before) < minThinShare*float64(dark) {
			found = found[:before]
		}
	}
	for _, s := range found {
		e.whiten(s.x, s.from, s.to)
	}
}

func (e eraser) eraseColumns(columns []run) {
	type stretch struct{ y, from, to int }
	var found []stretch
	for _, r := range columns {
		if r.to-r.from <= e.length {
			continue
		}
		for y := r.from; y < r.to; y++ {
			if !e.dark(r.at, y) {
				continue
			}
			if from, to := e.thickness(r.at, y, 1, 0); to-from <= e.thick {
				found = append(found, stretch{y, r.at + from - 1, r.at + to + 1})
			}
		}
	}
	for _, s := range found {
		row := e.page.Pix[s.y*e.page.Stride:]
		for x := max(s.from, 0); x < min(s.to, e.w); x++ {
			row[x] = e.light
		}
	}
}
