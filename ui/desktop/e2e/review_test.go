//go:build e2e

package e2e_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"
	"github.com/jezek/xgb/xproto"

	"wattlake/ui/desktop/e2e/x11"
)

// scan is the sample that gets a stain over its issue date.
const scan = "skan_sprzedaż_kwiecień_2026.pdf"

// shown is what `show --json` prints, as far as it is compared here.
type shown struct {
	Status   string `json:"status"`
	Invoices []struct {
		IssueDate string `json:"issue_date"`
	} `json:"invoices"`
	History []struct {
		Kind    string `json:"kind"`
		Undone  bool   `json:"undone"`
		Changes []struct {
			Field string `json:"field"`
			After string `json:"after"`
		} `json:"changes"`
	} `json:"history"`
}

// TestReview is what a clerk does with an invoice whose issue date cannot be read: a date that does not exist is refused, another
// one is stored, undone and stored again, and the invoice is approved. Then everything is deleted and brought back, and a column is moved for good.
func TestReview(t *testing.T) {
	s := startScreen(t)
	lakeFolder := filepath.Join(t.TempDir(), "jezioro")
	p := s.startProgram(t, lakeFolder)
	files := []string{stained(t, filepath.Join(samplesFolder, scan))}
	for _, f := range sampleFiles(t) {
		if name := filepath.Base(f); name == "Sprzedaż_03_2026.pdf" || name == "Dystrybucja_03_2026.pdf" {
			files = append(files, f)
		}
	}
	s.drop(t, files...)
	p.waitForDocuments(t, len(files))
	s.settle(t)

	s.press(t, x11.Control, '2')
	s.picture(t, "pl-sprawdzanie")
	s.retype(t, "31.02.2026")
	s.picture(t, "pl-sprawdzanie-zla-data")
	if got := p.show(t, scan); len(got.History) != 0 {
		t.Errorf("a date that does not exist was stored: %+v", got.History)
	}
	s.retype(t, "08.05.2026")
	s.press(t, x11.Return)
	dated := func(d shown) bool { return d.Invoices[0].IssueDate == "2026-05-08" }
	p.await(t, "the correction", func(d shown) bool { return len(d.History) == 1 && dated(d) })
	s.picture(t, "pl-sprawdzanie-poprawione")
	s.press(t, x11.Control, 'z')
	p.await(t, "the undo", func(d shown) bool { return len(d.History) == 2 && d.History[0].Undone && d.Invoices[0].IssueDate == "" })
	s.settle(t)
	s.press(t, x11.Control, 'y')
	p.await(t, "the redo", dated)
	s.settle(t)
	s.press(t, x11.Control, x11.Return)
	p.await(t, "the approval", func(d shown) bool { return d.Status == "reviewed" })
	s.picture(t, "pl-sprawdzone")

	s.press(t, x11.Escape)
	s.settle(t)
	s.press(t, x11.Control, 'a')
	s.picture(t, "pl-zaznaczone")
	s.press(t, x11.Delete)
	s.clickUndo(t)
	p.awaitCount(t, len(files))
	p.awaitHistory(t, "delete", "restore")
	s.settle(t)

	const grossX, numberX = 1205, 262
	if err := s.display.Drag(grossX, titlesWithSummary, numberX, titlesWithSummary); err != nil {
		t.Fatal(err)
	}
	s.picture(t, "pl-kolumna-przesunieta")
	p.stop(t)
	p.checkLog(t)
	again := s.startProgramOf(t, lakeFolder, p.home)
	again.waitForDocuments(t, len(files))
	s.settle(t)
	titles := s.copyTable(t, "pl-kolumny").titles
	if gross, number := slices.Index(titles, "Brutto (zł)"), slices.Index(titles, "Numer"); gross < 0 || gross > number {
		t.Errorf("the order of the columns was not remembered: %q", titles)
	}
	again.stop(t)
	again.checkLog(t)
}

// stained copies a scan with a white stain over its issue date.
func stained(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, content, _ = bytes.Cut(content, []byte("/Filter /DCTDecode"))
	_, content, _ = bytes.Cut(content, []byte("stream\n"))
	page, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	const dotsPerPoint = 240.0 / 72
	date := [4]float64{505, 77, 556, 88} // in points
	at := func(i int) int { return int(date[i] * dotsPerPoint) }
	picture := image.NewGray(page.Bounds())
	draw.Draw(picture, picture.Bounds(), page, image.Point{}, draw.Src)
	draw.Draw(picture, image.Rect(at(0), at(1), at(2), at(3)), image.White, image.Point{}, draw.Src)
	var encoded bytes.Buffer
	if err := jpeg.Encode(&encoded, picture, nil); err != nil {
		t.Fatal(err)
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddPage()
	pdf.RegisterImageOptionsReader("page", fpdf.ImageOptions{ImageType: "JPG"}, &encoded)
	pdf.ImageOptions("page", 0, 0, 210, 297, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	path := filepath.Join(t.TempDir(), scan)
	if err := pdf.OutputFileAndClose(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// retype replaces the text of the editor that has the focus.
func (s *screen) retype(t *testing.T, text string) {
	t.Helper()
	s.press(t, x11.Control, 'a')
	for _, letter := range text {
		s.press(t, xproto.Keysym(letter))
	}
	s.settle(t)
}

// clickUndo waits for the message at the bottom and presses its button while it is there.
func (s *screen) clickUndo(t *testing.T) {
	t.Helper()
	const undoX, undoY, edgeX = 767, 624, 745
	for deadline := time.Now().Add(startLimit); ; time.Sleep(poll) {
		if r, g, b, _ := s.look(t).At(edgeX, undoY).RGBA(); r>>8 == 0x0b && g>>8 == 0x6a && b>>8 == 0x7d { // the colour of the button
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("there is nothing to undo")
		}
	}
	s.pictureNow(t, "pl-usuniete")
	if err := s.display.Click(undoX, undoY); err != nil {
		t.Fatal(err)
	}
}

// show asks the command line about a document.
func (p *program) show(t *testing.T, file string) shown {
	t.Helper()
	var d shown
	if err := json.Unmarshal(p.output(t, "show", "--json", file), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// await waits until the scan is as wanted.
func (p *program) await(t *testing.T, what string, wanted func(shown) bool) {
	t.Helper()
	for deadline := time.Now().Add(startLimit); ; time.Sleep(poll) {
		d := p.show(t, scan)
		if len(d.Invoices) > 0 && wanted(d) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come: %+v", what, d)
		}
	}
}

// awaitHistory waits until the scan's last decisions are of these kinds.
func (p *program) awaitHistory(t *testing.T, kinds ...string) {
	t.Helper()
	p.await(t, strings.Join(kinds, " and "), func(d shown) bool {
		n := len(d.History) - len(kinds)
		for i, kind := range kinds {
			if n < 0 || d.History[n+i].Kind != kind {
				return false
			}
		}
		return true
	})
}

// awaitCount waits until the lake lists so many documents.
func (p *program) awaitCount(t *testing.T, n int) {
	t.Helper()
	for deadline := time.Now().Add(startLimit); ; time.Sleep(poll) {
		total := strings.Count(string(p.output(t, "status", "--json")), "\n")
		if total == n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d documents, want %d", total, n)
		}
	}
}
