package raster

import (
	"cmp"
	"image"
	"slices"
)

// Barcodes come out as words of random letters. In inches, what makes one.
const (
	minBar    = 0.20 // height of a bar; capitals of 20 points are as high, but not many beside each other
	barSpread = 0.06 // how far neighbouring bars may be apart, and their ends
	minBars   = 18   // of one code; the shortest with three characters has twenty
)

// eraseBarcodes blanks groups of bars that stand side by side.
func (e eraser) eraseBarcodes(columns []run, spread int) {
	sorted := slices.SortedStableFunc(slices.Values(columns), func(a, b run) int { return cmp.Compare(a.at, b.at) })
	var open []barGroup
	for _, r := range sorted {
		open = slices.DeleteFunc(open, func(g barGroup) bool {
			if r.at-g.last <= spread {
				return false
			}
			e.eraseGroup(g)
			return true
		})
		i := slices.IndexFunc(open, func(g barGroup) bool { return near(g.box.Min.Y, r.from, spread) && near(g.box.Max.Y, r.to, spread) })
		if i < 0 {
			open = append(open, barGroup{box: image.Rect(r.at, r.from, r.at+1, r.to), bars: 1, last: r.at})
			continue
		}
		g := &open[i]
		if r.at > g.last+1 {
			g.bars++
		}
		g.box, g.last = g.box.Union(image.Rect(r.at, r.from, r.at+1, r.to)), r.at
	}
	for _, g := range open {
		e.eraseGroup(g)
	}
}

// barGroup is bars side by side with their ends at the same heights.
type barGroup struct {
	box  image.Rectangle
	bars int
	last int // column
}

func near(a, b, spread int) bool { return a-b <= spread && b-a <= spread }

func (e eraser) eraseGroup(g barGroup) {
	if g.bars < minBars {
		return
	}
	const edge = 2 // pixels of blur
	box := g.box.Inset(-edge).Intersect(e.page.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := e.page.Pix[y*e.page.Stride+box.Min.X : y*e.page.Stride+box.Max.X]
		for i := range row {
			row[i] = e.light
		}
	}
}
