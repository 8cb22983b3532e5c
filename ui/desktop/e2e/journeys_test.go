//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"wattlake/ui/desktop/e2e/x11"
)

// TestFirstRun is the first start of a person who has never seen the program: every step of the way, then the samples.
func TestFirstRun(t *testing.T) {
	s := startScreen(t)
	p := s.startProgramOf(t, filepath.Join(t.TempDir(), "jezioro"), t.TempDir())
	const nextX, doneX, buttonY = 933, 925, 600
	s.picture(t, "pl-pierwszy-krok-1")
	s.click(t, nextX, buttonY)
	s.picture(t, "pl-pierwszy-krok-2")
	s.click(t, nextX, buttonY)
	s.picture(t, "pl-pierwszy-krok-3")
	s.click(t, doneX, buttonY)
	s.picture(t, "pl-pierwszy-krok-4")
	s.click(t, 705, 413) // the samples
	p.waitForDocuments(t, len(sampleFiles(t)))
	s.settle(t)
	table := s.finalTable(t, "pl-pierwszy-faktury")
	compareWithTruth(t, table, sampleFiles(t))
	p.stop(t)
	p.checkLog(t)
	again := s.startProgramOf(t, p.lake, p.home) // it is over for good
	s.picture(t, "pl-drugi-start")
	if rows := s.copyTable(t, "pl-drugi-start").rows; len(rows) < len(sampleFiles(t)) {
		t.Errorf("%d rows after the second start", len(rows))
	}
	again.stop(t)
	again.checkLog(t)
}

// TestWatchedFolder shows that an invoice which appears in a watched folder comes in by itself, once.
func TestWatchedFolder(t *testing.T) {
	s := startScreen(t)
	home, folder := t.TempDir(), t.TempDir()
	settings := filepath.Join(home, ".config", "wattlake")
	remember(t, settings)
	appendTo(t, filepath.Join(settings, "settings.toml"), fmt.Sprintf("watch = ['%s']\n", folder))
	p := s.startProgramOf(t, filepath.Join(t.TempDir(), "jezioro"), home)
	for i, file := range textSamples(t)[:2] {
		copyFile(t, file, filepath.Join(folder, filepath.Base(file)))
		p.waitForDocuments(t, i+1)
	}
	s.picture(t, "pl-obserwowany-folder")
	s.press(t, x11.Control, '5')
	s.click(t, 370, 72)
	s.picture(t, "pl-ustawienia-foldery")
	p.stop(t)
	p.checkLog(t)
}

