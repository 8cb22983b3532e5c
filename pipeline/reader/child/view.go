package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/image/draw"

	"wattlake/lake"
	"wattlake/pipeline/reader/child/raster"
	"wattlake/pipeline/reader/internal/frame"
)

// Bytes to a pixel of a picture.
const (
	grayDepth  = 1
	colorDepth = 4
)

// shownPage is the picture of a page for people: upright and level, as the boxes of its words are.
type shownPage struct {
	picture       image.Image // *image.Gray or *image.RGBA
	width, height float64     // points
}

// serveView answers one request for a picture; an error means that the program can no longer be talked to.
func (d *documentReader) serveView(ctx context.Context, out io.Writer, request frame.Header, content []byte) error {
	shown, err := d.viewSafely(ctx, request, content)
	if err != nil {
		return frame.Write(out, frame.Header{Kind: frame.Failure, Error: frame.FromError(err)}, nil)
	}
	pixels, depth := packed(shown.picture)
	size := shown.picture.Bounds().Size()
	return frame.Write(out, frame.Header{Kind: frame.Picture, Pixels: &frame.Pixels{
		Columns: size.X, Rows: size.Y, Depth: depth, Width: round2(shown.width), Height: round2(shown.height),
	}}, pixels)
}

func (d *documentReader) viewSafely(ctx context.Context, request frame.Header, content []byte) (shown shownPage, err error) {
	defer func() {
		if p := recover(); p != nil {
			d.pdfs.Discard()
			err = damaged("reader: show page", fmt.Errorf("panic: %v", p))
		}
	}()
	if request.View == nil {
		return shownPage{}, errors.New("reader: a request to show a page names none")
	}
	return d.view(ctx, *request.View, content, request.Password)
}

// view draws one page of any document that [documentReader.read] reads.
func (d *documentReader) view(ctx context.Context, v frame.View, content []byte, password string) (shown shownPage, err error) {
	switch {
	case isImage(content):
		shown, err = d.viewImage(v, content)
	case isPDF(content):
		shown, err = d.viewPDF(ctx, v, content, password)
	default:
		return shownPage{}, notADocument("reader: show page")
	}
	if err != nil {
		return shownPage{}, err
	}
	shown.picture = upright(shown.picture, v.Turned, v.Skew)
	if v.Turned%2 == 1 {
		shown.width, shown.height = shown.height, shown.width
	}
	return shown, nil
}

func (d *documentReader) viewPDF(ctx context.Context, v frame.View, content []byte, password string) (shownPage, error) {
	defer d.pdfs.Discard()
	document, err := d.pdfs.open(ctx, content, password)
	if err != nil {
		return shownPage{}, err
	}
	if v.Page < 1 || v.Page > document.pages {
		return shownPage{}, noSuchPage(v.Page)
	}
	shape, err := document.display(v.Page - 1)
	if err != nil {
		return shownPage{}, damaged(fmt.Sprintf("reader: page %d", v.Page), err)
	}
	width, height := shape.size()
	dpi := boundedDPI(v.DPI, width, height, d.limits.MaxViewPixels)
	rendered, err := document.pdf.RenderPageInDPI(&requests.RenderPageInDPI{
		Page: document.page(v.Page - 1), DPI: dpi, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
		RenderForm: document.hasForm(), Document: &document.ref,
	})
	if err != nil {
		return shownPage{}, damaged(fmt.Sprintf("reader: render page %d", v.Page), err)
	}
	defer rendered.CleanupFunc()
	view, ok := rendered.Result.RenderedImage.(*image.RGBA)
	if !ok {
		return shownPage{}, damaged("reader: render page", fmt.Errorf("unexpected picture %T", rendered.Result.RenderedImage))
	}
	picture := &image.RGBA{Pix: bytes.Clone(view.Pix), Stride: view.Stride, Rect: view.Rect}
	return shownPage{picture: simplest(picture), width: width, height: height}, nil
}

// boundedDPI lowers the resolution until the page fits into so many pixels.
func boundedDPI(dpi int, width, height float64, most int64) int {
	inches := width / pointsPerInch * height / pointsPerInch
	for dpi > 1 && most > 0 && inches*float64(dpi)*float64(dpi) > float64(most) {
		dpi--
	}
	return dpi
}

