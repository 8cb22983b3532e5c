package reader_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"wattlake/lake"
	"wattlake/pipeline/reader"
)

// escapes is what a reader that is not itself any more would try; it reports what worked.
func escapes(secret string) error {
	var worked []string
	if _, err := os.ReadFile(secret); err == nil {
		worked = append(worked, "read a file")
	}
	if err := os.WriteFile(secret+".new", nil, 0o600); err == nil {
		worked = append(worked, "wrote a file")
	}
	if l, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		_ = l.Close()
		worked = append(worked, "opened a socket")
	}
	if err := exec.Command("/bin/true").Run(); err == nil {
		worked = append(worked, "started a program")
	}
	return errors.New("worked: " + strings.Join(worked, ", "))
}

func TestSandboxHoldsAndReadingWorksInside(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("Landlock and seccomp are Linux's")
	}
	pool := newPool(t, reader.Params{}, childRead)
	if _, err := pool.Read(t.Context(), request(scanPDF(t, typewritten(t, 1240, 1754))), nil); err != nil {
		t.Fatalf("a scan inside the sandbox: %v", err)
	}
	t.Logf("sandbox: %q", pool.Sandbox())
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	rogue := newPool(t, reader.Params{}, childRogue, secret)
	_, err := rogue.Read(t.Context(), request([]byte("x")), nil)
	e, ok := errors.AsType[*lake.Error](err)
	if !ok || e.Err == nil {
		t.Fatalf("unexpected error %v", err)
	}
	escaped := e.Err.Error()
	if strings.Contains(pool.Sandbox(), "landlock") && strings.Contains(escaped, "file") {
		t.Errorf("inside Landlock: %s", escaped)
	}
	if strings.Contains(pool.Sandbox(), "seccomp") && (strings.Contains(escaped, "socket") || strings.Contains(escaped, "program")) {
		t.Errorf("inside seccomp: %s", escaped)
	}
}
