package reader_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"sync"
	"testing"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/tiff"

	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader"
)

func encoded(tb testing.TB, encode func(*bytes.Buffer) error) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// turnedBy returns a picture turned clockwise by quarters.
func turnedBy(src *image.Gray, quarters int) *image.Gray {
	for range quarters {
		w, h := src.Rect.Dx(), src.Rect.Dy()
		dst := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				dst.SetGray(h-1-y, x, src.GrayAt(x, y))
			}
		}
		src = dst
	}
	return src
}

// tilted returns a picture whose lines climb by so many degrees.
func tilted(src *image.Gray, degrees float64) *image.Gray {
	dst := image.NewGray(src.Rect)
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(src.Rect.Dx())/2, float64(src.Rect.Dy())/2
	for y := range src.Rect.Dy() {
		for x := range src.Rect.Dx() {
			dx, dy := float64(x)-cx, float64(y)-cy
			from := image.Pt(int(cx+dx*cos-dy*sin), int(cy+dx*sin+dy*cos))
			if from.In(src.Rect) {
				dst.SetGray(x, y, src.GrayAt(from.X, from.Y))
			}
		}
	}
	return dst
}

// inkShare is how much darker than paper the picture is inside the box, 0 to 1.
func inkShare(p pipeline.PagePicture, box lake.Box) float64 {
	scale := float64(p.Image.Bounds().Dx()) / p.Width
	sum, n := 0.0, 0.0
	for y := int(box.Y0 * scale); y < int(math.Ceil(box.Y1*scale)); y++ {
		for x := int(box.X0 * scale); x < int(math.Ceil(box.X1*scale)); x++ {
			gray, _ := color.GrayModel.Convert(p.Image.At(x, y)).(color.Gray)
			sum += 255 - float64(gray.Y)
			n++
		}
	}
	return sum / max(n, 1) / 255
}

// The picture of a page and the boxes of its words must fit, whatever had to be done to the page.
func TestBoxesFitThePicture(t *testing.T) {
	t.Parallel()
	typed := typewritten(t, 1654, 2339)
	sideways := newPDF()
	sideways.AddPageFormat("L", fpdf.SizeType{Wd: 595.28, Ht: 841.89})
	sideways.Text(100, 100, polishLine)
	sideways.Text(500, 500, "0,67270 1 226,45")
	locked := newPDF()
	locked.SetProtection(fpdf.CnProtectPrint, "sezam", "owner")
	locked.AddPage()
	locked.SetFont("Helvetica", "", 12)
	locked.Text(50, 50, "a secret invoice with enough text")
	tests := []struct {
		name     string
		content  []byte
		password string
		turned   int
	}{
		{"text layer", invoicePDF(t, 2), "", 0},
		{"landscape", pdfBytes(t, sideways), "", 0},
		{"password", pdfBytes(t, locked), "sezam", 0},
		{"scan in a PDF", scanPDF(t, typed), "", 0},
		{"scan upside down and askew", scanPDF(t, tilted(turnedBy(typed, 2), 1.5)), "", 2},
		{"PNG on its side", encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, turnedBy(typed, 1)) }), "", 3},
		{"JPEG", encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, typed, nil) }), "", 0},
		{"TIFF", encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, typed, nil) }), "", 0},
	}
	pool := newPool(t, reader.Params{Size: 2}, childRead)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := request(test.content)
			r.Password = test.password
			text, err := pool.Read(t.Context(), r, nil)
			if err != nil {
				t.Fatal(err)
			}
			page := text.Pages[len(text.Pages)-1]
			if page.Turned != test.turned {
				t.Errorf("turned by %d quarters, want %d", page.Turned, test.turned)
			}
			picture, err := pool.RenderPage(t.Context(), pipeline.PageRequest{
				Document: "d1", Content: test.content, Password: test.password, Page: page.Number, DPI: 100, Turned: page.Turned, Skew: page.Skew,
			})
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(picture.Width-page.Width) > 1 || math.Abs(picture.Height-page.Height) > 1 {
				t.Errorf("picture of %.1f by %.1f points, page of %.1f by %.1f", picture.Width, picture.Height, page.Width, page.Height)
			}
			empty := 0
			for _, w := range page.Words {
				if inkShare(picture, w.Box) < 0.1 {
					empty++
				}
			}
			if len(page.Words) < 5 || empty > len(page.Words)/20 {
				t.Errorf("%d of %d words have no ink in their box", empty, len(page.Words))
			}
		})
	}
}

func TestPagesThatCannotBeShown(t *testing.T) {
	t.Parallel()
	good := invoicePDF(t, 2)
	tests := []struct {
		name    string
		content []byte
		page    int
		want    lake.Code
	}{
		{"page 0", good, 0, lake.CodeNotFound},
		{"behind the last page", good, 3, lake.CodeNotFound},
		{"second page of a picture", encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, typewritten(t, 300, 400)) }), 2, lake.CodeNotFound},
		{"no PDF", []byte("PK\x03\x04"), 1, lake.CodeNotADocument},
		{"damaged", []byte("%PDF-1.7\n"), 1, lake.CodeDamaged},
	}
	pool := newPool(t, reader.Params{}, childRead)
	for _, test := range tests {
		_, err := pool.RenderPage(t.Context(), pipeline.PageRequest{Content: test.content, Page: test.page, DPI: 72})
		if got := lake.CodeOf(err); got != test.want {
			t.Errorf("%s: code %q, want %q: %v", test.name, got, test.want, err)
		}
	}
	huge := newPDF()
	huge.AddPageFormat("P", fpdf.SizeType{Wd: 8000, Ht: 8000})
	picture, err := pool.RenderPage(t.Context(), pipeline.PageRequest{Content: pdfBytes(t, huge), Page: 1, DPI: 300})
	if err != nil || picture.Image.Bounds().Dx() > 3500 {
		t.Errorf("a page of 111 inches at 300 dpi: %v, %v", picture.Image.Bounds(), err)
	}
}

// All readers are busy with documents that never end, and a page is shown all the same.
func TestPagesAreShownWhileEveryReaderIsBusy(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{Size: 2}, childShow)
	busy, end := context.WithCancel(t.Context())
	var reads sync.WaitGroup
	for range 2 {
		started := make(chan struct{})
		reads.Go(func() { _, _ = pool.Read(busy, request([]byte("x")), func(int, int) { close(started) }) })
		<-started
	}
	picture, err := pool.RenderPage(t.Context(), pipeline.PageRequest{Page: 1, DPI: 72})
	if err != nil || picture.Image.At(0, 0) != (color.Gray{7}) {
		t.Errorf("%+v, %v", picture, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pool.RenderPage(cancelled, pipeline.PageRequest{Page: 1, DPI: 72}); lake.CodeOf(err) != lake.CodeCancelled {
		t.Errorf("cancelled: %v", err)
	}
	end()
	reads.Wait()
}

func TestPictureThatLies(t *testing.T) {
	t.Parallel()
	pool := newPool(t, reader.Params{}, childDraw)
	if _, err := pool.RenderPage(t.Context(), pipeline.PageRequest{Page: 1, DPI: 72}); lake.CodeOf(err) != lake.CodeReaderCrashed {
		t.Errorf("want a crash, got %v", err)
	}
}
