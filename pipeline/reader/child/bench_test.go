//go:build linux

package child

import (
	"image"
	"syscall"
	"testing"
	"time"

	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/assets/samples/invoicegen"
	"wattlake/pipeline/reader/internal/frame"
)

func cpuTime(tb testing.TB) time.Duration {
	tb.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkTextLayerRatio compares the reading of a text document with PDFium's own extraction of its text, by CPU time.
func BenchmarkTextLayerRatio(b *testing.B) {
	d := newDocumentReader(b)
	sample, err := invoicegen.Make("L1", 5, invoicegen.Options{})
	if err != nil {
		b.Fatal(err)
	}
	extract := func() {
		document, err := d.pdfs.open(b.Context(), sample.PDF, "")
		if err != nil {
			b.Fatal(err)
		}
		for i := range document.pages {
			if _, err := document.pdf.GetPageText(&requests.GetPageText{Page: document.page(i)}); err != nil {
				b.Fatal(err)
			}
		}
		d.pdfs.Discard()
	}
	var ours, theirs time.Duration
	for b.Loop() {
		start := cpuTime(b)
		extract()
		middle := cpuTime(b)
		text, err := d.read(b.Context(), frame.Header{Document: "d"}, sample.PDF, func(int, int) {})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.encode(text); err != nil {
			b.Fatal(err)
		}
		theirs, ours = theirs+middle-start, ours+cpuTime(b)-middle
	}
	b.ReportMetric(float64(ours)/float64(theirs), "×pdfium")
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "cpu-µs/op")
}

// BenchmarkScanRatio compares the reading of a scan, from the bytes of its PDF to words, with Tesseract's recognition of the pictures
// of its pages at the same resolution, by CPU time.
func BenchmarkScanRatio(b *testing.B) {
	d := newDocumentReader(b)
	sample, err := invoicegen.Make("L1", 5, invoicegen.Options{Scan: true})
	if err != nil {
		b.Fatal(err)
	}
	pictures := picturesOf(b, d, sample.PDF)
	if _, err := d.engine.Recognize(b.Context(), pictures[0], scanDPI, Sparse); err != nil { // starts the engine
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		start := cpuTime(b)
		for _, picture := range pictures {
			if _, err := d.engine.Recognize(b.Context(), picture, scanDPI, Sparse); err != nil {
				b.Fatal(err)
			}
		}
		middle := cpuTime(b)
		if _, err := d.read(b.Context(), frame.Header{Document: "d"}, sample.PDF, func(int, int) {}); err != nil {
			b.Fatal(err)
		}
		theirs, ours = theirs+middle-start, ours+cpuTime(b)-middle
	}
	b.ReportMetric(float64(ours)/float64(theirs), "×tesseract")
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N*len(pictures)), "cpu-ms/page")
}

// picturesOf renders the pages of a PDF as they are recognised.
func picturesOf(tb testing.TB, d *documentReader, pdf []byte) []*image.Gray {
	tb.Helper()
	defer d.pdfs.Discard()
	document, err := d.pdfs.open(tb.Context(), pdf, "")
	if err != nil {
		tb.Fatal(err)
	}
	pictures := make([]*image.Gray, 0, document.pages)
	for i := range document.pages {
		picture, err := document.render(i, scanDPI)
		if err != nil {
			tb.Fatal(err)
		}
		pictures = append(pictures, picture)
	}
	return pictures
}

// BenchmarkScanRender measures the drawing of a scanned page alone.
func BenchmarkScanRender(b *testing.B) {
	d := newDocumentReader(b)
	sample, err := invoicegen.Make("L1", 5, invoicegen.Options{Scan: true})
	if err != nil {
		b.Fatal(err)
	}
	start := cpuTime(b)
	pages := 0
	for b.Loop() {
		pages += len(picturesOf(b, d, sample.PDF))
	}
	b.ReportMetric(float64((cpuTime(b)-start).Milliseconds())/float64(pages), "cpu-ms/page")
}
