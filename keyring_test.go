package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wattlake/assets/samples/invoicegen"
)

// inKeyringSession runs a shell script in a session with GNOME's keyring, which lies in the folder home, and returns what it printed. The
// script finds this program as $PROGRAM.
func inKeyringSession(t *testing.T, home, script string, environment []string, args ...string) string {
	t.Helper()
	if os.Getenv("WATTLAKE_SOAK") != "1" {
		t.Skip("needs dbus and gnome-keyring: WATTLAKE_SOAK=1")
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no ", program)
		}
	}
	script = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null\n" + script
	command := exec.CommandContext(t.Context(), "dbus-run-session", append([]string{"--", "bash", "-ec", script, "bash"}, args...)...)
	command.Env = append(os.Environ(), "HOME="+home, "XDG_RUNTIME_DIR="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home,
		"PROGRAM="+os.Args[0], "DISPLAY=", "DBUS_SESSION_BUS_ADDRESS=")
	command.Env = append(command.Env, environment...)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, &complaints)
	}
	return string(out)
}

// encrypted writes an invoice that opens with the password.
func encrypted(t *testing.T, seed int64, password string) string {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("no qpdf")
	}
	sample, err := invoicegen.Make("L1", seed, invoicegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	open, locked := filepath.Join(t.TempDir(), "open.pdf"), filepath.Join(t.TempDir(), "locked.pdf")
	if err := os.WriteFile(open, sample.PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "qpdf", "--encrypt", password, password, "256", "--", open, locked).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return locked
}

// A seller's PDF needs a password. A wrong one is refused, the right one is kept, and from then on another lake opens the document without
// being told; no file holds the password. Once the keyring is gone the document needs its password again.
func TestPasswordsInGnomeKeyring(t *testing.T) {
	home, dir, file := t.TempDir(), t.TempDir(), encrypted(t, 61, "pęk-kluczy")
	environment := []string{"LAKE=" + dir, "FILE=" + file, "LANG=en_US.UTF-8"}
	const first = `fails() { "$@" || [ $? = 2 ]; }
fails "$PROGRAM" --lake "$LAKE/1" ingest "$FILE"
printf 'wrong' | fails "$PROGRAM" --lake "$LAKE/1" retry --all --password-stdin --keep-password
printf 'pęk-kluczy' | "$PROGRAM" --lake "$LAKE/1" retry --all --password-stdin --keep-password
"$PROGRAM" --lake "$LAKE/2" ingest "$FILE"`
	out := inKeyringSession(t, home, first, environment)
	for _, want := range []string{"protected by a password", "is wrong", "ready", "ready"} {
		_, rest, found := strings.Cut(out, want)
		if !found {
			t.Fatalf("no %q at its place in\n%s", want, out)
		}
		out = rest
	}
	nowhere(t, "pęk-kluczy", dir, home)
	const later = `"$PROGRAM" --lake "$LAKE/3" ingest "$FILE" || [ $? = 2 ]`
	if out := inKeyringSession(t, t.TempDir(), later, environment); !strings.Contains(out, "protected by a password") {
		t.Errorf("with an empty keyring:\n%s", out)
	}
}
