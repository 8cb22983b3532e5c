package raster

import (
	"image"
	"math"
)

const (
	cubicTaps  = 4  // pixels that one is mixed from in each direction
	weightBits = 12 // of the fraction of a weight
	roughBits  = 4  // of the fraction that is kept between the two directions
)

// mixture says which pixels, from the first on, one is mixed from, and how much of each.
type mixture struct {
	first   int
	weights [cubicTaps]int32
}

// mixtures returns the Catmull-Rom spline for a row of n pixels, scaled up. It keeps thin strokes darker than a linear mixture does.
func mixtures(n int, factor float64) []mixture {
	all := make([]mixture, n)
	for i := range all {
		at := (float64(i)+0.5)/factor - 0.5
		t := at - math.Floor(at)
		all[i].first = int(math.Floor(at)) - 1
		for k, w := range [cubicTaps]float64{
			((-0.5*t+1)*t - 0.5) * t, (1.5*t-2.5)*t*t + 1, ((-1.5*t+2)*t + 0.5) * t, (0.5*t - 0.5) * t * t,
		} {
			all[i].weights[k] = int32(math.Round(w * (1 << weightBits)))
		}
	}
	return all
}

// Enlarge returns the picture scaled up.
func Enlarge(src *image.Gray, wide, high float64) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewGray(image.Rect(0, 0, int(float64(w)*wide), int(float64(h)*high)))
	if w == 0 || h == 0 {
		return dst
	}
	across, down := mixtures(dst.Rect.Dx(), wide), mixtures(dst.Rect.Dy(), high)
	var rows [cubicTaps][]int32 // those of the source, scaled across, that the present row is mixed from
	for k := range rows {
		rows[k] = make([]int32, dst.Rect.Dx())
	}
	next := down[0].first // row of the source that comes next
	for y, m := range down {
		for ; next < m.first+cubicTaps; next++ {
			rows[0], rows[1], rows[2], rows[3] = rows[1], rows[2], rows[3], rows[0]
			stretch(rows[cubicTaps-1], src.Pix[min(max(next, 0), h-1)*src.Stride:][:w], across)
		}
		out := dst.Pix[y*dst.Stride : (y+1)*dst.Stride]
		for x := range out {
			v := rows[0][x]*m.weights[0] + rows[1][x]*m.weights[1] + rows[2][x]*m.weights[2] + rows[3][x]*m.weights[3]
			out[x] = uint8(min(max((v+1<<(weightBits+roughBits-1))>>(weightBits+roughBits), 0), Paper))
		}
	}
	return dst
}

// stretch scales one row.
func stretch(dst []int32, src []uint8, across []mixture) {
	last := len(src) - 1
	for x := range dst {
		m := &across[x]
		var sum int32
		if m.first >= 0 && m.first+cubicTaps <= len(src) {
			from := src[m.first : m.first+cubicTaps]
			sum = int32(from[0])*m.weights[0] + int32(from[1])*m.weights[1] + int32(from[2])*m.weights[2] + int32(from[3])*m.weights[3]
		} else {
			for k, weight := range m.weights {
				sum += int32(src[min(max(m.first+k, 0), last)]) * weight
			}
		}
		dst[x] = sum >> (weightBits - roughBits)
	}
}
