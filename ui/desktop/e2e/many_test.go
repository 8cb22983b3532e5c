//go:build e2e

package e2e_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wattlake/ui/desktop/e2e/x11"
)

// answerLimit is how long the window may take to show another page, even on a slow machine that draws in software.
const answerLimit = 10 * time.Second

// TestWindowAnswersWhileItWorks drops a folder of many documents and keeps switching pages, scrolling and sorting until all are
// in the lake. The window runs as people have it, without checks of its threads.
func TestWindowAnswersWhileItWorks(t *testing.T) {
	t.Setenv(checkThreads, "0")
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	n := documents(t)
	s.drop(t, manyFiles(t, n))
	var pages, rolls, sorts []time.Duration
	scrolls := false
	before := p.threads(t)
	for began := time.Now(); len(p.batches(t)) == 0; {
		for _, page := range []int{3, 1} {
			pages = append(pages, s.answer(t, page))
		}
		for range 4 {
			s.press(t, x11.PageDown)
		}
		s.press(t, x11.Home)
		if !scrolls {
			total, _ := p.count(t)
			scrolls = total >= 30 // far more rows than the screen has, from now on
			continue
		}
		for range 12 {
			rolls = append(rolls, s.until(t, rowsColumn, func() error { return s.display.Turn(700, 450) }))
		}
		sorts = append(sorts, s.until(t, netMark, func() error { return s.display.Click(1020, titlesWithSummary) }))
		if time.Since(began) > ingestLimit*4 {
			t.Fatal("the documents are not ready")
		}
	}
	if total, open := p.count(t); total != n || open != 0 {
		t.Errorf("%d documents, %d of them on their way, want %d and none", total, open, n)
	}
	for name, share := range p.threads(t) {
		s.figure("threads %s: on a processor %v, waiting for one %v", name, share.ran-before[name].ran, share.waited-before[name].waited)
	}
	s.picture(t, "pl-wiele-dokumentow")
	s.answers("page switches", pages)
	s.answers("turns of the wheel", rolls)
	s.answers("sorting", sorts)
	p.stop(t)
	p.checkLog(t)
	for _, figures := range p.batches(t) {
		s.figure("frames while working: %s", figures)
	}
}

// documents is how many documents are dropped: few by default, because every one of them is read for real.
func documents(t *testing.T) int {
	t.Helper()
	return numberFrom(t, "WATTLAKE_E2E_DOCUMENTS", 40)
}

// numberFrom reads a number from an environment variable; without it the usual one counts.
func numberFrom(t *testing.T, variable string, usual int) int {
	t.Helper()
	wanted := os.Getenv(variable)
	if wanted == "" {
		return usual
	}
	n, err := strconv.Atoi(wanted)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// manyFiles makes a folder of different documents: samples with a text layer, each with another comment at its end.
func manyFiles(t *testing.T, n int) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "faktury")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	files := slices.DeleteFunc(sampleFiles(t), func(f string) bool { return strings.HasPrefix(filepath.Base(f), "skan") })
	for i := range n {
		content, err := os.ReadFile(files[i%len(files)])
		if err != nil {
			t.Fatal(err)
		}
		content = append(content, fmt.Sprintf("\n%% copy %d\n", i)...)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("faktura_%04d.pdf", i)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// A part of the screen, in pixels, that shows an answer.
type part struct {
	x, y          int16
	width, height uint16
}

var (
	pageMarks  = part{1, 0, 1, screenHeight}                // beside the pages' names: what page is in sight
	rowsColumn = part{240, titlesWithSummary + 20, 60, 350} // the numbers of the invoices in sight
	netMark    = part{960, titlesWithSummary - 8, 60, 16}   // beside the title of the net: how the rows are sorted
)

// answer switches to a page and returns how long it took until the window showed it.
func (s *screen) answer(t *testing.T, page int) time.Duration {
	t.Helper()
	return s.until(t, pageMarks, func() error { return s.display.Press(x11.Control, keyOf(page)) })
}

// until does something and returns how long it took until a part of the screen was another.
func (s *screen) until(t *testing.T, where part, act func() error) time.Duration {
	t.Helper()
	before := s.seen(t, where)
	began := time.Now()
	if err := act(); err != nil {
		t.Fatal(err)
	}
	for bytes.Equal(before, s.seen(t, where)) {
		if time.Since(began) > answerLimit {
			t.Fatalf("the window does not answer for %v", answerLimit)
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(began)
}

// seen returns the pixels of a part of the screen.
func (s *screen) seen(t *testing.T, where part) []byte {
	t.Helper()
	shown, err := s.display.Part(where.x, where.y, where.width, where.height)
	if err != nil {
		t.Fatal(err)
	}
	return pixels(shown)
}

// answers records how long the window took to show what was asked for.
func (s *screen) answers(to string, waits []time.Duration) {
	if len(waits) == 0 {
		return
	}
	slices.Sort(waits)
	s.figure("%s while working: %d, shown after %v (median), %v (p95), %v (longest)", to, len(waits), waits[len(waits)/2], waits[len(waits)*95/100], waits[len(waits)-1])
}

// share is what threads had of the processors, and how long they could have gone on but had none.
type share struct{ ran, waited time.Duration }

// threads tells the window's drawing thread, the threads of the software renderer and all others of the program apart.
func (p *program) threads(t *testing.T) map[string]share {
	t.Helper()
	pid := p.cmd.Process.Pid
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	shares := map[string]share{}
	for _, task := range tasks {
		name, nameErr := os.ReadFile(filepath.Join(task, "comm"))
		content, err := os.ReadFile(filepath.Join(task, "schedstat"))
		if err != nil || nameErr != nil {
			continue // the thread has ended
		}
		kind := "others"
		switch {
		case filepath.Base(task) == strconv.Itoa(pid):
			kind = "drawing"
		case strings.HasPrefix(string(name), "llvmpipe"):
			kind = "rendering"
		}
		var ran, waited int64
		if _, err := fmt.Sscan(string(content), &ran, &waited); err != nil {
			t.Fatal(err)
		}
		sum := shares[kind]
		shares[kind] = share{sum.ran + time.Duration(ran), sum.waited + time.Duration(waited)}
	}
	return shares
}
