package child

import (
	"fmt"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/lake"
)

// display says how a page's own coordinates (y upwards, not turned) become those of the page as it is shown.
type display struct {
	left, bottom, right, top float64 // the visible part of the page, in its own coordinates
	quarters                 int     // quarter turns clockwise
}

func (d *pdfDocument) display(index int) (display, error) {
	box, err := d.pdf.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: d.page(index)})
	if err != nil {
		return display{}, fmt.Errorf("page box: %w", err)
	}
	rotation, err := d.pdf.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: d.page(index)})
	if err != nil {
		return display{}, fmt.Errorf("page rotation: %w", err)
	}
	r := box.Rect
	return display{
		left: float64(r.Left), bottom: float64(r.Bottom), right: float64(r.Right), top: float64(r.Top),
		quarters: quartersOf(rotation.PageRotation),
	}, nil
}

func quartersOf(rotation enums.FPDF_PAGE_ROTATION) int {
	return int(rotation) & 3
}

// size returns the width and the height of the page as displayed, in points.
func (d display) size() (width, height float64) {
	width, height = d.right-d.left, d.top-d.bottom
	if d.quarters%2 == 1 {
		width, height = height, width
	}
	return width, height
}

// box maps a rectangle in the page's own coordinates to the page as displayed.
func (d display) box(left, bottom, right, top float64) lake.Box {
	switch d.quarters {
	case 1: // clockwise: the bottom of the page becomes its left edge
		return lake.Box{X0: bottom - d.bottom, Y0: left - d.left, X1: top - d.bottom, Y1: right - d.left}
	case 2:
		return lake.Box{X0: d.right - right, Y0: bottom - d.bottom, X1: d.right - left, Y1: top - d.bottom}
	case 3:
		return lake.Box{X0: d.top - top, Y0: d.right - right, X1: d.top - bottom, Y1: d.right - left}
	default:
		return lake.Box{X0: left - d.left, Y0: d.top - top, X1: right - d.left, Y1: d.top - bottom}
	}
}

// roundBox rounds to hundredths of a point, so that equal pages give equal bytes on every machine.
func roundBox(b lake.Box) lake.Box {
	return lake.Box{X0: round2(b.X0), Y0: round2(b.Y0), X1: round2(b.X1), Y1: round2(b.Y1)}
}

func round2(v float64) float64 {
	r := math.Round(v*100) / 100
	if r == 0 {
		return 0 // never -0, which JSON would show
	}
	return r
}
