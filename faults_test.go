//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/go-pdf/fpdf"

	"wattlake/assets/samples/invoicegen"
	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/pipeline/reader/readertest"
	"wattlake/ui/cli"
)

// openTestLake opens a lake with everything that the program has, and closes it with the test.
func openTestLake(t *testing.T, dir string) *openedLake {
	t.Helper()
	o, err := openLake(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.close)
	return o
}

// invoiceFile writes an invoice, with a text layer or as a scan.
func invoiceFile(t *testing.T, seed int64, options invoicegen.Options) string {
	t.Helper()
	sample, err := invoicegen.Make("L1", seed, options)
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, fmt.Sprintf("%d.pdf", seed), sample.PDF)
}

func writeFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ingested takes files in and returns how each ended.
func ingested(t *testing.T, o *openedLake, update func(pipeline.IngestUpdate), paths ...string) []pipeline.IngestResult {
	t.Helper()
	results, err := o.node.Ingest(t.Context(), pipeline.IngestRequest{Paths: paths, Source: "test"}, update)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// readerProcesses are the readers that this process has started.
func readerProcesses(t *testing.T) []int {
	t.Helper()
	return readertest.Processes(t, "reader")
}

// A reader that is killed while it recognises a page costs a second try and nothing else.
func TestReaderKilledOnAPage(t *testing.T) {
	o := openTestLake(t, t.TempDir())
	killed := false
	update := func(u pipeline.IngestUpdate) {
		if u.Pages == 0 || killed {
			return
		}
		for _, pid := range readerProcesses(t) {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Error(err)
			}
			killed = true
		}
	}
	scan := ingested(t, o, update, invoiceFile(t, 11, invoicegen.Options{Scan: true}))[0]
	if scan.Status == lake.Failed || !scan.Status.Final() || !killed {
		t.Errorf("killed %v: %s %s", killed, scan.Status, scan.Code)
	}
}

func statusOf(t *testing.T, o *openedLake, id lake.DocumentID) lake.Status {
	t.Helper()
	documents, err := o.node.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if d.ID == id {
			return d.Status
		}
	}
	t.Fatalf("no document %s", id)
	return ""
}

