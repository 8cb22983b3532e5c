//go:build cgo

package child

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/reader/internal/frame"
)

// jpegTIFF wraps a JPEG stream in a TIFF of one strip at 200 dpi, as scanners of offices do.
func jpegTIFF(tb testing.TB, picture image.Image, orientation uint32) []byte {
	tb.Helper()
	var stream bytes.Buffer
	if err := jpeg.Encode(&stream, picture, &jpeg.Options{Quality: 90}); err != nil {
		tb.Fatal(err)
	}
	const jpegInTIFF, black, yCbCr, short, long, rational = 7, 1, 6, 3, 4, 5
	samples, photometric := uint32(1), uint32(black)
	if _, gray := picture.(*image.Gray); !gray {
		samples, photometric = 3, yCbCr
	}
	entries := [][4]uint32{ // tag, type, count, value or offset
		{256, long, 1, uint32(picture.Bounds().Dx())},
		{257, long, 1, uint32(picture.Bounds().Dy())},
		{258, short, samples, 8},
		{259, short, 1, jpegInTIFF},
		{262, short, 1, photometric},
		{273, long, 1, 0},
		{tagOrientation, short, 1, orientation},
		{277, short, 1, samples},
		{278, long, 1, uint32(picture.Bounds().Dy())},
		{279, long, 1, uint32(stream.Len())},
		{tagXResolution, rational, 1, 0},
		{530, short, 2, 2<<16 | 2},
	}
	le := binary.LittleEndian
	extra := uint32(8 + 2 + len(entries)*tiffEntrySize + 4)
	depths, resolution, strip := extra, extra+6, extra+14
	if samples > 1 {
		entries[2][3] = depths
	}
	entries[5][3], entries[10][3] = strip, resolution
	file := le.AppendUint16(le.AppendUint32([]byte("II*\x00"), 8), uint16(len(entries)))
	for _, e := range entries {
		file = le.AppendUint32(le.AppendUint32(le.AppendUint16(le.AppendUint16(file, uint16(e[0])), uint16(e[1])), e[2]), e[3])
	}
	file = le.AppendUint32(file, 0)
	for range 3 {
		file = le.AppendUint16(file, 8)
	}
	file = le.AppendUint32(le.AppendUint32(file, 200), 1)
	return append(file, stream.Bytes()...)
}

// darkCorner returns a light picture, 64 × 32, whose top left quarter is dark.
func darkCorner(into draw.Image) image.Image {
	draw.Draw(into, into.Bounds(), image.NewUniform(color.Gray{Y: 230}), image.Point{}, draw.Src)
	draw.Draw(into, image.Rect(0, 0, 32, 16), image.NewUniform(color.Gray{Y: 20}), image.Point{}, draw.Src)
	return into
}

func TestJPEGInTIFF(t *testing.T) {
	t.Parallel()
	d := &documentReader{limits: frame.Limits{MaxPixels: 64 * 32}}
	size := image.Rect(0, 0, 64, 32)
	tests := []struct {
		name        string
		file        []byte
		width, high int
		dark        image.Point
	}{
		{"grey", jpegTIFF(t, darkCorner(image.NewGray(size)), 1), 64, 32, image.Pt(8, 8)},
		{"colour", jpegTIFF(t, darkCorner(image.NewRGBA(size)), 1), 64, 32, image.Pt(8, 8)},
		{"turned", jpegTIFF(t, darkCorner(image.NewGray(size)), 6), 32, 64, image.Pt(24, 8)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			decoded, meta, err := d.decodeImage(test.file, 1)
			if err != nil {
				t.Fatal(err)
			}
			picture := toGray(oriented(toGray(decoded), meta))
			if picture.Rect.Dx() != test.width || picture.Rect.Dy() != test.high || math.Abs(meta.dpi-200) > 0.1 {
				t.Fatalf("%v at %v dpi", picture.Rect, meta.dpi)
			}
			for y := 4; y < test.high; y += 8 {
				for x := 4; x < test.width; x += 8 {
					inDark := (x < test.width/2) == (test.dark.X < test.width/2) && (y < test.high/2) == (test.dark.Y < test.high/2)
					if shade := picture.GrayAt(x, y).Y; (shade < 128) != inDark {
						t.Errorf("shade %d at %d, %d", shade, x, y)
					}
				}
			}
		})
	}
}

func TestJPEGInTIFFKeepsToTheBudget(t *testing.T) {
	t.Parallel()
	d := &documentReader{limits: frame.Limits{MaxPixels: 64*32 - 1}}
	whole := jpegTIFF(t, darkCorner(image.NewRGBA(image.Rect(0, 0, 64, 32))), 1)
	if _, _, err := d.decodeImage(whole, 1); lake.CodeOf(err) != lake.CodeTooLarge {
		t.Errorf("too many pixels: %v", err)
	}
	d.limits.MaxPixels++
	for _, size := range []int{len(whole) / 4, 200, 120} {
		if _, _, err := d.decodeImage(bytes.Clone(whole[:size]), 1); err != nil && lake.CodeOf(err) != lake.CodeDamaged {
			t.Errorf("cut to %d bytes: %v", size, err)
		}
	}
}
