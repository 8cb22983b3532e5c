package child

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"github.com/go-pdf/fpdf"
)

// A page that is one JPEG from edge to edge is decoded, whichever way up it is shown, and looks as PDFium draws it. Anything else is
// drawn.
func TestScanIsDecodedOnlyIfItIsAllThereIs(t *testing.T) {
	t.Parallel()
	d := newDocumentReader(t)
	gradient := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range gradient.Pix {
		gradient.Pix[i] = uint8(150 + i%1240/20 + i/1240/60)
	}
	negative := image.NewGray(gradient.Rect)
	whole := func(pdf *fpdf.Fpdf) {
		pdf.ImageOptions("scan", 0, 0, 595.28, 841.89, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	}
	tests := []struct {
		name    string
		picture *image.Gray
		draw    func(pdf *fpdf.Fpdf)
		rotated string
		want    bool
	}{
		{"edge to edge", gradient, whole, "", true},
		{"shown turned", gradient, whole, "90", true},
		{"shown upside down", gradient, whole, "180", true},
		{"with text on it", gradient, func(pdf *fpdf.Fpdf) { whole(pdf); pdf.Text(60, 60, "Zapłacono") }, "", false},
		{"with paper round it", gradient, func(pdf *fpdf.Fpdf) {
			pdf.ImageOptions("scan", 50, 50, 400, 566, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
		}, "", false},
		{"mirrored", gradient, func(pdf *fpdf.Fpdf) {
			pdf.TransformBegin()
			pdf.TransformMirrorHorizontal(595.28 / 2)
			whole(pdf)
			pdf.TransformEnd()
		}, "", false},
		{"half transparent", gradient, func(pdf *fpdf.Fpdf) { pdf.SetAlpha(0.5, "Normal"); whole(pdf) }, "", false},
		{"dark", negative, whole, "", false},
	}
	for _, test := range tests {
		document, err := d.pdfs.open(t.Context(), rotatedPDF(pictured(t, test.picture, test.draw), test.rotated), "")
		if err != nil {
			t.Fatal(err)
		}
		got, dpi, ok := document.scan(0, d.limits.MaxPixels)
		if ok != test.want {
			t.Errorf("%s: %v", test.name, ok)
		}
		if ok {
			drawn, err := document.render(0, int(dpi+0.5))
			if err != nil {
				t.Fatal(err)
			}
			if turned := got.Rect.Dx() > got.Rect.Dy(); turned != (test.rotated == "90") {
				t.Errorf("%s: %v", test.name, got.Rect)
			}
			if apart := difference(got, drawn); dpi < 149 || dpi > 151 || apart > 4 {
				t.Errorf("%s: at %.1f dpi %.1f shades from what is drawn; %v and %v", test.name, dpi, apart, got.Rect, drawn.Rect)
			}
		}
		d.pdfs.Discard()
	}
}

// pictured returns a PDF of one page, on which the picture is at hand as "scan".
func pictured(t *testing.T, picture *image.Gray, draw func(*fpdf.Fpdf)) []byte {
	t.Helper()
	var packed, b bytes.Buffer
	if err := jpeg.Encode(&packed, picture, nil); err != nil {
		t.Fatal(err)
	}
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 11)
	pdf.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: "JPG"}, &packed)
	draw(pdf)
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rotatedPDF has the pages of a PDF shown turned. The table of its objects is wrong then, which PDFium mends.
func rotatedPDF(pdf []byte, degrees string) []byte {
	if degrees == "" {
		return pdf
	}
	return bytes.Replace(pdf, []byte("/Type /Page\n"), []byte("/Type /Page /Rotate "+degrees+"\n"), 1)
}

// difference is the mean difference of the shades where both pictures have pixels, leaving out the edges.
func difference(a, b *image.Gray) float64 {
	w, h := min(a.Rect.Dx(), b.Rect.Dx()), min(a.Rect.Dy(), b.Rect.Dy())
	sum, n := 0, 0
	for y := 10; y < h-10; y++ {
		for x := 10; x < w-10; x++ {
			v := int(a.Pix[y*a.Stride+x]) - int(b.Pix[y*b.Stride+x])
			sum += max(v, -v)
			n++
		}
	}
	return float64(sum) / float64(max(n, 1))
}
