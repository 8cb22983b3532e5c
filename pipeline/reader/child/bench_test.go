//go:build linux

package child

import (
	"syscall"
	"testing"
	"time"

	"github.com/klippa-app/go-pdfium/requests"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
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

// BenchmarkScanRatio compares the reading of a rendered page with Tesseract's recognition of the same picture, by CPU time.
func BenchmarkScanRatio(b *testing.B) {
	d := newDocumentReader(b)
	_, picture := sampleScan(b, d, "L1", 5, 300)
	width, height := float64(picture.Rect.Dx())*72/300, float64(picture.Rect.Dy())*72/300
	if _, err := d.engine.Recognize(b.Context(), picture, scanDPI, Sparse); err != nil { // starts the engine
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		start := cpuTime(b)
		if _, err := d.engine.Recognize(b.Context(), picture, scanDPI, Sparse); err != nil {
			b.Fatal(err)
		}
		middle := cpuTime(b)
		if _, err := d.recognize(b.Context(), picture, scanDPI, newPage(1, width, height, lake.SourceOCR)); err != nil {
			b.Fatal(err)
		}
		theirs, ours = theirs+middle-start, ours+cpuTime(b)-middle
	}
	b.ReportMetric(float64(ours)/float64(theirs), "×tesseract")
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "cpu-ms/op")
}
