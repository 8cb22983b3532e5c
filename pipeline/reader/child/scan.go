package child

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/pipeline/reader/child/raster"
)

const (
	jpegFilter   = "DCTDecode"
	edgeShare    = 0.01  // of the page's size that a scan may miss its edges by
	sameScale    = 1.02  // between the resolutions across and down
	directlyUpTo = 330.0 // dpi; up to about twice that, PDFium draws a smaller picture than the scan
	leastLight   = 128   // mean shade of a page; a darker one may be the negative of what is shown
)

// scan returns the picture that a page consists of and its resolution, if it is nothing but one JPEG over the whole page. That is what
// scanners send: decoding it costs a third of drawing the page, and nothing is lost by drawing it at another size.
func (d *pdfDocument) scan(index int, maxPixels int64) (picture *image.Gray, dpi float64, ok bool) {
	shown, err := d.display(index)
	if err != nil {
		return nil, 0, false
	}
	object, ok := d.onlyImage(index, shown)
	if !ok {
		return nil, 0, false
	}
	raw, err := d.pdf.FPDFImageObj_GetImageDataRaw(&requests.FPDFImageObj_GetImageDataRaw{ImageObject: object})
	if err != nil {
		return nil, 0, false
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(raw.Data))
	if err != nil || int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, 0, false
	}
	across := float64(config.Width) / (shown.right - shown.left) * pointsPerInch
	down := float64(config.Height) / (shown.top - shown.bottom) * pointsPerInch
	if max(across, down) > sameScale*min(across, down) || across > directlyUpTo && across < downscaleFrom {
		return nil, 0, false
	}
	decoded, err := jpeg.Decode(bytes.NewReader(raw.Data))
	if err != nil {
		return nil, 0, false
	}
	switch decoded.(type) {
	case *image.Gray, *image.YCbCr:
	default: // the inks of a printer: PDFium knows what they look like
		return nil, 0, false
	}
	picture = raster.QuarterTurn(toGray(decoded), shown.quarters)
	return picture, across, meanShade(picture) >= leastLight
}

// onlyImage returns the image that the page consists of, if it is a JPEG that stands upright on the whole page, and nothing is on it.
func (d *pdfDocument) onlyImage(index int, shown display) (object references.FPDF_PAGEOBJECT, ok bool) {
	count, err := d.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: d.page(index)})
	if err != nil || count.Count != 1 {
		return object, false
	}
	notes, err := d.pdf.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: d.page(index)})
	if err != nil || notes.Count > 0 {
		return object, false
	}
	only, err := d.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: d.page(index)})
	if err != nil {
		return object, false
	}
	kind, err := d.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: only.PageObject})
	if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
		return object, false
	}
	return only.PageObject, d.isPlainJPEG(only.PageObject) && d.fills(only.PageObject, shown)
}

func (d *pdfDocument) isPlainJPEG(object references.FPDF_PAGEOBJECT) bool {
	filters, err := d.pdf.FPDFImageObj_GetImageFilterCount(&requests.FPDFImageObj_GetImageFilterCount{ImageObject: object})
	if err != nil || filters.Count != 1 {
		return false
	}
	filter, err := d.pdf.FPDFImageObj_GetImageFilter(&requests.FPDFImageObj_GetImageFilter{ImageObject: object})
	if err != nil || filter.ImageFilter != jpegFilter {
		return false
	}
	see, err := d.pdf.FPDFPageObj_HasTransparency(&requests.FPDFPageObj_HasTransparency{PageObject: object})
	return err == nil && !see.HasTransparency
}

// fills reports whether the image stands upright, unmirrored, edge on edge with the page.
func (d *pdfDocument) fills(object references.FPDF_PAGEOBJECT, shown display) bool {
	got, err := d.pdf.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: object})
	if err != nil {
		return false
	}
	m, wide, high := got.Matrix, shown.right-shown.left, shown.top-shown.bottom
	near := func(a float32, b, size float64) bool { return math.Abs(float64(a)-b) <= edgeShare*size }
	return near(m.A, wide, wide) && near(m.D, high, high) && near(m.B, 0, high) && near(m.C, 0, wide) &&
		near(m.E, shown.left, wide) && near(m.F, shown.bottom, high) && wide > 0 && high > 0
}

func meanShade(picture *image.Gray) int {
	sum, w, h := 0, picture.Rect.Dx(), picture.Rect.Dy()
	for y := range h {
		for _, v := range picture.Pix[y*picture.Stride : y*picture.Stride+w] {
			sum += int(v)
		}
	}
	return sum / max(w*h, 1)
}
