package raster

import (
	"image"
	"math"
)

// Downscale returns the picture at 1/factor of its size, each pixel the mean of those it covers.
func Downscale(src *image.Gray, factor int) *image.Gray {
	if factor <= 1 {
		return src
	}
	w, h := src.Rect.Dx()/factor, src.Rect.Dy()/factor
	dst := image.NewGray(image.Rect(0, 0, w, h))
	area := uint32(factor * factor) //nolint:gosec // a small factor
	sums := make([]uint32, w)
	for y := range h {
		clear(sums)
		for dy := range factor {
			row := src.Pix[(y*factor+dy)*src.Stride:]
			for x := range w {
				at := x * factor
				for _, v := range row[at : at+factor] {
					sums[x] += uint32(v)
				}
			}
		}
		out := dst.Pix[y*dst.Stride:]
		for x, sum := range sums {
			out[x] = uint8(sum / area) //nolint:gosec // a mean of bytes
		}
	}
	return dst
}

// Otsu returns the threshold that parts ink from paper best.
func Otsu(src *image.Gray) uint8 {
	var histogram [256]float64
	w, h := src.Rect.Dx(), src.Rect.Dy()
	for y := range h {
		for _, v := range src.Pix[y*src.Stride : y*src.Stride+w] {
			histogram[v]++
		}
	}
	var all float64
	for v, n := range histogram {
		all += float64(v) * n
	}
	total := float64(w * h)
	var darkCount, darkSum, best float64
	threshold := uint8(128)
	for v, n := range histogram {
		darkCount += n
		darkSum += float64(v) * n
		if darkCount == 0 || darkCount == total {
			continue
		}
		difference := darkSum/darkCount - (all-darkSum)/(total-darkCount)
		if between := darkCount * (total - darkCount) * difference * difference; between > best {
			best, threshold = between, uint8(v)
		}
	}
	return threshold
}

// QuarterTurn returns the picture turned clockwise by the quarters.
func QuarterTurn(src *image.Gray, quarters int) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	switch quarters & 3 {
	case 1:
		dst := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x, v := range src.Pix[y*src.Stride : y*src.Stride+w] {
				dst.Pix[x*dst.Stride+h-1-y] = v
			}
		}
		return dst
	case 2:
		dst := image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			out := dst.Pix[(h-1-y)*dst.Stride:]
			for x, v := range src.Pix[y*src.Stride : y*src.Stride+w] {
				out[w-1-x] = v
			}
		}
		return dst
	case 3:
		dst := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x, v := range src.Pix[y*src.Stride : y*src.Stride+w] {
				dst.Pix[(w-1-x)*dst.Stride+y] = v
			}
		}
		return dst
	default:
		return src
	}
}

// Mirror returns the picture with left and right exchanged.
func Mirror(src *image.Gray) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		out := dst.Pix[y*dst.Stride : y*dst.Stride+w]
		for x, v := range src.Pix[y*src.Stride : y*src.Stride+w] {
			out[w-1-x] = v
		}
	}
	return dst
}

// Paper is the shade of what comes in from outside the picture.
const Paper = 255

// Rotate turns the picture about its middle by a small angle, clockwise in degrees, keeping its size; bilinear.
func Rotate(src *image.Gray, degrees float64) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(w-1)/2, float64(h-1)/2
	const one = 1 << 16 // fixed point keeps the loop fast and the same on every machine
	stepX, stepY := int64(math.Round(cos*one)), int64(math.Round(-sin*one))
	for y := range h {
		dy := float64(y) - cy
		sx := int64(math.Round((cx - cos*cx + sin*dy) * one))
		sy := int64(math.Round((cy + sin*cx + cos*dy) * one))
		out := dst.Pix[y*dst.Stride : y*dst.Stride+w]
		for x := range out {
			out[x] = sample(src, sx, sy, w, h)
			sx += stepX
			sy += stepY
		}
	}
	return dst
}

// sample returns the pixel at a place in 1/65536 pixels, mixed from its four neighbours.
func sample(src *image.Gray, sx, sy int64, w, h int) uint8 {
	x, y := int(sx>>16), int(sy>>16)
	if x < 0 || y < 0 || x >= w-1 || y >= h-1 {
		return Paper
	}
	fx, fy := uint32(sx>>8)&0xff, uint32(sy>>8)&0xff //nolint:gosec // the fractional bits
	at := y*src.Stride + x
	row, below := src.Pix[at:at+2], src.Pix[at+src.Stride:at+src.Stride+2]
	top := uint32(row[0])*(256-fx) + uint32(row[1])*fx
	bottom := uint32(below[0])*(256-fx) + uint32(below[1])*fx
	return uint8((top*(256-fy) + bottom*fy + 1<<15) >> 16) //nolint:gosec // a mean of bytes
}
