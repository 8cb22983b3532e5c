package extract

import (
	"math"
	"slices"

	"wattlake/lake"
)

// The search for the skew of a page, as tangents.
const (
	steepest   = 0.06   // a scan that is turned more was not straightened at all
	coarseStep = 0.003  // a quarter of a line over the width of a page
	fineStep   = 0.0002 // what is left is 0.1 mm over the width of a page
	// clearSkew is by how much sharper the lines must become before a page counts as skewed.
	clearSkew = 1.05
	// maxMeasured is about how many words are measured.
	maxMeasured = 150
	// fewestWords is how many words a page needs before its skew can be measured.
	fewestWords = 12
)

// skewOf returns the tangent of the angle by which the lines of a page fall to the right, 0 for a straight page. It is the
// angle at which the lower edges of the words gather in the sharpest lines.
func skewOf(words []lake.Word) float64 {
	if len(words) < fewestWords {
		return 0
	}
	if step := len(words) / maxMeasured; step > 1 { // a part of the words tells as much; they are in order of place
		sample := make([]lake.Word, 0, maxMeasured+1)
		for i := 0; i < len(words); i += step {
			sample = append(sample, words[i])
		}
		words = sample
	}
	heights := make([]float64, len(words))
	for i, w := range words {
		heights[i] = w.Box.Y1 - w.Box.Y0
	}
	slices.Sort(heights)
	height := heights[len(heights)/2]
	m := newSkewMeter(words, height)
	straight := m.sharpness(0)
	best, bestScore := 0.0, straight
	search := func(from, to, step float64) {
		for t := from; t <= to; t += step {
			if score := m.sharpness(t); score > bestScore {
				best, bestScore = t, score
			}
		}
	}
	search(-steepest, steepest, coarseStep)
	search(best-coarseStep, best+coarseStep, fineStep)
	if bestScore < clearSkew*straight {
		return 0
	}
	return best
}

// skewMeter measures words at many skews; its buffers are used again.
type skewMeter struct {
	bottoms, middles []float64 // lower edges and horizontal middles of the words, in bins
	at               []float64
	counts           []float64
}

func newSkewMeter(words []lake.Word, height float64) *skewMeter {
	const binsPerHeight = 4
	m := &skewMeter{bottoms: make([]float64, len(words)), middles: make([]float64, len(words)), at: make([]float64, len(words))}
	for i, w := range words {
		m.bottoms[i], m.middles[i] = w.Box.Y1/height*binsPerHeight, (w.Box.X0+w.Box.X1)/2/height*binsPerHeight
	}
	return m
}

// sharpness measures how well the lower edges of the words gather in lines at a skew: the sum of squares of a histogram.
func (m *skewMeter) sharpness(skew float64) float64 {
	const maxBins = 1 << 14 // no page has so many lines
	lowest, highest := math.Inf(1), math.Inf(-1)
	for i, b := range m.bottoms {
		at := b - skew*m.middles[i]
		m.at[i] = at
		lowest, highest = min(lowest, at), max(highest, at)
	}
	if !(highest-lowest < maxBins) {
		return 0
	}
	lowest = math.Floor(lowest)
	bins := int(highest-lowest) + 2
	if cap(m.counts) < bins {
		m.counts = make([]float64, bins)
	}
	counts := m.counts[:bins]
	clear(counts)
	for _, at := range m.at {
		counts[int(at-lowest)]++
	}
	sum := 0.0
	for bin, n := range counts[:len(counts)-1] {
		if n != 0 {
			sum += n*n + 2*n*counts[bin+1] // a line that falls into two bins counts like one that falls into one
		}
	}
	return sum
}

// straightened returns the words moved to where they would stand on a straight page.
func straightened(words []lake.Word, skew float64) []lake.Word {
	if skew == 0 {
		return words
	}
	moved := slices.Clone(words)
	for i := range moved {
		moved[i].Box = shifted(moved[i].Box, -skew)
	}
	return moved
}

// shifted moves a box up or down in proportion to its distance from the left edge.
func shifted(b lake.Box, skew float64) lake.Box {
	dy := skew * (b.X0 + b.X1) / 2
	b.Y0 += dy
	b.Y1 += dy
	return b
}