// TestQuarantine drops a file that cannot be read among good ones: it is set aside with its reason and can be tried again.
func TestQuarantine(t *testing.T) {
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	broken := filepath.Join(t.TempDir(), "uszkodzona.pdf")
	if err := os.WriteFile(broken, []byte("%PDF-1.7\nnothing else"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := textSamples(t)[0]
	s.drop(t, broken, good)
	p.waitForDocuments(t, 2)
	s.settle(t)
	s.press(t, x11.Control, '4')
	s.picture(t, "pl-przebieg-kolejki")
	const sectionsY, firstRowY = 72, 158
	for i, section := range []string{"zdarzenia", "dziennik", "nieodczytane"} {
		s.click(t, []int16{345, 425, 240}[i], sectionsY)
		s.picture(t, "pl-przebieg-"+section)
	}
	s.click(t, 400, firstRowY)
	s.picture(t, "pl-przebieg-przyczyna")
	p.stop(t)
	p.checkLog(t)
}

// TestTeamBucket sets up the team's bucket in the window: a wrong address names the failing step, the right one passes, and
// saving begins to sync without a restart.
func TestTeamBucket(t *testing.T) {
	gateway := os.Getenv("WATTLAKE_VERSITYGW")
	if gateway == "" {
		t.Skip("WATTLAKE_VERSITYGW does not name an S3 server")
	}
	port, root := startGateway(t, gateway)
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	s.drop(t, textSamples(t)[0])
	p.waitForDocuments(t, 1)
	s.settle(t)
	s.press(t, x11.Control, '5')
	s.settle(t)
	s.click(t, 658, 72) // the bucket
	s.fill(t, 500, 209, "s3://firma/zespol")
	s.fill(t, 310, 274, "http://127.0.0.1:1")
	s.fill(t, 690, 274, "us-east-1")
	s.fill(t, 310, 339, "klucz")
	s.fill(t, 690, 339, "tajnehaslo")
	s.click(t, 143, 481) // the bucket's name is in the path
	s.click(t, 345, 590)
	s.picture(t, "pl-s3-zly-adres")
	s.fill(t, 310, 188, "http://127.0.0.1:"+port) // the steps of the test have moved the form up
	s.click(t, 345, 504)
	s.picture(t, "pl-s3-dobry-adres")
	s.click(t, 658, 72)  // back to the top: what was typed stays
	s.click(t, 190, 590) // save and connect
	raw := filepath.Join(root, "firma", "zespol", "01_bronze", "raw_faktury", "*.pdf")
	for deadline := time.Now().Add(startLimit); ; time.Sleep(poll) {
		if found, _ := filepath.Glob(raw); len(found) == 1 {
			break
		}
		if time.Now().After(deadline) {
			s.pictureNow(t, "pl-s3-nic-nie-przyszlo")
			t.Fatal("the document does not come to the bucket")
		}
	}
	s.press(t, x11.Control, '4')
	s.picture(t, "pl-przebieg-zespol")
	p.stop(t)
}

func startGateway(t *testing.T, binary string) (port, root string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	root = t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "firma"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "--quiet", "--port", "127.0.0.1:"+port, "--access", "klucz", "--secret", "tajnehaslo", "posix", root)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for deadline := time.Now().Add(startLimit); ; time.Sleep(poll) {
		var dialer net.Dialer
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		conn, err := dialer.DialContext(ctx, "tcp", "127.0.0.1:"+port)
		cancel()
		if err == nil {
			_ = conn.Close()
			return port, root
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// TestCrashReport kills the program as a fault would; the next start offers the report.
func TestCrashReport(t *testing.T) {
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	if err := p.cmd.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	again := s.startProgramOf(t, p.lake, p.home)
	s.picture(t, "pl-raport-o-awarii")
	if r, g, b, _ := s.look(t).At(885, 528).RGBA(); r>>8 != 0x0b || g>>8 != 0x6a || b>>8 != 0x7d { // the button that keeps the report
		t.Error("the report is not offered")
	}
	reports, err := filepath.Glob(filepath.Join(p.home, ".cache", "wattlake", "crash-*.txt"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("reports %v, %v", reports, err)
	}
	text, err := os.ReadFile(reports[0])
	if err != nil || !bytes.Contains(text, []byte("goroutine ")) || !bytes.HasPrefix(text, []byte("Wattlake ")) {
		t.Errorf("the report says\n%s", text)
	}
	again.stop(t)
}

// TestReport saves the dashboard as a PDF.
func TestReport(t *testing.T) {
	s, p := startWith(t, textSamples(t)[:4]...)
	s.press(t, x11.Control, '3')
	s.settle(t)
	s.press(t, x11.Control, 'p')
	s.picture(t, "pl-raport-zapis")
	s.press(t, x11.Return)
	for deadline := time.Now().Add(startLimit); ; time.Sleep(poll) {
		content, err := os.ReadFile(filepath.Join(p.home, "wattlake-raport.pdf"))
		if err == nil && bytes.HasPrefix(content, []byte("%PDF-")) && bytes.Contains(content, []byte("%%EOF")) {
			copyFile(t, filepath.Join(p.home, "wattlake-raport.pdf"), filepath.Join(s.artefacts, "raport.pdf"))
			break
		}
		if time.Now().After(deadline) {
			s.pictureNow(t, "pl-raport-brak")
			t.Fatalf("no report: %v", err)
		}
	}
	p.stop(t)
	p.checkLog(t)
}

// textSamples are the samples that need no OCR.
func textSamples(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, f := range sampleFiles(t) {
		if !strings.HasPrefix(filepath.Base(f), "skan") {
			files = append(files, f)
		}
	}
	return files
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(content, text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (s *screen) click(t *testing.T, x, y int16) {
	t.Helper()
	if err := s.display.Click(x, y); err != nil {
		t.Fatal(err)
	}
	s.settle(t)
}

// fill replaces the text of the field at a place.
func (s *screen) fill(t *testing.T, x, y int16, text string) {
	t.Helper()
	s.click(t, x, y)
	s.press(t, x11.Control, 'a')
	for _, letter := range text {
		keys := []xproto.Keysym{xproto.Keysym(letter)}
		if letter == ':' { // the keyboard of the virtual screen is American
			keys = []xproto.Keysym{x11.Shift, ';'}
		}
		if err := s.display.Press(keys...); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond) // as fast as a good typist
	}
	s.settle(t)
}