func (d *documentReader) viewImage(v frame.View, content []byte) (shownPage, error) {
	if isTIFF(content) {
		offsets, err := tiffPages(content, d.limits.MaxPages)
		if err != nil {
			return shownPage{}, err
		}
		if v.Page < 1 || v.Page > len(offsets) {
			return shownPage{}, noSuchPage(v.Page)
		}
		turnToPage(content, offsets[v.Page-1])
	} else if v.Page != 1 {
		return shownPage{}, noSuchPage(v.Page)
	}
	decoded, meta, err := d.decodeImage(content, v.Page)
	if err != nil {
		return shownPage{}, err
	}
	picture := oriented(colored(decoded), meta)
	size := picture.Bounds().Size()
	own := plausibleDPI(meta.dpi, size.X, size.Y)
	shown := shownPage{width: float64(size.X) / own * pointsPerInch, height: float64(size.Y) / own * pointsPerInch}
	dpi := boundedDPI(v.DPI, shown.width, shown.height, d.limits.MaxViewPixels)
	shown.picture = shrunk(picture, float64(dpi)/own)
	return shown, nil
}

// shrunk returns the picture scaled down; one that is smaller already stays as it is: more pixels would show no more.
func shrunk(src image.Image, factor float64) image.Image {
	if factor >= 1 {
		return src
	}
	b := src.Bounds()
	to := image.Rect(0, 0, max(1, int(float64(b.Dx())*factor+0.5)), max(1, int(float64(b.Dy())*factor+0.5)))
	var dst draw.Image = image.NewRGBA(to)
	if _, gray := src.(*image.Gray); gray {
		dst = image.NewGray(to)
	}
	draw.BiLinear.Scale(dst, to, src, b, draw.Src, nil)
	return dst
}

// colored returns the picture in grey or in opaque colour on white paper.
func colored(src image.Image) image.Image {
	if _, gray := src.(*image.Gray); gray {
		return toGray(src)
	}
	b := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(dst, dst.Rect, src, b.Min, draw.Over)
	return simplest(dst)
}

// simplest returns a picture without colours in shades of grey, a quarter of the bytes.
func simplest(src *image.RGBA) image.Image {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	for y := range h {
		row := src.Pix[y*src.Stride : y*src.Stride+w*colorDepth]
		for i := 0; i < len(row); i += colorDepth {
			if row[i] != row[i+1] || row[i] != row[i+2] {
				return src
			}
		}
	}
	return planes(src)[0]
}

// upright turns a picture as [lake.Page] says that its page was turned.
func upright(src image.Image, quarters int, degrees float64) image.Image {
	quarters &= 3
	if quarters == 0 && degrees == 0 {
		return src
	}
	return eachPlane(src, func(plane *image.Gray) *image.Gray {
		plane = raster.QuarterTurn(plane, quarters)
		if degrees != 0 {
			plane = raster.Rotate(plane, degrees)
		}
		return plane
	})
}

// eachPlane does something to grey, or to red, green and blue.
func eachPlane(src image.Image, do func(*image.Gray) *image.Gray) image.Image {
	color, ok := src.(*image.RGBA)
	if !ok {
		return do(toGray(src))
	}
	var done [3]*image.Gray
	for i, plane := range planes(color) {
		done[i] = do(plane)
	}
	return joined(done)
}

func planes(src *image.RGBA) [3]*image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	var out [3]*image.Gray
	for c := range out {
		out[c] = image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			row, to := src.Pix[y*src.Stride:], out[c].Pix[y*w:(y+1)*w]
			for x := range to {
				to[x] = row[x*colorDepth+c]
			}
		}
	}
	return out
}

func joined(in [3]*image.Gray) *image.RGBA {
	w, h := in[0].Rect.Dx(), in[0].Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := out.Pix[y*out.Stride:]
		for x := range w {
			at := x * colorDepth
			row[at], row[at+1], row[at+2], row[at+3] = in[0].Pix[y*in[0].Stride+x], in[1].Pix[y*in[1].Stride+x], in[2].Pix[y*in[2].Stride+x], 0xff
		}
	}
	return out
}

// packed returns the pixels without gaps between the rows, and how many bytes a pixel has.
func packed(src image.Image) (pixels []byte, depth int) {
	size := src.Bounds().Size()
	var from []byte
	var stride int
	if colored, ok := src.(*image.RGBA); ok {
		from, stride, depth = colored.Pix, colored.Stride, colorDepth
	} else {
		gray := toGray(src)
		from, stride, depth = gray.Pix, gray.Stride, grayDepth
	}
	if stride == size.X*depth {
		return from[:size.Y*stride], depth
	}
	pixels = make([]byte, 0, size.X*size.Y*depth)
	for y := range size.Y {
		pixels = append(pixels, from[y*stride:y*stride+size.X*depth]...)
	}
	return pixels, depth
}

func noSuchPage(page int) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "reader: show page",
		Message: lake.Text{PL: fmt.Sprintf("Dokument nie ma strony %d.", page), EN: fmt.Sprintf("The document has no page %d.", page)},
	}
}
