package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/lake"
	"wattlake/pipeline/reader/internal/frame"
)

const (
	scanDPI    = 300.0 // what pages are rendered at for recognition
	minScanDPI = 120.0 // below it small print is lost: a larger page is refused
	headWindow = 1024  // bytes within which PDF readers accept the header
)

// documentReader reads one document after the other.
type documentReader struct {
	limits frame.Limits
	pdfs   *pdfLibrary
	engine Engine
	attach func(attachment) // hands over what is attached to a PDF
}

// read finds out by its content what the document is and reads it.
func (d *documentReader) read(ctx context.Context, request frame.Header, content []byte, progress func(done, total int)) (lake.PageText, error) {
	text := lake.PageText{Document: request.Document, Reader: frame.Ordinal}
	var err error
	switch {
	case isImage(content):
		text.Pages, err = d.readImages(ctx, content, progress)
	case isPDF(content):
		text.Pages, err = d.readPDF(ctx, content, request.Password, progress)
	case len(content) == 0:
		err = damaged("reader: read document", errors.New("no content"))
	default:
		err = notADocument("reader: read document")
	}
	if err != nil {
		return lake.PageText{}, err
	}
	for _, p := range text.Pages {
		if len(p.Words) > 0 {
			return text, nil
		}
	}
	return lake.PageText{}, errNoText
}

func isPDF(content []byte) bool {
	return bytes.Contains(content[:min(len(content), headWindow)], []byte("%PDF-"))
}

func (d *documentReader) readPDF(ctx context.Context, content []byte, password string, progress func(done, total int)) ([]lake.Page, error) {
	defer d.pdfs.Discard()
	document, err := d.pdfs.open(ctx, content, password)
	if err != nil {
		return nil, err
	}
	if document.pages <= 0 {
		return nil, damaged("reader: open PDF", errors.New("no pages"))
	}
	if document.pages > d.limits.MaxPages {
		return nil, tooManyPages(document.pages, d.limits.MaxPages)
	}
	for _, a := range document.attachments() {
		d.attach(a)
	}
	progress(0, document.pages)
	budget := outputBudget{most: d.limits.MaxOutputBytes}
	pages := make([]lake.Page, 0, document.pages)
	for i := range document.pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		page, err := d.readPDFPage(ctx, document, i)
		if err != nil {
			return nil, err
		}
		if err := budget.add(page); err != nil {
			return nil, err
		}
		pages = append(pages, page)
		progress(i+1, document.pages)
	}
	return pages, nil
}

// readPDFPage reads one page from its text layer or from its picture.
func (d *documentReader) readPDFPage(ctx context.Context, document *pdfDocument, index int) (lake.Page, error) {
	found, err := document.textLayer(index)
	if err != nil {
		return lake.Page{}, damaged(fmt.Sprintf("reader: page %d", index+1), err)
	}
	page := newPage(index+1, found.width, found.height, lake.SourceTextLayer)
	facts := pdfPage{document: document, index: index, characters: found.all, shown: found.shown}
	decision := found.stats.judge(facts)
	switch decision {
	case believed:
		setWords(&page, found.words)
		return page, nil
	case scanned:
		page.Source = lake.SourceOCR
		for i := range found.words {
			found.words[i].word.Confidence = scannedWordTrust
		}
		setWords(&page, found.words)
		return page, nil
	default:
	}
	seen, err := d.recognizePDFPage(ctx, document, index, page)
	if decision == suspected {
		return seen, err
	}
	if len(found.words) == 0 {
		return seen, err
	}
	if err == nil && characters(seen.Words) > found.stats.characters {
		return seen, nil
	}
	setWords(&page, found.words) // little, but certain
	return page, nil
}

// recognizePDFPage renders a page and reads its picture.
func (d *documentReader) recognizePDFPage(ctx context.Context, document *pdfDocument, index int, page lake.Page) (lake.Page, error) {
	if scan, dpi, ok := document.scan(index, d.limits.MaxPixels); ok {
		return d.recognize(ctx, scan, dpi, page)
	}
	dpi := scanDPI
	inches := page.Width / pointsPerInch * page.Height / pointsPerInch
	if pixels := inches * dpi * dpi; pixels > float64(d.limits.MaxPixels) {
		dpi = math.Floor(math.Sqrt(float64(d.limits.MaxPixels) / inches))
		if dpi < minScanDPI {
			return lake.Page{}, pageTooLarge(page.Number, int64(pixels), d.limits.MaxPixels)
		}
	}
	picture, err := document.render(index, int(dpi))
	if err != nil {
		return lake.Page{}, damaged(fmt.Sprintf("reader: render page %d", page.Number), err)
	}
	return d.recognize(ctx, picture, dpi, page)
}

// recognize reads the picture of a page whose size in points is known, at the resolution that it has.
func (d *documentReader) recognize(ctx context.Context, picture *image.Gray, dpi float64, page lake.Page) (lake.Page, error) {
	ready, at := forRecognition(picture, dpi, d.limits.MaxPixels)
	result, err := recognizer{engine: d.engine, enlarged: at > dpi}.recognize(ctx, ready, at)
	if err != nil {
		return lake.Page{}, err
	}
	page.Source, page.Turned, page.Skew = lake.SourceOCR, result.quarters, round2(result.degrees)
	if result.quarters%2 == 1 {
		page.Width, page.Height = page.Height, page.Width
	}
	setWords(&page, result.place(page.Width/float64(result.w), page.Height/float64(result.h)))
	return page, nil
}

// render returns the picture of a page in shades of grey.
func (d *pdfDocument) render(index, dpi int) (*image.Gray, error) {
	rendered, err := d.pdf.RenderPageInDPI(&requests.RenderPageInDPI{
		Page: d.page(index), DPI: dpi, ImageFormat: requests.RenderImageFormatGrayscale, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
		RenderForm: d.hasForm(), Document: &d.ref,
	})
	if err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	defer rendered.CleanupFunc()
	view, ok := rendered.Result.RenderedImage.(*image.Gray)
	if !ok {
		return nil, fmt.Errorf("render: unexpected picture %T", rendered.Result.RenderedImage)
	}
	return &image.Gray{Pix: bytes.Clone(view.Pix), Stride: view.Stride, Rect: view.Rect}, nil
}

func newPage(number int, width, height float64, source lake.TextSource) lake.Page {
	return lake.Page{
		Number: number, Width: round2(width), Height: round2(height), Source: source, Words: []lake.Word{}, Lines: []int{},
	}
}

func setWords(page *lake.Page, words []placed) {
	if len(words) > 0 {
		page.Words, page.Lines = arrange(words)
	}
}

func characters(words []lake.Word) int {
	n := 0
	for _, w := range words {
		n += utf8.RuneCountInString(w.Text)
	}
	return n
}

// outputBudget stops a document whose text outgrows its budget before it is all in memory.
type outputBudget struct {
	most, used int64
}

// wordOverhead is about what a word costs in the output besides its text, in bytes.
const wordOverhead = 80

func (b *outputBudget) add(page lake.Page) error {
	for _, w := range page.Words {
		b.used += int64(len(w.Text)) + wordOverhead
	}
	if b.used > b.most {
		return errTooMuchText
	}
	return nil
}
