package child

import (
	"cmp"
	"context"
	"image"
	"slices"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

// Sparse recognition loses a short word in a table now and then. What ink it leaves over is looked at again, piece by piece.
const (
	leftoverDPI      = 100.0 // at which left over ink is sought
	wordMargin       = 2     // small pixels around a recognised word that belong to it
	joinGap          = 9     // small pixels between letters and words of one piece
	minPieceHeight   = 5     // small pixels: print of 4 points
	maxPieceHeight   = 44    // small pixels
	oneLineHeight    = 22    // small pixels: more may be two lines
	minPieceInk      = 9     // small pixels
	maxPieces        = 80    // per page: a page of noise must not cost a second recognition
	pieceConfidence  = 0.55  // below it a piece was a picture or dirt
	pieceBorder      = 0.05  // inches of paper around a piece
	maxPieceFill     = 0.75  // share of ink in a piece; more is a block of colour
	pieceMinLineDots = 3     // small pixels of width
)

// piece is a stretch of ink that no word covers, in small pixels.
type piece struct {
	box image.Rectangle
	ink int
}

// leftovers recognises what the words do not cover.
func (r recognizer) leftovers(ctx context.Context, page *image.Gray, dpi float64, words []Recognized) ([]Recognized, error) {
	scale := max(1, int(dpi/leftoverDPI+0.5))
	var found []Recognized
	for _, p := range uncovered(page, scale, words) {
		border := int(pieceBorder * dpi)
		cut := image.Rect(p.box.Min.X*scale-border, p.box.Min.Y*scale-border, p.box.Max.X*scale+border, p.box.Max.Y*scale+border).Intersect(page.Rect)
		mode := Line
		if p.box.Dy() > oneLineHeight {
			mode = Block
		}
		more, err := r.engine.Recognize(ctx, crop(page, cut), dpi, mode)
		if err != nil {
			return nil, err
		}
		for _, w := range clean(more) {
			w.Box = shift(w.Box, float64(cut.Min.X), float64(cut.Min.Y))
			if broken(w.Text) {
				if w, err = r.lookForProof(ctx, page, dpi, w); err != nil {
					return nil, err
				}
			}
			if !proven(w.Text) && (w.Confidence < pieceConfidence || meanConfidence([]Recognized{w}) == 0) {
				continue
			}
			if !overlapsAny(w.Box, words) {
				found = append(found, w)
			}
		}
	}
	return found, nil
}

func shift(b lake.Box, x, y float64) lake.Box {
	return lake.Box{X0: b.X0 + x, Y0: b.Y0 + y, X1: b.X1 + x, Y1: b.Y1 + y}
}

// overlapsAny reports whether the middle of the box lies in a word that is known already.
func overlapsAny(b lake.Box, words []Recognized) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	return slices.ContainsFunc(words, func(w Recognized) bool {
		return x > w.Box.X0 && x < w.Box.X1 && y > w.Box.Y0 && y < w.Box.Y1
	})
}

// crop returns a view of a part of the picture with its own origin.
func crop(page *image.Gray, cut image.Rectangle) *image.Gray {
	if cut.Empty() {
		return image.NewGray(image.Rectangle{})
	}
	return &image.Gray{Pix: page.Pix[cut.Min.Y*page.Stride+cut.Min.X:], Stride: page.Stride, Rect: image.Rect(0, 0, cut.Dx(), cut.Dy())}
}

// uncovered returns the pieces of ink outside all words that may be text, the largest ones if there are too many.
func uncovered(page *image.Gray, scale int, words []Recognized) []piece {
	small := raster.Downscale(page, scale)
	w, h := small.Rect.Dx(), small.Rect.Dy()
	if w == 0 || h == 0 {
		return nil
	}
	threshold := min(raster.Otsu(small), 215)
	mask := inkMask(small, threshold)
	bounds := image.Rect(0, 0, w, h)
	for _, word := range words {
		s := float64(scale)
		box := image.Rect(int(word.Box.X0/s)-wordMargin, int(word.Box.Y0/s)-wordMargin, int(word.Box.X1/s)+wordMargin+1, int(word.Box.Y1/s)+wordMargin+1)
		box = box.Intersect(bounds)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			clear(mask[y*w+box.Min.X : y*w+box.Max.X])
		}
	}
	bridge(mask, w, h)
	pieces := slices.DeleteFunc(connected(mask, w, h), func(p piece) bool { return !p.mayBeText() })
	if len(pieces) > maxPieces {
		slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.ink, a.ink) })
		pieces = pieces[:maxPieces]
	}
	return pieces
}

func (p piece) mayBeText() bool {
	w, h := p.box.Dx(), p.box.Dy()
	fill := float64(p.ink) / float64(w*h)
	return h >= minPieceHeight && h <= maxPieceHeight && w >= pieceMinLineDots && p.ink >= minPieceInk && fill <= maxPieceFill
}

// bridge fills short gaps between ink in each row with 2.
func bridge(mask []uint8, w, h int) {
	for y := range h {
		row := mask[y*w : (y+1)*w]
		last := -1
		for x, v := range row {
			if v != 1 {
				continue
			}
			if last >= 0 && x-last <= joinGap {
				for i := last + 1; i < x; i++ {
					if row[i] == 0 {
						row[i] = 2
					}
				}
			}
			last = x
		}
	}
}

// inkMask has 1 where a picture is no lighter than the threshold.
func inkMask(picture *image.Gray, threshold uint8) []uint8 {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	mask := make([]uint8, w*h)
	for y := range h {
		for x, v := range picture.Pix[y*picture.Stride : y*picture.Stride+w] {
			if v <= threshold {
				mask[y*w+x] = 1
			}
		}
	}
	return mask
}

// inkPieces returns the connected pieces of ink that are no grain.
func inkPieces(picture *image.Gray, threshold uint8) []piece {
	pieces := connected(inkMask(picture, threshold), picture.Rect.Dx(), picture.Rect.Dy())
	return slices.DeleteFunc(pieces, func(p piece) bool { return p.ink < leastInk })
}

// connected returns the pieces of the mask and clears it.
func connected(mask []uint8, w, h int) []piece {
	var pieces []piece
	var stack []int
	for start, v := range mask {
		if v != 1 {
			continue
		}
		p := piece{box: image.Rect(start%w, start/w, start%w+1, start/w+1)}
		stack = append(stack[:0], start)
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if mask[at] == 0 {
				continue
			}
			if mask[at] == 1 {
				p.ink++
			}
			mask[at] = 0
			x, y := at%w, at/w
			p.box = p.box.Union(image.Rect(x, y, x+1, y+1))
			for ny := max(y-1, 0); ny <= min(y+1, h-1); ny++ {
				for nx := max(x-1, 0); nx <= min(x+1, w-1); nx++ {
					if mask[ny*w+nx] != 0 {
						stack = append(stack, ny*w+nx)
					}
				}
			}
		}
		pieces = append(pieces, p)
	}
	return pieces
}