// Without the Polish model scans wait and say what to install, as the doctor does; text layers are read. Once the model is
// there a retry reads them.
func TestMissingLanguage(t *testing.T) {
	dir, empty := t.TempDir(), t.TempDir()
	t.Setenv("TESSDATA_PREFIX", empty)
	const command = "sudo apt install tesseract-ocr-pol"
	if c := findCheck(diagnose(t.Context(), dir), "reading"); c.OK || !strings.Contains(c.Hint.PL, command) || !strings.Contains(c.Hint.EN, command) {
		t.Errorf("the doctor says %+v", c)
	}
	o := openTestLake(t, dir)
	results := ingested(t, o, nil, invoiceFile(t, 21, invoicegen.Options{Scan: true}), invoiceFile(t, 22, invoicegen.Options{}))
	if got := results[0]; got.Code != lake.CodeMissingTool || !strings.Contains(got.Hint.EN, command) || !strings.Contains(got.Hint.PL, command) {
		t.Errorf("the scan: %s %s %v", got.Status, got.Code, got.Hint)
	}
	if got := results[1]; got.Status != lake.Ready {
		t.Errorf("the text layer: %s %s", got.Status, got.Code)
	}
	installLanguage(t, empty)
	if err := o.node.Retry(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := o.node.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := statusOf(t, o, results[0].Document); got == lake.Failed || !got.Final() {
		t.Errorf("with the model: %s", got)
	}
	if c := findCheck(diagnose(t.Context(), dir), "reading"); !c.OK {
		t.Errorf("with the model the doctor says %+v", c)
	}
}

func findCheck(checks []cli.Check, name string) cli.Check {
	for _, c := range checks {
		if c.Name == name {
			return c
		}
	}
	return cli.Check{}
}

// installLanguage puts the machine's Polish model into the folder.
func installLanguage(t *testing.T, folder string) {
	t.Helper()
	models, err := filepath.Glob("/usr/share/tesseract-ocr/*/tessdata/pol.traineddata")
	if err != nil || len(models) == 0 {
		t.Fatalf("no Polish model: %v", err)
	}
	model, err := os.ReadFile(models[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "pol.traineddata"), model, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A disk that is full when the text is to be written puts the document off with a sentence; once there is space a retry
// finishes it. Nothing is left half written.
func TestDiskFullWhileTextIsWritten(t *testing.T) {
	dir := t.TempDir()
	texts := filepath.Join(dir, filepath.FromSlash(string(lake.ReadPrefix)))
	if err := os.MkdirAll(texts, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", texts, "tmpfs", 0, "size=16k"); err != nil {
		t.Skipf("mounting a small file system needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(texts, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	o := openTestLake(t, dir)
	path := invoiceFile(t, 31, invoicegen.Options{})
	got := ingested(t, o, nil, path)[0]
	if got.Code != lake.CodeDiskFull || got.Message.IsZero() || got.Hint.IsZero() {
		t.Fatalf("on a full disk: %s %s %v", got.Status, got.Code, got.Message)
	}
	if parts, err := filepath.Glob(filepath.Join(texts, "*.words.json")); err != nil || len(parts) > 0 {
		t.Errorf("half written: %v, %v", parts, err)
	}
	if err := syscall.Mount("", texts, "", syscall.MS_REMOUNT, "size=16m"); err != nil {
		t.Fatal(err)
	}
	if err := o.node.Retry(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := o.node.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := statusOf(t, o, got.Document); got != lake.Ready {
		t.Errorf("with space again: %s", got)
	}
}

// longPDF is a document with so many pages of text.
func longPDF(t *testing.T, pages int) []byte {
	t.Helper()
	pdf := fpdf.New("P", "pt", "A4", "")
	for page := range pages {
		pdf.AddPage()
		pdf.SetFont("Helvetica", "", 11)
		for line := range 40 {
			pdf.Text(60, 60+float64(line)*17, fmt.Sprintf("Strona %d, wiersz %d: odczyt licznika %d kWh", page+1, line+1, page*40+line))
		}
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Five hundred pages are read with news of the page. Whoever cancels and ends the program stops the reader and loses nothing:
// the next start reads the document.
func TestLongDocumentTellsItsPagesAndCanBeCancelled(t *testing.T) {
	const pages = 500
	dir, path := t.TempDir(), writeFile(t, "long.pdf", longPDF(t, pages))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := openTestLake(t, dir)
	last, id := 0, lake.DocumentID("")
	_, err := o.node.Ingest(ctx, pipeline.IngestRequest{Paths: []string{path}, Source: "test"}, func(u pipeline.IngestUpdate) {
		if u.Page < last || u.Pages != 0 && u.Pages != pages {
			t.Errorf("page %d of %d after page %d", u.Page, u.Pages, last)
		}
		if last, id = u.Page, u.Document; last > 0 {
			cancel()
		}
	})
	if lake.CodeOf(err) != lake.CodeCancelled || last == 0 || last >= pages {
		t.Fatalf("cancelled on page %d: %v", last, err)
	}
	o.close()
	if left := readerProcesses(t); len(left) > 0 {
		t.Errorf("readers are left: %v", left)
	}
	again := openTestLake(t, dir)
	if err := again.node.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := statusOf(t, again, id); !got.Final() || got == lake.Failed {
		t.Errorf("at the next start: %s", got)
	}
}

// A person who cancels the reading of one long document gets it into the quarantine within a moment, and the reader that was at it is
// gone; the document beside it gets its row.
func TestOneLongDocumentIsCancelled(t *testing.T) {
	dir, long := t.TempDir(), writeFile(t, "long.pdf", longPDF(t, 500))
	o := openTestLake(t, dir)
	before := map[int]bool{}
	results := ingested(t, o, func(u pipeline.IngestUpdate) {
		if u.Pages != 500 || len(before) > 0 {
			return
		}
		for _, pid := range readerProcesses(t) {
			before[pid] = true
		}
		if err := o.node.CancelReading(t.Context(), u.Document); err != nil {
			t.Error(err)
		}
	}, long, invoiceFile(t, 51, invoicegen.Options{}))
	if got := results[0]; got.Status != lake.Failed || got.Code != lake.CodeReadCancelled || got.Message.IsZero() {
		t.Errorf("the long document: %s %s %v", got.Status, got.Code, got.Message)
	}
	if got := results[1]; got.Status != lake.Ready {
		t.Errorf("the other one: %s %s", got.Status, got.Code)
	}
	left := 0
	for _, pid := range readerProcesses(t) {
		if before[pid] {
			left++
		}
	}
	if left == len(before) {
		t.Errorf("no reader was ended: %d of %d are left", left, len(before))
	}
}

// What could not be read is listed with code, sentence and hint, and can be tried again, one or all.
func TestQuarantine(t *testing.T) {
	dir := t.TempDir()
	damaged, other := writeFile(t, "damaged.pdf", []byte("%PDF-1.7\n")), writeFile(t, "other.pdf", []byte("%PDF-1.6\nnothing"))
	if _, code := wattlake(t, dir, "ingest", damaged, other, invoiceFile(t, 41, invoicegen.Options{})); code != 2 {
		t.Fatalf("exit code %d", code)
	}
	type line struct {
		File, Status, Code, Reason, Hint string
	}
	listed := func(args ...string) map[string]line {
		out, _ := wattlake(t, dir, append(args, "--json")...)
		lines := map[string]line{}
		for _, l := range decodeLines[line](t, out) {
			lines[l.File] = l
		}
		return lines
	}
	for _, args := range [][]string{{"status"}, {"retry", "damaged.pdf"}, {"retry", "--all"}} {
		lines := listed(args...)
		for _, name := range []string{"damaged.pdf", "other.pdf"} {
			l, there := lines[name]
			if len(args) == 2 && args[1] == "damaged.pdf" && name != args[1] {
				continue
			}
			if !there || l.Status != string(lake.Failed) || l.Code != string(lake.CodeDamaged) || l.Reason == "" || l.Hint == "" {
				t.Errorf("%v: %s is %+v", args, name, l)
			}
		}
		if l := lines["41.pdf"]; len(args) == 1 && l.Status != string(lake.Ready) {
			t.Errorf("the good document is %+v", l)
		}
	}
	out, _ := wattlake(t, dir, "status")
	if !strings.Contains(out, string(lake.CodeDamaged)) {
		t.Errorf("no code in\n%s", out)
	}
	if out, code := wattlake(t, dir, "retry", "--all"); code != 2 || strings.Contains(out, "41.pdf") {
		t.Errorf("retry --all: exit code %d\n%s", code, out)
	}
	if _, code := wattlake(t, dir, "retry", "41.pdf"); code != 0 {
		t.Errorf("retry of a document that is ready: exit code %d", code)
	}
}
