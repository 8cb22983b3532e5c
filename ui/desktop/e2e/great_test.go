//go:build e2e

package e2e_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"wattlake/ui/desktop/e2e/x11"
)

// TestGreatLake opens a lake of many invoices twice, the first time without Gold, and records how long the window, the early
// and the whole list and the dashboard take, what memory it needs and what it does while nobody does anything.
func TestGreatLake(t *testing.T) {
	t.Setenv(checkThreads, "0")
	s := startScreen(t)
	lakeFolder := greatLake(t)
	for _, start := range []string{"pierwszy", "drugi"} {
		p := s.startProgram(t, lakeFolder)
		p.awaitLog(t, "early table shown")
		s.picture(t, "pl-wielkie-jezioro-od-razu-"+start)
		p.awaitLog(t, "table shown")
		s.settle(t)
		s.picture(t, "pl-wielkie-jezioro-"+start)
		p.awaitRest(t)
		for range 10 {
			s.press(t, x11.PageDown)
		}
		s.sortBy(t, 1020)
		s.press(t, x11.Control, '3')
		p.awaitLog(t, "figures shown")
		s.settle(t)
		s.picture(t, "pl-wielki-pulpit-"+start)
		s.press(t, x11.Control, '1')
		s.settle(t)
		s.figure("%s start: resident right after the dashboard %s", start, p.resident())
		p.recordIdle(t, s)
		s.figure("%s start: resident at rest %s", start, p.resident())
		for _, what := range []string{"window shown", "early table shown", "table shown", "figures shown"} {
			for _, line := range p.logged(t, what) {
				s.figure("%s start: %s %s", start, what, line)
			}
		}
		p.stop(t)
		p.checkLog(t)
	}
}

// greatLake returns the folder of a lake of many invoices. WATTLAKE_E2E_LAKE names one that is kept from run to run.
func greatLake(t *testing.T) string {
	t.Helper()
	folder := cmp.Or(os.Getenv("WATTLAKE_E2E_LAKE"), filepath.Join(t.TempDir(), "jezioro"))
	if _, err := os.Stat(folder); err != nil {
		makeGreatLake(t, folder, greatInvoices(t))
	}
	return folder
}

// greatInvoices is how many invoices the lake has: few by default, because making them takes its time.
func greatInvoices(t *testing.T) int {
	t.Helper()
	return numberFrom(t, "WATTLAKE_E2E_INVOICES", 4000)
}

// sortBy clicks the title of a column of the table when no batch is above it.
func (s *screen) sortBy(t *testing.T, x int16) {
	t.Helper()
	const titles = 176
	s.click(t, x, titles)
}

// recordIdle records what share of a processor the program takes while nobody does anything, and checks that the drawing thread
// sleeps: the toolkit's loop by itself goes round sixty times a second.
func (p *program) recordIdle(t *testing.T, s *screen) {
	t.Helper()
	const watched, rounds = 10 * time.Second, 30
	pid := p.cmd.Process.Pid
	before, waits := processorTime(t, pid), waitsOf(t, pid)
	time.Sleep(watched)
	s.figure("idle: %.1f %% of a processor", 100*float64(processorTime(t, pid)-before)/float64(watched))
	if waits = (waitsOf(t, pid) - waits) / int(watched.Seconds()); waits > rounds {
		t.Errorf("the drawing thread goes round %d times a second while nobody does anything", waits)
	}
}

// waitsOf is how often the first thread of a process has waited for something.
func waitsOf(t *testing.T, pid int) int {
	t.Helper()
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/status", pid, pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(content), "\nvoluntary_ctxt_switches:")
	number, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// awaitRest waits until the program does nothing, because Gold is built.
func (p *program) awaitRest(t *testing.T) {
	t.Helper()
	const watched = 3 * time.Second
	for deadline := time.Now().Add(ingestLimit); ; {
		before := processorTime(t, p.cmd.Process.Pid)
		time.Sleep(watched)
		if processorTime(t, p.cmd.Process.Pid)-before < watched/20 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the program never rests")
		}
	}
}

// processorTime is what a process has had of the processors.
func processorTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(content), ") ")
	fields := strings.Fields(rest)
	const user, system, tick = 11, 12, 10 * time.Millisecond // of the fields behind the name
	var sum time.Duration
	for _, i := range []int{user, system} {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			t.Fatal(err)
		}
		sum += time.Duration(n) * tick
	}
	return sum
}

// awaitLog waits until the window has logged something.
func (p *program) awaitLog(t *testing.T, what string) {
	t.Helper()
	for deadline := time.Now().Add(startLimit); len(p.logged(t, what)) == 0; time.Sleep(poll) {
		if time.Now().After(deadline) {
			t.Fatalf("the window does not log %q", what)
		}
	}
}
