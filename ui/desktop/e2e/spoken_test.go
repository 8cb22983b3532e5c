//go:build e2e

package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wattlake/ui/desktop/e2e/x11"
)

// TestScreenReader works as a person does who does not see the window: with the keyboard, by what is told of it to assistive
// technology. While there is none the window tells nothing.
func TestScreenReader(t *testing.T) {
	t.Setenv(checkThreads, "0") // it takes time, and the rest is measured
	l := listen(t)
	s := startScreen(t)
	p := s.startProgram(t, filepath.Join(t.TempDir(), "jezioro"))
	s.drop(t, textSamples(t)[:3]...)
	p.waitForDocuments(t, 3)
	s.settle(t)
	if n := len(l.programs()); n > 0 {
		t.Fatalf("%d programs tell of themselves while there is no screen reader", n)
	}
	s.rest(t, p, "without a screen reader")

	l.enable(t, true)
	s.await(t, "the program in the registry", func() bool { return len(l.programs()) == 1 })
	program := l.programs()[0]
	s.expectSpoken(t, l, program, "application Wattlake", "frame Wattlake", "page tab Faktury", "page tab Sprawdzanie", "page tab Pulpit", "page tab Przebieg",
		"page tab Ustawienia", "table Faktury", "push button Eksportuj…", "status bar")
	s.rest(t, p, "with a screen reader")

	s.press(t, x11.Down)
	s.await(t, "the first row", func() bool { return strings.Contains(l.last(), "Numer: ") })
	first := l.last()
	s.press(t, x11.Down)
	s.await(t, "the second row", func() bool { return strings.Contains(l.last(), "Numer: ") && l.last() != first })
	s.press(t, x11.Shift, x11.Tab)
	s.await(t, "what is before the table", func() bool { return l.last() == "Kolumny" })

	s.press(t, x11.F1)
	s.await(t, "the button of the box", func() bool { return l.last() == "Zamknij" })
	s.expectSpoken(t, l, program, "dialog Skróty klawiszowe")
	s.press(t, x11.Escape)
	s.await(t, "the end of the box", func() bool { _, there := l.read(program)["dialog Skróty klawiszowe"]; return !there })

	l.press(t, l.read(program)["page tab Ustawienia"])
	s.await(t, "the settings", func() bool { _, there := l.read(program)["panel Ustawienia"]; return there })

	l.enable(t, false)
	s.await(t, "the end of what is told", func() bool { return len(l.programs()) == 0 })
	p.stop(t)
	p.checkLog(t)
}

// expectSpoken waits until all of it can be read.
func (s *screen) expectSpoken(t *testing.T, l *listener, program object, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		s.await(t, want, func() bool { _, there := l.read(program)[want]; return there })
	}
}

// rest records what share of a processor the program takes while nobody does anything.
func (s *screen) rest(t *testing.T, p *program, when string) {
	t.Helper()
	const watched = 10 * time.Second
	s.settle(t)
	before := processorTime(t, p.cmd.Process.Pid)
	time.Sleep(watched)
	s.figure("idle %s: %.2f %% of a processor", when, 100*float64(processorTime(t, p.cmd.Process.Pid)-before)/float64(watched))
}
