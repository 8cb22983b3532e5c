//go:build linux

package child

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline/reader/internal/frame"
)

var peerScans = flag.Int("peer-scans", 0, "scans to read with ocrmypdf and Tesseract's own program beside ours; 0 skips it")

// fewerSeconds is how many times less CPU a page must take here than with ocrmypdf.
const fewerSeconds = 3

// scannedPage is one page of the comparison.
type scannedPage struct {
	want     lake.Page   // as its text layer has it
	pdf      []byte      // with the picture as its only content
	picture  *image.Gray // of the page
	fileName string
}

// peerTally sums up one program's pages.
type peerTally struct {
	cpu                time.Duration
	errors, characters int
}

func (p *peerTally) add(want, got lake.Page, cpu time.Duration) {
	p.cpu += cpu
	for _, l := range besideTruth(want, got) {
		p.errors += align(l.want, l.got, map[string]int{})
		p.characters += len(l.want)
	}
}

// TestScansBesideOtherPrograms reads scans with ocrmypdf, which levels and turns pages as we do, with Tesseract's own program, which
// does not, and here, each with one thread, and compares CPU seconds and character errors. OMP_THREAD_LIMIT=1 must be set.
func TestScansBesideOtherPrograms(t *testing.T) {
	if *peerScans == 0 {
		t.Skip("-peer-scans is 0")
	}
	if os.Getenv("OMP_THREAD_LIMIT") != "1" {
		t.Fatal("OMP_THREAD_LIMIT is not 1")
	}
	d := newDocumentReader(t)
	pages := scannedPages(t, d, *peerScans)
	if _, err := d.read(t.Context(), frame.Header{Document: "d"}, pages[0].pdf, func(int, int) {}); err != nil { // starts the engine
		t.Fatal(err)
	}
	var ours, theirs, bare peerTally
	for _, page := range pages {
		start := cpuTime(t)
		text, err := d.read(t.Context(), frame.Header{Document: "d"}, page.pdf, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		ours.add(page.want, text.Pages[0], cpuTime(t)-start)
		got, cpu := withOCRmyPDF(t, d, page)
		theirs.add(page.want, got, cpu)
		bare.cpu += childCPU(t, "tesseract", page.fileName+".png", "-", "-l", DefaultLanguage)
	}
	n := float64(len(pages))
	for _, line := range []struct {
		name string
		sum  peerTally
	}{{"here", ours}, {"ocrmypdf", theirs}, {"tesseract alone", bare}} {
		t.Logf("%-16s %.2f CPU s/page, character errors %.2f%%", line.name, line.sum.cpu.Seconds()/n, 100*float64(line.sum.errors)/float64(max(line.sum.characters, 1)))
	}
	t.Logf("ocrmypdf takes %.2f ×, Tesseract alone %.2f × the CPU", theirs.cpu.Seconds()/ours.cpu.Seconds(), bare.cpu.Seconds()/ours.cpu.Seconds())
	if theirs.cpu < fewerSeconds*ours.cpu || float64(ours.errors)*float64(theirs.characters) > float64(theirs.errors)*float64(ours.characters) {
		t.Error("below what is promised")
	}
}

// scannedPages are invoices of all layouts as scans of 300 dpi, askew, with grain and the artefacts of JPEG.
func scannedPages(t *testing.T, d *documentReader, count int) []scannedPage {
	t.Helper()
	dir, layouts := t.TempDir(), invoicegen.Layouts()
	pages := make([]scannedPage, count)
	for i := range pages {
		seed := 7000 + int64(i)
		random := rand.New(rand.NewPCG(uint64(seed), 1))
		want, clean := sampleScan(t, d, layouts[i%len(layouts)], seed, int(scanDPI))
		p := scannedPage{want: want, fileName: filepath.Join(dir, fmt.Sprint(i))}
		p.picture = asJPEG(t, degrade(clean, random.Float64()*4-2, 3+random.IntN(8), random), 75)
		p.pdf = picturePDF(t, p.picture)
		for name, content := range map[string][]byte{".pdf": p.pdf, ".png": encodedPNG(t, p.picture)} {
			if err := os.WriteFile(p.fileName+name, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		pages[i] = p
	}
	return pages
}

// picturePDF is what a scanner sends: a picture on an A4 page.
func picturePDF(t *testing.T, picture *image.Gray) []byte {
	t.Helper()
	var packed, b bytes.Buffer
	if err := jpeg.Encode(&packed, picture, &jpeg.Options{Quality: 75}); err != nil {
		t.Fatal(err)
	}
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.AddPage()
	pdf.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: "JPG"}, &packed)
	pdf.ImageOptions("scan", 0, 0, 595.28, 841.89, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodedPNG(t *testing.T, picture *image.Gray) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withOCRmyPDF returns the words that ocrmypdf puts under the picture, and its CPU time.
func withOCRmyPDF(t *testing.T, d *documentReader, page scannedPage) (lake.Page, time.Duration) {
	t.Helper()
	out := page.fileName + ".ocr.pdf"
	cpu := childCPU(t, "ocrmypdf", "--deskew", "--rotate-pages", "-l", DefaultLanguage, "-j", "1", page.fileName+".pdf", out)
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer d.pdfs.Discard()
	document, err := d.pdfs.open(t.Context(), content, "")
	if err != nil {
		t.Fatal(err)
	}
	layer, err := document.textLayer(0)
	if err != nil {
		t.Fatal(err)
	}
	got := newPage(1, layer.width, layer.height, lake.SourceOCR)
	setWords(&got, layer.words)
	return got, cpu
}

// childCPU runs a program and returns its CPU time, that of the programs it runs included.
func childCPU(t *testing.T, program string, args ...string) time.Duration {
	t.Helper()
	spent := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
			t.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	before := spent()
	if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return spent() - before
}
