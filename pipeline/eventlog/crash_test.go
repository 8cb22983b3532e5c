package eventlog

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"wattlake/lake"
)

// crashing is set in a copy of the test program that writes to the log in its working folder and waits to be killed.
const crashing = "EVENTLOG_TEST_CRASH"

// crash commits two events of five, holds the third in a handler and says so.
func crash() {
	ctx := context.Background()
	l, err := Open(ctx, "log")
	if err == nil {
		err = l.Publish(ctx, uploads(5, "a")...)
	}
	if err == nil {
		handled := 0
		err = l.Consume(ctx, "read", lake.TopicUploaded, 1, func(ctx context.Context, _ []lake.Event) error {
			if handled++; handled == 3 {
				fmt.Println("ready")
				<-ctx.Done()
			}
			return nil
		})
	}
	fmt.Println("failed:", err)
	os.Exit(1)
}

func TestEventsSurviveBeingKilled(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Dir, cmd.Env = dir, append(os.Environ(), crashing+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "ready\n" {
		t.Errorf("the other process: %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("wait: %v", err)
	}

	l := open(t, filepath.Join(dir, "log"))
	if l.Damaged() != "" {
		t.Errorf("moved aside to %s", l.Damaged())
	}
	wantLag(t, l, "read", 3)
	wantEvents(t, uploads(5, "a")[2:], consume(t, l, "read", 3, 10))
	publish(t, l, uploads(1, "b")...)
	wantEvents(t, uploads(1, "b"), consume(t, l, "read", 1, 10))
}
