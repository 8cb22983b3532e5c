//go:build e2e

package e2e_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// How long things may take on a slow machine that draws in software.
const (
	startLimit  = 90 * time.Second
	ingestLimit = 5 * time.Minute
	poll        = 200 * time.Millisecond
)

// checkThreads has the window tell in its log of what is drawn on a wrong thread; see [program.checkLog]. It takes time: what is
// measured runs without.
const checkThreads = "WATTLAKE_CHECK_THREADS"

// program is the running desktop.
type program struct {
	binary string
	lake   string
	home   string
	env    []string
	log    string
	cmd    *exec.Cmd
	ended  chan error
}

func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("WATTLAKE_BIN")
	if path == "" {
		t.Skip("WATTLAKE_BIN does not name the program to test")
	}
	return path
}

// startProgram opens the desktop on the lake and waits for its window.
func (s *screen) startProgram(t *testing.T, lake string) *program {
	t.Helper()
	home := t.TempDir()
	remember(t, filepath.Join(home, ".config", "wattlake"))
	return s.startProgramOf(t, lake, home)
}

// startProgramOf opens the desktop for a person whose settings lie in the home folder.
func (s *screen) startProgramOf(t *testing.T, lake, home string) *program {
	t.Helper()
	p := &program{binary: binary(t), lake: lake, home: home, log: filepath.Join(s.artefacts, "window-"+t.Name()+".log"), ended: make(chan error, 1)}
	p.env = append(os.Environ(), "DISPLAY="+s.name, "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "LANG=pl_PL.UTF-8", "LC_ALL=",
		"LIBGL_ALWAYS_SOFTWARE=1", "WATTLAKE_LOG=info", checkThreads+"="+cmp.Or(os.Getenv(checkThreads), "1"))
	log, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	p.cmd = exec.Command(p.binary, "--lake", lake)
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = p.env, log, log
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	s.awaitWindow(t)
	s.figure("window after start: %v", time.Since(began).Round(time.Millisecond))
	s.program = p
	return p
}

// remember writes settings as an earlier run would have left them: a light window.
func remember(t *testing.T, folder string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "settings.toml"), []byte("theme = 'light'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// waitForFirst waits until the lake has the first documents.
func (p *program) waitForFirst(t *testing.T, n int) {
	t.Helper()
	for deadline := time.Now().Add(ingestLimit); ; time.Sleep(poll) {
		if total, _ := p.count(t); total >= n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not even %d documents after %v", n, ingestLimit)
		}
	}
}

// output runs a command of the program on the same lake; commands that only read take no lock.
func (p *program) output(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.binary, append(args, "--lake", p.lake)...)
	cmd.Env = p.env
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, problem.String())
	}
	return out
}

// waitForDocuments waits until the lake has so many documents and none is on its way.
func (p *program) waitForDocuments(t *testing.T, n int) {
	t.Helper()
	deadline := time.Now().Add(ingestLimit)
	for {
		total, open := p.count(t)
		if total >= n && open == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d documents after %v, %d of them not final", total, n, ingestLimit, open)
		}
		time.Sleep(poll)
	}
}

func (p *program) count(t *testing.T) (total, open int) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(p.output(t, "status", "--json")))
	seen := map[string]bool{}
	for lines.Scan() {
		var d struct{ Document, Status string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatalf("status: %v in %q", err, lines.Text())
		}
		seen[d.Document] = true
		if d.Status == "waiting" || d.Status == "processing" {
			open++
		}
	}
	return len(seen), open
}

// handOver starts the program a second time with a file: it gives the file to the window and ends.
func (p *program) handOver(t *testing.T, file string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.binary, "--lake", p.lake, file)
	cmd.Env = p.env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the second start: %v\n%s", err, out)
	}
}

// stop ends the program as the system does when a person logs out.
func (p *program) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-p.ended:
		if err != nil {
			t.Errorf("the program ended with %v", err)
		}
	case <-time.After(startLimit):
		t.Error("the program does not end")
	}
}

// checkLog fails on what the window must never log.
func (p *program) checkLog(t *testing.T) {
	t.Helper()
	content, err := os.ReadFile(p.log)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"Error in Fyne call thread", "panic:", "DATA RACE", "level=ERROR", `"level":"ERROR"`} {
		if bytes.Contains(content, []byte(bad)) {
			t.Errorf("the log has %q:\n%s", bad, content)
		}
	}
}

// resident returns the program's memory in MB.
func (p *program) resident() string {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(content)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "unknown"
}

// batches returns what the window logged about its batches: how long they took and how long the drawing thread let others wait.
func (p *program) batches(t *testing.T) []string {
	t.Helper()
	return p.logged(t, "batch finished")
}

// logged returns the figures of every message of the window's log.
func (p *program) logged(t *testing.T, message string) []string {
	t.Helper()
	content, err := os.ReadFile(p.log)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if _, figures, ok := strings.Cut(line, `msg="`+message+`" `); ok {
			lines = append(lines, strings.TrimSpace(figures))
		}
	}
	return lines
}
