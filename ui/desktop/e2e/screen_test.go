//go:build e2e

package e2e_test

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"wattlake/ui/desktop/e2e/x11"
)

// The size of the virtual screen: the smallest that the program is made for.
const (
	screenWidth  = 1280
	screenHeight = 720
)

// screen is a virtual screen with the program's window on it.
type screen struct {
	name      string
	artefacts string
	display   *x11.Display
	window    xproto.Window
	program   *program
	figures   []string
}

// startScreen starts a virtual screen of its own.
func startScreen(t *testing.T) *screen {
	t.Helper()
	binary(t)
	s := &screen{artefacts: os.Getenv("WATTLAKE_ARTEFACTS")}
	if s.artefacts == "" {
		s.artefacts = t.TempDir()
	}
	if err := os.MkdirAll(s.artefacts, 0o755); err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight), "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		t.Skipf("no virtual screen: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	_ = write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	s.name = ":" + strings.TrimSpace(number)
	if s.display, err = x11.Open(s.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.display.Close)
	t.Cleanup(func() {
		_ = os.WriteFile(filepath.Join(s.artefacts, "figures-"+t.Name()+".txt"), []byte(strings.Join(s.figures, "\n")+"\n"), 0o644)
	})
	return s
}

func (s *screen) figure(format string, args ...any) {
	s.figures = append(s.figures, fmt.Sprintf(format, args...))
}

// awaitWindow waits for the window and puts it over the whole screen.
func (s *screen) awaitWindow(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(startLimit)
	for {
		if w, ok := s.display.Find("Wattlake"); ok {
			s.window = w
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("no window appeared")
		}
		time.Sleep(poll)
	}
	if err := s.display.Place(s.window, 0, 0, screenWidth, screenHeight); err != nil {
		t.Fatal(err)
	}
	s.settle(t)
}

// settle waits until the picture stands still.
func (s *screen) settle(t *testing.T) {
	t.Helper()
	const calm = 4 // pictures in a row that are the same
	var before []byte
	same := 0
	for deadline := time.Now().Add(startLimit); same < calm; {
		time.Sleep(poll)
		now := pixels(s.look(t))
		if alike(now, before) {
			same++
		} else {
			same = 0
		}
		before = now
		if time.Now().After(deadline) {
			t.Fatal("the window never stands still")
		}
	}
}

// alike reports whether two pictures differ by no more than a blinking cursor.
func alike(a, b []byte) bool {
	const cursor = 1000 // bytes
	different := 0
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			different++
		}
	}
	return len(a) == len(b) && different <= cursor
}

func pixels(picture image.Image) []byte {
	if p, ok := picture.(*image.NRGBA); ok {
		return p.Pix
	}
	return nil
}

func (s *screen) look(t *testing.T) image.Image {
	t.Helper()
	picture, err := s.display.Picture()
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// picture keeps what the screen shows once it stands still.
func (s *screen) picture(t *testing.T, name string) {
	t.Helper()
	s.settle(t)
	s.pictureNow(t, name)
}

func (s *screen) pictureNow(t *testing.T, name string) {
	t.Helper()
	file, err := os.Create(filepath.Join(s.artefacts, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if err := png.Encode(file, s.look(t)); err != nil {
		t.Fatal(err)
	}
	if s.program != nil {
		s.figure("memory at %s: %s", name, s.program.resident())
	}
}

// drop lets files fall on the middle of the window.
func (s *screen) drop(t *testing.T, files ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startLimit)
	defer cancel()
	if err := s.display.Drop(ctx, s.window, screenWidth/2, screenHeight/2, files...); err != nil {
		t.Fatal(err)
	}
}

func (s *screen) press(t *testing.T, keys ...xproto.Keysym) {
	t.Helper()
	if err := s.display.Press(keys...); err != nil {
		t.Fatal(err)
	}
	time.Sleep(poll) // the window handles keys one frame after the other
}

func keyOf(digit int) xproto.Keysym { return xproto.Keysym('0' + digit) }

// copyTable presses Ctrl+C and reads the clipboard.
func (s *screen) copyTable(t *testing.T, name string) tsv {
	t.Helper()
	s.press(t, x11.Control, 'c')
	s.settle(t) // the rows behind charts are fetched first
	ctx, cancel := context.WithTimeout(t.Context(), startLimit)
	defer cancel()
	text, err := s.display.Clipboard(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.artefacts, name+".tsv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return parseTSV(untitled(text))
}

// finalTable copies the table once every row in it is final. The lake is that earlier: a document counts as read when its parsed
// result is stored, and its row comes with the next commit of the table, which on a busy machine takes its time.
func (s *screen) finalTable(t *testing.T, name string) tsv {
	t.Helper()
	var table tsv
	s.await(t, "the end of all rows", func() bool {
		table = s.copyTable(t, name)
		status := table.column(t, "Stan")
		return !slices.ContainsFunc(table.rows, func(row []string) bool { return row[status] == "W toku" || row[status] == "Czeka" })
	})
	return table
}

// untitled drops the title of the first table of several, and all tables after the first.
func untitled(text string) string {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.Contains(first, "\t") {
		return text
	}
	table, _, _ := strings.Cut(rest, "\n\n")
	return table
}

// hoverCharts shows the values under the pointer in every chart.
func (s *screen) hoverCharts(t *testing.T) {
	t.Helper()
	for i, at := range [][2]int16{{420, 380}, {1000, 340}, {700, 620}} {
		if err := s.display.Move(at[0], at[1]); err != nil {
			t.Fatal(err)
		}
		s.picture(t, fmt.Sprintf("pl-pulpit-wartosci-%d", i+1))
	}
	if err := s.display.Move(100, 300); err != nil {
		t.Fatal(err)
	}
}

// titlesWithSummary is where the titles of the table stand with the summary of a batch above them.
const titlesWithSummary = 252

// openRow clicks a row of the table twice, counted from 0.
func (s *screen) openRow(t *testing.T, row int) {
	t.Helper()
	const rowHeight = 34
	for range 2 {
		if err := s.display.Click(500, titlesWithSummary+rowHeight*int16(row+1)); err != nil {
			t.Fatal(err)
		}
	}
	s.settle(t)
}

// otherLanguageAndTheme keeps pictures of every page in English, light and dark.
func (s *screen) otherLanguageAndTheme(t *testing.T) {
	t.Helper()
	s.press(t, x11.Control, 'l')
	pages := []string{"invoices", "review", "dashboard", "activity", "settings"}
	for i, page := range pages {
		s.press(t, x11.Control, keyOf(1+i))
		s.picture(t, "en-"+page)
	}
	s.press(t, x11.Control, 't')
	for i, page := range pages {
		s.press(t, x11.Control, keyOf(1+i))
		s.picture(t, "en-dark-"+page)
	}
	s.press(t, x11.Control, 't')
}
