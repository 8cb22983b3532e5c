package child

import (
	"encoding/binary"
	"image"
	"math"
)

const (
	bitmapHeader   = 14 + 40
	bitmapPalette  = 256 * 4
	metresPerInch  = 0.0254
	bitmapAlign    = 4
	bitsPerGray    = 8
	bitmapInfoSize = 40
)

// bitmap encodes the picture as BMP, the format that Tesseract's image library takes over in whole rows without decoding.
func bitmap(page *image.Gray, dpi float64) []byte {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	stride := (w + bitmapAlign - 1) / bitmapAlign * bitmapAlign
	out := make([]byte, bitmapHeader+bitmapPalette+stride*h)
	le := binary.LittleEndian
	perMetre := uint32(math.Round(dpi / metresPerInch))
	copy(out, "BM")
	le.PutUint32(out[2:], uint32(len(out)))                    //nolint:gosec // bounded by the pixel budget
	le.PutUint32(out[10:], uint32(bitmapHeader+bitmapPalette)) // where the pixels begin
	le.PutUint32(out[14:], bitmapInfoSize)
	le.PutUint32(out[18:], uint32(w)) //nolint:gosec // bounded by the pixel budget
	le.PutUint32(out[22:], uint32(h)) //nolint:gosec // bounded by the pixel budget
	le.PutUint16(out[26:], 1)
	le.PutUint16(out[28:], bitsPerGray)
	le.PutUint32(out[34:], uint32(stride*h)) //nolint:gosec // bounded by the pixel budget
	le.PutUint32(out[38:], perMetre)
	le.PutUint32(out[42:], perMetre)
	le.PutUint32(out[46:], 256)
	for i := range 256 {
		entry := out[bitmapHeader+4*i:]
		entry[0], entry[1], entry[2] = byte(i), byte(i), byte(i)
	}
	pixels := out[bitmapHeader+bitmapPalette:]
	for y := range h { // from the bottom row upwards
		copy(pixels[(h-1-y)*stride:], page.Pix[y*page.Stride:y*page.Stride+w])
	}
	return out
}
