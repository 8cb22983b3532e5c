package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // photographs and scans
	_ "image/png"  // screenshots and scans
	"math"

	"golang.org/x/image/tiff" // scans of several pages

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
)

const (
	a4Width, a4Height = 210 / 25.4, 297 / 25.4 // inches
	minImageDPI       = 90.0                   // less is not a resolution but a default that somebody left
	maxImageInches    = 17.0                   // wider paper than A3 is a photograph with a wrong resolution
	upscaleBelow      = 240.0                  // dpi; less is enlarged to scanDPI before recognition
	downscaleFrom     = 550.0                  // dpi; more is halved
)

var imageHeaders = [][]byte{
	[]byte("\x89PNG\r\n\x1a\n"),
	[]byte("\xff\xd8\xff"),
	[]byte("II*\x00"),
	[]byte("MM\x00*"),
}

// isImage reports whether the content begins like an image that [documentReader.readImages] reads, whatever its name is.
func isImage(content []byte) bool {
	for _, header := range imageHeaders {
		if bytes.HasPrefix(content, header) {
			return true
		}
	}
	return false
}

// readImages reads a picture of a page, or several in a TIFF.
func (d *documentReader) readImages(ctx context.Context, content []byte, progress func(done, total int)) ([]lake.Page, error) {
	offsets := []uint32{0}
	if isTIFF(content) {
		var err error
		if offsets, err = tiffPages(content, d.limits.MaxPages); err != nil {
			return nil, err
		}
	}
	progress(0, len(offsets))
	budget := outputBudget{most: d.limits.MaxOutputBytes}
	pages := make([]lake.Page, 0, len(offsets))
	for i, offset := range offsets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if isTIFF(content) {
			turnToPage(content, offset)
		}
		page, err := d.readImage(ctx, content, i+1)
		if err != nil {
			return nil, err
		}
		if err := budget.add(page); err != nil {
			return nil, err
		}
		pages = append(pages, page)
		progress(i+1, len(offsets))
	}
	return pages, nil
}

func (d *documentReader) readImage(ctx context.Context, file []byte, number int) (lake.Page, error) {
	decoded, meta, err := d.decodeImage(file, number)
	if err != nil {
		return lake.Page{}, err
	}
	picture := toGray(oriented(toGray(decoded), meta))
	dpi := plausibleDPI(meta.dpi, picture.Rect.Dx(), picture.Rect.Dy())
	w, h := float64(picture.Rect.Dx()), float64(picture.Rect.Dy())
	page := newPage(number, w/dpi*pointsPerInch, h/dpi*pointsPerInch, lake.SourceOCR)
	return d.recognize(ctx, picture, dpi, page)
}

// decodeImage decodes the picture of a page, of a TIFF the one that it begins with, if the pixel budget allows.
func (d *documentReader) decodeImage(file []byte, number int) (image.Image, imageMeta, error) {
	allowed := func(pixels int64) error {
		switch {
		case pixels <= 0:
			return damaged("reader: open image", errors.New("no pixels"))
		case pixels > d.limits.MaxPixels:
			return pageTooLarge(number, pixels, d.limits.MaxPixels)
		}
		return nil
	}
	meta := readImageMeta(file)
	decoded, err := decodeWithin(file, allowed)
	if _, unsupported := errors.AsType[tiff.UnsupportedError](err); unsupported { // JPEG inside a TIFF, for one
		decoded, err = leptonicaTIFF(file, allowed)
		meta.mirrored, meta.quarters = false, 0
	}
	if err != nil && lake.CodeOf(err) == lake.CodeInternal {
		err = damaged(fmt.Sprintf("reader: decode image %d", number), err)
	}
	return decoded, meta, err
}

// decodeWithin decodes with the Go libraries, which are safe with hostile bytes.
func decodeWithin(file []byte, allowed func(pixels int64) error) (image.Image, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if err := allowed(int64(config.Width) * int64(config.Height)); err != nil {
		return nil, err
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("pixels: %w", err)
	}
	return decoded, nil
}

// oriented returns the picture as its file says that it is to be seen.
func oriented(picture image.Image, meta imageMeta) image.Image {
	if meta.quarters == 0 && !meta.mirrored {
		return picture
	}
	return eachPlane(picture, func(plane *image.Gray) *image.Gray {
		if meta.mirrored {
			plane = raster.Mirror(plane)
		}
		return raster.QuarterTurn(plane, meta.quarters)
	})
}

// plausibleDPI returns the resolution that the image states, or the one at which it is as wide as A4 paper.
func plausibleDPI(stated float64, w, h int) float64 {
	long := float64(max(w, h))
	if stated >= minImageDPI && long/stated <= maxImageInches {
		return stated
	}
	if w > h {
		return float64(w) / a4Height
	}
	return float64(w) / a4Width
}

// forRecognition brings a picture near the resolution that recognition works best at, within the pixel budget.
func forRecognition(picture *image.Gray, dpi float64, maxPixels int64) (*image.Gray, float64) {
	switch {
	case dpi >= downscaleFrom:
		factor := int(math.Round(dpi / scanDPI))
		return raster.Downscale(picture, factor), dpi / float64(factor)
	case dpi < upscaleBelow:
		factor := scanDPI / dpi
		if float64(picture.Rect.Dx())*float64(picture.Rect.Dy())*factor*factor > float64(maxPixels) {
			return picture, dpi
		}
		return raster.Enlarge(picture, factor, factor), scanDPI
	default:
		return picture, dpi
	}
}

// toGray returns the picture in shades of grey on white paper.
func toGray(src image.Image) *image.Gray {
	b := src.Bounds()
	switch s := src.(type) {
	case *image.Gray:
		return &image.Gray{Pix: s.Pix, Stride: s.Stride, Rect: image.Rect(0, 0, b.Dx(), b.Dy())}
	case *image.YCbCr:
		return &image.Gray{Pix: s.Y[s.YOffset(b.Min.X, b.Min.Y):], Stride: s.YStride, Rect: image.Rect(0, 0, b.Dx(), b.Dy())}
	}
	dst := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(dst, dst.Rect, src, b.Min, draw.Over)
	return dst
}
