package invoicegen

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"sync"
	"time"

	"github.com/go-pdf/fpdf"
	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

const (
	// maxPageBytes is what one page of a scan may take; the quality of its JPEG is lowered until it does.
	maxPageBytes   = 190_000
	bestQuality    = 60
	worstQuality   = 15
	maxSkewDegrees = 2.0
	renderWait     = 2 * time.Minute
)

// renderer is shared: compiling pdfium takes seconds. It has no access to files and no clock or randomness of its own.
var renderer = sync.OnceValues(func() (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		MinIdle: 1, MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
})

// scan turns a PDF into pictures of its pages, as an office scanner would make them.
func scan(pdf []byte, r random) ([]byte, error) {
	dpi := pick(r, 200, 240, 300)
	pages, err := renderPages(pdf, dpi)
	if err != nil {
		return nil, err
	}
	out := newDocument()
	for i, page := range pages {
		encoded, err := encode(worn(page, r))
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("page%d", i)
		out.AddPage()
		out.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(encoded))
		out.ImageOptions(name, 0, 0, pageWidth, pageHeight, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	}
	var b bytes.Buffer
	err = out.Output(&b)
	return b.Bytes(), err
}

func renderPages(pdf []byte, dpi int) (pages []*image.Gray, err error) {
	pool, err := renderer()
	if err != nil {
		return nil, fmt.Errorf("start pdfium: %w", err)
	}
	engine, err := pool.GetInstance(renderWait)
	if err != nil {
		return nil, fmt.Errorf("start pdfium: %w", err)
	}
	defer func() {
		if e := engine.Close(); err == nil && e != nil {
			err = fmt.Errorf("stop pdfium: %w", e)
		}
	}()
	doc, err := engine.OpenDocument(&requests.OpenDocument{File: &pdf})
	if err != nil {
		return nil, fmt.Errorf("open page to scan: %w", err)
	}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, fmt.Errorf("count pages to scan: %w", err)
	}
	for i := range count.PageCount {
		rendered, err := engine.RenderPageInDPI(&requests.RenderPageInDPI{
			DPI: dpi, Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}},
		})
		if err != nil {
			return nil, fmt.Errorf("render page %d: %w", i+1, err)
		}
		gray := image.NewGray(rendered.Result.RenderedImage.Bounds())
		draw.Draw(gray, gray.Bounds(), image.White, image.Point{}, draw.Src)
		draw.Draw(gray, gray.Bounds(), rendered.Result.RenderedImage, image.Point{}, draw.Over)
		rendered.Cleanup()
		pages = append(pages, gray)
	}
	return pages, nil
}

// worn skews, blurs and stains a page.
func worn(page *image.Gray, r random) *image.Gray {
	b := page.Bounds()
	angle := (r.Float64()*2 - 1) * maxSkewDegrees * 0.8 * math.Pi / 180
	sin, cos := math.Sincos(angle)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	turned := image.NewGray(b)
	draw.Draw(turned, b, image.White, image.Point{}, draw.Src)
	draw.BiLinear.Transform(turned, f64.Aff3{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy}, page, b, draw.Over, nil)
	if r.chance(60) {
		turned = softened(turned)
	}
	paper := 255 - r.between(2, 14) // the grey of the paper
	noise := r.between(1, 4)
	for i, v := range turned.Pix {
		level := int(v) * paper / 255
		if r.IntN(4) == 0 {
			level += r.between(-noise, noise)
		}
		turned.Pix[i] = uint8(min(max(level, 0), 255))
	}
	for range r.between(5, 40) { // specks of dust
		turned.SetGray(r.IntN(b.Dx()), r.IntN(b.Dy()), color.Gray{Y: 90})
	}
	return turned
}

// softened is a small blur: the middle counts as much as its four neighbours together.
func softened(src *image.Gray) *image.Gray {
	dst := image.NewGray(src.Rect)
	copy(dst.Pix, src.Pix)
	w := src.Stride
	for i := w; i < len(src.Pix)-w; i++ {
		sum := 4*int(src.Pix[i]) + int(src.Pix[i-1]) + int(src.Pix[i+1]) + int(src.Pix[i-w]) + int(src.Pix[i+w])
		dst.Pix[i] = uint8(sum / 8) //nolint:gosec // a mean of bytes is a byte
	}
	return dst
}

// encode lowers the quality until the page is small enough.
func encode(page *image.Gray) ([]byte, error) {
	for quality := bestQuality; ; quality -= 5 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, page, &jpeg.Options{Quality: quality}); err != nil {
			return nil, fmt.Errorf("encode page: %w", err)
		}
		if b.Len() <= maxPageBytes || quality <= worstQuality {
			return b.Bytes(), nil
		}
	}
}
