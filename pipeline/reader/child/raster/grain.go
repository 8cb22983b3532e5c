package raster

import "image"

const (
	grainLimit = 5.0 // mean difference of neighbouring pixels of paper from which a scan is smoothed
	grainStep  = 16  // every so many rows are measured
)

// grain measures the noise of the paper: the mean difference of neighbours that are both lighter than the threshold.
func grain(page *image.Gray, threshold uint8) float64 {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	sum, n := 0, 0
	for y := 0; y < h; y += grainStep {
		row := page.Pix[y*page.Stride : y*page.Stride+w]
		for x := 1; x < w; x++ {
			a, b := row[x-1], row[x]
			if a <= threshold || b <= threshold {
				continue
			}
			n++
			sum += int(max(a, b) - min(a, b))
		}
	}
	if n == 0 {
		return 0
	}
	return float64(sum) / float64(n)
}

// Smooth returns the picture with each pixel mixed with its eight neighbours, in weights 1 2 1, 2 4 2, 1 2 1.
func Smooth(src *image.Gray) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewGray(image.Rect(0, 0, w, h))
	if w < 3 || h < 3 {
		copyGray(dst, src)
		return dst
	}
	column := make([]uint16, w) // the sums of three pixels, one above the other
	for y := range h {
		above := src.Pix[max(y-1, 0)*src.Stride:]
		row := src.Pix[y*src.Stride:]
		below := src.Pix[min(y+1, h-1)*src.Stride:]
		for x := range column {
			column[x] = uint16(above[x]) + 2*uint16(row[x]) + uint16(below[x])
		}
		out := dst.Pix[y*dst.Stride : y*dst.Stride+w]
		out[0], out[w-1] = row[0], row[w-1]
		for x := 1; x < w-1; x++ {
			out[x] = uint8((column[x-1] + 2*column[x] + column[x+1]) / 16) //nolint:gosec // a mean of bytes
		}
	}
	return dst
}

func copyGray(dst, src *image.Gray) {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	for y := range h {
		copy(dst.Pix[y*dst.Stride:y*dst.Stride+w], src.Pix[y*src.Stride:y*src.Stride+w])
	}
}
