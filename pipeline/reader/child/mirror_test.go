package child

import (
	"image"
	"image/color"
	"testing"
)

// The eight EXIF orientations: which stored pixels come to the top left corner and right of it.
func TestMirroredPhotographs(t *testing.T) {
	t.Parallel()
	const w, h = 3, 2
	stored := image.NewGray(image.Rect(0, 0, w, h))
	for i := range stored.Pix {
		stored.Pix[i] = uint8(10 * i)
	}
	for orientation, want := range map[uint16][2]image.Point{
		0: {{0, 0}, {1, 0}},
		1: {{0, 0}, {1, 0}},
		2: {{w - 1, 0}, {w - 2, 0}},
		3: {{w - 1, h - 1}, {w - 2, h - 1}},
		4: {{0, h - 1}, {1, h - 1}},
		5: {{0, 0}, {0, 1}},
		6: {{0, h - 1}, {0, h - 2}},
		7: {{w - 1, h - 1}, {w - 1, h - 2}},
		8: {{w - 1, 0}, {w - 1, 1}},
		9: {{0, 0}, {1, 0}},
	} {
		mirrored, quarters := exifTurn(orientation)
		seen := oriented(stored, imageMeta{mirrored: mirrored, quarters: quarters})
		for i, from := range want {
			if got := seen.At(i, 0); got != (color.Gray{stored.GrayAt(from.X, from.Y).Y}) {
				t.Errorf("orientation %d: pixel %d is %v, want that of %v", orientation, i, got, from)
			}
		}
	}
}
